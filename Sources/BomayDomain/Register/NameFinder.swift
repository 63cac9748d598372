// SPDX-License-Identifier: Apache-2.0

/// Finds whole names of persons in running text, by their words: what stands between the words does not matter.
public struct NameFinder: Sendable {
  /// A name that stands in a text.
  public struct Found: Sendable {
    public let person: Identifier<Person>
    /// From the first letter of the name to behind its last, in bytes of UTF-8.
    public let bytes: Range<Int>
  }

  private let readsEscapes: Bool
  private var words: [ArraySlice<UInt8>: Int32] = [:]
  /// Names by their first word.
  private var names: [Int32: [(words: [Int32], person: Identifier<Person>)]] = [:]

  /// - Parameters:
  ///   - all: each name as it may stand in a text; one name may be that of several persons.
  ///   - readsEscapes: whether it is looked for in JSON, where `\n` is a sign and no letter.
  public init(_ all: some Sequence<(person: Identifier<Person>, name: String)>, readsEscapes: Bool = false) {
    self.readsEscapes = readsEscapes
    for (person, name) in all {
      let numbers = split(Array(name.utf8)).map { word in
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
    let parts = split(Array(text.utf8))
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

  /// Runs of letters, digits and the marks on them; whatever else stands between is passed over.
  private func split(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var words: [ArraySlice<UInt8>] = []
    var begun: Int?
    var place = 0
    while place < text.count {
      let (length, isOfWord) = sign(text, at: place)
      if isOfWord {
        begun = begun ?? place
      } else if let first = begun {
        words.append(text[first..<place])
        begun = nil
      }
      place += length
    }
    if let first = begun { words.append(text[first...]) }
    return words
  }

  /// How many bytes the sign takes that begins here, and whether words are made of such.
  private func sign(_ text: [UInt8], at place: Int) -> (length: Int, isOfWord: Bool) {
    switch text[place] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      return (1, true)
    case UInt8(ascii: "\\") where readsEscapes: return (NameFinder.escape(text[place...]), false)
    case 0...0x7F: return (1, false)
    default:
      var decoder = UTF8()
      var bytes = text[place...].prefix(4).makeIterator()
      guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return (1, true) }
      return (UTF8.width(scalar), scalar.isOfWord)
    }
  }

  /// Bytes of the escape that begins with this backslash; where it begins none, those of the backslash.
  private static func escape(_ text: ArraySlice<UInt8>) -> Int {
    switch text.dropFirst().first {
    case UInt8(ascii: "u"): 6
    case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"),
      UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      2
    default: 1
    }
  }
}

extension Unicode.Scalar {
  /// A letter, a digit, or a mark that is set on one.
  fileprivate var isOfWord: Bool {
    switch value {
    // Letters of Vietnamese and its neighbours, and the marks of those that are written apart.
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x300...0x36F, 0x1E00...0x1EFF: true
    default:
      switch properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
        true
      default: false
      }
    }
  }
}
