// SPDX-License-Identifier: Apache-2.0

/// R-B3: a re-homed organisation goes to the body of the locality where its head office is.
enum DestinationElsewhere: UnitRule {
  static let code = "destination-elsewhere"
  static let rule = "R-B3"
  static let severity = Severity.warning

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.isAlive(unit) == .yes, let kind = at.kindSpec(unit), kind.isMany,
      at.register.facts.history(.unitParent, of: unit, knownAt: at.revision.number).count > 1
    else { return }
    let home = at.value(.unitLocatedIn, unit)
    let parent = at.value(.unitParent, unit)
    guard home >= 0, parent >= 0 else { return }
    let place = at.value(.unitLocatedIn, parent)
    guard place >= 0, place != home, at.kindSpec(place)?.level == at.kindSpec(home)?.level else { return }
    findings.add(
      self, about: [at.unit(unit).rawValue],
      ["unit": .unit(at.unit(unit)), "home": .unit(at.unit(home)), "parent": .unit(at.unit(parent))],
      decisions: at.decisions(behind: .unitParent, unit))
  }
}
