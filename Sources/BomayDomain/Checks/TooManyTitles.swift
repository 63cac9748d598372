// SPDX-License-Identifier: Apache-2.0

/// R-D2: an official holds no more titles at a level than the parameter allows. The parameter is
/// `max-titles-LEVEL`, for each level that has one.
enum TooManyTitles: PersonRule {
  static let code = "too-many-titles"
  static let rule = "R-D2"
  static let severity = Severity.warning

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    let all = at.holdings(of: at.person(person))
    guard all.count > 1 else { return }
    for (level, limit) in at.parameters(beginning: "max-titles-") {
      let held = all.filter { holding in
        at.unit(of: holding.post).flatMap { at.number($0) }.flatMap { at.kindSpec($0) }?.level == level
      }
      guard let most = limit.whole, held.count > Int(most) else { continue }
      report(person, held, most, at, &findings)
    }
  }

  private static func report(
    _ person: Int32, _ held: [Holding], _ most: Int64, _ at: AsOf, _ findings: inout Findings
  ) {
    findings.add(
      self, about: [at.person(person).rawValue],
      [
        "person": .text(at.person(person).rawValue), "count": .number(Int64(held.count)), "limit": .number(most),
        "posts": .list(held.map(\.post.rawValue)), "day": .day(at.day),
      ], decisions: held.map(\.citation.decision))
  }
}
