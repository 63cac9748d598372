// SPDX-License-Identifier: Apache-2.0

/// R-A6: one locality has one living unit of a kind, unless the charter says that it may have many.
enum TwinUnits: UnitRule {
  static let code = "twin-units"
  static let rule = "R-A6"
  static let severity = Severity.warning

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.isAlive(unit) == .yes, let kind = at.kindSpec(unit), !kind.isMany, kind.family != "area" else { return }
    guard let area = at.home(of: unit, kind) else { return }
    let own = at.value(.unitKind, unit)
    let twins = at.bodiesWithin(area, kind).filter {
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

extension AsOf {
  private func isArea(_ unit: Int32) -> Bool { kindSpec(unit)?.family == "area" }

  /// The area where the unit is: the one that is recorded, or the first above it, where that is of the
  /// level of its kind. A district committee under a provincial one is not for that in the province.
  fileprivate func home(of unit: Int32, _ kind: Charter.Kind) -> Int32? {
    let recorded = value(.unitLocatedIn, unit)
    if recorded >= 0 { return recorded }
    var above = value(.unitParent, unit)
    var seen: Set<Int32> = [unit]
    while above >= 0, seen.insert(above).inserted {
      let area = isArea(above) ? above : value(.unitLocatedIn, above)
      if area >= 0 { return kindSpec(area)?.level == kind.level ? area : nil }
      above = value(.unitParent, above)
    }
    return nil
  }

  /// Units recorded in the area, and those under it or under them that are recorded nowhere else.
  fileprivate func bodiesWithin(_ area: Int32, _ kind: Charter.Kind) -> [Int32] {
    var found = located(in: area)
    guard kindSpec(area)?.level == kind.level else { return found }
    var seen = Set(found)
    var next = found + [area]
    while let unit = next.popLast() {
      for child in children(unit) where value(.unitLocatedIn, child) < 0 && !isArea(child) {
        guard seen.insert(child).inserted else { continue }
        found.append(child)
        next.append(child)
      }
    }
    return found.sorted()
  }
}
