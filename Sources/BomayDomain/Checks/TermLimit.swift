// SPDX-License-Identifier: Apache-2.0

/// R-D9: no more terms of one elected headship in a row than the parameter allows.
enum TermLimit: PersonRule {
  static let code = "term-limit"
  static let rule = "R-D9"
  static let severity = Severity.warning

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard let most = at.charter?.parameter("max-terms", on: at.day)?.whole else { return }
    for tenure in at.register.tenuresOfPerson[Int(person)] {
      let post = at.post(at.register.tenures[tenure].second)
      guard at.role(of: post).flatMap({ at.charter?.role($0) })?.isHead ?? false else { continue }
      let elections = at.register.facts.history(.tenure, of: tenure, knownAt: at.revision.number)
        .map { at.register.facts[$0] }.filter { $0.from.hasCome(by: at.day) != .no }
        .prefix { $0.value >= 0 }.filter { at.register.holdings[$0.value].accession == .elect }
      guard elections.count > Int(most) else { continue }
      findings.add(
        self, about: [at.person(person).rawValue, post.rawValue],
        [
          "person": .text(at.person(person).rawValue), "post": .text(post.rawValue),
          "count": .number(Int64(elections.count)), "limit": .number(most),
        ], decisions: elections.map { at.citation(of: $0).decision })
    }
  }
}
