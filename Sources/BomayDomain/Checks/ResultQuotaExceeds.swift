// SPDX-License-Identifier: Apache-2.0

/// R-B8: the result of a merger has no more quota than those it was made of had together.
enum ResultQuotaExceeds: UnitRule {
  static let code = "result-quota-exceeds"
  static let rule = "R-B8"
  static let severity = Severity.warning

  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings) {
    let own = at.quota(of: unit)
    guard !own.isEmpty, at.isAlive(unit) == .yes else { return }
    let merged = at.predecessions(of: at.unit(unit)).filter { $0.kind == .merge }
    guard let day = merged.first?.on.earliest, day != Bound.distantPast else { return }
    let before = at.on(day.adding(days: -1))
    let originals = merged.compactMap { at.number($0.predecessor) }.map { before.quota(of: $0) }
    guard originals.allSatisfy({ !$0.isEmpty }) else { return }
    let sum = originals.flatMap { $0 }.reduce(Int64(0)) { $0 + $1.number }
    let total = own.reduce(Int64(0)) { $0 + $1.number }
    guard total > sum else { return }
    findings.add(
      self, about: [at.unit(unit).rawValue],
      ["unit": .unit(at.unit(unit)), "count": .number(total), "limit": .number(sum)])
  }
}
