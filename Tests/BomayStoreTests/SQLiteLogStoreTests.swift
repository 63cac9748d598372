// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation
import GRDB
import Testing

@Suite("The register file")
struct SQLiteLogStoreTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("bomay-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String = "r.bomay") -> String { folder.appendingPathComponent(name).path }

  private func entries(_ numbers: ClosedRange<Int32>) -> [StoredEntry] {
    numbers.map { StoredEntry(revision: Revision($0), bytes: Array("{\"n\":\($0)}".utf8)) }
  }

  private func all(_ store: SQLiteLogStore, after revision: Int32 = 0) throws -> [StoredEntry] {
    var found: [StoredEntry] = []
    try store.entries(after: Revision(revision)) { found += $0 }
    return found
  }

  @Test("keeps what was appended, in order, across opening")
  func keeps() throws {
    let store = try SQLiteLogStore.create(at: path())
    try store.append(entries(1...3), personal: [], after: .zero)
    try store.append(entries(4...2000), personal: [], after: Revision(3))
    let again = try SQLiteLogStore.open(at: path())
    #expect(try again.head() == Revision(2000))
    #expect(try all(again) == entries(1...2000))
    #expect(try all(again, after: 1990) == entries(1991...2000))
    #expect(try again.tree().size == 2000)
  }

  @Test("refuses an append that was checked against an older revision, and appends nothing")
  func moved() throws {
    let one = try SQLiteLogStore.create(at: path())
    let other = try SQLiteLogStore.open(at: path())
    try one.append(entries(1...2), personal: [], after: .zero)
    #expect(throws: StoreError.moved(from: .zero, to: Revision(2))) {
      try other.append(entries(1...1), personal: [], after: .zero)
    }
    #expect(try all(other) == entries(1...2))
  }

  @Test("appends all or nothing")
  func allOrNothing() throws {
    let store = try SQLiteLogStore.create(at: path())
    let clash = entries(1...3) + entries(2...2)
    #expect(throws: StoreError.self) { try store.append(clash, personal: [], after: .zero) }
    #expect(try store.head() == .zero)
  }

  @Test("does not overwrite a file that is there")
  func alreadyThere() throws {
    try Data("x".utf8).write(to: URL(fileURLWithPath: path()))
    #expect(throws: StoreError.alreadyThere(path: path())) { _ = try SQLiteLogStore.create(at: path()) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path())) == Data("x".utf8))
  }

  @Test("names a file that is not there, no register, cut short, or of a later version")
  func otherFiles() throws {
    #expect(throws: StoreError.notFound(path: path())) { _ = try SQLiteLogStore.open(at: path()) }
    let text = path("text")
    try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: text))
    #expect(throws: StoreError.notARegister(path: text)) { _ = try SQLiteLogStore.open(at: text) }

    let store = try SQLiteLogStore.create(at: path("cut"))
    try store.append(entries(1...3000), personal: [], after: .zero)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path("cut")))
    let shorn = path("shorn")
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: shorn))
    #expect {
      let opened = try SQLiteLogStore.open(at: shorn)
      _ = try all(opened)
    } throws: { error in
      if case StoreError.damaged = error { return true }
      if case StoreError.notARegister = error { return true }
      return false
    }

    // The layout version stands at byte 60 of an SQLite file; a checkpoint brings it out of the journal.
    do { _ = try SQLiteLogStore.create(at: path("new")) }
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path("new"))))
    bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
    let newer = path("newer")
    try Data(bytes).write(to: URL(fileURLWithPath: newer))
    #expect(throws: StoreError.newer(path: newer, format: 99)) { _ = try SQLiteLogStore.open(at: newer) }
  }

  @Test("keeps the texts of sources beside the log")
  func sources() throws {
    let store = try SQLiteLogStore.create(at: path())
    try store.addSource([1, 2, 3], sha256: sha256([1, 2, 3]))
    #expect(try store.source(sha256: sha256([1, 2, 3])) == [1, 2, 3])
    #expect(try store.source(sha256: "0") == nil)
    #expect(try store.head() == .zero)
  }

  @Test("says that a revision no log has is damage", arguments: [3_000_000_000, -5, 0])
  func strayRevision(number: Int64) throws {
    try SQLiteLogStore.create(at: path()).append(entries(1...3), personal: [], after: .zero)
    let raw = try DatabaseQueue(path: path())
    try raw.write { try $0.execute(sql: "UPDATE entry SET revision = ? WHERE revision = 2", arguments: [number]) }
    try raw.close()
    let store = try SQLiteLogStore.open(at: path())
    #expect(throws: StoreError.self) { try all(store) }
    #expect(throws: StoreError.self) { _ = try store.verify() }
  }

  @Test("is read where nothing may be written, and no file is left beside it")
  func lying() throws {
    try SQLiteLogStore.create(at: path()).append(entries(1...3), personal: [], after: .zero)
    let files = FileManager.default
    for suffix in ["-wal", "-shm"] { #expect(!files.fileExists(atPath: path() + suffix)) }
    try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path())
    try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path) }
    let store = try SQLiteLogStore.open(at: path(), isReadOnly: true)
    #expect(try all(store) == entries(1...3))
    #expect(try files.contentsOfDirectory(atPath: folder.path) == ["r.bomay"])
    #expect(throws: StoreError.readOnly(path: path())) {
      try store.append(entries(4...4), personal: [], after: Revision(3))
    }
  }

  @Test("says so when it is written while it is read as it lies there")
  func writtenMeanwhile() throws {
    try SQLiteLogStore.create(at: path()).append(entries(1...3), personal: [], after: .zero)
    let reader = try SQLiteLogStore.open(at: path(), isReadOnly: true)
    let writer = try SQLiteLogStore.open(at: path())
    try writer.append(entries(4...4), personal: [], after: Revision(3))
    #expect(throws: StoreError.busy(path: path())) { _ = try reader.head() }
  }

  @Test("is no folder")
  func folderIsNone() throws {
    #expect(throws: StoreError.notARegister(path: folder.path)) { try SQLiteLogStore.open(at: folder.path) }
  }
}
