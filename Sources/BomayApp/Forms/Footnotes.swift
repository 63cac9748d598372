// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// The footnotes of a form: one for each reading that mends its text or is less than sure, numbered in
/// the order in which the form comes upon them.
struct Footnotes: Sendable {
  /// A reading that a footnote tells of.
  struct Mended: Sendable {
    let id: Identifier<Reading>
    let record: Read

    /// Too unsure to stand without the original.
    var isToVerify: Bool { record.confidence < Footnotes.verified }
  }

  /// From this confidence on a reading that mends nothing needs no footnote.
  private static let sure = Rational(9, over: 10) ?? Rational(1)
  /// Below this one the original is to be consulted.
  private static let verified = Rational(7, over: 10) ?? Rational(1)

  let answers: Answers
  let words: FormWords
  private var numbers: [Identifier<Reading>: Int] = [:]
  private var order: [Mended] = []

  init(_ answers: Answers, _ words: FormWords) {
    self.answers = answers
    self.words = words
  }

  /// The readings under the decisions that ask for a footnote, each once.
  func readings(under decisions: [Identifier<Decision>]) -> [Mended] {
    var seen: Set<Identifier<Reading>> = []
    var asked: Set<Identifier<Decision>> = []
    return decisions.filter { asked.insert($0).inserted }.flatMap { answers.moment.decision($0)?.readings ?? [] }
      .filter { seen.insert($0).inserted }.compactMap { id in
        guard let record = answers.moment.reading(id)?.record,
          record.repair != .none || record.confidence < Footnotes.sure
        else { return nil }
        return Mended(id: id, record: record)
      }
  }

  /// The numbers of their footnotes; those that are new get the next ones.
  mutating func marks(under decisions: [Identifier<Decision>]) -> [Int] {
    readings(under: decisions).map { reading in
      if let number = numbers[reading.id] { return number }
      order.append(reading)
      numbers[reading.id] = order.count
      return order.count
    }.sorted()
  }

  /// `f10-r1 (0,99)`.
  func short(_ reading: Mended) -> String { "\(reading.id) (\(confidence(reading)))" }

  private func confidence(_ reading: Mended) -> String {
    let value = reading.record.confidence
    return answers.words.text(value, decimals: value.rounded(decimals: 2) % 10 == 0 ? 1 : 2)
  }

  /// The footnotes in order, each with its number.
  var texts: [String] {
    order.enumerated().map { index, reading in
      let values = [
        "number": String(index + 1), "reading": reading.id.rawValue, "claim": reading.record.claim,
        "confidence": confidence(reading), "repair": words("repair.\(reading.record.repair.rawValue)"),
      ]
      let text = words(reading.record.repair == .none ? "footnote" : "footnote.repaired", values)
      return reading.isToVerify ? words("footnote.verify", ["text": text, "verify": words("verify")]) : text
    }
  }
}
