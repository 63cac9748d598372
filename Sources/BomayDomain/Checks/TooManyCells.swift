// SPDX-License-Identifier: Apache-2.0

/// R-A12: no area has more units of a kind than the parameter allows. The parameter is
/// `most-in-area-KIND`, for each kind that has one, and it is of areas of the kind's own level: a
/// commune may have many village cells, a village may not.
enum TooManyCells: UnitRule {
  static let code = "too-many-cells"
  static let rule = "R-A12"
  static let severity = Severity.warning

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.isAlive(unit) == .yes, let kind = at.kindSpec(unit),
      let most = at.charter?.parameter("most-in-area-\(kind.id)", on: at.day)?.whole
    else { return }
    let area = at.value(.unitLocatedIn, unit)
    let own = at.value(.unitKind, unit)
    guard area >= 0, at.kindSpec(area)?.level == kind.level else { return }
    let units = at.located(in: area).filter { at.value(.unitKind, $0) == own && at.isAlive($0) == .yes }
    guard units.count > Int(most) else { return }
    findings.add(
      self, about: [at.unit(area).rawValue, kind.id.rawValue],
      [
        "unit": .unit(at.unit(area)), "count": .number(Int64(units.count)), "limit": .number(most),
        "units": .list(units.map { at.unit($0).rawValue }), "day": .day(at.day),
      ], decisions: at.decisions(behind: .unitLife, unit))
  }
}
