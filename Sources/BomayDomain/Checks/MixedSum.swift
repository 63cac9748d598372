// SPDX-License-Identifier: Apache-2.0

/// R-E10: plans or results of different populations are reported apart, not added.
enum MixedSum: RegisterRule {
  static let code = "mixed-sum"
  static let rule = "R-E10"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for figure in at.figures() where figure.verdict == .mixed {
      findings.add(
        self, about: [figure.id.rawValue],
        ["figure": .text(figure.id.rawValue), "expression": .text(figure.expression)],
        decisions: [figure.citation.decision])
    }
  }
}
