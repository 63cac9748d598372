// SPDX-License-Identifier: Apache-2.0

/// R-F10: a value differs from the one before by more than the parameter allows.
enum ValueJump: RegisterRule {
  static let code = "value-jump"
  static let rule = "R-F10"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    guard let most = at.charter?.parameter("change-alert-percent", on: at.day) else { return }
    let rows = at.observations().filter { $0.record.role != .change && $0.record.value != nil }
    let groups = Dictionary(grouping: rows) {
      "\($0.record.indicator) \($0.record.area?.rawValue ?? "") \($0.record.role?.rawValue ?? "")"
    }
    for group in groups.values {
      let series = group.sorted { $0.when.latest < $1.when.latest }
      for (before, after) in zip(series, series.dropFirst()) where before.when.latest < after.when.earliest {
        guard let old = before.record.value, let new = after.record.value, old != Rational(0) else { continue }
        let change = old < new ? new - old : old - new
        guard old * most < change * Rational(100) else { continue }
        findings.add(
          self, about: [after.record.observation.rawValue],
          [
            "observation": .text(after.record.observation.rawValue), "before": .text(old.description),
            "now": .text(new.description), "limit": .text(most.description),
          ], decisions: [before.citation.decision, after.citation.decision])
      }
    }
  }
}
