// SPDX-License-Identifier: Apache-2.0

/// R-A4: a post lives within the life of its unit.
enum PostOfEndedUnit: PostRule {
  static let code = "post-outside-unit-life"
  static let rule = "R-A4"
  static let severity = Severity.error

  static func check(_ post: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.truth(.postLife, post) == .yes else { return }
    let unit = at.value(.postUnit, post)
    guard unit >= 0, at.isAlive(unit) == .no, !UnsettledChildren.hasEnded(unit, at) else { return }
    findings.add(
      self, about: [at.post(post).rawValue],
      ["post": .text(at.post(post).rawValue), "unit": .unit(at.unit(unit)), "day": .day(at.day)],
      decisions: at.decisions(behind: .postLife, post))
  }
}
