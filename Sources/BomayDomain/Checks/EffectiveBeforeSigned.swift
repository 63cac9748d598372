// SPDX-License-Identifier: Apache-2.0

/// R-A8: nothing takes effect before it is signed.
enum EffectiveBeforeSigned: DecisionRule {
  static let code = "effective-before-signed"
  static let rule = "R-A8"
  static let severity = Severity.warning

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    guard let signed = decision.content.signedOn,
      let early = decision.facts.map(\.from).filter({ !$0.isBeforeRecords && $0.latest < signed.earliest })
        .min(by: { $0.latest < $1.latest })
    else { return }
    findings.add(
      self, about: [decision.id.rawValue],
      ["decision": .decision(decision.id), "signed": .bound(signed), "effective": .bound(early)],
      decisions: [decision.id])
  }
}
