// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// Finds whose names stand in an answer, whatever form it has.
struct NameIndex: Sendable {
  private var words: [ArraySlice<UInt8>: Int32] = [:]
  /// Names by their first word.
  private var names: [Int32: [(words: [Int32], person: Identifier<Person>)]] = [:]

  init(_ all: [(person: Identifier<Person>, name: String)]) {
    for (person, name) in all {
      // As it stands in JSON and in HTML.
      for form in Set([name, EscapedHTML.escaped(name), Cell.text(name).json]) {
        let numbers = NameIndex.split(form).map { word in
          if let number = words[word] { return number }
          let number = Int32(words.count)
          words[word] = number
          return number
        }
        guard let first = numbers.first else { continue }
        names[first, default: []].append((numbers, person))
      }
    }
  }

  /// Those whose whole name stands in the text. One name of two persons counts for both.
  func persons(in text: String) -> Set<Identifier<Person>> {
    guard !names.isEmpty else { return [] }
    let read = NameIndex.split(text).map { words[$0] ?? -1 }
    var found: Set<Identifier<Person>> = []
    for (place, word) in read.enumerated() where word >= 0 {
      for name in names[word] ?? [] where read[place...].starts(with: name.words) { found.insert(name.person) }
    }
    return found
  }

  /// Runs of letters and digits; all that is not ASCII is taken for a letter.
  private static func split(_ text: String) -> [ArraySlice<UInt8>] {
    Array(text.utf8).split { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...0xFF:
        false
      default: true
      }
    }
  }
}
