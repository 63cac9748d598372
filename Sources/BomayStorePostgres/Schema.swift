// SPDX-License-Identifier: Apache-2.0
import BomayStore

/// The tables of a register, all in the schema `bomay`. The number of a migration is the format that it
/// leads to; those that were released are never edited.
enum Schema {
  static let migrations = [log, PostgresLogStore.viewTables, mark]

  private static let log = """
    CREATE TABLE bomay.register (
      is_one boolean PRIMARY KEY DEFAULT true CHECK (is_one),
      format integer NOT NULL
    );
    CREATE TABLE bomay.entry (revision integer PRIMARY KEY, bytes bytea NOT NULL, leaf bytea NOT NULL);
    CREATE TABLE bomay.source (sha256 text PRIMARY KEY, bytes bytea NOT NULL);
    CREATE TABLE bomay.personal (commitment text PRIMARY KEY, salt bytea NOT NULL, data bytea NOT NULL);
    INSERT INTO bomay.register (format) VALUES (0);
    """

  /// In a table of its own: who opens the register meanwhile has that of the format locked.
  private static let mark = """
    CREATE TABLE bomay.mark (bytes uuid NOT NULL);
    INSERT INTO bomay.mark VALUES (gen_random_uuid());
    """

  /// Tells that the tables no longer hold all that they held.
  static let newMark = "UPDATE bomay.mark SET bytes = gen_random_uuid()"

  /// The format of the register in this database; `nil` where there is none.
  ///
  /// - Throws: ``StoreError/notARegister(path:)`` when something else is called `bomay` here.
  static func format(_ connection: Connection) throws -> Int32? {
    let found = try connection.run(
      "SELECT to_regnamespace('bomay') IS NOT NULL AND EXISTS (SELECT FROM pg_class WHERE relnamespace = "
        + "to_regnamespace('bomay')), to_regclass('bomay.register') IS NOT NULL")
    guard found.bytes(0, 1) == [1] else {
      if found.bytes(0, 0) == [1] { throw StoreError.notARegister(path: connection.address.shown) }
      return nil
    }
    guard let format = try connection.run("SELECT format FROM bomay.register").number(0, 0) else {
      throw StoreError.notARegister(path: connection.address.shown)
    }
    return format
  }

  /// Makes the tables of a new register.
  static func create(_ connection: Connection, _ migrations: [String] = migrations) throws {
    try connection.transact {
      if try connection.run("SELECT FROM pg_namespace WHERE nspname = 'bomay'").rows.isEmpty {
        try connection.execute("CREATE SCHEMA bomay")
      }
      for migration in migrations { try connection.execute(migration) }
      try connection.run("UPDATE bomay.register SET format = $1", [.number(Int32(migrations.count))])
    }
  }

  /// Brings a register of an older format to that of this program, all or nothing.
  ///
  /// - Throws: ``StoreError/newer(path:format:)`` when a later version of the program has made it.
  static func migrate(_ connection: Connection, from format: Int32, _ migrations: [String] = migrations) throws {
    guard format <= migrations.count else {
      throw StoreError.newer(path: connection.address.shown, format: Int(format))
    }
    guard format < migrations.count else { return }
    try connection.transact {
      // Whoever comes second finds it done.
      let format = try connection.run("SELECT format FROM bomay.register FOR UPDATE").number(0, 0) ?? 0
      for migration in migrations.dropFirst(Int(format)) { try connection.execute(migration) }
      try connection.run(
        "UPDATE bomay.register SET format = greatest(format, $1)", [.number(Int32(migrations.count))])
    }
  }
}
