// SPDX-License-Identifier: Apache-2.0

/// R-B1: when a unit ends, every child is settled by name: moved to a parent, or moved with the
/// destination undetermined among several. Only an unmentioned child refuses.
enum UnsettledChildren: UnitRule {
  static let code = "children-unsettled"
  static let rule = "R-B1"
  static let severity = Severity.error

  static func hasEnded(_ unit: Int32, _ at: AsOf) -> Bool {
    guard case .fact(let row) = at.answer(.unitLife, unit) else { return false }
    return at.register.facts[row].value == 0
  }

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    var ended = unit
    if !hasEnded(unit, at) {
      let parent = at.value(.unitParent, unit)
      guard parent >= 0, hasEnded(parent, at) else { return }
      ended = parent
    }
    let left = at.subjects(.unitParent, withValue: ended).filter {
      at.isAlive($0) == .yes && at.value(.unitParent, $0) == ended
    }
    guard !left.isEmpty else { return }
    findings.add(
      self, about: [at.unit(ended).rawValue],
      [
        "unit": .unit(at.unit(ended)), "day": .day(at.day), "count": .number(Int64(left.count)),
        "children": .list(left.map { at.unit($0).rawValue }),
      ], decisions: at.decisions(behind: .unitLife, ended))
  }
}
