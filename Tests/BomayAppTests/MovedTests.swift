// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation
import Testing

@Suite("Two sessions that were opened at the same revision")
struct MovedTests {
  private func rename(_ id: String, _ unit: String, title: String? = nil) -> String {
    """
    decision: \(id)
    \(title.map { "title: \($0)" } ?? "# none")
    rests: reading
    effective: 2022-10-03
    changes:
      - {rename: \(unit), name: \(id)}
    """
  }

  private func two() throws -> (first: RegisterSession, second: RegisterSession) {
    let first = try DemoFixture.session()
    let path = try #require(first.store as? SQLiteLogStore).path
    return (first, try RegisterSession.open(SQLiteLogStore.open(at: path)))
  }

  @Test("both record, and the second is told what came in between")
  func bothRecord() throws {
    let (first, second) = try two()
    let before = first.register.head
    let one = try DemoFixture.record(rename("mot", "gia-loc/phong-noi-vu", title: "Lần một"), in: first)
    #expect(one.meanwhile.isEmpty)
    let other = try DemoFixture.record(rename("hai", "gia-loc/phong-y-te"), in: second)
    #expect(other.recorded?.lowerBound == before.number + 2)
    #expect(other.meanwhile.map(\.revision) == [before.next])
    #expect(other.meanwhile.map(\.id) == ["mot"] && other.meanwhile.map(\.title) == ["Lần một"])
    let words = try #require(Catalogue("en"))
    #expect(words.told(other.meanwhile, limit: 20).contains("\(before.next): decision mot, Lần một (by test)"))
    #expect(words.told(other.meanwhile + other.meanwhile, limit: 1).contains("and 1 more"))
    // What was appended was folded on top of what the other had recorded.
    try first.follow()
    #expect(first.register.digest == second.register.digest)
    #expect(try RegisterSession.open(second.store).register.digest == second.register.digest)
  }

  @Test("the second is refused with findings where what came in between makes it wrong")
  func refused() throws {
    let (first, second) = try two()
    _ = try DemoFixture.record(rename("mot", "gia-loc/phong-noi-vu"), in: first)
    let other = try DemoFixture.record(rename("mot", "gia-loc/phong-y-te"), in: second)
    #expect(other.recorded == nil && other.errors == ["already-recorded"])
    #expect(other.meanwhile.map(\.id) == ["mot"])
    #expect(second.register.head == first.register.head)
    #expect(second.register.digest == first.register.digest)
    #expect(try second.store.head() == first.register.head)
  }

  @Test("the second is checked against a unit that has ended meanwhile")
  func ended() throws {
    let (first, second) = try two()
    let end = "decision: het\nrests: reading\neffective: 2022-10-01\nchanges:\n  - {dissolve: nhom-x}\n"
    let made =
      "decision: lap\nrests: reading\neffective: 2022-01-01\nchanges:\n"
      + "  - {establish: nhom-x, kind: tt-gdtx, name: X, parent: gia-loc/ubnd}\n"
    #expect(try DemoFixture.record(made, in: first).errors == [])
    try second.follow()
    #expect(try DemoFixture.record(end, in: first).errors == [])
    let other = try DemoFixture.record(rename("hai", "nhom-x"), in: second)
    #expect(other.recorded == nil && other.meanwhile.map(\.id) == ["het"])
    #expect(!other.errors.isEmpty)
  }

  private func charter(_ version: Int) throws -> Charter {
    let text = try String(decoding: #require(Resources.bytes("charters/vn.yaml")), as: UTF8.self)
    let own = text.replacing("version: 1\nlang", with: "version: \(version)\nlang")
    return try #require(CharterFile.read(Array(own.utf8), name: "vn.yaml").0)
  }

  @Test("a charter is recorded after what came in between, and only above the one on record then")
  func charters() throws {
    let (first, second) = try two()
    let before = first.register.head
    _ = try DemoFixture.record(rename("mot", "gia-loc/phong-noi-vu"), in: first)
    #expect(try second.adopt(charter(2), at: DemoFixture.now, by: "test") == nil)
    #expect(second.register.head == before.next.next && second.register.charter()?.version == 2)
    #expect(try RegisterSession.open(second.store).register.digest == second.register.digest)
    // The first has not seen it yet, and brings the same version.
    #expect(try first.adopt(charter(2), at: DemoFixture.now, by: "test")?.version == 2)
    #expect(first.register.digest == second.register.digest)
    #expect(try first.store.head() == before.next.next)
  }

  @Test("a log that goes on at each try is given up at last, and nothing is recorded")
  func endless() throws {
    let first = try DemoFixture.session()
    let path = try #require(first.store as? SQLiteLogStore).path
    let store = try Overtaken(inner: SQLiteLogStore.open(at: path))
    let second = try RegisterSession.open(store)
    let before = second.register.head
    #expect {
      _ = try DemoFixture.record(rename("mot", "gia-loc/phong-noi-vu"), in: second)
    } throws: { error in
      if case SessionError.store(.moved) = error { true } else { false }
    }
    try first.follow()
    let decisions = first.register.asOf(try DemoFixture.day("2022-12-01"), knownAt: .latest)
    #expect(decisions.decision(Identifier(rawValue: "mot")) == nil)
    #expect(first.register.head > before)
    // It can be tried again when the others have come to rest.
    let again = try RegisterSession.open(SQLiteLogStore.open(at: path))
    #expect(try DemoFixture.record(rename("mot", "gia-loc/phong-noi-vu"), in: again).recorded != nil)
  }
}

/// A store on which somebody else always appends first.
private struct Overtaken: LogStore {
  let inner: SQLiteLogStore

  func append(_ entries: [StoredEntry], personal: [SealedAttributes], after expected: Revision) throws(StoreError) {
    do {
      let other = try RegisterSession.open(SQLiteLogStore.open(at: inner.path))
      let yaml =
        "decision: khac-\(expected)\nrests: reading\neffective: 2022-10-03\n"
        + "changes:\n  - {rename: gia-loc/phong-y-te, name: N\(expected)}\n"
      _ = try DemoFixture.record(yaml, in: other)
    } catch {
      throw .failed(path: inner.path, problem: "\(error)")
    }
    try inner.append(entries, personal: personal, after: expected)
  }

  func head() throws(StoreError) -> Revision { try inner.head() }
  func entries(after revision: Revision, _ body: ([StoredEntry]) throws -> Void) throws {
    try inner.entries(after: revision, body)
  }
  func personal() throws(StoreError) -> [String: SealedAttributes] { try inner.personal() }
  func erase(commitments: [String]) throws(StoreError) { try inner.erase(commitments: commitments) }
  func tree(upTo revision: Revision) throws(StoreError) -> MerkleTree { try inner.tree(upTo: revision) }
  func leaves(_ revisions: ClosedRange<Revision>) throws(StoreError) -> [Revision: [UInt8]] {
    try inner.leaves(revisions)
  }
  func personal(_ commitments: [String]) throws(StoreError) -> [String: SealedAttributes] {
    try inner.personal(commitments)
  }
  func mark() throws(StoreError) -> [UInt8]? { try inner.mark() }
  func snapshotPlace() throws(StoreError) -> SnapshotPlace? { inner.snapshotPlace() }
  func addSource(_ bytes: [UInt8], sha256: String) throws(StoreError) { try inner.addSource(bytes, sha256: sha256) }
  func sources() throws(StoreError) -> [String] { try inner.sources() }
  func source(sha256: String) throws(StoreError) -> [UInt8]? { try inner.source(sha256: sha256) }
}
