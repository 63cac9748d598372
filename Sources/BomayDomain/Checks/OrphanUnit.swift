// SPDX-License-Identifier: Apache-2.0

/// R-A1: a living unit has no parent that has ended or not begun on that day.
enum OrphanUnit: UnitRule {
  static let code = "orphan-unit"
  static let rule = "R-A1"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.isAlive(unit) == .yes else { return }
    let parent = at.value(.unitParent, unit)
    guard parent >= 0, at.isAlive(parent) == .no else { return }
    // A parent that has ended lists all its children in one finding of its own.
    guard !UnsettledChildren.hasEnded(parent, at) else { return }
    findings.add(
      self, about: [at.unit(unit).rawValue],
      ["unit": .unit(at.unit(unit)), "parent": .unit(at.unit(parent)), "day": .day(at.day)],
      decisions: at.decisions(behind: .unitParent, unit))
  }
}
