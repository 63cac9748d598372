// SPDX-License-Identifier: Apache-2.0

/// R-A3: level and branch of a unit and of its parent fit, as the charter lists.
///
/// Where another area of the same name has a fitting parent, it is offered: a name is no key, and
/// the wrong bearer of it is the commonest slip.
enum ParentKind: UnitRule {
  static let code = "parent-kind"
  static let rule = "R-A3"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.isAlive(unit) == .yes, let kind = at.kindSpec(unit), !kind.parents.isEmpty else { return }
    let parent = at.value(.unitParent, unit)
    guard parent >= 0, let above = at.kindSpec(parent), !kind.parents.contains(above.id) else { return }
    var values: [String: MessageValue] = [
      "unit": .unit(at.unit(unit)), "parent": .unit(at.unit(parent)), "kind": .text(kind.id.rawValue),
      "parentKind": .text(above.id.rawValue), "allowed": .list(kind.parents.map(\.rawValue)),
      "day": .day(at.day),
    ]
    if let offer = namesake(of: parent, fitting: kind.parents, at) { values["offer"] = .unit(offer) }
    findings.add(
      self, about: [at.unit(unit).rawValue], values, decisions: at.decisions(behind: .unitParent, unit))
  }

  /// An area that bears a name which the parent's area bears or bore, with a body that would fit.
  private static func namesake(
    of parent: Int32, fitting kinds: [Identifier<UnitKind>], _ at: AsOf
  ) -> Identifier<OrgUnit>? {
    guard let area = at.area(of: at.unit(parent)), let number = at.number(area) else { return nil }
    let names = Set(
      at.register.facts.history(.unitName, of: number, knownAt: at.revision.number)
        .map { at.register.facts[$0].value })
    let fitting = Set(at.units(ofKinds: kinds))
    for other in fitting.sorted() {
      guard let place = at.area(of: at.unit(other)), place != area, let placeNumber = at.number(place) else { continue }
      if names.contains(at.value(.unitName, placeNumber)) { return place }
    }
    return nil
  }
}
