// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
public import BomayStore

/// The answers of the register spelt out for all days, for databases that are asked in SQL.
///
/// A span is a run of days over which an answer is the same. It is found by asking on each day on which
/// something begins or ends: between them nothing changes.
public struct StateTables {
  private let register: Register

  public init(_ register: Register) { self.register = register }

  /// What the tables come to say from each moment of recording after a revision on.
  public func forEachStep(after revision: Revision, _ body: (StateStep) throws -> Void) throws {
    var whole: [StateTable: DailyAnswers] = [:]
    for restated in register.restated(after: revision) {
      let moment = register.asOf(Bound.distantPast, knownAt: restated.revision)
      let parts =
        parts(restated, moment)
        + Self.wholeTables.compactMap { table, rows in
          whole[table, default: DailyAnswers()].ask(moment, restated, rows)
            .map { StateStep.Part(table: table, subjects: nil, spans: $0) }
        }
      try body(StateStep(revision: restated.revision, recordedAt: restated.recordedAt, parts: parts))
    }
  }

  /// Tables whose answers depend on more than what is said of their subject.
  private static let wholeTables: [(StateTable, @Sendable (AsOf) -> ([Row], deadlines: [Bound?]))] = [
    (.pilots, { $0.pilotRows() }), (.targets, { $0.targetRows() }), (.directives, { $0.directiveRows() }),
  ]

  private func parts(_ restated: Restated, _ moment: AsOf) -> [StateStep.Part] {
    func part<S>(
      _ table: StateTable, _ ids: Set<Identifier<S>>, _ days: (Identifier<S>) -> [Day],
      _ rows: (AsOf, Identifier<S>) -> [Row]
    ) -> StateStep.Part {
      StateStep.Part(
        table: table, subjects: Set(ids.map(\.rawValue)),
        spans: ids.flatMap { id in spans(moment, on: days(id)) { rows($0, id) } })
    }
    return [
      part(.units, restated.units, moment.turningDays(of:)) { $0.unitRow($1) },
      part(.posts, restated.posts, moment.turningDays(of:)) { $0.postRow($1) },
      part(.holdings, restated.posts, moment.turningDays(of:)) { $0.holdingRows($1) },
      part(.persons, restated.persons, moment.turningDays(of:)) { $0.personRow($1) },
    ].filter { $0.subjects?.isEmpty == false }
  }

  private func spans(_ moment: AsOf, on days: [Day], _ rows: (AsOf) -> [Row]) -> [StateSpan] {
    joined(([.ofOld] + days).map { ($0, Set(rows(moment.on($0)))) })
  }
}

/// Joins what is the same from one day to the next. What is said on the first day holds for all before.
///
/// - Parameter answers: what is said on days, in their order.
private func joined(_ answers: [(day: Day, rows: Set<Row>)]) -> [StateSpan] {
  var open: [Row: Day?] = [:]
  var found: [StateSpan] = []
  for (index, answer) in answers.enumerated() {
    for (row, from) in open where !answer.rows.contains(row) {
      found.append(row.span(from, answer.day))
      open[row] = nil
    }
    for row in answer.rows where open[row] == nil {
      open.updateValue(index == 0 ? nil : answer.day, forKey: row)
    }
  }
  return found + open.map { $0.span($1, nil) }
}

/// What a whole table says, day by day. From one step to the next only those days are asked again whose
/// answers can differ.
private struct DailyAnswers {
  private var rows: [Day: Set<Row>] = [:]
  /// What the table said at the step before; nothing where there was none.
  private var last: Set<StateSpan>?

  /// - Parameter said: what is said on a day, and the deadlines after which something else may be said.
  /// - Returns: what the table says now; `nil` where that is what it said before.
  mutating func ask(
    _ moment: AsOf, _ restated: Restated, _ said: (AsOf) -> ([Row], deadlines: [Bound?])
  ) -> [StateSpan]? {
    let before = rows
    let since = before.isEmpty ? nil : restated.since
    var waiting = [Day.ofOld] + (before.isEmpty ? moment.turningDays() : Array(restated.turningDays))
    for day in before.keys where since.map({ day >= $0 }) ?? true {
      waiting.append(day)
      rows[day] = nil
    }
    while let day = waiting.popLast() {
      guard rows[day] == nil else { continue }
      let (said, deadlines) = said(moment.on(day))
      rows[day] = Set(said)
      for bound in deadlines.flatMap({ [$0?.earliest, $0?.latest] }).compactMap({ $0 }) where bound > .ofOld {
        waiting += [bound, bound.adding(days: 1)]
      }
    }
    guard rows != before else { return nil }
    let found = Set(joined(rows.keys.sorted().map { ($0, rows[$0] ?? []) }))
    defer { last = found }
    return found == last ? nil : Array(found)
  }
}

extension Day {
  /// The first day that a record can name. It answers for all before it.
  fileprivate static let ofOld = Day(year: 1, month: 1, day: 1) ?? Bound.distantPast
}

/// What is said of a subject on one day.
struct Row: Hashable {
  let subject: String
  let content: String

  /// - Parameter members: the members of a JSON object, those that are there.
  init(_ subject: String, _ members: [(String, Cell?)]) {
    self.subject = subject
    content = Cell.object(members.compactMap { key, value in value.map { (key, $0) } }).json
  }

  func span(_ from: Day?, _ until: Day?) -> StateSpan {
    StateSpan(subject: subject, content: content, from: from, until: until)
  }
}
