// SPDX-License-Identifier: Apache-2.0

/// R-A9: a division is not set up below the least number of staff. The parameter is
/// `KIND-minimum`, for each kind that has one.
enum BelowMinimumSize: UnitRule {
  static let code = "below-minimum-size"
  static let rule = "R-A9"
  static let severity = Severity.warning

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.isAlive(unit) == .yes, let kind = at.kindSpec(unit),
      let least = at.charter?.parameter("\(kind.id)-minimum", on: at.day)
    else { return }
    let quota = at.quota(of: unit)
    guard !quota.isEmpty else { return }
    let total = quota.reduce(Int64(0)) { $0 + $1.number }
    guard Rational(total) < least else { return }
    findings.add(
      self, about: [at.unit(unit).rawValue],
      ["unit": .unit(at.unit(unit)), "count": .number(total), "least": .text(least.description)])
  }
}
