// SPDX-License-Identifier: Apache-2.0
import BenchmarkSupport
import BomayApp
import BomayDomain
import BomayInterchange
import BomayStore
import BomayStoreSQLite
import BomayTesting
import Foundation
import GRDB

/// Measures the stores with the bare database beside each figure, in one run. Nothing here passes or fails.
///
/// `bomay-store-bench FOLDER [CHANGES] [PARTS…]`: the folder is on the disk that is measured and takes some
/// 500 bytes a change. Parts: `load`, `open`, `record`, `ask`, `country`; all but the last where none is named.
@main
enum StoreBenchmarks {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let name = arguments.first else {
      print("usage: bomay-store-bench FOLDER [CHANGES] [load] [open] [record] [ask] [country]")
      return
    }
    let folder = URL(fileURLWithPath: name).appendingPathComponent("bench-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let changes = arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
    let parts = Set(arguments.dropFirst().filter { Int($0) == nil })
    func isAsked(_ part: String) -> Bool { parts.isEmpty ? part != "country" : parts.contains(part) }
    if isAsked("load") || isAsked("open") || isAsked("record") {
      print("a synthetic country of \(changes) changes (nothing in it is real)")
      let log = try WrittenLog(changes: changes, in: folder)
      if isAsked("load") { try Loading(log, folder).measure() }
      if isAsked("open") { try Opening(log).measure() }
      if isAsked("record") { try Recording.measure(log, folder) }
    }
    if isAsked("ask") { try Asking.measure(folder) }
    if isAsked("country") { try WholeCountry.measure(changes: max(changes, 20_000_000), folder) }
  }
}

/// A log as bytes, and a register that holds it.
struct WrittenLog {
  let entries: [StoredEntry]
  let changes: Int
  let path: String
  let store: SQLiteLogStore

  var bytes: Int { entries.reduce(0) { $0 + $1.bytes.count } }

  init(changes: Int, in folder: URL) throws {
    var entries: [StoredEntry] = []
    let country = SyntheticCountry(changes: changes, seed: 7, charter: try WrittenLog.charter()) { entry in
      entries.append(StoredEntry(revision: entry.revision, bytes: EntryCoding.encode(entry)))
    }
    self.entries = entries
    self.changes = country.changeCount
    path = folder.appendingPathComponent("\(UUID().uuidString.prefix(8)).bomay").path
    store = try SQLiteLogStore.create(at: path)
    try store.append(entries, personal: [], after: .zero)
  }

  /// Kinds and roles of the country, as a file that the log can hold.
  static func charter() throws -> Charter {
    let text = """
      charter: synthetic
      version: 1
      languages: [en]
      name: {en: synthetic}
      without: [R-A6, R-A7, R-A8]
      levels: [{id: all, name: {en: all}}]
      families: [{id: state, name: {en: state}}]
      kinds:
        - {id: country, family: state, level: all, many: true, name: {en: country}}
        - {id: province, family: state, level: all, many: true, name: {en: province}}
        - {id: body, family: state, level: all, many: true, name: {en: body}}
      roles:
        - {id: head, name: {en: head}, head: true}
        - {id: deputy, name: {en: deputy}, deputy: true}
      """
    let (charter, faults) = CharterFile.read(Array(text.utf8), name: "charter")
    guard let charter else { throw BenchmarkFault(description: "\(faults)") }
    return charter
  }
}

struct BenchmarkFault: Error, CustomStringConvertible {
  let description: String
}

/// SQLite with a table of the same shape, and nothing else.
struct BareSQLite {
  let queue: DatabaseQueue

  init(_ path: String) throws {
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { db in
      try db.execute(
        sql: "CREATE TABLE IF NOT EXISTS bare (revision INTEGER PRIMARY KEY, bytes BLOB NOT NULL, leaf BLOB NOT NULL)")
    }
  }

  func insert(_ entries: some Sequence<StoredEntry>, leaf: Data) throws {
    try queue.write { db in
      let statement = try db.cachedStatement(sql: "INSERT INTO bare VALUES (?, ?, ?)")
      for entry in entries { try statement.execute(arguments: [entry.revision.number, Data(entry.bytes), leaf]) }
    }
  }

  /// Reads every byte that the register would read; returns how many.
  static func read(_ path: String) throws -> Int {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    return try queue.read { db in
      var sum = 0
      let rows = try Row.fetchCursor(db, sql: "SELECT revision, bytes FROM entry ORDER BY revision")
      while let row = try rows.next() {
        sum += try row.withUnsafeData(atIndex: 1) { data in data.map { Array($0).count } ?? 0 }
      }
      return sum
    }
  }
}
