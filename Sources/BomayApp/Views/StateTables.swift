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
    for restated in register.restated(after: revision) {
      try body(
        StateStep(revision: restated.revision, recordedAt: restated.recordedAt, parts: parts(restated)))
    }
  }

  private func parts(_ restated: Restated) -> [StateStep.Part] {
    let moment = register.asOf(Bound.distantPast, knownAt: restated.revision)
    func part<S>(_ table: StateTable, _ ids: Set<Identifier<S>>, _ spans: (Identifier<S>) -> [StateSpan])
      -> StateStep.Part
    {
      StateStep.Part(table: table, subjects: Set(ids.map(\.rawValue)), spans: ids.flatMap(spans))
    }
    let days = moment.turningDays()
    func whole(_ table: StateTable, _ rows: (AsOf) -> ([Row], deadlines: [Bound?])) -> StateStep.Part {
      StateStep.Part(table: table, subjects: nil, spans: spans(moment, on: days, rows))
    }
    return [
      part(.units, restated.units) { unit in
        spans(moment, on: moment.turningDays(of: unit)) { $0.unitRow(unit) }
      },
      part(.posts, restated.posts) { post in
        spans(moment, on: moment.turningDays(of: post)) { $0.postRow(post) }
      },
      part(.holdings, restated.posts) { post in
        spans(moment, on: moment.turningDays(of: post)) { $0.holdingRows(post) }
      },
      part(.persons, restated.persons) { person in
        spans(moment, on: moment.turningDays(of: person)) { $0.personRow(person) }
      },
      whole(.pilots) { $0.pilotRows() }, whole(.targets) { $0.targetRows() },
      whole(.directives) { $0.directiveRows() },
    ]
  }

  private func spans(_ moment: AsOf, on days: [Day], _ rows: (AsOf) -> [Row]) -> [StateSpan] {
    spans(moment, on: days) { (rows($0), deadlines: []) }
  }

  /// - Parameter rows: what is said on a day, and the deadlines after which something else may be said.
  private func spans(
    _ moment: AsOf, on days: [Day], _ rows: (AsOf) -> ([Row], deadlines: [Bound?])
  ) -> [StateSpan] {
    // Where nothing ever begins or ends, any day answers for all of them.
    let first = days.first ?? Day(ordinal: 0)
    var answers: [Day: Set<Row>] = [:]
    var asked = [Day(ordinal: first.ordinal - 1)] + days
    while let day = asked.popLast() {
      guard answers[day] == nil else { continue }
      let (rows, deadlines) = rows(moment.on(day))
      answers[day] = Set(rows)
      for deadline in deadlines {
        for bound in [deadline?.earliest, deadline?.latest].compactMap({ $0 }) where bound > first {
          asked += [bound, Day(ordinal: bound.ordinal + 1)]
        }
      }
    }
    return spans(answers)
  }

  /// Joins what is the same from one day to the next. What is said on the first day holds for all before.
  private func spans(_ answers: [Day: Set<Row>]) -> [StateSpan] {
    var open: [Row: Day?] = [:]
    var found: [StateSpan] = []
    for (index, day) in answers.keys.sorted().enumerated() {
      let now = answers[day] ?? []
      for (row, from) in open where !now.contains(row) {
        found.append(row.span(from, day))
        open[row] = nil
      }
      for row in now where open[row] == nil { open.updateValue(index == 0 ? nil : day, forKey: row) }
    }
    return found + open.map { $0.span($1, nil) }
  }
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
