// SPDX-License-Identifier: Apache-2.0

/// R-B6: every post of an ended unit ends with it or becomes a post of the result.
enum UnsettledPosts: UnitRule {
  static let code = "posts-unsettled"
  static let rule = "R-B6"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard UnsettledChildren.hasEnded(unit, at) else { return }
    let left = at.subjects(.postUnit, withValue: unit).filter { at.truth(.postLife, $0) == .yes }
    guard !left.isEmpty else { return }
    findings.add(
      self, about: [at.unit(unit).rawValue],
      [
        "unit": .unit(at.unit(unit)), "day": .day(at.day), "count": .number(Int64(left.count)),
        "posts": .list(left.map { at.post($0).rawValue }),
      ], decisions: at.decisions(behind: .unitLife, unit))
  }
}
