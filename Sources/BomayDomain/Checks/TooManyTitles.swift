// SPDX-License-Identifier: Apache-2.0

/// R-D2: an official of a commune holds no more titles than the parameter allows.
enum TooManyTitles: PersonRule {
  static let code = "too-many-titles"
  static let rule = "R-D2"
  static let severity = Severity.warning

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard let most = at.charter?.parameter("max-titles-commune", on: at.day)?.whole else { return }
    let held = at.holdings(of: at.person(person)).filter { holding in
      at.unit(of: holding.post).flatMap { at.number($0) }.flatMap { at.kindSpec($0) }?.level == "commune"
    }
    guard held.count > Int(most) else { return }
    findings.add(
      self, about: [at.person(person).rawValue],
      [
        "person": .text(at.person(person).rawValue), "count": .number(Int64(held.count)), "limit": .number(most),
        "posts": .list(held.map(\.post.rawValue)), "day": .day(at.day),
      ], decisions: held.map(\.citation.decision))
  }
}
