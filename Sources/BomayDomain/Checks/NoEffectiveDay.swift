// SPDX-License-Identifier: Apache-2.0

/// Every change has a day on which it takes effect, of its own or of its decision.
enum NoEffectiveDay: DecisionRule {
  static let code = "no-effective-day"
  static let rule = "R-A7"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    guard decision.content.effective == nil, decision.content.signedOn == nil else { return }
    let recorded = Bound(decision.record.recordedAt.day)
    guard decision.facts.contains(where: { $0.from == recorded }) else { return }
    findings.add(self, about: [decision.id.rawValue], ["decision": .decision(decision.id)], decisions: [decision.id])
  }
}
