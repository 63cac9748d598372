// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import BomayApp
import BomayDomain
import Foundation

/// Two days and what is looked at between them.
struct SpanOptions: ParsableArguments {
  @OptionGroup var moment: MomentOptions
  @Option(name: .customLong("from"), help: "The day to come from, YYYY-MM-DD.") var from: String
  @Option(name: .customLong("to"), help: "The day to go to, YYYY-MM-DD; it may be the earlier one.") var to: String

  /// Answers as of the day to come from, and the other day.
  func answers() throws -> (answers: Answers, to: Day) {
    let answers = try moment.answers()
    let first = try moment.readDay(from, answers.words)
    return (Answers(answers.moment.on(first), answers.words), try moment.readDay(to, answers.words))
  }
}

struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "The whole map of units of a kind between two days, with shares where they are known.",
    discussion: "Example: bomay map --kind commune --from 2018-01-01 --to 2025-07-01 --format csv")
  @OptionGroup var span: SpanOptions
  @Option(name: .customLong("kind"), help: "A kind or a level; may be given several times.") var kinds: [String]

  func run() throws {
    let (answers, to) = try span.answers()
    try span.moment.write(answers.map(try answers.kindsNamed(kinds), to: to))
  }
}

struct CodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code", abstract: "Which unit bears a code on a day, and which bore it at other times.",
    discussion: "Example: bomay code 10507 --on 2019-11-30")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "The code.") var code: String

  func run() throws {
    let answers = try moment.answers()
    let table = answers.code(code)
    guard !table.rows.isEmpty else {
      var values = ["code": code]
      if let near = answers.nearestUnitCode(to: code) { values["nearest"] = near }
      throw Failure(message: answers.words.term("cli.no-such-code", values), status: 2)
    }
    try moment.write(table)
  }
}

struct Series: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Numbers of units, a figure, or the localities of a model, over days.",
    discussion: """
      Examples:
        bomay series count --kind commune --from 2018-01-01 --to 2025-07-01 --every year
        bomay series M1 --from 2022-01-01 --to 2022-12-31 --every month
      """)
  @OptionGroup var span: SpanOptions
  @Option(name: .customLong("kind"), help: "With count: a kind or a level; may be given several times.")
  var kinds: [String] = []
  @Option(name: .customLong("every"), help: "day, month or year.") var every: Every = .year
  @Argument(help: "count, or the identifier of a figure or a model.") var figure: String

  func run() throws {
    let (answers, to) = try span.answers()
    let days = every.days(from: answers.moment.day, to: to)
    guard !days.isEmpty, days.count <= Every.most else {
      throw Failure(
        message: answers.words.term(
          "cli.series-days", ["from": from(answers), "to": to.description, "most": String(Every.most)]), status: 2)
    }
    if figure == "count" {
      guard !kinds.isEmpty else { throw Failure(message: answers.words.term("cli.series-kind"), status: 2) }
      _ = try answers.kindsNamed(kinds)
      try span.moment.write(answers.series(kinds, days: days))
    } else if answers.moment.register.knows(.figure, figure) {
      try span.moment.write(answers.series(figure: figure, days: days))
    } else if let model = try? modelID(figure, answers) {
      try span.moment.write(answers.series(model: model, days: days))
    } else {
      throw nothing(figure, answers)
    }
  }

  private func from(_ answers: Answers) -> String { answers.moment.day.description }
}

