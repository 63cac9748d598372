// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange
import BomayStore
import Foundation
import GRDB
import Testing

@testable import BomayStoreSQLite

/// Registers of each layout that was ever released, as SQL in `Fixtures`.
@Suite("A file of an earlier layout")
struct LayoutTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("bomay-layout-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  /// Of all layouts: the entries are the same.
  private static let root = "881f126cb2b62b03f36e58b45fe325da43d7ed0efebab8ae20edd61ed60264f0"

  private func made(_ layout: Int) throws -> String {
    let path = folder.appendingPathComponent("layout-\(layout).bomay").path
    let sql = try String(contentsOf: Self.fixtures.appendingPathComponent("layout-\(layout).sql"), encoding: .utf8)
    let raw = try DatabaseQueue(path: path)
    try raw.write { try $0.execute(sql: sql) }
    try raw.close()
    return path
  }

  /// Tables and version of a file.
  private func shape(_ path: String) throws -> [String] {
    let raw = try DatabaseQueue(path: path)
    let found = try raw.read { db in
      try String.fetchAll(db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        + String.fetchAll(db, sql: "PRAGMA user_version") + String.fetchAll(db, sql: "PRAGMA application_id")
    }
    try raw.close()
    return found
  }

  @Test("is read and written, whether it may be written or not", arguments: 1...SQLiteLogStore.layout)
  func opened(layout: Int) throws {
    let path = try made(layout)
    for isReadOnly in [true, false] {
      let store = try SQLiteLogStore.open(at: path, isReadOnly: isReadOnly)
      #expect(try store.verify().altered.isEmpty && store.verify().tree.rootText == Self.root)
      var entries: [Entry] = []
      try store.entries(after: .zero) { entries += try $0.map { try EntryCoding.decode($0.bytes) } }
      #expect(entries.map(\.revision.number) == [1, 2, 3] && entries.map(\.recordedBy).allSatisfy { $0 == "clerk" })
      let personal = try #require(try store.personal().values.first)
      #expect(PersonalCoding.decode(personal.data)?.name == "Somebody")
      let source = try #require(try store.sources().first)
      #expect(try store.source(sha256: source) == Array("A text.\n".utf8))
    }
    let store = try SQLiteLogStore.open(at: path)
    try store.append([StoredEntry(revision: Revision(4), bytes: [1])], personal: [], after: Revision(3))
    #expect(try SQLiteLogStore.open(at: path).head() == Revision(4))
  }

  @Test("comes out as one that is made now", arguments: 1...SQLiteLogStore.layout)
  func lifted(layout: Int) throws {
    let path = try made(layout)
    _ = try SQLiteLogStore.open(at: path)
    let new = folder.appendingPathComponent("new.bomay").path
    _ = try SQLiteLogStore.create(at: new)
    #expect(try shape(path) == shape(new))
  }

  @Test("is lifted by the steps that it lacks, and by all of them or none")
  func steps() throws {
    let path = try made(1)
    let raw = try DatabaseQueue(path: path)
    let steps = SQLiteLogStore.steps + ["CREATE TABLE second (a ANY) STRICT", "CREATE TABLE third (a) STRICT"]
    #expect(throws: DatabaseError.self) { try raw.write { try SQLiteLogStore.lift($0, by: steps) } }
    #expect(try raw.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 1)
    #expect(try raw.read { try !$0.tableExists("second") && !$0.tableExists("third") })
    let right = SQLiteLogStore.steps + ["CREATE TABLE second (a ANY) STRICT", "CREATE TABLE third (a INTEGER) STRICT"]
    for _ in 0..<2 { try raw.write { try SQLiteLogStore.lift($0, by: right) } }
    #expect(try raw.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == right.count)
    #expect(try raw.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") } == 3)
    #expect(try raw.read { try $0.tableExists("second") && $0.tableExists("third") })
    try raw.close()
    #expect(throws: StoreError.newer(path: path, format: right.count)) { try SQLiteLogStore.open(at: path) }
  }
}
