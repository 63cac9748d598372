// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
public import BomayStore

/// Tables of states beside the log, and views over them, for whoever asks in SQL. They hold nothing that
/// is not in the log, and can be made anew from it.
extension PostgresLogStore {
  static let viewTables = """
    CREATE TABLE bomay.views (
      is_one boolean PRIMARY KEY DEFAULT true CHECK (is_one),
      revision integer NOT NULL, fold integer NOT NULL
    );
    INSERT INTO bomay.views (revision, fold) VALUES (0, 0);
    """ + StateTable.allCases.map(table).joined() + """
      DO $$ BEGIN
        IF to_regnamespace('bomay_views') IS NULL THEN CREATE SCHEMA bomay_views; END IF;
        IF to_regnamespace('bomay_persons') IS NULL THEN CREATE SCHEMA bomay_persons; END IF;
      END $$;
      """ + views

  private static func table(_ table: StateTable) -> String {
    let name = "bomay.state_\(table.rawValue)"
    return """
      CREATE TABLE \(name) (
        subject text NOT NULL, content jsonb NOT NULL,
        valid daterange NOT NULL, known tstzrange NOT NULL,
        from_revision integer NOT NULL, until_revision integer
      );
      CREATE INDEX ON \(name) USING gist (valid, known);
      CREATE INDEX ON \(name) (subject);
      CREATE INDEX ON \(name) (subject) WHERE until_revision IS NULL;

      """
  }

  private static let views = """
    CREATE VIEW bomay_views.units AS SELECT subject AS unit, content->>'kind' AS kind, content->>'name' AS name,
      content->>'code' AS code, content->>'parent' AS parent, content->>'area' AS area,
      (content->>'certain')::boolean AS certain, (content->>'undetermined')::boolean AS undetermined,
      valid, known, from_revision, until_revision FROM bomay.state_units;
    CREATE VIEW bomay_views.posts AS SELECT subject AS post, content->>'unit' AS unit, content->>'role' AS role,
      (content->>'seats')::bigint AS seats, (content->>'certain')::boolean AS certain,
      valid, known, from_revision, until_revision FROM bomay.state_posts;
    CREATE VIEW bomay_views.holdings AS SELECT subject AS post, content->>'person' AS person,
      content->>'accession' AS accession, content->>'kind' AS kind, (content->>'acting')::boolean AS acting,
      content->>'decision' AS decision, (content->>'certain')::boolean AS certain,
      valid, known, from_revision, until_revision FROM bomay.state_holdings;
    CREATE VIEW bomay_views.pilots AS SELECT content->>'model' AS model, content->>'locality' AS locality,
      content->>'pilot' AS pilot, content->>'state' AS state, (content->>'in_force')::boolean AS in_force,
      content->>'reason' AS reason, content->>'due' AS due,
      valid, known, from_revision, until_revision FROM bomay.state_pilots;
    CREATE VIEW bomay_views.targets AS SELECT subject AS target, content->>'name' AS name,
      content->>'indicator' AS indicator, content->>'value' AS value, content->>'by' AS by,
      content->>'current' AS current, content->>'denominator' AS denominator, (content->>'needed')::bigint AS needed,
      (content->>'gap')::bigint AS gap, content->>'verdict' AS verdict,
      valid, known, from_revision, until_revision FROM bomay.state_targets;
    CREATE VIEW bomay_views.directives AS SELECT subject AS directive, content->>'content' AS content,
      content->>'giver' AS giver, ARRAY(SELECT jsonb_array_elements_text(content->'lead')) AS lead,
      content->>'due' AS due, content->>'state' AS state, content->>'progress' AS progress,
      valid, known, from_revision, until_revision FROM bomay.state_directives;
    CREATE VIEW bomay_persons.persons AS SELECT subject AS person, content->>'name' AS name,
      content->>'born' AS born, valid, known, from_revision, until_revision FROM bomay.state_persons;
    """

  /// The revision that the tables have come to; nought where they were made by another fold.
  public func viewsRevision() throws(StoreError) -> Revision {
    try attempt { connection in
      let found = try connection.run("SELECT revision, fold FROM bomay.views")
      guard let revision = found.number(0, 0), found.number(0, 1) == Int32(Register.foldVersion) else { return .zero }
      return Revision(revision)
    }
  }

  /// Fills the tables from the beginning, all or nothing; what they held is gone.
  ///
  /// The rows are made beside the database and copied into it: a step that is recorded later, by
  /// ``write(_:after:)``, finds what it would have found if each had been written by itself.
  ///
  /// - Parameter steps: gives every step since the first entry, in order. It is asked again after a
  ///   connection that was lost.
  /// - Returns: the revision that the tables have come to.
  public func fillViews(
    _ steps: (_ take: (StateStep) throws -> Void) throws -> Void
  ) throws(StoreError) -> Revision {
    var at = Revision.zero
    try transact { connection in
      at = .zero
      try connection.run("SELECT revision FROM bomay.views FOR UPDATE")
      try connection.execute(PostgresLogStore.emptying)
      let indexes = try PostgresLogStore.dropIndexes(connection)
      var spans = KnownSpans()
      var rows: [StateTable: [KnownSpan]] = [:]
      try steps { step in
        for span in spans.take(step) { rows[span.table, default: []].append(span) }
        for (table, full) in rows where full.count >= 10_000 {
          try PostgresLogStore.copy(full, into: table, connection)
          rows[table] = nil
        }
        at = step.revision
      }
      for span in spans.said() { rows[span.table, default: []].append(span) }
      for (table, rest) in rows { try PostgresLogStore.copy(rest, into: table, connection) }
      for index in indexes { try connection.execute(index) }
      try PostgresLogStore.note(at, connection)
    }
    return at
  }

