// SPDX-License-Identifier: Apache-2.0
import BomayInterchange

/// A field of at most seven bytes as one number, so that a million of them need a million comparisons of
/// numbers and no strings; `nil` for longer ones.
private func packed(_ bytes: some Collection<UInt8>) -> UInt64? {
  guard bytes.count <= 7 else { return nil }
  var key = UInt64(bytes.count)
  for byte in bytes { key = key << 8 | UInt64(byte) }
  return key
}

/// Finds the unit of a code.
struct CodeBook {
  private var short: [UInt64: Int] = [:]
  private var long: [String: Int] = [:]
  private var lastKey: UInt64 = .max
  private var lastPlace = 0

  init(_ codes: [String: Int], except several: Set<String>) {
    for (code, place) in codes where !several.contains(code) {
      if let key = packed(code.utf8) { short[key] = place } else { long[code] = place }
    }
  }

  mutating func place(of reader: ColumnReader, _ column: Int) -> Int? {
    guard let key = packed(reader.bytes(column)), !reader.isEscaped(column) else {
      return place(of: reader.text(column))
    }
    if key == lastKey { return lastPlace }
    // What only looks otherwise, by spaces or by composed letters, is found by its text.
    guard let place = short[key] else { return place(of: reader.text(column)) }
    lastKey = key
    lastPlace = place
    return place
  }

  private func place(of code: String) -> Int? { packed(code.utf8).flatMap { short[$0] } ?? long[code] }
}

/// Numbers the combinations of the columns that tell the lines of one unit apart, and notices a line that
/// tells the same as one before.
struct GroupBook {
  private let columns: [Int]
  private let sourceCount: Int
  private var short: [UInt64: Int32] = [:]
  private var long: [String: Int32] = [:]
  private(set) var texts: [[String]] = []
  /// The line of each unit in each group, as long as the groups are few; else by pair.
  private var lines: [ContiguousArray<Int32>] = []
  private var further: [UInt64: Int32] = [:]
  private static let fewGroups = 2048

  init(_ columns: [Int], sources: Int) {
    self.columns = columns
    sourceCount = sources
    if columns.isEmpty { _ = add([]) }
  }

  private mutating func add(_ texts: [String]) -> Int32 {
    self.texts.append(texts)
    if lines.count < GroupBook.fewGroups { lines.append(ContiguousArray(repeating: 0, count: sourceCount)) }
    return Int32(truncatingIfNeeded: self.texts.count - 1)
  }

  mutating func number(of reader: ColumnReader) -> Int32 {
    guard let first = columns.first else { return 0 }
    if columns.count == 1, !reader.isEscaped(first), let key = packed(reader.bytes(first)) {
      if let known = short[key] { return known }
      let number = add([reader.text(first)])
      short[key] = number
      return number
    }
    let parts = columns.map { reader.text($0) }
    let key = parts.joined(separator: "\u{1F}")
    if let known = long[key] { return known }
    let number = add(parts)
    long[key] = number
    return number
  }

  /// The line that already told of the unit in the group; `nil` the first time.
  mutating func line(of source: Int, in group: Int32, now line: Int) -> Int? {
    let now = Int32(truncatingIfNeeded: line)
    if Int(group) < lines.count {
      let before = lines[Int(group)][source]
      lines[Int(group)][source] = now
      return before == 0 ? nil : Int(before)
    }
    return further.updateValue(now, forKey: UInt64(source) << 32 | UInt64(group)).map { Int($0) }
  }
}
