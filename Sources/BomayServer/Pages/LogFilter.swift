// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// Which entries of the log a reader wants to see.
struct LogFilter: Sendable {
  private let words: [Substring]
  private let rests: Footing?
  private let act: AsOf.LogLine.Verb?
  private let author: [Substring]
  private let signed: ClosedRange<Day>?
  private let recorded: ClosedRange<Day>?
  private let decisions: Set<Identifier<Decision>>?

  /// The fields of the form, in its order, as they were filled in.
  let filled: [(name: String, value: String)]

  static let names = [
    "q", "act", "unit", "rests", "author", "signed-from", "signed-to", "recorded-from", "recorded-to",
  ]
  static let acts: [AsOf.LogLine.Verb] = [.adopted, .decided, .corrected, .annulled]

  /// - Throws: ``Refusal`` where a day is none, or a unit is not on record.
  init(_ asked: Asked) throws {
    filled = Self.names.map { ($0, asked.query[$0] ?? "") }
    words = Self.words(asked.query["q"])
    author = Self.words(asked.query["author"])
    rests = asked.query["rests"].flatMap { Footing(rawValue: $0) }
    act = asked.query["act"].flatMap { AsOf.LogLine.Verb(rawValue: $0) }
    signed = try Self.span("signed", asked)
    recorded = try Self.span("recorded", asked)
    decisions = try asked.query["unit"].map { id in
      Set(asked.moment.life(of: try asked.unit(known: id)).map(\.citation.decision))
    }
  }

  private static func words(_ text: String?) -> [Substring] {
    Answers.searchKey(text ?? "").split(separator: " ").map { Substring($0) }
  }

  private static func span(_ name: String, _ asked: Asked) throws -> ClosedRange<Day>? {
    let from = try asked.query["\(name)-from"].map { _ in try asked.day("\(name)-from") }
    let to = try asked.query["\(name)-to"].map { _ in try asked.day("\(name)-to") }
    guard from != nil || to != nil else { return nil }
    let (first, last) = (from ?? Day(ordinal: .min), to ?? Day(ordinal: .max))
    return min(first, last)...max(first, last)
  }

  /// The last entry that can be one of them, by when it was recorded.
  func last(in register: Register) -> Revision {
    guard let recorded, recorded.upperBound.ordinal < 2_000_000 else { return register.head }
    return register.revision(recordedBy: Instant(seconds: (Int64(recorded.upperBound.ordinal) + 1) * 86_400 - 1))
  }

  /// Whether no earlier entry can be one of them.
  func isOver(at line: AsOf.LogLine) -> Bool { recorded.map { line.recordedAt.day < $0.lowerBound } ?? false }

  func wants(_ line: AsOf.LogLine, row: (AsOf.LogLine) -> [Cell], _ catalogue: Catalogue) -> Bool {
    if let act, line.verb != act { return false }
    if let rests, line.decision?.rests != rests { return false }
    if let decisions, line.decision.map({ decisions.contains($0.id) }) != true { return false }
    if let recorded, !recorded.contains(line.recordedAt.day) { return false }
    if let signed {
      guard let bound = line.decision?.signedOn, bound.latest >= signed.lowerBound, bound.earliest <= signed.upperBound
      else { return false }
    }
    if !author.isEmpty {
      let key = Answers.searchKey(line.decision?.recordedBy ?? "")
      guard author.allSatisfy({ key.contains($0) }) else { return false }
    }
    guard !words.isEmpty else { return true }
    // Words of the title, the document or the identifier, without regard to marks.
    let key = Answers.searchKey(row(line).map { $0.shown(catalogue) }.joined(separator: " "))
    return words.allSatisfy { key.contains($0) }
  }
}
