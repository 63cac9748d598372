// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStorePostgres
import BomayTesting
import Foundation
import Testing

/// Each question is asked in SQL of the tables, and of the register; the days and moments are those on
/// which the register of Hai Duong has most to tell.
@Suite("The views for SQL")
struct ViewsTests {
  static let days = ["2017-06-01", "2019-10-31", "2019-11-01", "2022-09-30", "2022-10-31", "2022-11-01", "2025-07-01"]

  /// Fills the tables of a register as `bomay views refresh` does.
  static func fill(_ store: PostgresLogStore, from register: Register) throws {
    var at = try store.viewsRevision()
    if at == .zero {
      let filled = try store.fillViews { take in try StateTables(register).forEachStep(after: .zero, take) }
      return #expect(filled == register.head)
    }
    try StateTables(register).forEachStep(after: at) { step in
      let isWritten = try store.write(step, after: at)
      #expect(isWritten)
      at = step.revision
    }
  }

  /// A database with the register and its tables, filled in two goes.
  static let filled: Result<Database, any Error> = Result {
    let server = try PostgresHere.found.get()
    let demo = try HaiDuong.made.get()
    let database = try server.database()
    let store = try PostgresLogStore.create(at: database.address)
    let session = try RegisterSession.open(store)
    let part = demo.entries.prefix(150)
    try store.append(Array(part), personal: [], after: .zero)
    try session.follow()
    try fill(store, from: session.register)
    try store.append(Array(demo.entries.dropFirst(150)), personal: [], after: Revision(150))
    try session.follow()
    try fill(store, from: session.register)
    return database
  }

  /// Moments of the log, each with the revision known then: the last of those recorded at one time.
  private func moments(_ register: Register) throws -> [(revision: Revision, at: Instant)] {
    let steps = register.restated(after: .zero)
    return [steps.count / 3, steps.count * 2 / 3, steps.count - 1].map { (steps[$0].revision, steps[$0].recordedAt) }
  }

  private func known(_ day: String, _ at: Instant) -> String {
    "valid @> date '\(day)' AND known @> timestamptz '\(at)'"
  }

  @Test("answer as the register does, on every day and as known at every moment")
  func answers() throws {
    guard PostgresHere.server() != nil else { return }
    let database = try Self.filled.get()
    let register = try HaiDuong.made.get().register
    var asked = 0
    for (revision, at) in try moments(register) {
      for day in Self.days {
        let moment = register.asOf(try #require(Day(day)), knownAt: revision)
        let answers = try database.lines(of: Self.questions.map { $0.sql + " WHERE " + known(day, at) })
        for (question, found) in zip(Self.questions, answers) {
          let wanted = question.answer(moment)
          let (lacking, more) = (Set(wanted).subtracting(found), Set(found).subtracting(wanted))
          #expect(
            lacking.isEmpty && more.isEmpty && found.count == wanted.count,
            "\(question.sql) on \(day) at \(revision): \(Array(lacking.prefix(3))), \(Array(more.prefix(3)))")
          asked += wanted.count
        }
      }
    }
    #expect(asked > 10_000, "there is something to compare")
  }

