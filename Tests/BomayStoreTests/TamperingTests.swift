// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange
import BomayStore
import BomayStoreSQLite
import BomayTesting
import Foundation
import GRDB
import Testing

/// A register file that grew entry by entry, and what was written down of it elsewhere on the way.
private struct KeptRegister {
  static let count = 90
  let folder: URL
  let entries: [StoredEntry]
  /// Size and root after each entry, the empty log first.
  let heads: [TreeHead]
  var path: String { folder.appendingPathComponent("kept.bomay").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("bomay-kept-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    entries = try KeptRegister.history(seed: 1).map {
      StoredEntry(revision: $0.revision, bytes: EntryCoding.encode($0))
    }
    var heads = [MerkleTree().head]
    let store = try SQLiteLogStore.create(at: folder.appendingPathComponent("kept.bomay").path)
    for entry in entries {
      try store.append([entry], personal: [], after: Revision(entry.revision.number - 1))
      heads.append(try store.tree().head)
    }
    self.heads = heads
  }

  static func history(seed: UInt64) throws -> [Entry] {
    var history = try RandomHistory.apparatus(seed: seed)
    history.grow(by: count - history.entries.count)
    return history.entries
  }

  /// Does to a copy of the file what somebody does who has it to himself, and reads all of it again.
  func verified(
    against kept: TreeHead?, _ tamper: (Database) throws -> Void = { _ in }
  ) throws -> Verification {
    let copy = folder.appendingPathComponent("\(UUID().uuidString).bomay").path
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + suffix) } }
    let raw = try DatabaseQueue(path: copy)
    try raw.write { try tamper($0) }
    try raw.close()
    return try SQLiteLogStore.open(at: copy).verify(against: kept)
  }

  static func write(_ bytes: [UInt8], _ leaf: [UInt8]?, at revision: Int, _ db: Database) throws {
    try db.execute(
      sql: "UPDATE entry SET bytes = ?, leaf = coalesce(?, leaf) WHERE revision = ?",
      arguments: [Data(bytes), leaf.map { Data($0) }, revision])
  }
}

@Suite("A root kept elsewhere")
struct TamperingTests {
  private static let kept = Result { try KeptRegister() }
  private let kept: KeptRegister
  private let head: TreeHead

  init() throws {
    kept = try Self.kept.get()
    head = kept.heads[KeptRegister.count]
  }

  @Test("agrees with the log it was taken of")
  func untouched() throws {
    let found = try kept.verified(against: head)
    #expect(found.isSound && found.comparison == .agrees(size: KeptRegister.count))
    #expect(found.tree.head == head)
    #expect(try kept.verified(against: nil).comparison == .notCompared)
  }

  @Test("agrees with all that the log honestly grew to")
  func growth() throws {
    for older in kept.heads {
      let found = try kept.verified(against: older)
      #expect(found.isSound && found.comparison == .agrees(size: older.size))
    }
  }

  @Test("catches any byte of any entry changed, whether or not its leaf is made to fit", arguments: UInt64(1)...200)
  func edited(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let entry = generator.pick(kept.entries)
    var bytes = entry.bytes
    let place = generator.below(bytes.count)
    bytes[place] ^= UInt8(1 + generator.below(255))
    let what: Comment = "seed \(seed): byte \(place) of entry \(entry.revision) became \(bytes[place])"
    let revision = Int(entry.revision.number)

    let careless = try kept.verified(against: head) { try KeptRegister.write(bytes, nil, at: revision, $0) }
    #expect(!careless.isSound && careless.altered == [entry.revision], what)
    let careful = try kept.verified(against: head) {
      try KeptRegister.write(bytes, MerkleTree.leaf(bytes), at: revision, $0)
    }
    #expect(careful.altered.isEmpty && careful.missing.isEmpty, what)
    guard case .differs(let other) = careful.comparison else {
      Issue.record(what)
      return
    }
    #expect(!careful.isSound && other.size == head.size && other.root != head.root, what)
    // A root from before the entry still agrees: this tells since when the log is another.
    let before = try kept.verified(against: kept.heads[revision - 1]) {
      try KeptRegister.write(bytes, MerkleTree.leaf(bytes), at: revision, $0)
    }
    #expect(before.isSound, what)
  }