extension Every: ExpressibleByArgument {}

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Carry a table keyed by the codes of one day over to the units of another.",
    discussion: """
      Totals are kept to the last unit. Where shares are not known, say how to divide with --assume, or the command
      lists what it needs and stops. Cells that rest on an assumption are marked with it. The answer is a table again:
      CSV, or JSON with --format json.

      Examples:
        bomay convert people.csv --key code --sum people --kind commune --from 2019-11-30 --to 2019-12-01
        bomay convert t.csv --key ma --sum dan,ho --mean thu_nhap:dan --by nam --kind commune \\
          --from 2025-06-30 --to 2025-07-01 --measure population --assume population --weights w.csv
      """)
  @OptionGroup var span: SpanOptions
  @Argument(help: "The table, CSV; - for standard input.") var table: String
  @Option(name: .customLong("key"), help: "The column of codes.") var key: String
  @Option(name: .customLong("sum"), help: "Columns to add up, with commas between them.") var sums: String = ""
  @Option(name: .customLong("mean"), help: "COLUMN:WEIGHT: a mean weighed by another column; several times.")
  var means: [String] = []
  @Option(name: .customLong("by"), help: "Columns that tell the lines of one unit apart, with commas between them.")
  var by: String = ""
  @Option(name: .customLong("kind"), help: "A kind or a level; may be given several times.") var kinds: [String]
  @Option(name: .customLong("measure"), help: "What the columns count: any, population or area.")
  var measure: String = "any"
  @Option(name: .customLong("assume"), help: "equal, area or population, where shares are not known.")
  var assume: String?
  @Option(name: .customLong("weights"), help: "CSV of the units to go to: code, area, population.") var weights: String?
  @Option(name: .customLong("limit"), help: "How many faults to print in full.") var limit = 50

  func run() throws {
    let (answers, to) = try span.answers()
    let words = answers.words
    func wrong(_ option: String, _ text: String, _ choices: [String]) -> Failure {
      let values = ["option": option, "text": text, "choices": choices.joined(separator: ", ")]
      return Failure(message: words.term("cli.no-such-value", values), status: 2)
    }
    guard let measure = ShareMeasure(rawValue: measure) else {
      throw wrong("--measure", self.measure, ShareMeasure.allCases.map(\.rawValue))
    }
    let assumption = try assume.map { text -> Assumption in
      guard let found = Assumption(rawValue: text) else {
        throw wrong("--assume", text, Assumption.allCases.map(\.rawValue))
      }
      return found
    }
    let pairs = try means.map { text -> (column: String, weight: String) in
      let parts = text.split(separator: ":").map(String.init)
      guard parts.count == 2 else { throw wrong("--mean", text, ["COLUMN:WEIGHT"]) }
      return (parts[0], parts[1])
    }
    func list(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }
    let order = ConversionOrder(
      key: key, sums: list(sums), means: pairs, by: list(by), kinds: try answers.kindsNamed(kinds),
      from: answers.moment.day, to: to, measure: measure, assumption: assumption)
    func read(_ path: String) throws -> InputFile {
      try InputFile(at: path, named: URL(fileURLWithPath: path).lastPathComponent, words)
    }
    if weights != nil, assumption == nil || assumption == .equal {
      throw Failure(message: words.term("cli.weights-unused"), status: 2)
    }
    let columns = [key, "name"] + order.by + order.sums + pairs.map(\.column) + ["marks"]
    if let twice = columns.first(where: { name in columns.count { $0 == name } > 1 }) {
      throw Failure(message: words.term("cli.column-twice", ["column": twice]), status: 2)
    }
    if sums.isEmpty, pairs.isEmpty { throw Failure(message: words.term("cli.nothing-to-convert"), status: 2) }
    let format: ConversionFormat =
      switch span.moment.format {
      case .text, .csv: .csv
      case .json: .json
      case .html, .dot, .svg: throw try span.moment.unknownFormat()
      }
    let file = try read(table)
    let weights = try weights.map(read)
    var findings: [Diagnostic] = []
    let result = Progress.during(words.term("cli.converting")) { _ in
      TableConversion(answers.moment, order, weights: weights, findings: &findings).convert(file, as: format)
    }
    findings += result.findings
    Terminal.complain(findings, answers.moment, [file] + [weights].compactMap { $0 }, words, limit: limit)
    guard !findings.contains(where: { $0.severity == .error }) else { Terminal.leave(1) }
    Terminal.write(bytes: result.bytes)
  }
}

struct LineageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lineage", abstract: "What became of a unit and what it was made of, between two days, act by act.",
    discussion: """
      Examples:
        bomay lineage c10507 --from 2018-01-01 --to 2025-07-01
        bomay lineage c10507 --from 2018-01-01 --to 2025-07-01 --format svg > flow.svg
      """)
  @OptionGroup var span: SpanOptions
  @Argument(help: "The unit's identifier.") var id: String

  func run() throws {
    let (answers, to) = try span.answers()
    guard let view = LineageView(answers, of: Identifier(rawValue: id), to: to) else {
      throw nothing(id, answers)
    }
    switch span.moment.format {
    case .text: Terminal.write(view.text)
    case .json: Terminal.write(view.json + "\n")
    case .csv: Terminal.write("\u{FEFF}" + view.table.csv)
    case .dot: Terminal.write(view.dot)
    case .svg: Terminal.write(view.svg)
    case .html: throw try span.moment.unknownFormat()
    }
  }
}
