// SPDX-License-Identifier: Apache-2.0

/// Finds numbers by hash: open addressing over one flat array, at most three quarters full. A slot holds
/// the number and half of the hash, so that a miss is seen without looking further. What the numbers
/// stand for is kept, compared, and hashed again by its owner.
struct HashIndex: Sendable {
  /// The number plus one in the lower half, 32 bits of the hash in the upper; nought: empty.
  private var slots: ContiguousArray<UInt64> = ContiguousArray(repeating: 0, count: 16)
  private(set) var count = 0

  init() {}

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

  private mutating func grow(_ hashOf: (Int32) -> UInt64) { layOut(slots.count * 2, hashOf) }

  private mutating func layOut(_ size: Int, _ hashOf: (Int32) -> UInt64) {
    slots = ContiguousArray(repeating: 0, count: size)
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

  /// In the size that it would have if nothing had been forgotten.
  func write(to snapshot: inout SnapshotWriter, _ hashOf: (Int32) -> UInt64) {
    var size = 16
    while count * 4 > size * 3 { size *= 2 }
    var index = self
    if slots.count != size { index.layOut(size, hashOf) }
    snapshot.write(index.slots)
  }

  /// - Parameter count: how many numbers were given.
  init(from snapshot: inout SnapshotReader, count: Int) throws(SnapshotFault) {
    slots = try snapshot.array()
    self.count = count
    // A power of two that is never full: what finding a number rests on.
    guard slots.count >= 16, slots.count & (slots.count - 1) == 0, count < slots.count else { throw SnapshotFault() }
  }
}

/// Gives each text a small number, in the order in which texts come.
struct NameInterner: Sendable {
  /// Where the text lies, and its hash.
  private struct Name: BitwiseCopyable, Sendable {
    let start: UInt32
    let length: UInt32
    let hash: UInt64
  }

  private var index = HashIndex()
  private var names = RunArray<Name>()
  private var bytes = TextArena()

  init() {}

  var count: Int { names.count }

  mutating func intern(_ text: String) -> Int32 { intern(text, stableHash(text)) }

  mutating func intern<S>(_ id: Identifier<S>) -> Int32 { intern(id.rawValue, id.hash) }

  private mutating func intern(_ text: String, _ hash: UInt64) -> Int32 {
    if let number = number(of: text, hash) { return number }
    let start = bytes.append(text)
    names.append(Name(start: start, length: UInt32(text.utf8.count), hash: hash))
    return index.add(hash) { names[Int($0)].hash }
  }

  func number(of text: String) -> Int32? { number(of: text, stableHash(text)) }

  func number<S>(of id: Identifier<S>) -> Int32? { number(of: id.rawValue, id.hash) }

  @inline(__always)
  private func number(of text: String, _ hash: UInt64) -> Int32? {
    index.find(hash) { number in
      let name = names[Int(number)]
      return name.hash == hash && bytes.isSame(text, at: name.start, length: name.length)
    }
  }

  subscript(number: Int32) -> String { text(names[Int(number)]) }

  private func text(_ name: Name) -> String { bytes.text(at: name.start, length: name.length) }

  /// The texts in the order of their numbers.
  var keys: some RandomAccessCollection<String> { (0..<names.count).lazy.map { text(names[$0]) } }

  /// The text as an identifier, without hashing it again.
  func identifier<S>(_ number: Int32) -> Identifier<S> {
    let name = names[Int(number)]
    return Identifier(rawValue: text(name), hash: name.hash)
  }

  /// Forgets the texts that came after the first `count`.
  mutating func truncate(to count: Int) {
    guard count < names.count else { return }
    while index.count > count { index.removeLast { names[Int($0)].hash } }
    bytes.truncate(to: names[count].start)
    names.truncate(to: count)
  }

  func write(to snapshot: inout SnapshotWriter) {
    snapshot.write(names)
    bytes.write(to: &snapshot)
    index.write(to: &snapshot) { names[Int($0)].hash }
  }

  init(from snapshot: inout SnapshotReader) throws(SnapshotFault) {
    names = try snapshot.runs()
    bytes = try TextArena(from: &snapshot)
    index = try HashIndex(from: &snapshot, count: names.count)
  }
}

/// A key of plain numbers.
protocol PackedKey: BitwiseCopyable, Equatable, Sendable {
  var packed: UInt64 { get }
}

/// Gives each key of plain numbers a number of its own, in the order in which keys come.
struct PackedInterner<Key: PackedKey>: Sendable {
  private var index = HashIndex()
  private(set) var keys: ContiguousArray<Key> = []

  init() {}

  var count: Int { keys.count }

  mutating func intern(_ key: Key) -> Int32 {
    if let number = number(of: key) { return number }
    keys.append(key)
    return index.add(key.packed) { keys[Int($0)].packed }
  }

  func number(of key: Key) -> Int32? { index.find(key.packed) { keys[Int($0)] == key } }

  subscript(number: Int32) -> Key { keys[Int(number)] }

  mutating func truncate(to count: Int) {
    while keys.count > count {
      index.removeLast { keys[Int($0)].packed }
      keys.removeLast()
    }
  }

  func write(to snapshot: inout SnapshotWriter) {
    snapshot.write(keys)
    index.write(to: &snapshot) { keys[Int($0)].packed }
  }

  init(from snapshot: inout SnapshotReader) throws(SnapshotFault) {
    keys = try snapshot.array()
    index = try HashIndex(from: &snapshot, count: keys.count)
  }
}

/// Gives each key a small number, in the order in which keys come.
struct Interner<Key: Hashable & Sendable>: Sendable {
  private var numbers: [Key: Int32] = [:]
  private(set) var keys: ContiguousArray<Key> = []
  /// The number given last: most keys come many times in a row.
  private var last: Int32 = -1

  init() {}

  /// Keys by their numbers, as read from a snapshot.
  init(_ keys: [Key]) {
    for key in keys { _ = intern(key) }
  }

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
struct NumberPair: Hashable, PackedKey {
  let first: Int32
  let second: Int32

  var packed: UInt64 { UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second)) }
}

/// A staff series: one unit, one category, quota or headcount or movement.
struct StaffKey: Hashable, PackedKey {
  let unit: Int32
  let category: Int32
  let period: Bound

  var packed: UInt64 {
    let series = NumberPair(first: unit, second: category).packed
    let days = NumberPair(first: period.earliest.ordinal, second: period.latest.ordinal).packed
    return series &* 0xFF51_AFD7_ED55_8CCD ^ days
  }
}
