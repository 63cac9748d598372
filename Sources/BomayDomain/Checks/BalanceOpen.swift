// SPDX-License-Identifier: Apache-2.0

/// R-B2: so many in, so many out. Told until every one has exactly one destination.
enum BalanceOpen: RegisterRule {
  static let code = "balance-open"
  static let rule = "R-B2"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for balance in at.balances() where !balance.open.isEmpty {
      findings.add(
        self, about: [balance.ended.rawValue],
        [
          "unit": .unit(balance.ended), "total": .number(Int64(balance.total)),
          "open": .number(Int64(balance.open.count)),
        ], decisions: [balance.citation.decision])
    }
  }
}
