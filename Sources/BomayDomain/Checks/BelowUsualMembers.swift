// SPDX-License-Identifier: Apache-2.0

/// R-A11: an organisation has fewer members than its kind usually has; then the one above it is asked.
/// The parameter is `usual-CATEGORY-KIND`, for a category of members and each kind that has one.
enum BelowUsualMembers: UnitRule {
  static let code = "below-usual-members"
  static let rule = "R-A11"
  static let severity = Severity.warning

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    at.checkMembers(of: unit, against: "usual", self, &findings)
  }
}
