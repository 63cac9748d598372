// SPDX-License-Identifier: Apache-2.0

/// R-A12: no village has more cells than the parameter allows.
enum TooManyCells: UnitRule {
  static let code = "too-many-cells"
  static let rule = "R-A12"
  static let severity = Severity.warning

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.isAlive(unit) == .yes, let most = at.charter?.parameter("max-chi-bo-per-thon", on: at.day)?.whole
    else { return }
    var village = unit
    if at.kindSpec(unit)?.level != "village" || at.kindSpec(unit)?.family != "area" {
      village = at.value(.unitLocatedIn, unit)
      guard village >= 0, at.kindSpec(village)?.level == "village" else { return }
    }
    let cells = at.located(in: village).filter {
      at.kindSpec($0)?.family == "party" && at.isAlive($0) == .yes
    }
    guard cells.count > Int(most) else { return }
    findings.add(
      self, about: [at.unit(village).rawValue],
      [
        "unit": .unit(at.unit(village)), "count": .number(Int64(cells.count)), "limit": .number(most),
        "units": .list(cells.map { at.unit($0).rawValue }), "day": .day(at.day),
      ])
  }
}
