// SPDX-License-Identifier: Apache-2.0

/// Finds whole names of persons in running text, by their words: what stands between the words does not matter.
public struct NameFinder: Sendable {
  /// A name that stands in a text.
  public struct Found: Sendable {
    public let person: Identifier<Person>
    /// From the first letter of the name to behind its last, in bytes of UTF-8.
    public let bytes: Range<Int>
  }

  private var words: [ArraySlice<UInt8>: Int32] = [:]
  /// Names by their first word.
  private var names: [Int32: [(words: [Int32], person: Identifier<Person>)]] = [:]

  /// - Parameter all: each name as it may stand in a text; one name may be that of several persons.
  public init(_ all: some Sequence<(person: Identifier<Person>, name: String)>) {
    for (person, name) in all {
      let numbers = NameFinder.split(Array(name.utf8)).map { word in
        if let number = words[word] { return number }
        let number = Int32(words.count)
        words[word] = number
        return number
      }
      guard let first = numbers.first else { continue }
      names[first, default: []].append((numbers, person))
    }
  }

  /// Every name in the text, in order of its first letter.
  public func names(in text: String) -> [Found] {
    guard !names.isEmpty else { return [] }
    let parts = NameFinder.split(Array(text.utf8))
    let read = parts.map { words[$0] ?? -1 }
    var found: [Found] = []
    for (place, word) in read.enumerated() where word >= 0 {
      for name in names[word] ?? [] where read[place...].starts(with: name.words) {
        let last = parts[place + name.words.count - 1]
        found.append(Found(person: name.person, bytes: parts[place].startIndex..<last.endIndex))
      }
    }
    return found
  }

  /// Runs of letters and digits; all that is not ASCII is taken for a letter.
  private static func split(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    text.split { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...0xFF:
        false
      default: true
      }
    }
  }
}
