// SPDX-License-Identifier: Apache-2.0

/// R-I4: one allowance only, whatever the number of titles.
enum TwoAllowances: PersonRule {
  static let code = "two-allowances"
  static let rule = "R-I4"
  static let severity = Severity.error

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    let paid = at.register.tenuresOfPerson[Int(person)].compactMap { tenure -> Citation? in
      if case .value(_, let citation) = at.record(.allowance, tenure) { citation } else { nil }
    }
    guard paid.count > 1 else { return }
    findings.add(
      self, about: [at.person(person).rawValue],
      ["person": .text(at.person(person).rawValue), "count": .number(Int64(paid.count)), "day": .day(at.day)],
      decisions: paid.map(\.decision))
  }
}
