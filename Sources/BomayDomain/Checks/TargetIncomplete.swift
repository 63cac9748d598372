// SPDX-License-Identifier: Apache-2.0

/// R-F5: a target says its direction, its denominator and its area.
enum TargetIncomplete: DecisionRule {
  static let code = "target-incomplete"
  static let rule = "R-F5"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts where fact.attribute == .target {
      guard case .setTarget(let record) = at.register.records[Int(fact.value)] else { continue }
      var lacking: [String] = []
      if record.direction == nil { lacking.append("direction") }
      if record.denominator == nil { lacking.append("denominator") }
      if record.current == nil { lacking.append("current") }
      guard !lacking.isEmpty else { continue }
      findings.add(
        self, about: [record.target.rawValue],
        ["target": .text(record.target.rawValue), "lacking": .list(lacking)], decisions: [decision.id],
        severity: lacking == ["current"] ? .warning : decision.completeness)
    }
  }
}
