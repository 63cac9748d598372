// SPDX-License-Identifier: Apache-2.0

/// R-E4: opening + in - out = closing.
enum StaffMovementBalance: UnitRule {
  static let code = "movement-does-not-balance"
  static let rule = "R-E4"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    for (movement, citation) in at.movements() where movement.unit == at.unit(unit) {
      let sum = movement.opening + movement.arrivals - movement.departures
      guard sum != movement.closing else { continue }
      findings.add(
        self, about: [movement.unit.rawValue, movement.category.rawValue, movement.period.description],
        [
          "unit": .unit(movement.unit), "category": .text(movement.category.rawValue),
          "period": .bound(movement.period), "computed": .number(sum), "closing": .number(movement.closing),
        ], decisions: [citation.decision])
    }
  }
}
