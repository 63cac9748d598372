// SPDX-License-Identifier: Apache-2.0

/// R-A7: a set-up, merger, division, end or new name has a deciding document with number and date.
/// Without one it is refused; on what comes from a reading the lack is a gap.
enum NoLegalBasis: DecisionRule {
  static let code = "no-legal-basis"
  static let rule = "R-A7"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    let isStructural = decision.facts.contains {
      $0.attribute == .unitLife || $0.attribute == .unitName || $0.attribute == .unitKind
        || $0.attribute == .unitSuccession
    }
    guard isStructural else { return }
    let document = decision.content.document.flatMap { at.document($0) }
    guard document == nil || document?.record.number == nil || document?.record.date == nil else { return }
    findings.add(
      self, about: [decision.id.rawValue], ["decision": .decision(decision.id)], decisions: [decision.id],
      severity: decision.completeness)
  }
}
