// SPDX-License-Identifier: Apache-2.0

/// R-A4: only who holds a post leaves it.
enum LeavesWithoutHolding: PersonRule {
  static let code = "leaves-without-holding"
  static let rule = "R-A4"
  static let severity = Severity.error

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    let register = at.register
    for tenure in register.tenuresOfPerson[Int(person)] {
      let rows = register.facts.history(.tenure, of: tenure, knownAt: at.revision.number)
      for (place, row) in rows.enumerated() {
        let fact = register.facts[row]
        guard fact.value < 0, fact.fromLatest == at.day.ordinal else { continue }
        let earlier = place + 1 < rows.count ? register.facts[rows[place + 1]] : nil
        if let earlier, earlier.value >= 0 || !fact.surelyOverrides(earlier) { continue }
        let post = at.post(register.tenures[tenure].second)
        findings.add(
          self, about: [at.person(person).rawValue, post.rawValue],
          ["person": .text(at.person(person).rawValue), "post": .text(post.rawValue), "day": .day(at.day)],
          decisions: [at.citation(of: fact).decision] + (earlier.map { [at.citation(of: $0).decision] } ?? []))
      }
    }
  }
}
