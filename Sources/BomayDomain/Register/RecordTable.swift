// SPDX-License-Identifier: Apache-2.0

/// Records of a snapshot, each read from its bytes when it is asked for.
public protocol StoredRecords: Sendable {
  var count: Int { get }
  /// - Precondition: there is a record at the place.
  func record(at place: Int) -> Action
  /// The bytes that ``record(at:)`` is read from.
  func bytes(at place: Int) -> ArraySlice<UInt8>
}

/// Records whose fields are read as they were written, in the order in which they came: those of a
/// snapshot first, then those folded since.
struct RecordTable: Sendable {
  private var stored: (any StoredRecords)?
  private var storedCount = 0
  private var recent: ContiguousArray<Action> = []
  /// Takes names out of what is read.
  var mask: NameMask?

  init() {}

  init(_ stored: any StoredRecords) {
    self.stored = stored
    storedCount = stored.count
  }

  var count: Int { storedCount + recent.count }

  subscript(place: Int) -> Action {
    let record = whole(place)
    return mask?.masked(record) ?? record
  }

  private func whole(_ place: Int) -> Action {
    if place < storedCount, let stored { return stored.record(at: place) }
    return recent[place - storedCount]
  }

  mutating func append(_ record: Action) { recent.append(record) }

  /// Forgets the records that came after the first `count`; never those of a snapshot.
  mutating func truncate(to count: Int) { recent.removeLast(self.count - count) }

  /// The bytes of every record.
  ///
  /// - Parameter encode: makes the bytes of one that is not from a snapshot.
  func forEachBytes(_ encode: (Action) -> [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
    for place in 0..<storedCount { if let stored { body(stored.bytes(at: place)) } }
    for record in recent { body(encode(record)[...]) }
  }
}
