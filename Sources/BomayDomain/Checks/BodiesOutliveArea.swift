// SPDX-License-Identifier: Apache-2.0

/// R-B10: the bodies of an area end or move on the day the area ends.
enum BodiesOutliveArea: UnitRule {
  static let code = "bodies-outlive-area"
  static let rule = "R-B10"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard UnsettledChildren.hasEnded(unit, at) else { return }
    let left = at.subjects(.unitLocatedIn, withValue: unit).filter { at.isAlive($0) == .yes }
    guard !left.isEmpty else { return }
    findings.add(
      self, about: [at.unit(unit).rawValue],
      [
        "unit": .unit(at.unit(unit)), "day": .day(at.day), "count": .number(Int64(left.count)),
        "units": .list(left.map { at.unit($0).rawValue }),
      ], decisions: at.decisions(behind: .unitLife, unit))
  }
}
