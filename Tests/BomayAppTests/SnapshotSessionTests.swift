// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange
import BomayStore
import BomayStoreSQLite
import BomayTesting
import Foundation
import Testing

@testable import BomayApp

@Suite("Opening a register from its snapshot")
struct SnapshotSessionTests {
  /// A register with a snapshot of all of it, and with somebody's name in it.
  private func made() throws -> (path: String, session: RegisterSession) {
    let session = try DemoFixture.session(whole: true)
    let yaml = """
      decision: nguoi
      rests: reading
      effective: 2022-11-01
      changes:
        - {person: nguoi-1, name: Nguyen Van Thu Nghiem, born: 1975-05-20}
      """
    #expect(try DemoFixture.record(yaml, in: session).errors == [])
    #expect(try session.keepSnapshot())
    let path = try #require((session.store as? SQLiteLogStore)?.path)
    return (path, session)
  }

  private func name(_ session: RegisterSession) -> String? {
    session.register.asOf(Day(ordinal: 20_000), knownAt: .latest).name(of: Identifier(rawValue: "nguoi-1"))
  }

  @Test("gives what folding gives, and reads no entry that is in it")
  func opened() throws {
    let (path, session) = try made()
    let store = Watched(inner: try SQLiteLogStore.open(at: path))
    let again = try RegisterSession.open(store)
    #expect(again.register.digest == session.register.digest)
    #expect(store.read == 0)
    #expect(name(again) == "Nguyen Van Thu Nghiem")
    #expect(try DemoFixture.record(Self.rename, in: again).errors == [])
    let third = Watched(inner: try SQLiteLogStore.open(at: path))
    let opened = try RegisterSession.open(third)
    #expect(opened.register.digest == again.register.digest && third.read == 1)
    let folded = try RegisterSession.refold(SQLiteLogStore.open(at: path))
    #expect(folded.session.register.digest == again.register.digest)
    #expect(folded.snapshot == .agrees(session.register.head))
  }

  private static let rename = """
    decision: doi-ten
    rests: reading
    effective: 2022-11-03
    changes:
      - {rename: gia-loc/phong-y-te, name: Phong}
    """

  @Test("answers alike, question by question")
  func answers() throws {
    let (path, session) = try made()
    let again = try RegisterSession.open(SQLiteLogStore.open(at: path))
    for day in ["2017-12-01", "2022-07-07", "2022-10-31", "2025-07-01"] {
      let day = try DemoFixture.day(day)
      for known in [Revision(40), Revision(120), .latest] {
        let (a, b) = (session.register.asOf(day, knownAt: known), again.register.asOf(day, knownAt: known))
        #expect(a.findings() == b.findings())
        #expect(a.obligations() == b.obligations())
      }
    }
  }

  @Test("is not done where something was erased since: the name is nowhere on the disk")
  func erased() throws {
    let (path, session) = try made()
    let snapshot = path + ".fold"
    let held = try Data(contentsOf: URL(fileURLWithPath: snapshot))
    #expect(held.range(of: Data("Thu Nghiem".utf8)) != nil)
    #expect(try session.erase(Identifier(rawValue: "nguoi-1")) == 1)
    #expect(!FileManager.default.fileExists(atPath: snapshot))
    // One that another process writes late is as old, and is overwritten by whoever opens the register.
    try held.write(to: URL(fileURLWithPath: snapshot))
    let again = try RegisterSession.open(SQLiteLogStore.open(at: path))
    #expect(name(again) == nil)
    #expect(!FileManager.default.fileExists(atPath: snapshot))
  }

  @Test("is not done from the snapshot of a copy, nor of what was there before")
  func copies() throws {
    let (path, session) = try made()
    let copy = path + ".copy"
    let store = try #require(session.store as? SQLiteLogStore)
    try store.backUp(to: copy, replacing: false)
    try FileManager.default.copyItem(atPath: path + ".fold", toPath: copy + ".fold")
    let watched = Watched(inner: try SQLiteLogStore.open(at: copy))
    let opened = try RegisterSession.open(watched)
    #expect(opened.register.digest == session.register.digest && watched.read > 200)
  }

