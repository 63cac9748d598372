// SPDX-License-Identifier: Apache-2.0

/// R-G6: a directive is addressed to members that live on the day it is issued.
enum AddressedToEnded: RegisterRule {
  static let code = "addressed-to-ended"
  static let rule = "R-G6"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for row in at.directives() where row.issued.latest != Bound.distantPast {
      let then = at.on(row.issued.latest)
      let ended = (row.record.to + row.record.lead + row.record.partners).filter { then.isAlive($0) == .no }
      guard !ended.isEmpty else { continue }
      findings.add(
        self, about: [row.id.rawValue],
        ["directive": .text(row.id.rawValue), "units": .list(ended.map(\.rawValue)), "day": .day(then.day)],
        decisions: [row.citation.decision])
    }
  }
}
