// SPDX-License-Identifier: Apache-2.0
import BenchmarkSupport
import BomayApp
import BomayDomain
import BomayStore
import BomayStorePostgres
import BomayTesting
import Foundation

/// The same questions as of a day and as known at a revision, in process and in PostgreSQL over the tables
/// that the store keeps, indexed by GiST.
enum Asking {
  private static let changes = 200_000

  static func measure(_ folder: URL) throws {
    do {
      let cluster = try PostgresCluster(settings: ["shared_buffers = 1GB"])
      defer { cluster.stop() }
      let log = try WrittenLog(changes: changes, in: folder)
      print("asking a country of \(log.changes) changes")
      let store = try PostgresLogStore.create(at: cluster.address(of: "postgres"))
      try store.append(log.entries, personal: [], after: .zero)
      let session = try RegisterSession.open(store)
      let filling = try Measure.once {
        _ = try store.fillViews { take in try StateTables(session.register).forEachStep(after: .zero, take) }
      }
      Measure.line("filling the tables from the beginning", Measure.format(filling, "s"), bar: "-")
      try cluster.run("psql", ["-h", cluster.folder, "-U", "postgres", "-q", "-c", "VACUUM ANALYZE"])
      try compare(session.register, cluster)
    } catch let fault as PostgresCluster.NotHad {
      print("  without PostgreSQL: \(fault)")
    }
  }

  private static func compare(_ register: Register, _ cluster: PostgresCluster) throws {
    guard let day = Day("2016-02-20") else { return }
    let revision = Revision(register.head.number * 3 / 4)
    // Each entry is recorded a minute after the one before it.
    let known = Instant(seconds: 1_451_606_400 + Int64(revision.number - 1) * 60)
    let moment = register.asOf(day, knownAt: revision)
    let units = moment.units()
    var found = 0
    let point = Measure.median(5) {
      for index in 0..<100_000 where moment.name(of: units[(index &* 7919) % units.count]).determined != nil {
        found += 1
      }
    }
    let name = try cluster.asked(
      """
      \\set n random(64, \(units.count - 2))
      SELECT name FROM bomay_views.units
        WHERE unit = 'u' || :n AND valid @> '\(day)'::date AND known @> '\(known)'::timestamptz;
      """, transactions: 3000)
    Measure.line("name of a unit, in process", Measure.format(point / 100_000 * 1e6, "us"), bar: "-")
    Measure.line("the same in PostgreSQL, prepared", Measure.format(name * 1000, "us"), bar: "-")
    var count = 0
    let all = Measure.median(9) {
      count = moment.units().reduce(into: 0) { sum, unit in if moment.name(of: unit).determined != nil { sum += 1 } }
    }
    let sum =
      "SELECT count(name) FROM bomay_views.units WHERE valid @> '\(day)'::date AND known @> '\(known)'::timestamptz"
    let answer = try cluster.run("psql", ["-h", cluster.folder, "-U", "postgres", "-At", "-c", sum])
    guard answer == String(count) else { throw BenchmarkFault(description: "\(answer) units, not \(count)") }
    let counted = try cluster.asked(sum + ";", transactions: 50)
    Measure.line("names of all \(count) units, in process", Measure.format(all * 1000, "ms"), bar: "-")
    Measure.line("counting them in PostgreSQL, prepared", Measure.format(counted, "ms"), bar: "-")
    guard found > 0 else { throw BenchmarkFault(description: "no unit has a name") }
  }
}

extension PostgresCluster {
  /// Milliseconds that a question takes on average, asked over one connection as a prepared statement.
  fileprivate func asked(_ question: String, transactions: Int) throws -> Double {
    let script = folder + "/question.sql"
    try question.write(toFile: script, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: script)
    let said = try run(
      "pgbench",
      ["-h", folder, "-U", "postgres", "-n", "-M", "prepared", "-t", String(transactions), "-f", script, "postgres"])
    for line in said.split(separator: "\n") where line.hasPrefix("latency average = ") {
      if let value = line.split(separator: " ").dropFirst(3).first.flatMap({ Double($0) }) { return value }
    }
    throw BenchmarkFault(description: said)
  }
}
