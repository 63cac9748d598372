// SPDX-License-Identifier: Apache-2.0

/// R-B5: a division makes at least two units, a separation at least one beside the one that lives on.
enum DivideIntoOne: DecisionRule {
  static let code = "divide-into-one"
  static let rule = "R-B5"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts where fact.attribute == .unitSuccession {
      let value = at.register.successions[fact.value]
      guard value.kind == .divide, Set(value.successors).count < 2 else { continue }
      findings.add(
        self, about: [at.unit(fact.subject).rawValue], ["unit": .unit(at.unit(fact.subject))],
        decisions: [decision.id])
    }
  }
}
