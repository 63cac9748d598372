// SPDX-License-Identifier: Apache-2.0

/// Takes names of persons out of what was written in words: titles, notes, reasons, contents of documents and tasks.
///
/// Names that a thing bears stay, since a school may be called after somebody. Of a name that is not on record as one
/// nothing is known here.
final class NameMask: Sendable {
  /// What stands where a name stood.
  static let mark = "[\u{2026}]"

  private let finder: NameFinder

  /// Also finds the names in capitals. `nil` where there are none.
  init?(_ names: [(person: Identifier<Person>, name: String)]) {
    guard !names.isEmpty else { return nil }
    finder = NameFinder(names + names.map { ($0.person, $0.name.uppercased()) })
  }

  func masked(_ text: String) -> String {
    let found = finder.names(in: text)
    guard !found.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    for range in found.map(\.bytes) where range.upperBound > place {
      // Names that overlap are one gap.
      if range.lowerBound >= place { result += bytes[place..<range.lowerBound] + NameMask.mark.utf8 }
      place = range.upperBound
    }
    return String(decoding: result + bytes[place...], as: UTF8.self)
  }

  func masked(_ record: Action) -> Action {
    var record = record
    var texts = Texts(mask: self)
    record.visit(&texts)
    return record
  }
}

/// Walks over the words of a record.
private struct Texts: SelectiveVisitor {
  /// Under these stands what a thing is called, or what is read by a program.
  private static let kept: Set = [
    "name", "number", "code", "slot", "expression", "numerator", "denominator",
    "current", "published", "sha256",
  ]

  let mask: NameMask

  mutating func text(_ key: String, _ value: inout String) {
    if !Texts.kept.contains(key) { value = mask.masked(value) }
  }
  mutating func text(_ key: String, _ value: inout String?) {
    if !Texts.kept.contains(key) { value = value.map { mask.masked($0) } }
  }
}
