// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
public import BomayStore
import Synchronization

/// A register in a PostgreSQL database, which many processes on many machines may have open at once.
///
/// An append locks the one row of `bomay.register` until its transaction ends, so that entries become
/// visible in the order of their revisions and none is missed by who reads on from the last.
public final class PostgresLogStore: LogStore {
  /// The channel on which an append is announced, with the revision reached.
  static let channel = "bomay"

  private let connection: Mutex<Connection>
  public let address: Address
  private var path: String { address.shown }

  /// Makes a new register in a database that is there.
  ///
  /// - Throws: ``StoreError/alreadyThere(path:)`` when the database has one already; it is left as it is.
  public static func create(at address: String) throws(StoreError) -> PostgresLogStore {
    try create(at: address, Schema.migrations, patience: Connection.patience)
  }

  /// - Parameter migrations: fewer than there are, to make a register of an older format.
  static func create(
    at address: String, _ migrations: [String], patience: UInt32
  ) throws(StoreError) -> PostgresLogStore {
    let store = try PostgresLogStore(Address(address), patience: patience)
    try store.attempt { connection in
      guard try Schema.format(connection) == nil else { throw StoreError.alreadyThere(path: store.path) }
      do {
        try Schema.create(connection, migrations)
      } catch let fault as Fault where ["42P06", "42P07"].contains(fault.state) {
        throw StoreError.alreadyThere(path: store.path)
      }
    }
    return store
  }

  /// Opens the register of a database, and brings one of an older format to that of this program.
  ///
  /// - Throws: ``StoreError/notFound(path:)`` when there is none in it.
  public static func open(at address: String) throws(StoreError) -> PostgresLogStore {
    let store = try PostgresLogStore(Address(address), patience: Connection.patience)
    try store.attempt { connection in
      guard let format = try Schema.format(connection) else { throw StoreError.notFound(path: store.path) }
      try Schema.migrate(connection, from: format)
    }
    return store
  }

  private init(_ address: Address, patience: UInt32) throws(StoreError) {
    self.address = address
    do {
      connection = Mutex(try Connection(to: address, patience: patience))
    } catch {
      throw PostgresLogStore.storeError(error, address.shown)
    }
  }

  // MARK: The log

  public func head() throws(StoreError) -> Revision {
    try attempt { try self.head($0) }
  }

  private func head(_ connection: Connection) throws -> Revision {
    let found = try connection.run("SELECT min(revision), max(revision) FROM bomay.entry")
    _ = try found.number(0, 0).map(revision)
    return try found.number(0, 1).map(revision) ?? .zero
  }

  /// Whoever edits the table by hand can write any number; the log has those from 1 on.
  private func revision(_ number: Int32) throws -> Revision {
    guard number >= 1 else { throw StoreError.damaged(path: path, problem: "revision \(number)") }
    return Revision(number)
  }

  /// How many entries are asked for at once.
  private static let run: Int32 = 1024

  public func entries(after revision: Revision, _ body: ([StoredEntry]) throws -> Void) throws {
    _ = try head()
    var last = revision.number
    while true {
      let found = try attempt { connection in
        try self.pairs(
          connection.run(
            "SELECT revision, bytes FROM bomay.entry WHERE revision > $1 ORDER BY revision LIMIT $2::integer",
            [.number(last), .number(PostgresLogStore.run)]))
      }
      guard let end = found.last else { return }
      try body(found.map { StoredEntry(revision: $0.0, bytes: $0.1) })
      last = end.0.number
    }
  }

  private func pairs(_ answer: Answer) throws -> [(Revision, [UInt8])] {
    try answer.rows.map { (try revision(answer.number($0, 0) ?? 0), answer.bytes($0, 1)) }
  }

  /// A commit whose answer was lost with the connection is looked for when there is another one: the
  /// entries are there, or the append is done again.
  ///
  /// - Throws: ``StoreError/unconfirmed(path:)`` when no other connection could be had.
  public func append(
    _ entries: [StoredEntry], personal: [SealedAttributes], after expected: Revision
  ) throws(StoreError) {
    var isCommitSent = false
    do {
      try attempt { connection in
        try connection.execute("BEGIN; SELECT FROM bomay.register FOR UPDATE")
        let head = try self.head(connection)
        if isCommitSent, head > expected, try self.holds(entries, connection) { return try connection.commit() }
        guard head == expected else { throw StoreError.moved(from: expected, to: head) }
        try self.insert(entries, personal, connection)
        isCommitSent = true
        try connection.commit()
      }
    } catch .unreachable where isCommitSent {
      throw .unconfirmed(path: path)
    }
  }

  private func insert(_ entries: [StoredEntry], _ personal: [SealedAttributes], _ connection: Connection) throws {
    try connection.copy(
      into: "bomay.entry", ["revision", "bytes", "leaf"],
      entries.lazy.map { [.number($0.revision.number), .bytes($0.bytes), .bytes(MerkleTree.leaf($0.bytes))] })
    if !personal.isEmpty {
      try connection.copy(
        into: "bomay.personal", ["commitment", "salt", "data"],
        personal.lazy.map { [.text($0.commitment), .bytes($0.salt), .bytes($0.data)] })
    }
    if let last = entries.last {
      try connection.execute("NOTIFY \(PostgresLogStore.channel), '\(last.revision)'")
    }
  }

  /// Whether the log holds these very entries.
  private func holds(_ entries: [StoredEntry], _ connection: Connection) throws -> Bool {
    for entry in entries {
      let found = try connection.run(
        "SELECT bytes FROM bomay.entry WHERE revision = $1", [.number(entry.revision.number)])
      guard !found.rows.isEmpty, found.bytes(0, 0) == entry.bytes else { return false }
    }
    return true
  }

