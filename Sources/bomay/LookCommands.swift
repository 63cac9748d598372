// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain
import BomayStore
import Foundation

/// A command that prints one table of the register as of a day.
private protocol TableCommand: ParsableCommand {
  var moment: MomentOptions { get }
  func table(_ answers: Answers) throws -> Table
}

extension TableCommand {
  func run() throws { try moment.write(table(moment.answers())) }
}

func nothing(_ id: String, _ answers: Answers) -> Failure {
  if answers.isKnownLater(id) {
    let revision = answers.moment.revision.description
    return Failure(message: answers.words.term("cli.known-later", ["id": id, "revision": revision]), status: 2)
  }
  var values = ["id": id]
  if let near = answers.nearestIdentifier(to: id) { values["nearest"] = near }
  return Failure(message: answers.words.term("cli.no-such-thing", values), status: 2)
}

extension Answers {
  /// The kinds of these names, or of the levels of these names, each once.
  func kindsNamed(_ names: [String]) throws -> [Identifier<UnitKind>] {
    var seen: Set<Identifier<UnitKind>> = []
    return try names.flatMap { name in
      guard moment.knows(kindOrLevel: name) else {
        var values = ["kind": name]
        if let near = nearestKind(to: name) { values["nearest"] = near }
        throw Failure(message: words.term("cli.no-such-kind", values), status: 2)
      }
      return moment.kinds(named: name)
    }.filter { seen.insert($0).inserted }
  }
}

struct Overview: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One page for a leader: models by localities, targets, directives, obligations, balances.")
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let answers = try moment.answers()
    switch moment.format {
    case .text: Terminal.write(answers.overview(width: Terminal.width))
    case .json: Terminal.write(answers.overviewJSON + "\n")
    case .csv: Terminal.write("\u{FEFF}" + answers.pilots().csv)
    case .html, .dot, .svg: throw try moment.unknownFormat()
    }
  }
}

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A unit, post, person, document, pilot, directive, reading or decision, as of a day.",
    discussion: "Example: bomay show kinh-mon --on 2019-11-01")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "Its identifier.") var id: String

  func run() throws {
    let session = try moment.register.open()
    let answers = try moment.answers(session)
    guard var table = answers.show(id) else { throw nothing(id, answers) }
    if let reading = answers.moment.reading(Identifier(rawValue: id)) {
      table.notes += reading.record.statements.compactMap { session.text(of: $0, at: answers.moment) }
    }
    try moment.write(table)
  }
}

struct History: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "All that is recorded about a unit, post, person or pilot, in the order of days.")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "Its identifier.") var id: String

  func run() throws {
    let answers = try moment.answers()
    guard let table = answers.history(id) else { throw nothing(id, answers) }
    try moment.write(table)
  }
}

struct Search: TableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find units, persons and documents by words of their names; tone marks may be left out.",
    discussion: "Example: bomay search \"thi xa kinh mon\"")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "Words of the name.") var text: [String]
  func table(_ answers: Answers) -> Table { answers.search(text.joined(separator: " ")) }
}

struct ChartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chart", abstract: "The tree of units as of a day.",
    discussion: "Example: bomay chart tinh-hai-duong/cap-uy --on 2022-10-31 --format dot | dot -Tsvg")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "The unit at the top (default: all that have none above them).") var id: String?

  func run() throws {
    let answers = try moment.answers()
    if let id, !answers.moment.knows(Identifier<OrgUnit>(rawValue: id)) { throw nothing(id, answers) }
    let chart = Chart(answers, of: id.map { Identifier(rawValue: $0) })
    switch moment.format {
    case .text: Terminal.write(chart.text)
    case .json: Terminal.write(chart.json + "\n")
    case .csv: Terminal.write("\u{FEFF}" + chart.table.csv)
    case .dot: Terminal.write(chart.dot)
    case .html, .svg: throw try moment.unknownFormat()
    }
  }
}

struct Pilots: TableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Every model in every locality of which anything is on record.")
  @OptionGroup var moment: MomentOptions
  @Option(name: .customLong("model"), help: "Only this model.") var model: String?
  func table(_ answers: Answers) throws -> Table {
    answers.pilots(try model.map { try modelID($0, answers) })
  }
}

/// A model by its identifier; where that names several levels, the district one.
func modelID(_ text: String, _ answers: Answers) throws -> Identifier<Model> {
  guard let model = answers.model(named: text) else { throw nothing(text, answers) }
  return model
}

struct CoverageCommand: TableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage", abstract: "How far a model has come: in force of eligible, and what is missing and why.",
    discussion: "Example: bomay coverage M1 --on 2022-09-30 --format json")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "The model; all of them where none is named.") var model: String?
  func table(_ answers: Answers) throws -> Table {
    answers.coverage(try model.map { [try modelID($0, answers)] } ?? answers.models)
  }
}

struct Obligations: TableCommand {
  static let configuration = CommandConfiguration(abstract: "What stopped pilots leave to settle.")
  @OptionGroup var moment: MomentOptions
  @Flag(name: .customLong("all"), help: "Settled and lapsed ones too.") var all = false
  func table(_ answers: Answers) -> Table { answers.obligations(all: all) }
}

struct Balances: TableCommand {
  static let configuration = CommandConfiguration(abstract: "Re-homings: so many in, so many out, and what is open.")
  @OptionGroup var moment: MomentOptions
  func table(_ answers: Answers) -> Table { answers.balances() }
}

struct Directives: TableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tasks: giver, lead, deadline, state.",
    discussion: "Example: bomay directives --unreported --on 2022-10-31")
  @OptionGroup var moment: MomentOptions
  @Flag(
    name: .customLong("unreported"), help: "Who has not reported yet: each addressee without a report on that day.")
  var unreported = false
  func table(_ answers: Answers) -> Table { unreported ? answers.unreported() : answers.directives() }
}

