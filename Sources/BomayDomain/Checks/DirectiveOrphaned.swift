// SPDX-License-Identifier: Apache-2.0

/// R-G4: the lead of a task has ended: the task passes to its successor, else it is orphaned.
enum DirectiveOrphaned: RegisterRule {
  static let code = "directive-orphaned"
  static let rule = "R-G4"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for row in at.directives() where ![.doneInTime, .doneLate].contains(row.state) {
      for (lead, followers) in row.endedLeads.sorted(by: { $0.key < $1.key }) {
        findings.add(
          self, about: [row.id.rawValue, lead.rawValue],
          [
            "directive": .text(row.id.rawValue), "unit": .unit(lead),
            "successors": .list(followers.map(\.rawValue)), "day": .day(at.day),
          ], decisions: [row.citation.decision])
      }
    }
  }
}