  /// Corrected, annulled, moved behind one another, known to the month only: the tables follow all of it.
  @Test("answer as the register does for histories at random", arguments: UInt64(1)...6)
  func random(seed: UInt64) throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let store = try PostgresLogStore.create(at: database.address)
    var history = try RandomHistory.apparatus(seed: seed)
    history.grow(by: 10)
    try Self.fill(store, from: Register(folding: history.entries))
    history.grow(by: 10)
    let register = Register(folding: history.entries)
    try Self.fill(store, from: register)
    for step in register.restated(after: .zero) {
      let asked = history.days.flatMap { day in Self.questions.prefix(3).map { (day: day, question: $0) } }
      let answers = try database.lines(
        of: asked.map { $0.question.sql + " WHERE " + known($0.day.description, step.recordedAt) })
      for ((day, question), found) in zip(asked, answers) {
        #expect(
          found == question.answer(register.asOf(day, knownAt: step.revision)).sorted(),
          "\(question.sql) on \(day) at \(step.revision)")
      }
    }
  }

  @Test("hold the same filled at once and step by step", arguments: UInt64(1)...4)
  func goes(seed: UInt64) throws {
    guard let server = PostgresHere.server() else { return }
    let (whole, stepwise) = (try server.database(), try server.database())
    let store = try PostgresLogStore.create(at: stepwise.address)
    var history = try RandomHistory.apparatus(seed: seed)
    history.grow(by: 20)
    let register = Register(folding: history.entries)
    try Self.fill(PostgresLogStore.create(at: whole.address), from: register)
    var at = Revision.zero
    while at < register.head {
      let step = try first(after: at, of: register)
      #expect(try store.write(step, after: at))
      at = step.revision
    }
    var count = 0
    for table in StateTable.allCases {
      let rows = """
        SELECT subject, content, valid, known, from_revision, until_revision FROM bomay.state_\(table.rawValue)
          ORDER BY 1, 2, 3, 4, 5
        """
      let found = try whole.sql(rows)
      #expect(try found == stepwise.sql(rows), "\(table), seed \(seed)")
      count += found.split(separator: "\n").count
    }
    #expect(count > 20, "there is something to compare")
    let indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'bomay' ORDER BY 1"
    #expect(try whole.sql(indexes) == stepwise.sql(indexes))
  }

  /// From step to step only those days are asked again on which an answer can differ.
  @Test("are said of pilots, targets and directives as if each step were the first")
  func incremental() throws {
    guard PostgresHere.server() != nil else { return }
    let register = try HaiDuong.made.get().register
    let tables: [StateTable] = [.pilots, .targets, .directives]
    var said: [StateTable: Set<StateSpan>] = [:]
    var (number, compared, before) = (0, 0, Revision.zero)
    try StateTables(register).forEachStep(after: .zero) { step in
      for part in step.parts where tables.contains(part.table) { said[part.table] = Set(part.spans) }
      number += 1
      if number.isMultiple(of: 3) {
        let alone = try first(after: before, of: register)
        for part in alone.parts where tables.contains(part.table) {
          #expect(said[part.table] == Set(part.spans), "\(part.table) at \(step.revision)")
          compared += part.spans.count
        }
      }
      before = step.revision
    }
    #expect(compared > 100, "\(compared) of \(number)")
  }

  private struct Enough: Error {}

  private func first(after revision: Revision, of register: Register) throws -> StateStep {
    var first: StateStep?
    do {
      try StateTables(register).forEachStep(after: revision) { step in
        first = step
        throw Enough()
      }
    } catch is Enough {}
    return try #require(first)
  }

  struct Question: Sendable {
    let sql: String
    let answer: @Sendable (AsOf) -> [String]
  }

  static let questions = [
    Question(sql: "SELECT unit, kind, name, code, parent, certain FROM bomay_views.units") { moment in
      moment.units().map { unit in
        var parent: String?
        if case .unit(let id) = moment.parent(of: unit).determined { parent = id.rawValue }
        return line(
          unit.rawValue, moment.kind(of: unit).determined?.rawValue, moment.name(of: unit).determined,
          moment.code(of: unit).determined, parent, moment.isAlive(unit) == .yes ? "t" : "f")
      }
    },
    Question(sql: "SELECT post, unit, role FROM bomay_views.posts") { moment in
      moment.posts().map { line($0.rawValue, moment.unit(of: $0)?.rawValue, moment.role(of: $0)?.rawValue) }
    },
    Question(sql: "SELECT post, person, accession, certain FROM bomay_views.holdings") { moment in
      moment.posts().flatMap { moment.holders(of: $0) }.map {
        line($0.post.rawValue, $0.person.rawValue, $0.accession.rawValue, $0.isUndetermined ? "f" : "t")
      }
    },
    Question(sql: "SELECT model, locality, pilot, state, due FROM bomay_views.pilots") { moment in
      moment.pilotStates().map {
        line($0.model.rawValue, $0.locality.rawValue, $0.pilot?.rawValue, $0.state.rawValue, $0.due?.description)
      }
    },
    Question(sql: "SELECT target, value, by, current, needed, gap, verdict FROM bomay_views.targets") { moment in
      moment.targets().map {
        line(
          $0.id.rawValue, $0.value.description, $0.by.description, $0.current?.description, $0.needed?.description,
          $0.gap?.description, $0.verdict.rawValue)
      }
    },
    Question(sql: "SELECT directive, giver, array_to_string(lead, ','), due, state FROM bomay_views.directives") {
      moment in
      moment.directives().map {
        line(
          $0.id.rawValue, $0.record.giver.rawValue, $0.record.lead.map(\.rawValue).joined(separator: ","),
          $0.record.due?.description, $0.state.rawValue)
      }
    },
  ]

  private static func line(_ fields: String?...) -> String { fields.map { $0 ?? "" }.joined(separator: "|") }

  @Test("count communes and coverage in plain SQL, and find them by their index")
  func plain() throws {
    guard PostgresHere.server() != nil else { return }
    let database = try Self.filled.get()
    let communes =
      "SELECT count(*) FROM bomay_views.units WHERE kind IN ('xa', 'phuong', 'thi-tran') AND upper_inf(known)"
    #expect(try database.sql("\(communes) AND valid @> date '2019-11-30'") == "262")
    #expect(try database.sql("\(communes) AND valid @> date '2019-12-01'") == "235")
    #expect(
      try database.sql(
        """
        SELECT count(*) FILTER (WHERE in_force) FROM bomay_views.pilots
          WHERE model = 'M1-district' AND valid @> date '2022-09-30' AND upper_inf(known)
        """) == "10")
    let plan = try database.sql(
      """
      SET enable_seqscan = off;
      EXPLAIN SELECT * FROM bomay_views.units WHERE valid @> date '2019-12-01' AND known @> timestamptz '2022-10-31'
      """)
    #expect(plan.contains("state_units_valid_known_idx"))
  }

  @Test("name persons in a view of its own only, and forget who is erased")
  func persons() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let store = try PostgresLogStore.create(at: database.address)
    let session = try RegisterSession.open(store)
    let (charter, _) = CharterFile.read(try #require(Resources.bytes("charters/vn.yaml")), name: "vn")
    try session.adopt(try #require(charter), at: Instant(seconds: 1_600_000_000), by: "test")
    let outcome = try session.record(
      [
        InputFile(
          name: "p.yaml",
          bytes: Array(
            """
            decision: d
            rests: reading
            effective: 2020-01-01
            changes:
              - {establish: u, kind: so, name: Unit}
              - {create-post: p, unit: u, role: giam-doc}
              - {person: someone, name: Named Only Here, born: 1970}
              - {appoint: someone, post: p}
            """.utf8))
      ], at: Instant(seconds: 1_600_000_100), by: "test")
    try #require(outcome.recorded != nil, "\(outcome.diagnostics.map { ($0.code, $0.values) })")
    try Self.fill(store, from: session.register)
    #expect(try database.sql("SELECT person, name, born FROM bomay_persons.persons") == "someone|Named Only Here|1970")
    let everythingElse = try database.sql(
      """
      SELECT count(*) FROM (
        SELECT u::text AS line FROM bomay_views.units u UNION ALL SELECT p::text FROM bomay_views.posts p
        UNION ALL SELECT h::text FROM bomay_views.holdings h) rows WHERE line LIKE '%Named Only%'
      """)
    #expect(everythingElse == "0")
    #expect(try database.sql("SELECT person FROM bomay_views.holdings") == "someone")

    #expect(try session.erase(Identifier(rawValue: "someone")) == 1)
    #expect(try database.sql("SELECT count(*) FROM bomay_persons.persons") == "0")
    try Self.fill(store, from: RegisterSession.open(store).register)
    #expect(try database.sql("SELECT count(*) FROM bomay_persons.persons") == "0")
    #expect(try database.sql("SELECT count(*) FROM bomay_views.holdings") == "1")
  }
}