struct Targets: TableCommand {
  static let configuration = CommandConfiguration(abstract: "Targets, with the gap as a count.")
  @OptionGroup var moment: MomentOptions
  func table(_ answers: Answers) -> Table { answers.targets() }
}

struct Figures: TableCommand {
  static let configuration = CommandConfiguration(abstract: "Every figure, computed and set beside what was published.")
  @OptionGroup var moment: MomentOptions
  func table(_ answers: Answers) -> Table { answers.figures() }
}

struct Why: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The tree under a figure, model, target, obligation or unit, down to documents and statements.",
    discussion: "Example: bomay why F32")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "Its identifier.") var id: String

  func run() throws {
    let session = try moment.register.open()
    let answers = try moment.answers(session)
    guard let tree = answers.why(answers.model(named: id)?.rawValue ?? id) else { throw nothing(id, answers) }
    switch moment.format {
    case .json: Terminal.write(answers.json(tree).json + "\n")
    case .text: Terminal.write(answers.text(tree) { session.text(of: $0, at: answers.moment) })
    case .csv, .html, .dot, .svg: throw try moment.unknownFormat()
    }
  }
}

struct Log: TableCommand {
  static let configuration = CommandConfiguration(abstract: "The decisions on record, in the order of the log.")
  @OptionGroup var moment: MomentOptions
  func table(_ answers: Answers) -> Table { answers.log() }
}

struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What changed between two days, or between two revisions.",
    discussion: """
      Examples:
        bomay diff 2019-11-30 2019-12-01
        bomay diff --revisions 300 310 --on 2022-10-31
      """)
  @OptionGroup var moment: MomentOptions
  @Flag(name: .customLong("revisions"), help: "The two are revisions, compared on the day of --on.") var revisions =
    false
  @Argument(help: "The earlier day or revision.") var first: String
  @Argument(help: "The later day or revision.") var second: String

  func run() throws {
    let session = try moment.register.open()
    let answers = try moment.answers(session)
    let words = answers.words
    let before: AsOf
    let after: AsOf
    if revisions {
      guard let a = Int32(first), let b = Int32(second), a >= 0, b <= session.register.head.number else {
        throw Failure(message: words.term("cli.not-a-revision", ["text": "\(first) \(second)"]), status: 2)
      }
      before = session.register.asOf(answers.moment.day, knownAt: Revision(a))
      after = session.register.asOf(answers.moment.day, knownAt: Revision(b))
    } else {
      for text in [first, second] where Day(text) == nil && Int32(text) != nil {
        throw Failure(message: words.term("cli.not-a-day-but-revision", ["text": text]), status: 2)
      }
      before = answers.moment.on(try moment.readDay(first, words))
      after = answers.moment.on(try moment.readDay(second, words))
    }
    try moment.write(Answers(before, words).differences(to: after))
  }
}

struct FindingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "findings", abstract: "Every rule, on the register as of a day.")
  @OptionGroup var moment: MomentOptions
  @Flag(name: .customLong("full"), help: "With reasons and remedies.") var full = false

  func run() throws {
    let answers = try moment.answers()
    let found = Progress.during(answers.words.term("cli.checking")) { _ in answers.moment.findings().worstFirst() }
    if full, moment.format == .text {
      Terminal.write(DiagnosticText(words: answers.words, moment: answers.moment).report(found, limit: .max))
    } else {
      try moment.write(answers.findings(found))
    }
    if found.contains(where: { $0.severity == .error }) { Terminal.leave(1) }
  }
}

struct Holders: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Who holds which posts.")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "Only posts of this unit.") var unit: String?

  func run() throws {
    let answers = try moment.answers()
    if let unit, !answers.moment.knows(Identifier<OrgUnit>(rawValue: unit)) { throw nothing(unit, answers) }
    try moment.write(answers.holders(of: unit.map { Identifier(rawValue: $0) }))
  }
}

struct Vacancies: TableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Posts that had a holder and have none. A post of which nothing is recorded is not listed.")
  @OptionGroup var moment: MomentOptions
  func table(_ answers: Answers) -> Table { answers.vacancies() }
}

struct Concurrent: TableCommand {
  static let configuration = CommandConfiguration(abstract: "Persons who hold more than so many posts.")
  @OptionGroup var moment: MomentOptions
  @Option(name: .customLong("over"), help: "More than this many.") var over = 1
  func table(_ answers: Answers) -> Table { answers.concurrent(over: over) }
}

struct QuotaCommand: TableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quota", abstract: "Staff assigned and present, by unit and category.")
  @OptionGroup var moment: MomentOptions
  func table(_ answers: Answers) -> Table { answers.quota() }
}

struct Rotations: TableCommand {
  static let configuration = CommandConfiguration(abstract: "Rotations with their direction; reported totals below.")
  @OptionGroup var moment: MomentOptions
  func table(_ answers: Answers) -> Table { answers.rotations() }
}

struct Allowances: TableCommand {
  static let configuration = CommandConfiguration(abstract: "Allowances for added posts, with what they cost a month.")
  @OptionGroup var moment: MomentOptions
  func table(_ answers: Answers) -> Table { answers.allowances() }
}

struct CountCommand: TableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "How many units of a kind, or areas of a level, live on a day.",
    discussion: "Example: bomay count --kind commune --on 2019-12-01")
  @OptionGroup var moment: MomentOptions
  @Option(name: .customLong("kind"), help: "A kind or a level; may be given several times.") var kinds: [String]
  func table(_ answers: Answers) throws -> Table {
    _ = try answers.kindsNamed(kinds)
    return answers.count(kinds)
  }
}
