// SPDX-License-Identifier: Apache-2.0

/// R-E1: more present than assigned, or fewer by more than the parameter allows.
enum QuotaExceeded: UnitRule {
  static let code = "quota-exceeded"
  static let rule = "R-E1"
  static let severity = Severity.warning

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    let assigned = at.quota(of: unit)
    guard !assigned.isEmpty else { return }
    let slack = at.charter?.parameter("quota-shortfall-percent", on: at.day) ?? Rational(100)
    for present in at.headcount(of: unit) {
      guard let quota = assigned.first(where: { $0.category == present.category }) else { continue }
      let isOver = present.number > quota.number
      let isShort = Rational(present.number * 100) < Rational(quota.number) * (Rational(100) - slack)
      guard isOver || isShort else { continue }
      findings.add(
        self, about: [at.unit(unit).rawValue, present.category.rawValue],
        [
          "unit": .unit(at.unit(unit)), "category": .text(present.category.rawValue),
          "present": .number(present.number), "assigned": .number(quota.number),
          "side": .term(isOver ? "quota.over" : "quota.short"),
        ], decisions: [present.citation.decision, quota.citation.decision])
    }
  }
}
