// SPDX-License-Identifier: Apache-2.0

/// R-A4: only what lives ends, only what has ended is restored, and nothing passes into a unit that
/// does not live.
enum LifeOutOfOrder: UnitRule {
  static let code = "life-out-of-order"
  static let rule = "R-A4"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    let register = at.register
    let rows = register.facts.history(.unitLife, of: unit, knownAt: at.revision.number)
    for (place, row) in rows.enumerated() {
      let fact = register.facts[row]
      guard fact.fromLatest == at.day.ordinal else { continue }
      let earlier = place + 1 < rows.count ? register.facts[rows[place + 1]] : nil
      // A unit made twice is told as such.
      guard let fault = fault(fact, after: earlier), fact.value == 0 || !register.makesUnit(row) else { continue }
      findings.add(
        self, about: [at.unit(unit).rawValue],
        ["unit": .unit(at.unit(unit)), "day": .day(at.day), "fault": .term("life-fault.\(fault)")],
        decisions: [at.citation(of: fact).decision] + (earlier.map { [at.citation(of: $0).decision] } ?? []))
    }
    for row in register.facts.history(.unitSuccession, of: unit, knownAt: at.revision.number) {
      let fact = register.facts[row]
      guard fact.fromLatest == at.day.ordinal else { continue }
      for successor in register.successions[fact.value].successors where !lived(successor, at) {
        findings.add(
          self, about: [at.unit(unit).rawValue, at.unit(successor).rawValue],
          ["unit": .unit(at.unit(successor)), "day": .day(at.day), "fault": .term("life-fault.takes-over")],
          decisions: [at.citation(of: fact).decision] + at.decisions(behind: .unitLife, successor))
      }
    }
  }

  /// What is wrong with an end or a beginning that follows another for certain.
  private static func fault(_ fact: Fact, after earlier: Fact?) -> String? {
    guard let earlier else { return fact.value == 0 ? "ends-before" : nil }
    guard fact.surelyOverrides(earlier) else { return nil }
    let lived = earlier.value == 1 && earlier.untilLatest > fact.fromEarliest
    let isOver = earlier.value == 0 || earlier.untilLatest <= fact.fromEarliest
    if fact.value == 0, isOver { return "ends-twice" }
    return fact.value == 1 && lived ? "lives-already" : nil
  }

  /// Whether the unit lived, or may have lived, on the day, on the eve, or begins or ends on it: units
  /// pass on in a chain within one day.
  private static func lived(_ unit: Int32, _ at: AsOf) -> Bool {
    if at.isAlive(unit) != .no { return true }
    if at.day.ordinal > .min + 1, at.on(at.day.adding(days: -1)).isAlive(unit) != .no { return true }
    return at.beginsToday(unit)
  }
}
