// SPDX-License-Identifier: Apache-2.0
import GRDB

/// The layout of the file, and how one of an earlier version comes to it.
extension SQLiteLogStore {
  /// What makes each layout out of the one before; the first makes it of an empty file. A step that was
  /// released is never changed: another is added behind it, and a file of the layout before it to the tests.
  static let steps = [
    """
    CREATE TABLE entry (
      revision INTEGER PRIMARY KEY,
      bytes BLOB NOT NULL,
      leaf BLOB NOT NULL
    ) STRICT;
    CREATE TABLE source (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE personal (commitment TEXT PRIMARY KEY, salt BLOB NOT NULL, data BLOB NOT NULL) STRICT;
    """,
    """
    CREATE TABLE mark (bytes BLOB NOT NULL) STRICT;
    INSERT INTO mark VALUES (randomblob(16));
    """,
  ]

  /// Tells that the file no longer holds all that it held.
  static let newMark = "UPDATE mark SET bytes = randomblob(16)"

  /// The layout that this version writes. A file of a later one is refused.
  static var layout: Int { steps.count }

  /// Brings the file from the layout that it has to the last one. Within the transaction of the caller:
  /// all steps are taken or none.
  static func lift(_ db: Database, by steps: [String] = steps) throws {
    let layout = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    for step in steps.dropFirst(layout) { try db.execute(sql: step) }
    if layout < steps.count { try db.execute(sql: "PRAGMA user_version = \(steps.count)") }
  }
}
