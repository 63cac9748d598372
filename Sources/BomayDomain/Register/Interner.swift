// SPDX-License-Identifier: Apache-2.0

/// Gives each key a small number, in the order in which keys come.
struct Interner<Key: Hashable & Sendable>: Sendable {
  private var numbers: [Key: Int32] = [:]
  private(set) var keys: ContiguousArray<Key> = []

  var count: Int { keys.count }

  mutating func intern(_ key: Key) -> Int32 {
    if let number = numbers[key] { return number }
    let number = Int32(truncatingIfNeeded: keys.count)
    numbers[key] = number
    keys.append(key)
    return number
  }

  func number(of key: Key) -> Int32? { numbers[key] }

  subscript(number: Int32) -> Key { keys[Int(number)] }

  /// Forgets the keys that came after the first `count`.
  mutating func truncate(to count: Int) {
    while keys.count > count { numbers[keys.removeLast()] = nil }
  }
}

/// Two numbers as one key.
struct NumberPair: Hashable, Sendable {
  let first: Int32
  let second: Int32
}

/// A staff series: one unit, one category, quota or headcount or movement.
struct StaffKey: Hashable, Sendable {
  let unit: Int32
  let category: Int32
  let period: Bound
}
