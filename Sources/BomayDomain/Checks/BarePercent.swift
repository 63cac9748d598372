// SPDX-License-Identifier: Apache-2.0

/// R-F1: a percentage has its numerator and denominator; a bare one is refused, or a gap where it
/// comes from a reading.
enum BarePercent: DecisionRule {
  static let code = "bare-percent"
  static let rule = "R-F1"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts where fact.attribute == .observation {
      guard case .observe(let record) = at.register.records[Int(fact.value)], record.measure == .percent else {
        continue
      }
      findings.add(
        self, about: [record.indicator.rawValue, decision.id.rawValue],
        ["observation": .text(record.observation.rawValue), "indicator": .text(record.indicator.rawValue)],
        decisions: [decision.id], severity: decision.completeness)
    }
  }
}
