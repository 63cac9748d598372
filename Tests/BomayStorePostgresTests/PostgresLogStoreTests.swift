// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
@testable import BomayStorePostgres
import BomayStoreSQLite
import BomayTesting
import Foundation
import Testing

@Suite("The register on PostgreSQL")
struct PostgresLogStoreTests {
  @Test("keeps what every store promises", arguments: StorePromise.all)
  func promises(promise: StorePromise) throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let address = database.address
    try promise.hold(
      StorePlace(
        create: { try PostgresLogStore.create(at: address) }, open: { try PostgresLogStore.open(at: address) }))
  }

  @Test("of the same log has the root and the digest that the file has")
  func sameDigest() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let there = try HaiDuong.made.get()
    try there.copy(to: PostgresLogStore.create(at: database.address))
    let here = try RegisterSession.open(PostgresLogStore.open(at: database.address))
    #expect(here.register.head.number > 200)
    #expect(here.register.head == there.register.head)
    #expect(try here.store.tree() == there.tree)
    #expect(here.register.digest == there.register.digest)
  }

  @Test("says what is wrong with an address, and keeps the password to itself")
  func addresses() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let shown = try Address("postgresql://clerk:secret@db.example:5433/province?sslmode=require").shown
    #expect(shown == "postgresql://db.example:5433/province")
    #expect(throws: StoreError.self) { try Address("postgresql://clerk:secret@db.example/x?no-such-option=1") }
    #expect {
      _ = try PostgresLogStore.open(at: "postgresql://clerk:secret@127.0.0.1:1/province")
    } throws: { error in
      guard case StoreError.unreachable(let path, let problem) = error else { return false }
      return !path.contains("secret") && !problem.contains("secret") && !problem.isEmpty
    }
    let path = try Address(database.address).shown
    #expect(throws: StoreError.notFound(path: path)) { try PostgresLogStore.open(at: database.address) }
    try database.sql("CREATE SCHEMA bomay; CREATE TABLE bomay.other (x integer)")
    #expect(throws: StoreError.notARegister(path: path)) { try PostgresLogStore.open(at: database.address) }
    #expect(throws: StoreError.notARegister(path: path)) { try PostgresLogStore.create(at: database.address) }
  }

  @Test("made by a later version is not opened, and not changed")
  func newer() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    _ = try PostgresLogStore.create(at: database.address)
    try database.sql("UPDATE bomay.register SET format = 99")
    #expect(throws: StoreError.newer(path: try Address(database.address).shown, format: 99)) {
      try PostgresLogStore.open(at: database.address)
    }
    #expect(try database.sql("SELECT format FROM bomay.register") == "99")
  }

  @Test("of an older format is brought to that of today when it is opened, with all it holds")
  func older() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let old = try PostgresLogStore.create(at: database.address, Array(Schema.migrations.prefix(1)), patience: 0)
    try old.append(StorePromise.entries(1...3), personal: [], after: .zero)
    #expect(try database.sql("SELECT format FROM bomay.register") == "1")
    let gathered = Gathered()
    DispatchQueue.concurrentPerform(iterations: 3) { _ in
      do { gathered.add("\(try PostgresLogStore.open(at: database.address).head())") } catch {
        gathered.add("\(error)")
      }
    }
    #expect(gathered.all == ["3", "3", "3"])
    #expect(try database.sql("SELECT format FROM bomay.register") == "\(Schema.migrations.count)")
  }

  @Test("is read by whoever may only read, and not written")
  func readOnly() throws {
    guard let server = PostgresHere.server() else { return }
    let database = try server.database()
    try PostgresLogStore.create(at: database.address).append(StorePromise.entries(1...3), personal: [], after: .zero)
    let reader = database.address + "&options=-cdefault_transaction_read_only%3Don"
    let store = try PostgresLogStore.open(at: reader)
    #expect(try store.head() == Revision(3))
    #expect(throws: StoreError.readOnly(path: store.address.shown)) {
      try store.append(StorePromise.entries(4...4), personal: [], after: Revision(3))
    }
  }

  @Test("says that a revision no log has is damage", arguments: [-5, 0])
  func strayRevision(number: Int32) throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let store = try PostgresLogStore.create(at: database.address)
    try store.append(StorePromise.entries(1...3), personal: [], after: .zero)
    try database.sql("UPDATE bomay.entry SET revision = \(number) WHERE revision = 2")
    #expect(throws: StoreError.self) { try store.entries(after: .zero) { _ in } }
    #expect(throws: StoreError.self) { _ = try store.verify() }
  }

  @Test("shows an entry that was altered, and one that is missing")
  func altered() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let store = try PostgresLogStore.create(at: database.address)
    try store.append(StorePromise.entries(1...5), personal: [], after: .zero)
    try database.sql(
      "UPDATE bomay.entry SET bytes = '{}' WHERE revision = 2; DELETE FROM bomay.entry WHERE revision = 4")
    let found = try store.verify()
    #expect(found.altered == [Revision(2)])
    #expect(found.missing == [Revision(4)...Revision(4)])
  }

  @Test("waits for the disk, whatever the server is set to by default, and holds the lock that orders appends")
  func synchronous() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    try database.sql("ALTER DATABASE \(database.name) SET synchronous_commit = off")
    let store = try PostgresLogStore.create(at: database.address)
    try database.sql(
      """
      CREATE TABLE seen (setting text);
      CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
          INSERT INTO seen SELECT current_setting('synchronous_commit') || ' ' || count(*) FROM pg_locks
            WHERE relation = 'bomay.register'::regclass AND mode = 'RowShareLock' AND pid = pg_backend_pid();
          RETURN NEW;
        END $$;
      CREATE TRIGGER see AFTER INSERT ON bomay.entry FOR EACH ROW EXECUTE FUNCTION see()
      """)
    try store.append(StorePromise.entries(1...1), personal: [], after: .zero)
    #expect(try database.sql("SELECT setting FROM seen") == "on 1")
  }

  @Test("goes on over a new connection when the old one is cut")
  func reconnects() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let store = try PostgresLogStore.create(at: database.address)
    try store.append(StorePromise.entries(1...3), personal: [], after: .zero)
    try database.cutAll()
    #expect(try store.head() == Revision(3))
    try database.cutAll()
    try store.append(StorePromise.entries(4...4), personal: [], after: Revision(3))
    try database.cutAll()
    var found: [StoredEntry] = []
    try store.entries(after: .zero) { found += $0 }
    #expect(found == StorePromise.entries(1...4))
  }

  @Test("does again what was cut off in its commit, once")
  func cutCommit() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let store = try PostgresLogStore.create(at: database.address)
    // The first commit cuts its own connection.
    try database.sql(
      """
      CREATE SEQUENCE cut;
      CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('cut') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON bomay.entry DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION cut()
      """)
    try store.append(StorePromise.entries(1...1), personal: [], after: .zero)
    #expect(try store.head() == Revision(1))
    #expect(try database.sql("SELECT last_value FROM cut") == "2")
  }
}

extension Database {
  /// Cuts every other connection to the database.
  func cutAll() throws {
    try sql(
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
      """)
  }
}
