// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
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

func kindsNamed(_ words: [String], _ answers: Answers) throws -> [Identifier<UnitKind>] {
  let found = answers.kinds(words)
  guard let unknown = found.unknown else { return found.kinds }
  throw Failure(message: answers.words.term("cli.no-such-thing", ["id": unknown]), status: 2)
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
    try span.moment.write(answers.map(try kindsNamed(kinds, answers), to: to))
  }
}

struct CodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code", abstract: "Which unit bears a code on a day, and which bore it at other times.",
    discussion: "Example: bomay code 10507 --on 2019-11-30")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "The code.") var code: String

  func run() throws { try moment.write(moment.answers().code(code)) }
}

struct Series: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Numbers of units, or a figure, over days.",
    discussion: """
      Examples:
        bomay series count --kind commune --from 2018-01-01 --to 2025-07-01 --every year
        bomay series M1 --from 2022-01-01 --to 2022-12-31 --every month
      """)
  @OptionGroup var span: SpanOptions
  @Option(name: .customLong("kind"), help: "With count: a kind or a level; may be given several times.")
  var kinds: [String] = []
  @Option(name: .customLong("every"), help: "day, month or year.") var every: Every = .year
  @Argument(help: "count, or the identifier of a figure.") var figure: String

  enum Every: String, ExpressibleByArgument, CaseIterable { case day, month, year }

  func run() throws {
    let (answers, to) = try span.answers()
    let days = days(answers.moment.day, to)
    if figure == "count" {
      _ = try kindsNamed(kinds, answers)
      try span.moment.write(answers.series(kinds, days: days))
    } else {
      guard answers.moment.register.knows(.figure, figure) else {
        throw Failure(message: answers.words.term("cli.no-such-thing", ["id": figure]), status: 2)
      }
      try span.moment.write(answers.series(figure: figure, days: days))
    }
  }

  private func days(_ from: Day, _ to: Day) -> [Day] {
    var found: [Day] = []
    var steps = 0
    while found.count < 100_000 {
      let day: Day =
        switch every {
        case .day: from.adding(days: steps)
        case .month: from.adding(months: steps)
        case .year: from.adding(months: steps * 12)
        }
      guard day <= to else { break }
      found.append(day)
      steps += 1
    }
    return found
  }
}
