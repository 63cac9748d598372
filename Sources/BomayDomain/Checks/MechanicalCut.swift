// SPDX-License-Identifier: Apache-2.0

/// R-E7: the same percentage cut in every locality is a mechanical cut, which the principle forbids.
enum MechanicalCut: RegisterRule {
  static let code = "mechanical-cut"
  static let rule = "R-E7"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    let cuts = at.observations().filter {
      $0.record.measure == .percent && $0.record.area != nil && ($0.record.role == .rate || $0.record.role == .change)
    }
    for (indicator, rows) in Dictionary(grouping: cuts, by: \.record.indicator) where rows.count > 2 {
      let values = Set(rows.compactMap(\.record.value))
      guard values.count == 1, let value = values.first else { continue }
      findings.add(
        self, about: [indicator.rawValue],
        [
          "indicator": .text(indicator.rawValue), "count": .number(Int64(rows.count)),
          "value": .text(value.description),
        ],
        decisions: Array(Set(rows.map(\.citation.decision))).sorted())
    }
  }
}
