// SPDX-License-Identifier: Apache-2.0
import BenchmarkSupport
import BomayDomain
import BomayStore
import BomayStorePostgres
import BomayStoreSQLite
import BomayTesting
import Foundation

/// Appending a whole log at once, beside insertion and COPY of the same bytes without anything around them.
struct Loading {
  private let log: WrittenLog
  private let folder: URL

  init(_ log: WrittenLog, _ folder: URL) {
    self.log = log
    self.folder = folder
  }

  func measure() throws {
    print("loading \(log.entries.count) entries, \(log.bytes >> 20) MiB")
    try sqlite()
    do { try postgres() } catch let fault as PostgresCluster.NotHad { print("  without PostgreSQL: \(fault)") }
  }

  private func sqlite() throws {
    var number = 0
    func path() -> String {
      number += 1
      return folder.appendingPathComponent("load-\(number).db").path
    }
    let leaf = Data(count: 32)
    let (ours, bare) = try Measure.pair(
      3, { try SQLiteLogStore.create(at: path()).append(log.entries, personal: [], after: .zero) },
      { try BareSQLite(path()).insert(log.entries, leaf: leaf) })
    Measure.line("into SQLite, each leaf hashed", Measure.format(ours, "s"), bar: "-")
    Measure.line("limit: bare insertion, one transaction", Measure.format(bare, "s"), bar: "ratio \(ratio(ours, bare))")
  }

  private func postgres() throws {
    // The disk is waited for, as it is in use.
    let cluster = try PostgresCluster(settings: ["fsync = on", "max_wal_size = 4GB"])
    defer { cluster.stop() }
    let file = cluster.folder + "/bare.txt"
    try copyFile().write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    var number = 0
    let (ours, bare) = try Measure.pair(
      3,
      {
        number += 1
        try cluster.run("createdb", ["-h", cluster.folder, "-U", "postgres", "ours\(number)"])
        try PostgresLogStore.create(at: cluster.address(of: "ours\(number)"))
          .append(log.entries, personal: [], after: .zero)
      },
      {
        try cluster.run("createdb", ["-h", cluster.folder, "-U", "postgres", "bare\(number)"])
        try cluster.run(
          "psql",
          [
            "-h", cluster.folder, "-U", "postgres", "-q", "-d", "bare\(number)",
            "-c", "CREATE TABLE bare (revision integer PRIMARY KEY, bytes bytea NOT NULL, leaf bytea NOT NULL)",
            "-c", "\\copy bare FROM '\(file)'",
          ])
      })
    Measure.line("into PostgreSQL, each leaf hashed", Measure.format(ours, "s"), bar: "-")
    Measure.line("limit: bare COPY of psql", Measure.format(bare, "s"), bar: "ratio \(ratio(ours, bare))")
  }

  /// The rows as text for COPY.
  private func copyFile() -> Data {
    let leaf = "\\\\x" + String(repeating: "00", count: 32)
    var file = Data()
    for entry in log.entries {
      file.append(Data("\(entry.revision)\t\\\\x\(hexadecimal(entry.bytes))\t\(leaf)\n".utf8))
    }
    return file
  }
}

func ratio(_ one: Double, _ other: Double) -> String { Measure.format(one / other, "") }
