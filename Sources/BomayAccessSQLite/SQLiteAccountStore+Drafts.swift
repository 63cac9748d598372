// SPDX-License-Identifier: Apache-2.0
public import BomayAccess
import BomayDomain
import GRDB

extension SQLiteAccountStore {
  static let draftLayout = """
    CREATE TABLE draft (
      number INTEGER PRIMARY KEY AUTOINCREMENT, author TEXT NOT NULL REFERENCES account(name), state TEXT NOT NULL,
      title TEXT NOT NULL, form TEXT NOT NULL, fields TEXT NOT NULL, text TEXT NOT NULL, revision INTEGER,
      changed INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX draft_state ON draft(state, changed);
    CREATE TABLE draft_step (
      draft INTEGER NOT NULL REFERENCES draft(number), place INTEGER NOT NULL, act TEXT NOT NULL, at INTEGER NOT NULL,
      account TEXT NOT NULL, remark TEXT NOT NULL, PRIMARY KEY (draft, place)
    ) STRICT;
    """

  public func begin(
    _ content: DraftContent, in state: DraftState, _ step: DraftStep
  ) throws(AccountFault) -> Int64? {
    try write { db in
      let open = DraftState.allCases.filter(\.isOpen).map(\.rawValue)
      let count =
        try Int.fetchOne(
          db, sql: "SELECT count(*) FROM draft WHERE author = ? AND state IN (\(marks(open)))",
          arguments: StatementArguments([step.by]) + StatementArguments(open)) ?? 0
      guard count < Self.mostOpen else { return nil }
      try db.execute(
        sql: """
          INSERT INTO draft (author, state, title, form, fields, text, changed) VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          step.by, state.rawValue, content.title, content.form, content.fields, content.text, step.at.seconds,
        ])
      let number = db.lastInsertedRowID
      try add(step, to: number, at: 0, db)
      return number
    }
  }

  public func draft(_ number: Int64) throws(AccountFault) -> Draft? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM draft WHERE number = ?", arguments: [number])
        .flatMap { try self.draft($0, db) }
    }
  }

  public func drafts(in states: Set<DraftState>, most: Int) throws(AccountFault) -> [Draft] {
    let names = states.map(\.rawValue).sorted()
    return try read { db in
      try Row.fetchAll(
        db,
        sql: "SELECT * FROM draft WHERE state IN (\(marks(names))) ORDER BY changed DESC, number DESC LIMIT ?",
        arguments: StatementArguments(names) + [most]
      ).compactMap { try self.draft($0, db) }
    }
  }

  public func draftCount(in states: Set<DraftState>, notBy account: String) throws(AccountFault) -> Int {
    let names = states.map(\.rawValue)
    return try read { db in
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM draft WHERE state IN (\(marks(names))) AND author <> ?",
        arguments: StatementArguments(names) + [account]) ?? 0
    }
  }

  public func take(
    _ step: DraftStep, with draft: Draft, content: DraftContent?, revision: Int32?
  ) throws(AccountFault) -> Bool {
    guard let state = step.act.state(after: draft.state) else { return false }
    return try write { db in
      let count = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM draft_step WHERE draft = ?", arguments: [draft.number])
      guard count == draft.steps.count else { return false }
      let kept = content ?? draft.content
      try db.execute(
        sql: """
          UPDATE draft SET state = ?, title = ?, form = ?, fields = ?, text = ?, revision = ?, changed = ?
          WHERE number = ?
          """,
        arguments: [
          state.rawValue, kept.title, kept.form, state.isOpen ? kept.fields : "", state.isOpen ? kept.text : "",
          revision, step.at.seconds, draft.number,
        ])
      try self.add(step, to: draft.number, at: draft.steps.count, db)
      return true
    }
  }

  private func add(_ step: DraftStep, to number: Int64, at place: Int, _ db: Database) throws {
    try db.execute(
      sql: "INSERT INTO draft_step (draft, place, act, at, account, remark) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [number, place, step.act.rawValue, step.at.seconds, step.by, step.remark])
  }

  /// `nil` where this version does not know its state.
  private func draft(_ row: Row, _ db: Database) throws -> Draft? {
    let number: Int64 = row["number"]
    guard let state = DraftState(rawValue: row["state"]) else { return nil }
    let steps = try Row.fetchAll(
      db, sql: "SELECT act, at, account, remark FROM draft_step WHERE draft = ? ORDER BY place", arguments: [number]
    ).compactMap { row in
      DraftAct(rawValue: row[0]).map { act in
        DraftStep(act, at: Instant(seconds: row[1]), by: row[2], remark: row[3])
      }
    }
    return Draft(
      number: number, author: row["author"], state: state,
      content: DraftContent(title: row["title"], form: row["form"], fields: row["fields"], text: row["text"]),
      revision: row["revision"], steps: steps)
  }

  private func marks(_ values: [String]) -> String { values.map { _ in "?" }.joined(separator: ", ") }
}
