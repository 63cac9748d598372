// SPDX-License-Identifier: Apache-2.0

/// R-E2: what is assigned to the children is not more than what is assigned to the parent; categories
/// are kept apart.
enum ChildrenExceedQuota: UnitRule {
  static let code = "children-exceed-quota"
  static let rule = "R-E2"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    var parent = unit
    if at.quota(of: unit).isEmpty || at.children(unit).isEmpty { parent = at.value(.unitParent, unit) }
    guard parent >= 0 else { return }
    for quota in at.quota(of: parent) {
      let given = at.children(parent).flatMap { at.quota(of: $0) }
        .filter { $0.category == quota.category && $0.period == quota.period }
      let sum = given.reduce(Int64(0)) { $0 + $1.number }
      guard sum > quota.number else { continue }
      findings.add(
        self, about: [at.unit(parent).rawValue, quota.category.rawValue],
        [
          "unit": .unit(at.unit(parent)), "category": .text(quota.category.rawValue),
          "sum": .number(sum), "assigned": .number(quota.number),
        ], decisions: given.map(\.citation.decision) + [quota.citation.decision])
    }
  }
}
