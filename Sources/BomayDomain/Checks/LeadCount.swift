// SPDX-License-Identifier: Apache-2.0

/// R-G1: a task has one lead; of more, the first named leads, and none is a gap.
enum LeadCount: DecisionRule {
  static let code = "lead-count"
  static let rule = "R-G1"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts where fact.attribute == .directive {
      guard case .issueDirective(let record) = at.register.records[Int(fact.value)] else { continue }
      var lacking: [String] = []
      if record.lead.isEmpty { lacking.append("lead") }
      if record.due == nil, !record.standing { lacking.append("due") }
      guard !lacking.isEmpty || record.lead.count > 1 else { continue }
      findings.add(
        self, about: [record.directive.rawValue],
        [
          "directive": .text(record.directive.rawValue), "count": .number(Int64(record.lead.count)),
          "lacking": .list(lacking), "leads": .list(record.lead.map(\.rawValue)),
        ], decisions: [decision.id], severity: lacking.isEmpty ? .warning : decision.completeness)
    }
  }
}
