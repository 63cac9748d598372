// SPDX-License-Identifier: Apache-2.0
public import BomayAccess
public import BomayDomain
import Foundation
import GRDB

/// Accounts in one SQLite file that its owner alone may read.
public final class SQLiteAccountStore: AccountStore {
  /// "BOMA": tells the file apart from other SQLite files.
  private static let applicationID: Int32 = 0x424F_4D41

  private let queue: DatabaseQueue
  public let path: String

  /// Where the accounts of a register in a file are: beside it.
  public static func path(beside register: String) -> String { register + ".accounts" }

  /// Opens the file, or makes it where there is none.
  ///
  /// - Throws: ``AccountFault/exposed(path:)`` where others than the owner may read it.
  public static func open(at path: String) throws(AccountFault) -> SQLiteAccountStore {
    let files = FileManager.default
    if !files.fileExists(atPath: path) {
      guard files.createFile(atPath: path, contents: Data(), attributes: [.posixPermissions: 0o600]) else {
        throw .failed(path: path, problem: "cannot be made")
      }
    }
    return try SQLiteAccountStore(path: path)
  }

  private init(path: String) throws(AccountFault) {
    self.path = path
    do {
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0o777
      guard mode & 0o077 == 0 else { throw AccountFault.exposed(path: path) }
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      configuration.foreignKeysEnabled = true
      configuration.prepareDatabase { db in
        try db.execute(sql: "PRAGMA journal_mode = WAL")
        try db.execute(sql: "PRAGMA synchronous = NORMAL")
        try db.execute(sql: "PRAGMA secure_delete = ON")
      }
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.write { db in try SQLiteAccountStore.lift(db, path) }
    } catch {
      throw SQLiteAccountStore.fault(error, path)
    }
  }

  // MARK: Layout

  /// What makes each layout out of the one before. A step that was released is never changed.
  private static let steps = [
    """
    CREATE TABLE account (
      name TEXT PRIMARY KEY, shown TEXT NOT NULL, grants TEXT NOT NULL, disabled INTEGER NOT NULL, password TEXT
    ) STRICT;
    CREATE TABLE session (
      digest BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account(name), begun INTEGER NOT NULL,
      seen INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE link (
      digest BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account(name), until INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE failure (key TEXT PRIMARY KEY, count INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
    CREATE TABLE look (
      number INTEGER PRIMARY KEY, at INTEGER NOT NULL, account TEXT NOT NULL, person TEXT NOT NULL,
      address TEXT NOT NULL
    ) STRICT;
    CREATE INDEX look_person ON look(person);
    """,
    draftLayout, trailLayout,
  ]

