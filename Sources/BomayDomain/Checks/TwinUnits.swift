// SPDX-License-Identifier: Apache-2.0

/// R-A6: one locality has one living unit of a kind, unless the charter says that it may have many.
enum TwinUnits: UnitRule {
  static let code = "twin-units"
  static let rule = "R-A6"
  static let severity = Severity.warning

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.isAlive(unit) == .yes, let kind = at.kindSpec(unit), !kind.isMany, kind.family != "area" else { return }
    let area = at.value(.unitLocatedIn, unit)
    guard area >= 0 else { return }
    let own = at.value(.unitKind, unit)
    let twins = at.located(in: area).filter {
      at.value(.unitKind, $0) == own && at.isAlive($0) == .yes && at.value(.unitNumber, $0) < 0
    }
    guard twins.count > 1, twins.contains(unit) else { return }
    findings.add(
      self, about: [at.unit(area).rawValue, kind.id.rawValue],
      [
        "units": .list(twins.map { at.unit($0).rawValue }), "area": .unit(at.unit(area)),
        "kind": .text(kind.id.rawValue), "day": .day(at.day),
      ], decisions: twins.flatMap { at.decisions(behind: .unitLife, $0) })
  }
}
