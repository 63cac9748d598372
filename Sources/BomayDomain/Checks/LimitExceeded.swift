// SPDX-License-Identifier: Apache-2.0

/// R-A12, for reported figures: an indicator is above its limit.
enum LimitExceeded: RegisterRule {
  static let code = "limit-exceeded"
  static let rule = "R-A12"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for id in at.register.names(.limit).keys {
      guard case (.limit(let limit), let fact)? = at.latestRecord(.limit, .limit, id),
        fact.from.hasCome(by: at.day) != .no
      else { continue }
      for row in at.observations() where row.record.indicator == limit.indicator {
        let most = row.record.value ?? row.record.range?.atMost.map { Rational($0) }
        guard let most, limit.atMost < most else { continue }
        findings.add(
          self, about: [id, row.record.observation.rawValue],
          [
            "limit": .text(limit.atMost.description), "indicator": .text(limit.indicator.rawValue),
            "value": .text(most.description),
          ], decisions: [row.citation.decision])
      }
    }
  }
}
