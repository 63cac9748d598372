// SPDX-License-Identifier: Apache-2.0

/// Finds numbers by hash: open addressing over one flat array, at most three quarters full. A slot holds
/// the number and half of the hash, so that a miss is seen without looking further. What the numbers
/// stand for is kept, compared, and hashed again by its owner.
struct HashIndex: Sendable {
  /// The number plus one in the lower half, 32 bits of the hash in the upper; nought: empty.
  private var slots: ContiguousArray<UInt64> = ContiguousArray(repeating: 0, count: 16)
  private(set) var count = 0

  private static func mixed(_ hash: UInt64) -> UInt64 { hash &* 0x9E37_79B9_7F4A_7C15 }
  private static func tag(_ hash: UInt64) -> UInt64 { mixed(hash) & 0xFFFF_FFFF_0000_0000 }
  private func home(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (HashIndex.mixed(hash) >> 20) & UInt64(slots.count - 1))
  }
  private func number(in slot: UInt64) -> Int32 { Int32(truncatingIfNeeded: slot & 0xFFFF_FFFF) - 1 }

  /// The number with this hash that `isSame` accepts.
  @inline(__always)
  func find(_ hash: UInt64, _ isSame: (Int32) -> Bool) -> Int32? {
    let tag = HashIndex.tag(hash)
    let mask = slots.count - 1
    var place = home(hash)
    while slots[place] != 0 {
      let slot = slots[place]
      if slot & 0xFFFF_FFFF_0000_0000 == tag {
        let number = number(in: slot)
        if isSame(number) { return number }
      }
      place = (place + 1) & mask
    }
    return nil
  }

  /// Gives the next number to a hash that has none yet.
  ///
  /// - Parameter hashOf: the hash of a number given before, for when the array grows.
  @inline(__always)
  mutating func add(_ hash: UInt64, _ hashOf: (Int32) -> UInt64) -> Int32 {
    let number = Int32(truncatingIfNeeded: count)
    if (count + 1) * 4 > slots.count * 3 { grow(hashOf) }
    put(number, hash)
    count += 1
    return number
  }

  private mutating func put(_ number: Int32, _ hash: UInt64) {
    var place = home(hash)
    while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
    slots[place] = HashIndex.tag(hash) | UInt64(UInt32(bitPattern: number + 1))
  }

  private mutating func grow(_ hashOf: (Int32) -> UInt64) {
    slots = ContiguousArray(repeating: 0, count: slots.count * 2)
    for number in 0..<Int32(truncatingIfNeeded: count) { put(number, hashOf(number)) }
  }

  /// Forgets the last number. The numbers behind it in its run move up, so that none is lost.
  mutating func removeLast(_ hashOf: (Int32) -> UInt64) {
    let last = Int32(truncatingIfNeeded: count - 1)
    let mask = slots.count - 1
    var hole = home(hashOf(last))
    while number(in: slots[hole]) != last { hole = (hole + 1) & mask }
    var next = (hole + 1) & mask
    while slots[next] != 0 {
      let start = home(hashOf(number(in: slots[next])))
      if (next &- start) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole] = 0
    count -= 1
  }
}

/// Gives each text a small number, in the order in which texts come.
struct NameInterner: Sendable {
  private struct Name: Sendable {
    let text: String
    let hash: UInt64
  }

  private var index = HashIndex()
  private var names = RunArray<Name>()

  var count: Int { names.count }

  mutating func intern(_ text: String) -> Int32 { intern(text, stableHash(text)) }

  mutating func intern<S>(_ id: Identifier<S>) -> Int32 { intern(id.rawValue, id.hash) }

  private mutating func intern(_ text: String, _ hash: UInt64) -> Int32 {
    if let number = index.find(hash, { names[Int($0)].text == text }) { return number }
    names.append(Name(text: text, hash: hash))
    return index.add(hash) { names[Int($0)].hash }
  }

  func number(of text: String) -> Int32? { index.find(stableHash(text)) { names[Int($0)].text == text } }

  func number<S>(of id: Identifier<S>) -> Int32? { index.find(id.hash) { names[Int($0)].text == id.rawValue } }

  subscript(number: Int32) -> String { names[Int(number)].text }

  /// The texts in the order of their numbers.
  var keys: some RandomAccessCollection<String> { (0..<names.count).lazy.map { names[$0].text } }

  /// The text as an identifier, without hashing it again.
  func identifier<S>(_ number: Int32) -> Identifier<S> {
    let name = names[Int(number)]
    return Identifier(rawValue: name.text, hash: name.hash)
  }

  /// Forgets the texts that came after the first `count`.
  mutating func truncate(to count: Int) {
    while index.count > count { index.removeLast { names[Int($0)].hash } }
    names.truncate(to: count)
  }
}

/// Gives each pair of numbers a number of its own, in the order in which pairs come.
struct PairInterner: Sendable {
  private var index = HashIndex()
  private(set) var keys: ContiguousArray<NumberPair> = []

  var count: Int { keys.count }

  private static func hash(_ key: NumberPair) -> UInt64 {
    UInt64(UInt32(bitPattern: key.first)) << 32 | UInt64(UInt32(bitPattern: key.second))
  }

  mutating func intern(_ key: NumberPair) -> Int32 {
    let hash = PairInterner.hash(key)
    if let number = index.find(hash, { keys[Int($0)] == key }) { return number }
    keys.append(key)
    return index.add(hash) { PairInterner.hash(keys[Int($0)]) }
  }

  func number(of key: NumberPair) -> Int32? { index.find(PairInterner.hash(key)) { keys[Int($0)] == key } }

  subscript(number: Int32) -> NumberPair { keys[Int(number)] }

  mutating func truncate(to count: Int) {
    while keys.count > count {
      index.removeLast { PairInterner.hash(keys[Int($0)]) }
      keys.removeLast()
    }
  }
}

/// Gives each key a small number, in the order in which keys come.
struct Interner<Key: Hashable & Sendable>: Sendable {
  private var numbers: [Key: Int32] = [:]
  private(set) var keys: ContiguousArray<Key> = []
  /// The number given last: most keys come many times in a row.
  private var last: Int32 = -1

  var count: Int { keys.count }

  mutating func intern(_ key: Key) -> Int32 {
    if last >= 0, keys[Int(last)] == key { return last }
    if let number = numbers[key] {
      last = number
      return number
    }
    let number = Int32(truncatingIfNeeded: keys.count)
    numbers[key] = number
    keys.append(key)
    last = number
    return number
  }

  func number(of key: Key) -> Int32? { numbers[key] }

  subscript(number: Int32) -> Key { keys[Int(number)] }

  /// Forgets the keys that came after the first `count`.
  mutating func truncate(to count: Int) {
    while keys.count > count { numbers[keys.removeLast()] = nil }
    last = -1
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
