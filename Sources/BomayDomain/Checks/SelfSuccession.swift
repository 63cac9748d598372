// SPDX-License-Identifier: Apache-2.0

/// R-A5: a unit that ends gives way to another identity, never to itself.
enum SelfSuccession: DecisionRule {
  static let code = "self-succession"
  static let rule = "R-A5"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts where fact.attribute == .unitSuccession {
      let value = at.register.successions[fact.value]
      guard
        !value.survives && value.successors.contains(fact.subject)
          || (value.successors.isEmpty && value.kind == .absorb)
      else { continue }
      findings.add(
        self, about: [at.unit(fact.subject).rawValue], ["unit": .unit(at.unit(fact.subject))],
        decisions: [decision.id])
    }
  }
}
