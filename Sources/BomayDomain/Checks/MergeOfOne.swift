// SPDX-License-Identifier: Apache-2.0

/// R-B5: a consolidation joins at least two units, or an unnamed group that may be more than one.
enum MergeOfOne: DecisionRule {
  static let code = "merge-of-one"
  static let rule = "R-B5"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts where fact.attribute == .unitSuccession {
      let value = at.register.successions[fact.value]
      guard value.kind == .merge, Set(value.together).count < 2 else { continue }
      let number =
        at.register.facts.history(.unitNumber, of: fact.subject, knownAt: at.revision.number).first
        .map { at.register.counts[at.register.facts[$0].value] } ?? .one
      guard number.exact == 1 else { continue }
      findings.add(
        self, about: [at.unit(fact.subject).rawValue], ["unit": .unit(at.unit(fact.subject))],
        decisions: [decision.id])
    }
  }
}
