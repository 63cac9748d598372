// SPDX-License-Identifier: Apache-2.0

/// R-F6: "maintain" so many percent where less than that stands.
enum NotMaintained: RegisterRule {
  static let code = "not-maintained"
  static let rule = "R-F6"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for target in at.targets() where target.verdict == .notMaintained {
      findings.add(
        self, about: [target.id.rawValue],
        [
          "target": .text(target.id.rawValue), "value": .text(target.value.description),
          "percent": .percent(target.percent ?? Rational(0)), "gap": .number(target.gap ?? 0),
        ], decisions: [target.citation.decision])
    }
  }
}
