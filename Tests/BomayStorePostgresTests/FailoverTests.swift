// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayStore
@testable import BomayStorePostgres
import BomayTesting
import Foundation
import Testing

@Suite("A register on servers that fail")
struct FailoverTests {
  /// Asks until the answer is the one that is waited for, or there is something to tell that comes too early.
  private func wait(
    for wanted: String, _ cluster: PostgresCluster, _ sql: String, unless told: Gathered = Gathered()
  ) throws {
    while told.all.isEmpty, try PostgresHere.psql(cluster.address(of: "postgres"), sql) != wanted { usleep(20_000) }
  }

  private func set(_ setting: String, _ cluster: PostgresCluster) throws {
    _ = try PostgresHere.psql(cluster.address(of: "postgres"), "ALTER SYSTEM SET \(setting)")
    _ = try PostgresHere.psql(cluster.address(of: "postgres"), "SELECT pg_reload_conf()")
  }

  @Test("loses no acknowledged entry when the primary is cut off and the standby takes over")
  func failover() throws {
    let made = PostgresHere.clusters {
      let primary = try PostgresCluster(settings: ["fsync = on"])
      return [primary, try PostgresCluster(settings: ["fsync = on"], streamingFrom: primary)]
    }
    guard let clusters = made else { return }
    let (primary, standby) = (clusters[0], clusters[1])
    defer { clusters.forEach { $0.stop() } }
    try set("synchronous_standby_names = '*'", primary)
    try wait(for: "sync", primary, "SELECT string_agg(sync_state, ' ') FROM pg_stat_replication")

    let address =
      "postgresql:///postgres?host=\(primary.folder),\(standby.folder)&user=postgres&target_session_attrs=read-write"
    let store = try PostgresLogStore.create(at: address)
    let acknowledged = Gathered()
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      do {
        if worker == 0 {
          for number in Int32(1)...200 {
            try store.append(
              StorePromise.entries(number...number), personal: [], after: Revision(number - 1))
            acknowledged.add("\(number)")
          }
        } else {
          while acknowledged.all.count < 20 { usleep(1000) }
          try primary.cut()
          let before = acknowledged.all.count
          try standby.run("pg_ctl", ["-D", "data", "-w", "promote"])
          let kept = try PostgresHere.psql(standby.address(of: "postgres"), "SELECT count(*) FROM bomay.entry")
          if (Int(kept) ?? 0) < before { acknowledged.add("lost: \(kept) of \(before)") }
          print("cut off after \(before) acknowledged entries; the standby took over with \(kept)")
        }
      } catch {
        acknowledged.add("\(error)")
      }
    }
    #expect(acknowledged.all == (1...200).map { "\($0)" })
    var found: [StoredEntry] = []
    try PostgresLogStore.open(at: standby.address(of: "postgres")).entries(after: .zero) { found += $0 }
    #expect(found == StorePromise.entries(1...200))
  }

  @Test("finds what it has recorded when the answer to its commit was lost, and does not record it twice")
  func lostAnswer() throws {
    guard let cluster = PostgresHere.clusters({ [try PostgresCluster()] })?.first else { return }
    defer { cluster.stop() }
    let store = try PostgresLogStore.create(at: cluster.address(of: "postgres"))
    // A standby that never answers: the entry is written here, and its commit is not acknowledged.
    try set("synchronous_standby_names = 'nobody'", cluster)
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    let told = Gathered()
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      do {
        if worker == 0 {
          try store.append(StorePromise.entries(1...3), personal: [], after: .zero)
          told.add("acknowledged")
        } else {
          try wait(for: "1", cluster, waiting, unless: told)
          let first = try PostgresHere.psql(
            cluster.address(of: "postgres"),
            "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
          _ = try PostgresHere.psql(cluster.address(of: "postgres"), "SELECT pg_terminate_backend(\(first))")
          // Again it waits, on a new connection: it is not acknowledged before the standby has it.
          try wait(for: "1", cluster, waiting + " AND pid <> \(first)", unless: told)
          told.add("waits")
          try set("synchronous_standby_names = ''", cluster)
        }
      } catch {
        told.add("\(error)")
      }
    }
    #expect(told.all == ["waits", "acknowledged"])
    #expect(try store.head() == Revision(3))
    #expect(try store.verify().missing.isEmpty)
  }

  @Test("says that it is not known whether an entry was recorded, when the server does not come back")
  func unconfirmed() throws {
    guard let cluster = PostgresHere.clusters({ [try PostgresCluster()] })?.first else { return }
    defer { cluster.stop() }
    let store = try PostgresLogStore.create(
      at: cluster.address(of: "postgres"), Schema.migrations, patience: 500_000)
    try set("synchronous_standby_names = 'nobody'", cluster)
    let told = Gathered()
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      do {
        if worker == 0 {
          try store.append(StorePromise.entries(1...1), personal: [], after: .zero)
          told.add("acknowledged")
        } else {
          try wait(
            for: "1", cluster, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'", unless: told)
          try cluster.cut()
        }
      } catch {
        told.add("\(error)")
      }
    }
    #expect(told.all == ["\(StoreError.unconfirmed(path: store.address.shown))"])
  }
}
