// SPDX-License-Identifier: Apache-2.0

/// R-A4: what is said of a unit lies within its life. A backdated end meets the later changes of the
/// unit here, and both decisions are named.
enum ChangeOutsideLife: UnitRule {
  static let code = "change-outside-life"
  static let rule = "R-A4"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    // One of a chain of changes may live over no night.
    guard at.isAlive(unit) == .no, !at.beginsToday(unit) else { return }
    for attribute in [Attribute.unitName, .unitKind, .unitParent, .unitCode] {
      guard case .fact(let row) = at.answer(attribute, unit) else { continue }
      let fact = at.register.facts[row]
      // Only what begins on this very day, with the unit not living.
      guard fact.fromLatest == at.day.ordinal else { continue }
      findings.add(
        self, about: [at.unit(unit).rawValue], ["unit": .unit(at.unit(unit)), "day": .day(at.day)],
        decisions: [at.citation(of: fact).decision] + at.decisions(behind: .unitLife, unit))
      return
    }
  }
}