  @Test("catches a byte put in or taken out", arguments: UInt64(1)...40)
  func lengthened(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let entry = generator.pick(kept.entries)
    var bytes = entry.bytes
    let place = generator.below(bytes.count)
    if generator.happens(50) { bytes.remove(at: place) } else { bytes.insert(bytes[place], at: place) }
    let found = try kept.verified(against: head) {
      try KeptRegister.write(bytes, MerkleTree.leaf(bytes), at: Int(entry.revision.number), $0)
    }
    #expect(!found.isSound, "seed \(seed): at byte \(place) of entry \(entry.revision)")
  }

  @Test("catches a stored leaf that is not of its entry")
  func leafAlone() throws {
    let found = try kept.verified(against: head) {
      try $0.execute(sql: "UPDATE entry SET leaf = (SELECT leaf FROM entry WHERE revision = 8) WHERE revision = 7")
    }
    #expect(!found.isSound && found.altered == [Revision(7)])
  }

  @Test("catches a tail cut off, wherever", arguments: 0..<KeptRegister.count)
  func cut(size: Int) throws {
    let found = try kept.verified(against: head) {
      try $0.execute(sql: "DELETE FROM entry WHERE revision > ?", arguments: [size])
    }
    #expect(found.altered.isEmpty && found.missing.isEmpty)
    #expect(!found.isSound && found.comparison == .cutOff(size: size))
  }

  @Test("catches a tail cut off and written anew, longer than it was", arguments: UInt64(1)...30)
  func cutAndRewritten(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let size = generator.below(KeptRegister.count)
    let other = try KeptRegister.history(seed: seed + 1000)
    let found = try kept.verified(against: head) { db in
      try db.execute(sql: "DELETE FROM entry WHERE revision > ?", arguments: [size])
      for number in size + 1...KeptRegister.count + 20 {
        let act = other[(number - 1) % other.count].act
        let bytes = EntryCoding.encode(.next(act, after: Revision(Int32(number - 1))))
        try db.execute(
          sql: "INSERT INTO entry (revision, bytes, leaf) VALUES (?, ?, ?)",
          arguments: [number, Data(bytes), Data(MerkleTree.leaf(bytes))])
      }
    }
    #expect(found.altered.isEmpty && found.missing.isEmpty)
    #expect(!found.isSound, "seed \(seed): from entry \(size + 1) on")
  }

  @Test("catches a log rewritten as a whole with one word changed, which is consistent in itself")
  func rewritten() throws {
    let rewritten = try KeptRegister.history(seed: 1).map { entry in
      Entry(
        revision: entry.revision, batch: entry.batch, recordedAt: entry.recordedAt,
        recordedBy: entry.revision == Revision(40) ? "somebody else" : entry.recorder, act: entry.act)
    }
    func rewrite(_ db: Database) throws {
      for entry in rewritten {
        let bytes = EntryCoding.encode(entry)
        try KeptRegister.write(bytes, MerkleTree.leaf(bytes), at: Int(entry.revision.number), db)
      }
    }
    #expect(try kept.verified(against: nil, rewrite).isSound)
    #expect(try !kept.verified(against: head, rewrite).isSound)
    #expect(try !kept.verified(against: kept.heads[40], rewrite).isSound)
    #expect(try kept.verified(against: kept.heads[39], rewrite).isSound)
  }

  @Test("catches two entries that changed places, bytes and leaves", arguments: UInt64(1)...40)
  func reordered(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (one, other) = generator.pickTwo(kept.entries)
    let found = try kept.verified(against: head) { db in
      try KeptRegister.write(other.bytes, MerkleTree.leaf(other.bytes), at: Int(one.revision.number), db)
      try KeptRegister.write(one.bytes, MerkleTree.leaf(one.bytes), at: Int(other.revision.number), db)
    }
    #expect(found.altered.isEmpty && !found.isSound, "seed \(seed): \(one.revision) and \(other.revision)")
  }