  public func tree(upTo revision: Revision) throws(StoreError) -> MerkleTree {
    var tree = MerkleTree()
    var last: Int32 = 0
    while true {
      let found = try attempt { connection in
        try self.pairs(
          connection.run(
            """
            SELECT revision, leaf FROM bomay.entry WHERE revision > $1 AND revision <= $2
              ORDER BY revision LIMIT 65536
            """, [.number(last), .number(revision.number)]))
      }
      guard let end = found.last else { return tree }
      for (_, leaf) in found { tree.append(leaf: leaf) }
      last = end.0.number
    }
  }

  public func leaves(_ revisions: ClosedRange<Revision>) throws(StoreError) -> [Revision: [UInt8]] {
    try attempt { connection in
      Dictionary(
        try self.pairs(
          connection.run(
            "SELECT revision, leaf FROM bomay.entry WHERE revision BETWEEN $1 AND $2",
            [.number(revisions.lowerBound.number), .number(revisions.upperBound.number)])),
        uniquingKeysWith: { first, _ in first })
    }
  }

  // MARK: Beside the log

  public func personal() throws(StoreError) -> [String: SealedAttributes] {
    try attempt { try self.sealed($0.run("SELECT commitment, salt, data FROM bomay.personal")) }
  }

  public func personal(_ commitments: [String]) throws(StoreError) -> [String: SealedAttributes] {
    try attempt { connection in
      try self.sealed(
        connection.run(
          "SELECT commitment, salt, data FROM bomay.personal WHERE commitment = ANY (string_to_array($1::text, ','))",
          [.text(commitments.joined(separator: ","))]))
    }
  }

  private func sealed(_ found: Answer) -> [String: SealedAttributes] {
    Dictionary(
      found.rows.map { (found.text($0, 0), SealedAttributes(salt: found.bytes($0, 1), data: found.bytes($0, 2))) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Writes the table anew without what it erases, and empties the table of names, which is filled again
  /// with the other tables. The write-ahead log of the server, its archive and its backups hold what was
  /// erased until they are past their time.
  public func erase(commitments: [String]) throws(StoreError) {
    try attempt { connection in
      try connection.execute("BEGIN")
      try connection.run(
        "DELETE FROM bomay.personal WHERE commitment = ANY (string_to_array($1::text, ','))",
        [.text(commitments.joined(separator: ","))])
      try connection.execute("TRUNCATE bomay.state_persons; UPDATE bomay.views SET revision = 0; \(Schema.newMark)")
      try connection.commit()
      try connection.execute("VACUUM FULL bomay.personal")
    }
  }

  public func mark() throws(StoreError) -> [UInt8]? {
    try attempt { connection in try connection.run("SELECT bytes FROM bomay.mark").bytes(0, 0) }
  }

  /// In the folder that this user's programs may fill anew at any time, under the leaf of the first entry:
  /// wherever the register is reached from, it is the same one.
  public func snapshotPlace() throws(StoreError) -> SnapshotPlace? {
    guard let folder = PostgresLogStore.cacheFolder, let first = try leaf(Revision(1)) else { return nil }
    return SnapshotPlace(path: "\(folder)/\(hexadecimal(first)).fold", permissions: 0o600)
  }

  public func addSource(_ bytes: [UInt8], sha256: String) throws(StoreError) {
    try attempt { connection in
      _ = try connection.run(
        """
        INSERT INTO bomay.source (sha256, bytes) VALUES ($1, $2)
          ON CONFLICT (sha256) DO UPDATE SET bytes = excluded.bytes
        """, [.text(sha256), .bytes(bytes)])
    }
  }

  public func source(sha256: String) throws(StoreError) -> [UInt8]? {
    try attempt { connection in
      let found = try connection.run("SELECT bytes FROM bomay.source WHERE sha256 = $1", [.text(sha256)])
      return found.rows.isEmpty ? nil : found.bytes(0, 0)
    }
  }

  public func sources() throws(StoreError) -> [String] {
    try attempt { connection in
      let found = try connection.run("SELECT sha256 FROM bomay.source ORDER BY sha256 COLLATE \"C\"", [])
      return found.rows.map { found.text($0, 0) }
    }
  }

  // MARK: Faults

  /// Runs `body` with the connection to itself; from the beginning on a new one, when that was lost.
  func attempt<T: Sendable>(_ body: (Connection) throws -> T) throws(StoreError) -> T {
    try connection.withLock { (connection: inout Connection) throws(StoreError) -> T in
      // A server that lets one in and throws one out again and again is not tried for ever.
      var round = 0
      while true {
        do {
          return try body(connection)
        } catch {
          connection.rollBack()
          guard let fault = error as? Fault, fault.isLost, round < 5 else {
            throw PostgresLogStore.storeError(error, path)
          }
        }
        round += 1
        do { try connection.reconnect() } catch { throw PostgresLogStore.storeError(error, path) }
      }
    }
  }

  static func storeError(_ error: any Error, _ path: String) -> StoreError {
    if let error = error as? StoreError { return error }
    guard let fault = error as? Fault else { return .failed(path: path, problem: "\(error)") }
    switch fault.state {
    case _ where fault.isLost: return .unreachable(path: path, problem: fault.message)
    case "25006", "42501": return .readOnly(path: path)
    case "53100": return .full(path: path)
    case "40001", "40P01", "55P03", "53300": return .busy(path: path)
    case "XX001", "XX002": return .damaged(path: path, problem: fault.message)
    default: return .failed(path: path, problem: fault.message)
    }
  }
}
