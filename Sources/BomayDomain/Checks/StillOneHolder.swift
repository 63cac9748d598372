// SPDX-License-Identifier: Apache-2.0

/// R-C4: after a stop one person still holds both posts, or the joint unit still lives.
enum StillOneHolder: RegisterRule {
  static let code = "stop-not-carried-out"
  static let rule = "R-C4"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for obligation in at.obligations() where obligation.state == .open || obligation.state == .overdue {
      findings.add(
        self, about: [obligation.id],
        [
          "pilot": .text(obligation.pilot.rawValue), "unit": .unit(obligation.locality),
          "cause": .term("cause.\(obligation.cause.rawValue)"), "due": .bound(obligation.due),
        ], decisions: [obligation.origin.decision])
    }
  }
}
