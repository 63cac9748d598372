// SPDX-License-Identifier: Apache-2.0

/// R-A2: no unit is above itself.
enum ParentCycle: UnitRule {
  static let code = "parent-cycle"
  static let rule = "R-A2"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    var path = [unit]
    var next = at.value(.unitParent, unit)
    while next >= 0 {
      if next == unit {
        let ring = path.map { at.unit($0).rawValue }
        let first = ring.min() ?? ring[0]
        findings.add(
          self, about: [first], ["units": .list(ring + [ring[0]]), "day": .day(at.day)],
          decisions: path.flatMap { at.decisions(behind: .unitParent, $0) })
        return
      }
      // A ring further up is found from its own members.
      if path.contains(next) { return }
      path.append(next)
      next = at.value(.unitParent, next)
    }
  }
}
