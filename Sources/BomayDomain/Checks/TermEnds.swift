// SPDX-License-Identifier: Apache-2.0

/// R-D7: a term ends within the months of notice: the holder is to be appointed anew or relieved.
enum TermEnds: PersonRule {
  static let code = "term-ends"
  static let rule = "R-D7"
  static let severity = Severity.warning

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard let notice = at.charter?.parameter("reappointment-notice-months", on: at.day)?.whole else { return }
    for holding in at.holdings(of: at.person(person)) where holding.accession != .rotate {
      guard let term = holding.term, holding.from.isExact else { continue }
      let ends = holding.from.latest.adding(months: Int(term))
      guard ends.adding(months: -Int(notice)) <= at.day else { continue }
      findings.add(
        self, about: [holding.person.rawValue, holding.post.rawValue],
        ["person": .text(holding.person.rawValue), "post": .text(holding.post.rawValue), "ends": .day(ends)],
        decisions: [holding.citation.decision])
    }
  }
}
