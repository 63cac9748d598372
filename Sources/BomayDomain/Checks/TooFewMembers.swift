// SPDX-License-Identifier: Apache-2.0

/// R-A11: an organisation has the least number of members that lets it exist. The parameter is
/// `least-CATEGORY-KIND`, for a category of members and each kind that has one.
enum TooFewMembers: UnitRule {
  static let code = "too-few-members"
  static let rule = "R-A11"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    at.checkMembers(of: unit, against: "least", self, &findings)
  }
}

extension AsOf {
  /// Compares the latest count of each category of members with the parameter `PREFIX-CATEGORY-KIND`.
  func checkMembers(of unit: Int32, against prefix: String, _ rule: any Rule.Type, _ findings: inout Findings) {
    guard let charter, isAlive(unit) == .yes, let kind = kindSpec(unit) else { return }
    let limits = charter.memberCategories.compactMap { category in
      charter.parameter("\(prefix)-\(category)-\(kind.id)", on: day).map { (category, $0) }
    }
    guard !limits.isEmpty else { return }
    let counts = headcount(of: unit)
    for (category, least) in limits {
      guard let count = counts.first(where: { $0.category == category }), Rational(count.number) < least else {
        continue
      }
      findings.add(
        rule, about: [self.unit(unit).rawValue, category.rawValue],
        [
          "unit": .unit(self.unit(unit)), "category": .text(category.rawValue), "count": .number(count.number),
          "least": .text(least.description), "on": .bound(count.period), "kind": .text(kind.id.rawValue),
        ], decisions: [count.citation.decision])
    }
  }
}
