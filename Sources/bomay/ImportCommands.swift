// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain
import BomayStore
import Foundation

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read histories of units that others keep as tables, and record them as decisions; or a whole log.",
    discussion: """
      Every line is looked at and every fault told; nothing is recorded unless the whole is accepted, or you say
      with --leave which findings to leave as they are.

      Examples:
        bomay init --charter open --register isles.bomay
        bomay import changes --units units.csv --changes changes.csv --register isles.bomay
        bomay init --charter ch --register ch.bomay && bomay import ch DIR --register ch.bomay
      """,
    subcommands: [Changes.self, Swiss.self, Vietnam.self, UnitedKingdom.self, Entries.self])

  struct Options: ParsableArguments {
    @OptionGroup var register: RegisterOptions
    @Option(name: .customLong("leave"), help: "Leave findings of this code as they are; may be given several times.")
    var leave: [String] = []
    @Flag(name: .customLong("check"), help: "Only tell what would be found; record nothing.") var isTrial = false
    @Option(name: .customLong("limit"), help: "How many findings to print in full.") var limit = 50

    func record(_ session: RegisterSession, _ tables: ImportedTables, _ files: [InputFile]) throws {
      let words = try register.words()
      if let code = leave.first(where: { !words.codes.contains($0) }) {
        var values = ["code": code]
        if let near = words.nearestCode(to: code) { values["nearest"] = near }
        throw Failure(message: words.term("cli.no-such-finding", values), status: 2)
      }
      if let needed = tables.charter, let found = session.register.charter()?.id, found != needed {
        throw Failure(message: words.term("cli.import-charter", ["charter": needed, "found": found]), status: 2)
      }
      let outcome = try words.refusing {
        try Progress.during(words.term(isTrial ? "cli.checking" : "cli.recording")) { _ in
          try session.record(tables, leaving: Set(leave), isTrial: isTrial, at: Clock.now, by: Author.recorder)
        }
      }
      Terminal.complain(outcome, files, words, limit: limit)
      Terminal.write((outcome.recorded.map { words.recorded($0) } ?? words.checked(outcome)) + "\n")
      if outcome.recorded == nil, outcome.hasErrors { Terminal.leave(1) }
    }

    func read(_ path: String) throws -> InputFile {
      try InputFile(at: path, named: URL(fileURLWithPath: path).lastPathComponent, register.words())
    }

    func read(_ name: String, in folder: String) throws -> InputFile {
      try read(URL(fileURLWithPath: folder).appendingPathComponent(name).path)
    }
  }

  struct Changes: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "changes",
      abstract: "The plain change table: units at first, and a row a link of what became of them.")
    @OptionGroup var options: Options
    @Option(name: .customLong("units"), help: "Columns code, kind, name, parent, from.") var units: String
    @Option(
      name: .customLong("changes"),
      help: """
        Columns event, date, change, from, from_name, to, to_name, to_kind, to_parent, share, basis; also
        share_population and share_area.
        """) var changes: String

    func run() throws {
      let files = [try options.read(units), try options.read(changes)]
      let session = try options.register.open()
      try options.record(session, ImportedTables.changes(units: files[0], changes: files[1]), files)
    }
  }

  struct Swiss: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ch", abstract: "Switzerland's historicised register of communes (GDEHist_KT, _BEZ, _GDE).")
    @OptionGroup var options: Options
    @Argument(help: "The folder with the three files.") var folder: String

    func run() throws {
      let files = try ["GDEHist_KT.txt", "GDEHist_BEZ.txt", "GDEHist_GDE.txt"].map { try options.read($0, in: folder) }
      let session = try options.register.open()
      let tables = ImportedTables.swiss(
        cantons: files[0].bytes, districts: files[1].bytes, communes: files[2].bytes)
      try options.record(session, tables, [])
    }
  }

  struct UnitedKingdom: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "gb-ifg",
      abstract: "Organisations, posts, ministers and appointments of the United Kingdom (Institute for Government).",
      discussion: """
        The folder holds organisation.csv, organisation_link.csv, post.csv, person.csv and appointment.csv. Lines that
        end before they start are refused; leave them out with --leave table-ends-before-start.
        """)
    @OptionGroup var options: Options
    @Argument(help: "The folder with the five files.") var folder: String

    func run() throws {
      let files = try ["organisation.csv", "organisation_link.csv", "post.csv", "person.csv", "appointment.csv"]
        .map { try options.read($0, in: folder) }
      let session = try options.register.open()
      let tables = ImportedTables.unitedKingdom(
        organisations: files[0].bytes, links: files[1].bytes, posts: files[2].bytes, persons: files[3].bytes,
        appointments: files[4].bytes)
      try options.record(session, tables, files)
    }
  }

  struct Vietnam: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "vn-2025", abstract: "The official table of communes of Vietnam before and after 1 July 2025.",
      discussion: """
        The folder holds communes_before.csv, districts_before.csv, conversion_2025-07-01.csv and
        new_communes_with_resolution.csv. The table contradicts itself in a few rows and leaves two communes out:
        look at them, then take them as they stand with --leave table-contradiction --leave table-not-continued.
        """)
    @OptionGroup var options: Options
    @Argument(help: "The folder with the four files.") var folder: String

    func run() throws {
      let files = try [
        "communes_before.csv", "districts_before.csv", "conversion_2025-07-01.csv",
        "new_communes_with_resolution.csv",
      ].map { try options.read($0, in: folder) }
      let session = try options.register.open()
      let tables = ImportedTables.vietnam2025(
        communes: files[0].bytes, districts: files[1].bytes, conversion: files[2].bytes, resolutions: files[3].bytes)
      try options.record(session, tables, files)
    }
  }
}
