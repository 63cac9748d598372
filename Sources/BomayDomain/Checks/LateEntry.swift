// SPDX-License-Identifier: Apache-2.0

/// R-A8: what a document decides is entered within so many days of its taking effect, or its note says
/// why not.
enum LateEntry: DecisionRule {
  static let code = "late-entry"
  static let rule = "R-A8"
  static let severity = Severity.warning

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    guard decision.content.rests == .document, decision.content.note == nil,
      let effective = (decision.content.effective ?? decision.content.signedOn), !effective.isBeforeRecords,
      let limit = at.charter?.parameter("late-entry-days", on: decision.record.recordedAt.day)?.whole
    else { return }
    let days = effective.latest.days(until: decision.record.recordedAt.day)
    guard days > Int(limit) else { return }
    findings.add(
      self, about: [decision.id.rawValue],
      ["decision": .decision(decision.id), "days": .number(Int64(days)), "limit": .number(limit)],
      decisions: [decision.id])
  }
}
