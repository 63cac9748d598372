// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
public import BomayStore
import Foundation
import GRDB

/// A register in one SQLite file, in WAL mode, written through to the disk before an append returns.
public final class SQLiteLogStore: LogStore {
  /// "BOMY": tells the file apart from other SQLite files.
  static let applicationID: Int32 = 0x424F_4D59

  let queue: DatabaseQueue
  public let path: String
  /// Of a file that is read as it lies there: what it was when it was opened.
  private let stamp: FileStamp?

  /// Makes a new register file.
  ///
  /// - Throws: ``StoreError/alreadyThere(path:)`` when there is a file already; it is left as it is.
  public static func create(at path: String) throws(StoreError) -> SQLiteLogStore {
    guard !FileManager.default.fileExists(atPath: path) else { throw .alreadyThere(path: path) }
    let store = try SQLiteLogStore(path: path, isReadOnly: false)
    try store.write { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try lift(db)
    }
    return store
  }

  /// Opens a register file.
  ///
  /// Who may not write the file, or not in its folder, reads it and leaves nothing beside it: no file of
  /// a reader's stands in the way of the owner.
  ///
  /// - Parameter isReadOnly: to read only, though one might write.
  /// - Throws: ``StoreError/notARegister(path:)`` for a folder or any other file.
  public static func open(at path: String, isReadOnly: Bool = false) throws(StoreError) -> SQLiteLogStore {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw .notFound(path: path) }
    guard !isFolder.boolValue else { throw .notARegister(path: path) }
    let store = try SQLiteLogStore(path: path, isReadOnly: isReadOnly || !canWrite(path))
    try store.checkHeader()
    return store
  }

  /// A register in memory, for tests.
  public static func inMemory() throws(StoreError) -> SQLiteLogStore {
    try create(at: ":memory:")
  }

  private init(path: String, isReadOnly: Bool) throws(StoreError) {
    self.path = path
    // Without a log beside it the file is whole: it is read without the files that a reader would make.
    let isLying = isReadOnly && !FileManager.default.fileExists(atPath: path + "-wal")
    stamp = isLying ? FileStamp(path) : nil
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.readonly = isReadOnly
    configuration.prepareDatabase { db in
      if !isReadOnly {
        if path != ":memory:" { try db.execute(sql: "PRAGMA journal_mode = WAL") }
        try db.execute(sql: "PRAGMA synchronous = FULL")
      }
      if let limit = ProcessInfo.processInfo.environment["BOMAY_SQLITE_MAX_PAGES"].flatMap({ Int($0) }) {
        try db.execute(sql: "PRAGMA max_page_count = \(limit)")
      }
    }
    do {
      queue = try DatabaseQueue(
        path: isLying ? SQLiteLogStore.address(of: path) : path, configuration: configuration)
    } catch {
      throw SQLiteLogStore.storeError(error, path)
    }
  }

  private static func canWrite(_ path: String) -> Bool {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return FileManager.default.isWritableFile(atPath: path) && FileManager.default.isWritableFile(atPath: folder)
  }

  /// The file as an address that says that nobody changes it.
  private static func address(of path: String) -> String {
    URL(fileURLWithPath: path).absoluteString + "?immutable=1"
  }

  private func checkHeader() throws(StoreError) {
    let (id, layout) = try read { db in
      (
        try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      )
    }
    guard id == SQLiteLogStore.applicationID else { throw .notARegister(path: path) }
    guard layout >= 1 else { throw .notARegister(path: path) }
    guard layout <= SQLiteLogStore.layout else { throw .newer(path: path, format: layout) }
    if layout < SQLiteLogStore.layout, !queue.configuration.readonly {
      try write { db in try SQLiteLogStore.lift(db) }
    }
  }

  // MARK: The log

  public func head() throws(StoreError) -> Revision {
    // One statement needs no transaction around it: each request to a server asks this.
    try reading { try queue.unsafeRead { db in try self.head(db) } }
  }

  private func head(_ db: Database) throws -> Revision {
    try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(revision) FROM entry")).map(revision) ?? .zero
  }

  /// Whoever edits the file by hand can write any number; the log has those from 1 on.
  private func revision(_ number: Int64) throws -> Revision {
    guard let revision = Int32(exactly: number), revision >= 1 else {
      throw StoreError.damaged(path: path, problem: "revision \(number)")
    }
    return Revision(revision)
  }

  public func entries(after revision: Revision, _ body: ([StoredEntry]) throws -> Void) throws {
    do {
      _ = try queue.read { db in try Int64.fetchOne(db, sql: "SELECT min(revision) FROM entry").map(self.revision) }
      var last = revision
      // The file is free between two runs: what is done with one may ask the store for more.
      while true {
        let run = try queue.read { db in try self.run(after: last, db) }
        try checkUnchanged()
        guard let end = run.last else { return }
        try body(run)
        last = end.revision
      }
    } catch let error as DatabaseError {
      throw SQLiteLogStore.storeError(error, path)
    }
  }

  /// How many entries are read at once.
  private static let run = 1024

  private func run(after revision: Revision, _ db: Database) throws -> [StoredEntry] {
    let rows = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT revision, bytes FROM entry WHERE revision > ? ORDER BY revision LIMIT ?"),
      arguments: [revision.number, SQLiteLogStore.run])
    var run: [StoredEntry] = []
    while let row = try rows.next() {
      let bytes: [UInt8] = try row.withUnsafeData(atIndex: 1) { data in data.map { Array($0) } ?? [] }
      run.append(StoredEntry(revision: try self.revision(row[0]), bytes: bytes))
    }
    return run
  }

  public func append(
    _ entries: [StoredEntry], personal: [SealedAttributes], after expected: Revision
  ) throws(StoreError) {
    try write { db in
      let head = try self.head(db)
      guard head == expected else { throw StoreError.moved(from: expected, to: head) }
      for entry in entries {
        try db.cachedStatement(sql: "INSERT INTO entry (revision, bytes, leaf) VALUES (?, ?, ?)").execute(
          arguments: [
            entry.revision.number, Data(entry.bytes), Data(MerkleTree.leaf(entry.bytes)),
          ])
      }
      for sealed in personal {
        try db.execute(
          sql: "INSERT INTO personal (commitment, salt, data) VALUES (?, ?, ?)",
          arguments: [sealed.commitment, Data(sealed.salt), Data(sealed.data)])
      }
    }
  }

  // MARK: Personal attributes

  public func personal() throws(StoreError) -> [String: SealedAttributes] {
    try read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT commitment, salt, data FROM personal")
      return Dictionary(rows.map { ($0[0], self.sealed($0)) }, uniquingKeysWith: { first, _ in first })
    }
  }

  public func personal(_ commitments: [String]) throws(StoreError) -> [String: SealedAttributes] {
    try read { db in
      let statement = try db.cachedStatement(sql: "SELECT commitment, salt, data FROM personal WHERE commitment = ?")
      var found: [String: SealedAttributes] = [:]
      for commitment in commitments {
        found[commitment] = try Row.fetchOne(statement, arguments: [commitment]).map(self.sealed)
      }
      return found
    }
  }

  private func sealed(_ row: Row) -> SealedAttributes {
    let salt: Data = row[1]
    let data: Data = row[2]
    return SealedAttributes(salt: Array(salt), data: Array(data))
  }

  /// Overwrites what it erases on the disk as well, and the snapshot whole.
  public func erase(commitments: [String]) throws(StoreError) {
    do {
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA secure_delete = ON")
        try db.inTransaction {
          for commitment in commitments {
            try db.execute(sql: "DELETE FROM personal WHERE commitment = ?", arguments: [commitment])
          }
          try db.execute(sql: SQLiteLogStore.newMark)
          return .commit
        }
        if path != ":memory:" { try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      }
      if let place = snapshotPlace() { try SnapshotFile.erase(place.path) }
    } catch {
      throw SQLiteLogStore.storeError(error, path)
    }
  }

  public func tree(upTo revision: Revision) throws(StoreError) -> MerkleTree {
    try read { db in
      var tree = MerkleTree()
      let leaves = try Row.fetchCursor(
        db, sql: "SELECT leaf FROM entry WHERE revision <= ? ORDER BY revision", arguments: [revision.number])
      while let row = try leaves.next() {
        tree.append(leaf: try row.withUnsafeData(atIndex: 0) { data in data.map { Array($0) } ?? [] })
      }
      return tree
    }
  }

  public func leaves(_ revisions: ClosedRange<Revision>) throws(StoreError) -> [Revision: [UInt8]] {
    try read { db in
      var found: [Revision: [UInt8]] = [:]
      let rows = try Row.fetchCursor(
        db, sql: "SELECT revision, leaf FROM entry WHERE revision BETWEEN ? AND ?",
        arguments: [revisions.lowerBound.number, revisions.upperBound.number])
      while let row = try rows.next() {
        found[try self.revision(row[0])] = try row.withUnsafeData(atIndex: 1) { data in
          data.map { Array($0) } ?? []
        }
      }
      return found
    }
  }

  // MARK: Snapshots

  /// A file of an earlier layout that may not be written has no mark.
  public func mark() throws(StoreError) -> [UInt8]? {
    try read { db in
      guard try db.tableExists("mark") else { return nil }
      return try Data.fetchOne(db, sql: "SELECT bytes FROM mark").map { Array($0) }
    }
  }

  public func snapshotPlace() -> SnapshotPlace? {
    guard path != ":memory:", let permissions = FileStamp(path).permissions else { return nil }
    return SnapshotPlace(path: path + ".fold", permissions: permissions)
  }

  // MARK: Sources

  public func addSource(_ bytes: [UInt8], sha256: String) throws(StoreError) {
    try write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO source (sha256, bytes) VALUES (?, ?)", arguments: [sha256, Data(bytes)])
    }
  }

  public func source(sha256: String) throws(StoreError) -> [UInt8]? {
    try read { db in
      try Data.fetchOne(db, sql: "SELECT bytes FROM source WHERE sha256 = ?", arguments: [sha256]).map { Array($0) }
    }
  }

  public func sources() throws(StoreError) -> [String] {
    try read { db in try String.fetchAll(db, sql: "SELECT sha256 FROM source ORDER BY sha256") }
  }

  // MARK: Faults

  func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    try reading { try queue.read(body) }
  }

  private func reading<T>(_ body: () throws -> T) throws(StoreError) -> T {
    do {
      let found = try body()
      try checkUnchanged()
      return found
    } catch {
      throw SQLiteLogStore.storeError(error, path)
    }
  }

  /// A file read as it lies there must not have been written meanwhile.
  private func checkUnchanged() throws(StoreError) {
    guard let stamp else { return }
    guard stamp == FileStamp(path), !FileManager.default.fileExists(atPath: path + "-wal") else {
      throw .busy(path: path)
    }
  }

  private func write<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    do { return try queue.write(body) } catch { throw SQLiteLogStore.storeError(error, path) }
  }

  static func storeError(_ error: any Error, _ path: String) -> StoreError {
    if let error = error as? StoreError { return error }
    guard let error = error as? DatabaseError else { return .failed(path: path, problem: "\(error)") }
    // The files beside a register are made bigger before they are written; that, too, takes room.
    if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE { return .full(path: path) }
    switch error.resultCode {
    case .SQLITE_NOTADB: return .notARegister(path: path)
    case .SQLITE_CORRUPT: return .damaged(path: path, problem: error.message ?? "")
    case .SQLITE_FULL: return .full(path: path)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: return .readOnly(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path: path)
    default: return .failed(path: path, problem: error.message ?? "\(error)")
    }
  }
}

/// What tells whether a file has been written.
private struct FileStamp: Equatable {
  let size: Int?
  let modified: Date?
  let number: Int?
  let permissions: Int?

  init(_ path: String) {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    size = attributes?[.size] as? Int
    modified = attributes?[.modificationDate] as? Date
    number = attributes?[.systemFileNumber] as? Int
    permissions = attributes?[.posixPermissions] as? Int
  }
}
