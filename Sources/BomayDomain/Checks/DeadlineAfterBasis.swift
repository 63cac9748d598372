// SPDX-License-Identifier: Apache-2.0

/// R-G7: the deadline lies before the task was given, or after its own document has left force.
enum DeadlineAfterBasis: RegisterRule {
  static let code = "deadline-out-of-time"
  static let rule = "R-G7"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for row in at.directives() {
      guard let due = row.record.due else { continue }
      let basis = at.decision(row.citation.decision)?.document
      let repealed =
        basis.flatMap { at.on(due.deadline).document($0) }.map { $0.isInForce == .no && $0.isRepealed }
        ?? false
      guard due.latest < row.issued.earliest || repealed else { continue }
      findings.add(
        self, about: [row.id.rawValue],
        ["directive": .text(row.id.rawValue), "due": .bound(due), "issued": .bound(row.issued)],
        decisions: [row.citation.decision])
    }
  }
}
