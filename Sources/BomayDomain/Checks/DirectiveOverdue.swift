// SPDX-License-Identifier: Apache-2.0

/// R-G3: a task past its deadline, or near it.
enum DirectiveOverdue: RegisterRule {
  static let code = "directive-due"
  static let rule = "R-G3"
  static let severity = Severity.notice

  static func check(_ at: AsOf, _ findings: inout Findings) {
    let notice = at.charter?.parameter("reminder-days-first", on: at.day)?.whole ?? 0
    for row in at.directives() {
      guard let left = row.daysLeft, left <= Int(notice), let due = row.record.due,
        [.notStarted, .running, .overdue].contains(row.state)
      else { continue }
      findings.add(
        self, about: [row.id.rawValue],
        ["directive": .text(row.id.rawValue), "due": .bound(due), "days": .number(Int64(left))],
        decisions: [row.citation.decision])
    }
  }
}