  @Test("catches an entry written twice, in the place of another or before those after it", arguments: UInt64(1)...40)
  func duplicated(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (one, other) = generator.pickTwo(kept.entries)
    let instead = try kept.verified(against: head) {
      try KeptRegister.write(one.bytes, MerkleTree.leaf(one.bytes), at: Int(other.revision.number), $0)
    }
    #expect(!instead.isSound, "seed \(seed): \(one.revision) in the place of \(other.revision)")
    let after = Int(one.revision.number)
    let pushed = try kept.verified(against: head) { db in
      for sign in [-1, 1] {
        try db.execute(
          sql: "UPDATE entry SET revision = ? * (abs(revision) + ?) WHERE abs(revision) > ?",
          arguments: [sign, sign < 0 ? 1 : 0, sign < 0 ? after : after + 1])
      }
      try db.execute(
        sql: "INSERT INTO entry SELECT ?, bytes, leaf FROM entry WHERE revision = ?", arguments: [after + 1, after])
    }
    // After the last entry it is what the log grew by; before that, another log.
    let isLast = after == KeptRegister.count
    #expect(pushed.tree.size == KeptRegister.count + 1 && pushed.missing.isEmpty)
    #expect(pushed.isSound == isLast, "seed \(seed): \(after) twice")
  }

  @Test("catches an entry taken out, with those after it moved up or not", arguments: 1..<KeptRegister.count)
  func takenOut(revision: Int) throws {
    let gap = try kept.verified(against: head) {
      try $0.execute(sql: "DELETE FROM entry WHERE revision = ?", arguments: [revision])
    }
    #expect(!gap.isSound && gap.missing == [Revision(Int32(revision))...Revision(Int32(revision))])
    let closed = try kept.verified(against: head) { db in
      try db.execute(sql: "DELETE FROM entry WHERE revision = ?", arguments: [revision])
      try db.execute(sql: "UPDATE entry SET revision = -(revision - 1) WHERE revision > ?", arguments: [revision])
      try db.execute(sql: "UPDATE entry SET revision = -revision WHERE revision < 0")
    }
    #expect(closed.missing.isEmpty && closed.altered.isEmpty && !closed.isSound)
  }

  @Test("says of an entry moved to the end of all numbers what is missing, and does not trap")
  func farAway() throws {
    let found = try kept.verified(against: head) {
      try $0.execute(sql: "UPDATE entry SET revision = 2147483647 WHERE revision = 90")
    }
    #expect(!found.isSound && found.missing == [Revision(90)...Revision(2_147_483_646)])
  }

  @Test("is compared with the entries there are when it begins, whoever appends meanwhile")
  func appendedMeanwhile() throws {
    let store = try SQLiteLogStore.inMemory()
    try store.append(Array(kept.entries[..<50]), personal: [], after: .zero)
    let busy = BusyStore(store, appending: Array(kept.entries[50...]))
    let found = try busy.verify(against: kept.heads[50])
    #expect(found.isSound && found.tree.head == kept.heads[50])
    #expect(try store.head() == Revision(90))
  }
}

/// A store to which another process appends once leaves have been read.
private final class BusyStore: LogStore {
  private let store: SQLiteLogStore
  private let more: [StoredEntry]

  init(_ store: SQLiteLogStore, appending more: [StoredEntry]) {
    self.store = store
    self.more = more
  }

  func leaves(_ revisions: ClosedRange<Revision>) throws(StoreError) -> [Revision: [UInt8]] {
    let leaves = try store.leaves(revisions)
    let head = try store.head()
    if head.next == more.first?.revision { try store.append(more, personal: [], after: head) }
    return leaves
  }

  func head() throws(StoreError) -> Revision { try store.head() }
  func entries(after revision: Revision, _ body: ([StoredEntry]) throws -> Void) throws {
    try store.entries(after: revision, body)
  }
  func append(_ entries: [StoredEntry], personal: [SealedAttributes], after expected: Revision) throws(StoreError) {
    try store.append(entries, personal: personal, after: expected)
  }
  func personal() throws(StoreError) -> [String: SealedAttributes] { try store.personal() }
  func personal(_ commitments: [String]) throws(StoreError) -> [String: SealedAttributes] {
    try store.personal(commitments)
  }
  func mark() throws(StoreError) -> [UInt8]? { try store.mark() }
  func snapshotPlace() throws(StoreError) -> SnapshotPlace? { store.snapshotPlace() }
  func erase(commitments: [String]) throws(StoreError) { try store.erase(commitments: commitments) }
  func tree(upTo revision: Revision) throws(StoreError) -> MerkleTree { try store.tree(upTo: revision) }
  func addSource(_ bytes: [UInt8], sha256: String) throws(StoreError) {
    try store.addSource(bytes, sha256: sha256)
  }
  func source(sha256: String) throws(StoreError) -> [UInt8]? { try store.source(sha256: sha256) }
  func sources() throws(StoreError) -> [String] { try store.sources() }
}
