// SPDX-License-Identifier: Apache-2.0

/// R-D8: whoever comes to a post for a term can serve it to the end. The parameter is
/// `retirement-age-months`, the age in force on the day on which the term ends.
///
/// Births are kept beside the log: where none is on record, or it was erased, the rule is silent. The
/// message does not tell the day, for the birth could be read off it. Of a rough day the reading counts
/// that is kindest to the holder. Without a term of its own only an appointment has one, `term-years`.
enum AgeBeforeTermEnds: PersonRule {
  static let code = "age-before-term-ends"
  static let rule = "R-D8"
  static let severity = Severity.warning

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard let born = at.birth(of: at.person(person)), let charter = at.charter else { return }
    for holding in at.holdings(of: at.person(person)) where !holding.isActing {
      let begins = holding.from.earliest
      let usual = holding.accession == .appoint ? charter.parameter("term-years", on: at.day)?.whole : nil
      guard begins != Bound.distantPast, let months = holding.term ?? usual.map({ $0 * 12 }) else { continue }
      let ends = begins.adding(months: Int(months))
      guard let age = charter.parameter("retirement-age-months", on: ends)?.whole,
        born.latest.adding(months: Int(age)) < ends
      else { continue }
      findings.add(
        self, about: [holding.person.rawValue, holding.post.rawValue],
        ["person": .text(holding.person.rawValue), "post": .text(holding.post.rawValue), "ends": .day(ends)],
        decisions: [holding.citation.decision])
    }
  }
}
