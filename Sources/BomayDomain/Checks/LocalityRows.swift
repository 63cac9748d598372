// SPDX-License-Identifier: Apache-2.0

/// R-F9: figures by locality have one row for each locality of the level; a missing report is not nought.
enum LocalityRows: RegisterRule {
  static let code = "locality-rows"
  static let rule = "R-F9"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    let rows = at.observations().filter { $0.record.area != nil }
    for (indicator, group) in Dictionary(grouping: rows, by: \.record.indicator) {
      let areas = Set(group.compactMap(\.record.area))
      guard let sample = areas.compactMap({ at.number($0) }).first, let level = at.kindSpec(sample)?.level else {
        continue
      }
      let missing = at.units(ofKindOrLevel: level).map { at.unit($0) }.filter { !areas.contains($0) }
      guard !missing.isEmpty, areas.count > 1 else { continue }
      findings.add(
        self, about: [indicator.rawValue],
        [
          "indicator": .text(indicator.rawValue), "count": .number(Int64(areas.count)),
          "missing": .list(missing.map(\.rawValue)),
        ], decisions: Array(Set(group.map(\.citation.decision))).sorted())
    }
  }
}
