// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain

struct WhatIf: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if", abstract: "What would be more or left over; nothing is recorded.",
    subcommands: [SeparateCommand.self, MergeCommand.self])
}

struct SeparateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "separate", abstract: "Bodies and heads that it would take to separate what models put together.",
    discussion: "Example: bomay what-if separate M3 --on 2022-10-31")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "The model, told by localities; the sums of all of them where none is named.") var model: String?

  func run() throws {
    let answers = try moment.answers()
    let table = try model.map { answers.separation(try modelID($0, answers)) } ?? answers.separations(answers.models)
    try moment.write(table)
  }
}

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Heads and deputies whom a merger of these units would leave over.",
    discussion: "Example: bomay what-if merge tu-ky/ubnd nam-sach/ubnd --on 2022-10-31")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "The units.") var units: [String]
  @Option(name: .customLong("into"), help: "The kind of the new unit; that of the first unit where none is named.")
  var kind: String?

  func run() throws {
    let answers = try moment.answers()
    let named = try units.map { id -> Identifier<OrgUnit> in
      let unit = Identifier<OrgUnit>(rawValue: id)
      guard answers.moment.knows(unit) else { throw nothing(id, answers) }
      return unit
    }
    let kind = try kind.map { try answers.kindsNamed([$0])[0] }
    guard let outlook = answers.moment.merger(of: named, into: kind) else { throw nothing(units[0], answers) }
    switch moment.format {
    case .text:
      let rows = [answers.parts(of: outlook), answers.merger(outlook)]
      Terminal.write(rows.map { $0.text(answers.words, width: Terminal.width) }.joined(separator: "\n"))
    default: try moment.write(answers.merger(outlook))
    }
  }
}
