// SPDX-License-Identifier: Apache-2.0

/// R-I1, R-I3: a rotation lasts at least the least term, and its end is near.
enum RotationTerm: PersonRule {
  static let code = "rotation-term"
  static let rule = "R-I1"
  static let severity = Severity.warning

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard let least = at.charter?.parameter("rotation-min-months", on: at.day)?.whole else { return }
    let notice = at.charter?.parameter("rotation-notice-months", on: at.day)?.whole ?? 0
    for holding in at.holdings(of: at.person(person)) where holding.accession == .rotate {
      guard let term = holding.term else { continue }
      let ends = holding.from.latest.adding(months: Int(term))
      let isShort = term < least
      guard isShort || ends.adding(months: -Int(notice)) <= at.day else { continue }
      findings.add(
        self, about: [holding.person.rawValue, holding.post.rawValue],
        [
          "person": .text(holding.person.rawValue), "post": .text(holding.post.rawValue), "ends": .day(ends),
          "term": .number(term), "least": .number(least),
          "side": .term(isShort ? "rotation.short" : "rotation.ends"),
        ], decisions: [holding.citation.decision], severity: isShort ? nil : .notice)
    }
  }
}
