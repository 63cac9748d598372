// SPDX-License-Identifier: Apache-2.0

/// R-B4: members go with their organisation: those before a merger, absorption, division or separation,
/// and what movements on record add and take, are those counted first after it.
///
/// Looked at where each unit has a count on both sides: the last one before the day, with no other such
/// event since, and the first one after it. Where a movement on record covers the day itself, or the
/// records do not tell who followed whom, nothing is compared.
enum MembersUnaccounted: UnitRule {
  static let code = "members-unaccounted"
  static let rule = "R-B4"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    let members = at.charter?.memberCategories ?? []
    guard !members.isEmpty, at.isAlive(unit) == .yes,
      at.headcount(of: unit).contains(where: { members.contains($0.category) }),
      let event = Rearranged(of: at.unit(unit), at)
    else { return }
    for category in members {
      guard let before = event.counts(category, at, isBefore: true),
        let after = event.counts(category, at, isBefore: false),
        let moved = event.moved(category, before, after, at)
      else { continue }
      let sums = [before, after].map { $0.values.reduce(Int64(0)) { $0 + $1.number } }
      guard sums[0] + moved != sums[1] else { continue }
      findings.add(
        self, about: [at.unit(unit).rawValue, category.rawValue],
        [
          "unit": .unit(at.unit(unit)), "category": .text(category.rawValue), "day": .day(event.day),
          "before": .number(sums[0]), "moved": .number(moved), "after": .number(sums[1]),
          "units": .list(event.before.map(\.rawValue).sorted()),
        ], decisions: event.decisions)
    }
  }
}

/// The last event that made a unit out of others, with all units before it and after it.
private struct Rearranged {
  let day: Day
  let before: Set<Identifier<OrgUnit>>
  let after: Set<Identifier<OrgUnit>>
  let decisions: [Identifier<Decision>]

  /// `nil` where there was none, or its day or its successors are not known.
  init?(of unit: Identifier<OrgUnit>, _ at: AsOf) {
    guard let last = at.predecessions(of: unit).max(by: { $0.on.latest < $1.on.latest }), last.on.isExact,
      last.on.latest != Bound.distantPast
    else { return nil }
    day = last.on.latest
    var steps: Set<Succession> = []
    var open: Set<Identifier<OrgUnit>> = [unit]
    var seen: Set<Identifier<OrgUnit>> = []
    while let next = open.popFirst() {
      guard seen.insert(next).inserted else { continue }
      for step in at.predecessions(of: next) + at.successions(of: next) where step.on == last.on {
        steps.insert(step)
        open.formUnion(step.successors)
        open.insert(step.predecessor)
      }
    }
    guard !steps.contains(where: \.isOneOf) else { return nil }
    let eve = at.on(day.adding(days: -1))
    let then = at.on(day)
    before = seen.filter { eve.isAlive($0) != .no }
    after = seen.filter { then.isAlive($0) != .no }
    var cited: Set<Identifier<Decision>> = []
    decisions = steps.map(\.citation.decision).sorted().filter { cited.insert($0).inserted }
  }

  /// The last count of each unit before the day, or the first one from the day on; `nil` if one lacks it,
  /// or has another such event between its count and the day.
  func counts(
    _ category: Identifier<StaffCategory>, _ at: AsOf, isBefore: Bool
  ) -> [Identifier<OrgUnit>: StaffFigure]? {
    var found: [Identifier<OrgUnit>: StaffFigure] = [:]
    for unit in isBefore ? before : after {
      let number = at.number(unit)
      let all = at.staff(.headcount) { $0.unit == number && $0.period.hasCome(by: at.day) == .yes }
        .filter { $0.category == category && (isBefore ? $0.period.latest < day : day <= $0.period.earliest) }
        .sorted { $0.period.latest < $1.period.latest }
      guard let count = isBefore ? all.last : all.first else { return nil }
      let others = (at.predecessions(of: unit) + at.successions(of: unit)).map(\.on).filter { $0 != Bound(day) }
      let isClear = others.allSatisfy {
        isBefore
          ? $0.latest <= count.period.earliest || day < $0.earliest
          : $0.latest < day || count.period.latest < $0.earliest
      }
      guard isClear else { return nil }
      found[unit] = count
    }
    return found
  }

  /// What movements between the counts add; `nil` where one lies across a count or the day.
  func moved(
    _ category: Identifier<StaffCategory>, _ before: [Identifier<OrgUnit>: StaffFigure],
    _ after: [Identifier<OrgUnit>: StaffFigure], _ at: AsOf
  ) -> Int64? {
    var sum: Int64 = 0
    for (movement, _) in at.movements() where movement.category == category {
      let from = before[movement.unit]?.period.latest ?? day.adding(days: -1)
      let through = after[movement.unit]?.period.earliest ?? day.adding(days: -1)
      guard before[movement.unit] != nil || after[movement.unit] != nil, from < movement.period.latest,
        movement.period.earliest <= through
      else { continue }
      let isWhole = from < movement.period.earliest && movement.period.latest <= through
      let isAcross = movement.period.earliest < day && day <= movement.period.latest
      guard isWhole, !isAcross else { return nil }
      sum += movement.arrivals - movement.departures
    }
    return sum
  }
}