  @Test("is told by verifying to be from a snapshot that was altered with its digests")
  func forged() throws {
    let (path, session) = try made()
    let place = try #require(try session.store.snapshotPlace())
    let kept = try #require(SnapshotFile.kept(place.path))
    // Somebody folds another log and says that it is this one.
    var rename = Rename()
    (rename.unit, rename.name) = (Identifier(rawValue: "gia-loc"), "Khac")
    var other = Register()
    for entry in try entries(session).dropLast() { other.fold(entry) }
    let last = try #require(try entries(session).last)
    let decision = Decision(id: Identifier(rawValue: "nguoi"), changes: [Change(.rename(rename))])
    other.fold(
      Entry(
        revision: last.revision, batch: last.batch, recordedAt: last.recordedAt, recordedBy: last.recorder,
        act: .decide(decision)))
    try SnapshotFile.write(other, kept.head, CanonicalSnapshots(), to: place)
    // Opening trusts it, as it trusts the file of the log: verifying does not.
    #expect(try RegisterSession.refold(SQLiteLogStore.open(at: path)).snapshot == .differs(session.register.head))
  }

  private func entries(_ session: RegisterSession) throws -> [Entry] {
    var found: [Entry] = []
    try session.store.entries(after: .zero) { found += try $0.map { try EntryCoding.decode($0.bytes) } }
    return found
  }

  @Test("keeps one by itself once enough was folded, and not where it may not")
  func kept() throws {
    let path = try DemoFixture.copy(whole: true)
    let small = try RegisterSession.open(SQLiteLogStore.open(at: path))
    #expect(small.register.factCount < RegisterSession.factsWorthASnapshot)
    #expect(!FileManager.default.fileExists(atPath: path + ".fold"))
    _ = try RegisterSession.open(SQLiteLogStore.open(at: path), keepingAfter: small.register.factCount + 1)
    #expect(!FileManager.default.fileExists(atPath: path + ".fold"))
    _ = try RegisterSession.open(SQLiteLogStore.open(at: path), keepingAfter: small.register.factCount)
    let kept = try #require(SnapshotFile.kept(path + ".fold"))
    #expect(kept.head.revision == small.register.head)
    // Who takes it up has folded nothing anew.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: path + ".fold")
    _ = try RegisterSession.open(SQLiteLogStore.open(at: path), keepingAfter: 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: path + ".fold")
    #expect(attributes[.modificationDate] as? Date == Date(timeIntervalSince1970: 0))
    #expect(try !RegisterSession.open(SQLiteLogStore.inMemory()).keepSnapshot())
  }
}

/// A store that counts the entries that are read from it.
private final class Watched: LogStore, @unchecked Sendable {
  private let inner: SQLiteLogStore
  private(set) var read = 0

  init(inner: SQLiteLogStore) { self.inner = inner }

  func entries(after revision: Revision, _ body: ([StoredEntry]) throws -> Void) throws {
    try inner.entries(after: revision) { entries in
      read += entries.count
      try body(entries)
    }
  }

  func head() throws(StoreError) -> Revision { try inner.head() }
  func append(_ entries: [StoredEntry], personal: [SealedAttributes], after expected: Revision) throws(StoreError) {
    try inner.append(entries, personal: personal, after: expected)
  }
  func personal() throws(StoreError) -> [String: SealedAttributes] { try inner.personal() }
  func personal(_ commitments: [String]) throws(StoreError) -> [String: SealedAttributes] {
    try inner.personal(commitments)
  }
  func erase(commitments: [String]) throws(StoreError) { try inner.erase(commitments: commitments) }
  func tree(upTo revision: Revision) throws(StoreError) -> MerkleTree { try inner.tree(upTo: revision) }
  func leaves(_ revisions: ClosedRange<Revision>) throws(StoreError) -> [Revision: [UInt8]] {
    try inner.leaves(revisions)
  }
  func mark() throws(StoreError) -> [UInt8]? { try inner.mark() }
  func snapshotPlace() throws(StoreError) -> SnapshotPlace? { inner.snapshotPlace() }
  func addSource(_ bytes: [UInt8], sha256: String) throws(StoreError) { try inner.addSource(bytes, sha256: sha256) }
  func sources() throws(StoreError) -> [String] { try inner.sources() }
  func source(sha256: String) throws(StoreError) -> [UInt8]? { try inner.source(sha256: sha256) }
}
