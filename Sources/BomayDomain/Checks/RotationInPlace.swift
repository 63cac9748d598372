// SPDX-License-Identifier: Apache-2.0

/// R-I2: a rotation goes from one post to another, in another unit.
enum RotationInPlace: DecisionRule {
  static let code = "rotation-in-place"
  static let rule = "R-I2"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts where fact.attribute == .tenure && fact.value >= 0 {
      let value = at.register.holdings[fact.value]
      let key = at.register.tenures[fact.subject]
      guard value.accession == .rotate, value.rotatedFrom >= 0 else { continue }
      let from = at.unit(of: at.post(value.rotatedFrom))
      let to = at.unit(of: at.post(key.second))
      guard value.rotatedFrom == key.second || (from != nil && from == to) else { continue }
      findings.add(
        self, about: [at.person(key.first).rawValue, at.post(key.second).rawValue],
        [
          "person": .text(at.person(key.first).rawValue), "from": .text(at.post(value.rotatedFrom).rawValue),
          "to": .text(at.post(key.second).rawValue),
        ], decisions: [decision.id])
    }
  }
}