  /// Notes the revision that the tables have come to.
  private static func note(_ revision: Revision, _ connection: Connection) throws {
    try connection.run(
      "UPDATE bomay.views SET revision = $1, fold = $2",
      [.number(revision.number), .number(Int32(Register.foldVersion))])
  }

  /// Indexes are made faster at once than row by row.
  ///
  /// - Returns: the statements that make them anew.
  private static func dropIndexes(_ connection: Connection) throws -> [String] {
    let found = try connection.run(
      """
      SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'bomay' AND tablename LIKE 'state\\_%'
        ORDER BY indexname
      """)
    for row in found.rows { try connection.execute("DROP INDEX bomay.\"\(found.text(row, 0))\"") }
    return found.rows.map { found.text($0, 1) }
  }

  private static func copy(_ rows: [KnownSpan], into table: StateTable, _ connection: Connection) throws {
    try connection.copy(
      into: "bomay.state_\(table.rawValue)",
      ["subject", "content", "valid", "known", "from_revision", "until_revision"],
      rows.lazy.map { row in
        [
          .text(row.span.subject), .json(row.span.content), .days(row.span.from, row.span.until),
          .time(row.from.recordedAt, row.until?.recordedAt), .number(row.from.revision.number),
          row.until.map { .number($0.revision.number) } ?? .null,
        ]
      })
  }

  static let emptying =
    "TRUNCATE " + StateTable.allCases.map { "bomay.state_\($0.rawValue)" }.joined(separator: ", ")

  /// Takes the tables one step on, all or nothing.
  ///
  /// - Returns: false when another process has taken them further than `previous` meanwhile.
  public func write(_ step: StateStep, after previous: Revision) throws(StoreError) -> Bool {
    var isDone = false
    try transact { connection in
      let at = try connection.run("SELECT revision FROM bomay.views FOR UPDATE").number(0, 0)
      isDone = at == previous.number
      guard isDone else { return }
      for part in step.parts { try self.write(part, step, connection) }
      try PostgresLogStore.note(step.revision, connection)
    }
    return isDone
  }

  private func write(_ part: StateStep.Part, _ step: StateStep, _ connection: Connection) throws {
    if let subjects = part.subjects, subjects.isEmpty { return }
    let table = "bomay.state_\(part.table.rawValue)"
    try connection.execute(
      """
      CREATE TEMP TABLE IF NOT EXISTS incoming (subject text, content jsonb, valid daterange) ON COMMIT DELETE ROWS;
      CREATE TEMP TABLE IF NOT EXISTS restated (subject text) ON COMMIT DELETE ROWS;
      DELETE FROM incoming; DELETE FROM restated
      """)
    try connection.copy(
      into: "restated", ["subject"], (part.subjects ?? []).lazy.map { [.text($0)] })
    for start in stride(from: 0, to: part.spans.count, by: 1000) {
      try send(part.spans[start..<min(start + 1000, part.spans.count)], connection)
    }
    let at: [Value] = [.text(step.recordedAt.description)]
    // Rows that say the same as before stay as they are.
    let gone = """
      until_revision IS NULL \(part.subjects == nil ? "" : "AND subject IN (SELECT subject FROM restated)")
        AND NOT EXISTS (SELECT FROM incoming n
          WHERE n.subject = t.subject AND n.valid = t.valid AND n.content = t.content)
      """
    // What was recorded and taken back at one moment was never known at any.
    try connection.run("DELETE FROM \(table) t WHERE lower(known) = $1::text::timestamptz AND \(gone)", at)
    try connection.run(
      """
      UPDATE \(table) t SET known = tstzrange(lower(known), $1::text::timestamptz), until_revision = $2::integer
        WHERE \(gone)
      """, at + [.number(step.revision.number)])
    try connection.run(
      """
      INSERT INTO \(table) (subject, content, valid, known, from_revision)
        SELECT subject, content, valid, tstzrange($1::text::timestamptz, NULL), $2::integer FROM incoming n
        WHERE NOT EXISTS (SELECT FROM \(table) t
          WHERE until_revision IS NULL AND n.subject = t.subject AND n.valid = t.valid AND n.content = t.content)
      """, at + [.number(step.revision.number)])
  }

  private func send(_ spans: ArraySlice<StateSpan>, _ connection: Connection) throws {
    var values: [Value] = []
    let rows = spans.map { span in
      values += [
        .text(span.subject), .text(span.content), .optional(span.from?.description), .optional(span.until?.description),
      ]
      let place = values.count - 3
      return
        "($\(place)::text, $\(place + 1)::text::jsonb, daterange($\(place + 2)::text::date, $\(place + 3)::text::date))"
    }
    try connection.run("INSERT INTO incoming VALUES \(rows.joined(separator: ", "))", values)
  }

  private func transact(_ body: (Connection) throws -> Void) throws(StoreError) {
    try attempt { connection in try connection.transact { try body(connection) } }
  }
}
