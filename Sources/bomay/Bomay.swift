// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp

@main
struct Bomay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bomay",
    abstract: "The register of a government's organisational apparatus: what stands where, on which basis, on any day.",
    discussion: """
      Every figure is computed from one append-only log of dated decisions.

      Examples:
        bomay demo                                   make the register of Hai Duong and print its overview
        bomay --help record                          what a command takes
        bomay coverage M1 --on 2022-09-30 --register hai-duong.bomay
        bomay why F32 --register hai-duong.bomay

      The register is named by --register or by the variable BOMAY_REGISTER.
      Exit status: 0 fine, 1 findings of error severity, 2 wrong use, 3 the register refused or is damaged.
      """,
    version: Software.version,
    subcommands: [],
    groupedSubcommands: [
      CommandGroup(name: "Make", subcommands: [Init.self, Demo.self]),
      CommandGroup(
        name: "Record",
        subcommands: [
          Check.self, Record.self, SourceCommand.self, CharterCommand.self, Erase.self, ImportCommand.self,
        ]),
      CommandGroup(
        name: "Look",
        subcommands: [
          Overview.self, Show.self, History.self, Search.self, ChartCommand.self, Pilots.self, CoverageCommand.self,
          Obligations.self, Balances.self, Directives.self, Targets.self, Figures.self, Why.self, Report.self,
          Log.self, Diff.self, WhatIf.self, FindingsCommand.self, Holders.self, Vacancies.self, Concurrent.self,
          QuotaCommand.self, Rotations.self, Allowances.self, CountCommand.self,
        ]),
      CommandGroup(
        name: "Follow",
        subcommands: [LineageCommand.self, MapCommand.self, Convert.self, CodeCommand.self, Series.self]),
      CommandGroup(name: "Serve", subcommands: [Serve.self, AccountCommand.self]),
      CommandGroup(name: "Keep", subcommands: [Backup.self, Restore.self, Compact.self, ExportCommand.self]),
      CommandGroup(name: "Prove and describe", subcommands: [Verify.self, Proof.self, Schema.self]),
      CommandGroup(name: "On a server", subcommands: [ViewsCommand.self]),
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var lasting = command as? any AsyncParsableCommand {
        try await lasting.run()
      } else {
        try command.run()
      }
    } catch let code as ExitCode {
      Bomay.exit(withError: code)
    } catch let failure as Failure {
      failure.report()
    } catch {
      let code = Bomay.exitCode(for: error)
      let message = Bomay.fullMessage(for: error)
      if code == .success {
        if !message.isEmpty { print(message) }
        Terminal.leave(0)
      }
      Terminal.complain(message)
      Terminal.leave(2)
    }
  }
}
