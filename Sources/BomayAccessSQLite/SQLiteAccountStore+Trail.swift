// SPDX-License-Identifier: Apache-2.0
public import BomayAccess
import BomayDomain
import GRDB

extension SQLiteAccountStore {
  static let trailLayout = """
    CREATE TABLE event (
      number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, keeper TEXT NOT NULL, terminal INTEGER NOT NULL,
      account TEXT NOT NULL REFERENCES account(name), kind TEXT NOT NULL, before TEXT, after TEXT
    ) STRICT;
    CREATE INDEX event_account ON event(account);
    """

  func note(_ events: [AccountEvent], _ db: Database) throws {
    for event in events {
      try db.execute(
        sql: "INSERT INTO event (at, keeper, terminal, account, kind, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          event.mark.at.seconds, event.mark.by.name, event.mark.by.isAtTerminal ? 1 : 0, event.account,
          event.kind.rawValue, event.before, event.after,
        ])
    }
  }

  public func events(of account: String?, by keeper: String?, most: Int) throws(AccountFault) -> [AccountEvent] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM event WHERE (?1 IS NULL OR account = ?1) AND (?2 IS NULL OR keeper = ?2)
          ORDER BY number DESC LIMIT ?3
          """, arguments: [account, keeper, most]
      ).map { row in
        let text: String = row["kind"]
        guard let kind = AccountEvent.Kind(rawValue: text) else {
          throw AccountFault.failed(path: path, problem: "event \(text)")
        }
        let name: String = row["keeper"]
        let keeper: Keeper = row["terminal"] ? .terminal(name) : .account(name)
        return AccountEvent(
          kind, of: row["account"], Mark(by: keeper, at: Instant(seconds: row["at"])), from: row["before"],
          to: row["after"])
      }
    }
  }
}
