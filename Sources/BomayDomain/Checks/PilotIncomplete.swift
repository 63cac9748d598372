// SPDX-License-Identifier: Apache-2.0

/// R-C1: a pilot has a basis, a known start and a planned end or review.
enum PilotIncomplete: DecisionRule {
  static let code = "pilot-incomplete"
  static let rule = "R-C1"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts where fact.attribute == .pilot {
      guard case .startPilot(let start) = at.register.records[Int(fact.value)] else { continue }
      var lacking: [String] = []
      if start.basis.isEmpty { lacking.append("basis") }
      if !fact.from.isExact { lacking.append("start") }
      if start.ends == nil, start.review == nil, !start.permanent { lacking.append("ends") }
      guard !lacking.isEmpty else { continue }
      findings.add(
        self, about: [start.pilot.rawValue],
        ["pilot": .text(start.pilot.rawValue), "lacking": .list(lacking)], decisions: [decision.id],
        severity: decision.completeness)
    }
  }
}
