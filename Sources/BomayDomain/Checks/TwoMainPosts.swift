// SPDX-License-Identifier: Apache-2.0

/// R-D1: one main post a person at a time; every other is held beside it.
enum TwoMainPosts: PersonRule {
  static let code = "two-main-posts"
  static let rule = "R-D1"
  static let severity = Severity.error

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    let main = at.holdings(of: at.person(person)).filter { $0.kind == .main && !$0.isUndetermined }
    guard main.count > 1 else { return }
    findings.add(
      self, about: [at.person(person).rawValue],
      [
        "person": .text(at.person(person).rawValue), "posts": .list(main.map(\.post.rawValue)), "day": .day(at.day),
      ], decisions: main.map(\.citation.decision))
  }
}
