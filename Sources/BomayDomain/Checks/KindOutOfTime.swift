// SPDX-License-Identifier: Apache-2.0

/// R-A3: a kind of unit exists only on the days that the charter gives it.
enum KindOutOfTime: UnitRule {
  static let code = "kind-out-of-time"
  static let rule = "R-A3"
  static let severity = Severity.error

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.isAlive(unit) == .yes, let kind = at.kindSpec(unit) else { return }
    let isEarly = kind.from.map { at.day < $0 } ?? false
    let isLate = kind.until.map { $0 <= at.day } ?? false
    guard isEarly || isLate else { return }
    var values: [String: MessageValue] = [
      "unit": .unit(at.unit(unit)), "kind": .text(kind.id.rawValue), "day": .day(at.day),
    ]
    if let from = kind.from { values["from"] = .day(from) }
    if let until = kind.until { values["until"] = .day(until) }
    findings.add(
      self, about: [at.unit(unit).rawValue], values, decisions: at.decisions(behind: .unitKind, unit))
  }
}