  private static func lift(_ db: Database, _ path: String) throws {
    let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let layout = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
    guard id == applicationID || (id == 0 && layout == 0 && isEmpty) else { throw AccountFault.notAccounts(path: path) }
    guard layout <= steps.count else { throw AccountFault.newer(path: path, format: layout) }
    for step in steps.dropFirst(layout) { try db.execute(sql: step) }
    if layout < steps.count {
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: "PRAGMA user_version = \(steps.count)")
    }
  }

  // MARK: Accounts

  public func account(named name: String) throws(AccountFault) -> Account? {
    try read { db in try account(name, db) }
  }

  private func account(_ name: String, _ db: Database) throws -> Account? {
    try Row.fetchOne(db, sql: "SELECT * FROM account WHERE name = ?", arguments: [name]).map { self.account($0) }
  }

  public func accounts() throws(AccountFault) -> [Account] {
    try read { db in try Row.fetchAll(db, sql: "SELECT * FROM account ORDER BY name").map { self.account($0) } }
  }

  /// A grant that this version does not know gives no right.
  private func account(_ row: Row) -> Account {
    let grants: String = row["grants"]
    return Account(
      name: row["name"], displayName: row["shown"],
      grants: grants.split(separator: " ").compactMap { Grant(String($0)) },
      isDisabled: row["disabled"], password: row["password"])
  }

  private func values(_ account: Account) -> StatementArguments {
    [
      "name": account.name, "shown": account.displayName, "grants": account.rolesText,
      "disabled": account.isDisabled ? 1 : 0, "password": account.password,
    ]
  }

  public func add(_ account: Account, _ mark: Mark) throws(AccountFault) {
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO account (name, shown, grants, disabled, password)
          VALUES (:name, :shown, :grants, :disabled, :password) ON CONFLICT (name) DO NOTHING
          """, arguments: values(account))
      guard db.changesCount == 1 else { throw AccountFault.alreadyThere(name: account.name) }
      try note([AccountEvent(.made, of: account.name, mark, to: account.rolesText)], db)
    }
  }

  public func change(_ account: Account, _ mark: Mark) throws(AccountFault) {
    try write { db in
      guard let old = try self.account(account.name, db) else { return }
      try db.execute(
        sql: "UPDATE account SET shown = :shown, grants = :grants, disabled = :disabled WHERE name = :name",
        arguments: [
          "name": account.name, "shown": account.displayName, "grants": account.rolesText,
          "disabled": account.isDisabled ? 1 : 0,
        ])
      try note(AccountEvent.events(from: old, to: account, mark), db)
      if account.isDisabled { try signOut(account.name, db) }
    }
  }

  public func set(password: String, of name: String, _ mark: Mark) throws(AccountFault) -> Bool {
    try write { db in
      try db.execute(
        sql: "UPDATE account SET password = ? WHERE name = ? AND disabled = 0", arguments: [password, name])
      guard db.changesCount == 1 else { return false }
      try signOut(name, db)
      try note([AccountEvent(.password, of: name, mark)], db)
      return true
    }
  }

  /// No session and no link of the account is good any more.
  private func signOut(_ name: String, _ db: Database) throws {
    for table in ["session", "link"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE account = ?", arguments: [name])
    }
  }

  // MARK: Sessions and links

  public func session(digest: [UInt8]) throws(AccountFault) -> Session? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT account, begun, seen FROM session WHERE digest = ?", arguments: [Data(digest)]
      ).map {
        Session(digest: digest, account: $0[0], begunAt: Instant(seconds: $0[1]), seenAt: Instant(seconds: $0[2]))
      }
    }
  }

  public func begin(_ session: Session) throws(AccountFault) {
    try write { db in
      try db.execute(
        sql: "INSERT INTO session (digest, account, begun, seen) VALUES (?, ?, ?, ?)",
        arguments: [
          Data(session.digest), session.account, session.begunAt.seconds, session.seenAt.seconds,
        ])
    }
  }

  public func touch(digest: [UInt8], at now: Instant) throws(AccountFault) {
    try write { db in
      try db.execute(sql: "UPDATE session SET seen = ? WHERE digest = ?", arguments: [now.seconds, Data(digest)])
    }
  }

  public func endSession(digest: [UInt8]) throws(AccountFault) {
    try write { db in try db.execute(sql: "DELETE FROM session WHERE digest = ?", arguments: [Data(digest)]) }
  }

  public func forget(sessionsBegunBefore begun: Instant, seenBefore seen: Instant, now: Instant) throws(AccountFault) {
    try write { db in
      try db.execute(
        sql: "DELETE FROM session WHERE begun <= ? OR seen <= ?", arguments: [begun.seconds, seen.seconds])
      try db.execute(sql: "DELETE FROM link WHERE until <= ?", arguments: [now.seconds])
      try db.execute(sql: "DELETE FROM failure WHERE last <= ?", arguments: [now.seconds - 86_400])
      // Whoever makes up names fills no disk.
      try db.execute(
        sql: "DELETE FROM failure WHERE key NOT IN (SELECT key FROM failure ORDER BY last DESC LIMIT 20000)")
    }
  }

  public func addLink(
    digest: [UInt8], for account: String, until end: Instant, endsOthers: Bool, _ mark: Mark
  ) throws(AccountFault) {
    try write { db in
      if endsOthers { try db.execute(sql: "DELETE FROM link WHERE account = ?", arguments: [account]) }
      try db.execute(
        sql: "INSERT INTO link (digest, account, until) VALUES (?, ?, ?)",
        arguments: [Data(digest), account, end.seconds])
      try note([AccountEvent(.link, of: account, mark)], db)
    }
  }

  public func link(digest: [UInt8], now: Instant) throws(AccountFault) -> String? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT account FROM link WHERE digest = ? AND until > ?", arguments: [Data(digest), now.seconds])
    }
  }

  public func useLink(digest: [UInt8], now: Instant) throws(AccountFault) -> String? {
    try write { db in
      try String.fetchOne(
        db, sql: "DELETE FROM link WHERE digest = ? AND until > ? RETURNING account",
        arguments: [Data(digest), now.seconds])
    }
  }

  // MARK: Failures

  public func beginAttempt(_ attempts: [Attempt], at now: Instant) throws(AccountFault) -> Int64 {
    try write { db in
      var wait: Int64 = 0
      for attempt in attempts {
        let row = try Row.fetchOne(db, sql: "SELECT count, last FROM failure WHERE key = ?", arguments: [attempt.key])
        let failures = row.map { Failures(count: $0[0], lastAt: Instant(seconds: $0[1])) }
        wait = max(wait, attempt.backoff.wait(after: failures, now: now))
      }
      guard wait == 0 else { return wait }
      for attempt in attempts {
        try db.execute(
          sql: """
            INSERT INTO failure (key, count, last) VALUES (?, 1, ?)
            ON CONFLICT (key) DO UPDATE SET count = count + 1, last = excluded.last
            """, arguments: [attempt.key, now.seconds])
      }
      return 0
    }
  }

  public func clearFailures(of keys: [String]) throws(AccountFault) {
    try write { db in
      for key in keys { try db.execute(sql: "DELETE FROM failure WHERE key = ?", arguments: [key]) }
    }
  }

  // MARK: Looks

  public func add(_ looks: [Look]) throws(AccountFault) {
    try write { db in
      for look in looks {
        try db.cachedStatement(sql: "INSERT INTO look (at, account, person, address) VALUES (?, ?, ?, ?)").execute(
          arguments: [look.at.seconds, look.by, look.person.rawValue, look.address])
      }
    }
  }

  public func looks(by account: String?, at person: Identifier<Person>?, most: Int) throws(AccountFault) -> [Look] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT at, account, person, address FROM look
          WHERE (?1 IS NULL OR account = ?1) AND (?2 IS NULL OR person = ?2) ORDER BY number DESC LIMIT ?3
          """, arguments: [account, person?.rawValue, most]
      ).map {
        Look(at: Instant(seconds: $0[0]), by: $0[1], person: Identifier(rawValue: $0[2]), address: $0[3])
      }
    }
  }

  // MARK: Faults

  func read<T>(_ body: (Database) throws -> T) throws(AccountFault) -> T {
    do { return try queue.read(body) } catch { throw SQLiteAccountStore.fault(error, path) }
  }

  func write<T>(_ body: (Database) throws -> T) throws(AccountFault) -> T {
    do { return try queue.write(body) } catch { throw SQLiteAccountStore.fault(error, path) }
  }

  private static func fault(_ error: any Error, _ path: String) -> AccountFault {
    if let fault = error as? AccountFault { return fault }
    guard let error = error as? DatabaseError else { return .failed(path: path, problem: "\(error)") }
    return error.resultCode == .SQLITE_NOTADB
      ? .notAccounts(path: path) : .failed(path: path, problem: error.message ?? "\(error)")
  }
}
