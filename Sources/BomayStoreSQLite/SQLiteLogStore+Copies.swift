// SPDX-License-Identifier: Apache-2.0
import BomayDomain
public import BomayStore
import Foundation
import GRDB

/// Whole copies of a register: made beside their place, looked through, and only then put there.
extension SQLiteLogStore {
  /// Makes a new register that is there whole or not at all.
  ///
  /// - Parameters:
  ///   - isReplacing: in the stead of a file that is there. One that others have open is left alone.
  ///   - body: fills the register, and throws to give it up.
  /// - Throws: ``StoreError/alreadyThere(path:)``, what `body` throws, and what the world refuses.
  public static func make(
    at path: String, replacing isReplacing: Bool, filledBy body: (SQLiteLogStore) throws -> Void
  ) throws {
    try placing(at: path, replacing: isReplacing) { part in
      let store = try create(at: part)
      try body(store)
      try store.becomeOneFile()
    }
  }

  /// Copies the register as it stands at one moment, and looks the copy through; others may write on.
  ///
  /// - Returns: size and root of the copy.
  /// - Throws: ``StoreError/alreadyThere(path:)`` when there is a file and it is not to be replaced, or
  ///   it is the register itself; ``StoreError/damaged(path:problem:)`` when what was copied is not whole.
  @discardableResult
  public func backUp(to path: String, replacing isReplacing: Bool) throws -> MerkleTree {
    let target = SQLiteLogStore.number(of: path)
    if let target, target == SQLiteLogStore.number(of: self.path) { throw StoreError.alreadyThere(path: path) }
    var tree = MerkleTree()
    try SQLiteLogStore.placing(at: path, replacing: isReplacing) { part in
      do {
        let copy = try DatabaseQueue(path: part)
        try queue.backup(to: copy)
        try copy.writeWithoutTransaction { db in
          try db.execute(sql: "PRAGMA journal_mode = DELETE")
          if try db.tableExists("mark") { try db.execute(sql: SQLiteLogStore.newMark) }
        }
        try copy.close()
      } catch {
        let isOfThis = [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains((error as? DatabaseError)?.resultCode)
        throw SQLiteLogStore.storeError(error, isOfThis ? self.path : path)
      }
      tree = try SQLiteLogStore.open(at: part, isReadOnly: true).checkedWhole(as: self.path)
    }
    return tree
  }

  /// Reads every page and every entry.
  ///
  /// - Parameter name: the path by which a fault is told; that of the file itself where none is given.
  /// - Throws: ``StoreError/damaged(path:problem:)`` when something is altered or missing.
  @discardableResult
  public func checkedWhole(as name: String? = nil) throws -> MerkleTree {
    let problem = try read { db in try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") } ?? "no answer"
    guard problem == "ok" else { throw StoreError.damaged(path: name ?? path, problem: problem) }
    let found = try verify()
    if let bad = (found.altered + found.missing.map(\.lowerBound)).min() {
      throw StoreError.damaged(path: name ?? path, problem: "entry \(bad)")
    }
    return found.tree
  }

  /// Gives back to the disk what the file holds besides the register, such as the room of what was erased.
  ///
  /// - Returns: bytes before and after.
  /// - Throws: ``StoreError/busy(path:)`` while others write; ``StoreError/full(path:)`` when the disk has no
  ///   room for the file a second time. The register is then as it was.
  public func compact() throws -> (before: Int, after: Int) {
    let before = bytesOnDisk
    let tree = try tree()
    do {
      try queue.vacuum()
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    } catch {
      throw SQLiteLogStore.storeError(error, path)
    }
    // What others have appended since is read as far as the log went before.
    guard try self.tree(upTo: Revision(Int32(clamping: tree.size))) == tree else {
      throw StoreError.damaged(path: path, problem: "root of \(tree.size)")
    }
    return (before, bytesOnDisk)
  }

  private var bytesOnDisk: Int {
    ["", "-wal"].reduce(0) { sum, suffix in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
      return sum + (attributes?[.size] as? Int ?? 0)
    }
  }

  /// Brings what stands in the log beside the file into it, and does away with the log.
  private func becomeOneFile() throws(StoreError) {
    do {
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try queue.close()
    } catch {
      throw SQLiteLogStore.storeError(error, path)
    }
  }

  // MARK: Putting a file in its place

  /// Has a file written beside its place, sees it onto the disk and renames it.
  private static func placing(
    at path: String, replacing isReplacing: Bool, _ write: (String) throws -> Void
  ) throws {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    let isThere = files.fileExists(atPath: path, isDirectory: &isFolder)
    guard !isFolder.boolValue else { throw StoreError.notARegister(path: path) }
    guard isReplacing || !isThere else { throw StoreError.alreadyThere(path: path) }
    let part = "\(path).\(UUID().uuidString).part"
    defer {
      for suffix in ["", "-wal", "-shm", "-journal"] where files.fileExists(atPath: part + suffix) {
        try? files.removeItem(atPath: part + suffix)
      }
    }
    do { try write(part) } catch let error as StoreError { throw error.naming(path, insteadOf: part) }
    if files.fileExists(atPath: path) { try free(path) }
    try sync(part, path)
    try name(part, as: path, replacing: isReplacing)
    try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path, path)
  }

  private static func name(_ part: String, as path: String, replacing isReplacing: Bool) throws(StoreError) {
    if !isReplacing {
      // A second name is refused where somebody else has made the file meanwhile; a renaming would not be.
      if link(part, path) == 0 { return }
      guard errno != EEXIST else { throw .alreadyThere(path: path) }
    }
    guard rename(part, path) == 0 else { throw .readOnly(path: path) }
  }

  /// Sees to it that no log of the file that is to go is taken for one of the file that comes.
  private static func free(_ path: String) throws(StoreError) {
    let files = FileManager.default
    do {
      try open(at: path).queue.close()
    } catch StoreError.damaged, StoreError.notARegister {
      // What cannot be read as a register is what a copy is put in the stead of; its log goes with it.
      for suffix in ["-wal", "-shm"] where files.fileExists(atPath: path + suffix) {
        guard unlink(path + suffix) == 0 else { throw .readOnly(path: path) }
      }
    } catch {
      throw storeError(error, path)
    }
    // Whoever closes a register last does away with its log: where one stays, others are at work.
    if files.fileExists(atPath: path + "-wal") { throw .busy(path: path) }
  }

  private static func sync(_ path: String, _ name: String) throws(StoreError) {
    do {
      guard let handle = FileHandle(forReadingAtPath: path) else { throw StoreError.readOnly(path: name) }
      try handle.synchronize()
      try handle.close()
    } catch let error as StoreError {
      throw error
    } catch {
      throw .failed(path: name, problem: "\(error)")
    }
  }

  /// The number of a file on its disk; `nil` when there is none.
  private static func number(of path: String) -> Int? {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    return (try? FileManager.default.attributesOfItem(atPath: resolved))?[.systemFileNumber] as? Int
  }
}

extension StoreError {
  /// The same fault, told of the file that the user named.
  fileprivate func naming(_ path: String, insteadOf part: String) -> StoreError {
    switch self {
    case .readOnly(part): .readOnly(path: path)
    case .full(part): .full(path: path)
    case .busy(part): .busy(path: path)
    case .damaged(part, let problem): .damaged(path: path, problem: problem)
    case .failed(part, let problem): .failed(path: path, problem: problem)
    default: self
    }
  }
}
