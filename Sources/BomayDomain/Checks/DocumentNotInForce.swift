// SPDX-License-Identifier: Apache-2.0

/// R-H2: a decision cites a document that is in force when it is signed.
enum DocumentNotInForce: DecisionRule {
  static let code = "document-not-in-force"
  static let rule = "R-H2"
  static let severity = Severity.warning

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts {
      var cited: [Identifier<Document>] = []
      var level: String?
      switch fact.attribute {
      case .pilot:
        guard case .startPilot(let start) = at.register.records[Int(fact.value)] else { continue }
        cited = start.basis
        level = at.charter?.model(start.model)?.level
      case .modelAdopted:
        guard case .adoptModel(let adopted) = at.register.records[Int(fact.value)] else { continue }
        cited = adopted.basis
        level = at.charter?.model(adopted.model)?.level
      default: continue
      }
      let day = fact.from.latest == Bound.distantPast ? at.day : fact.from.latest
      for id in cited {
        guard let document = at.on(day).document(id) else { continue }
        let isOutOfScope =
          level.map { !document.record.levels.isEmpty && !document.record.levels.contains($0) } ?? false
        guard document.isInForce == .no || isOutOfScope else { continue }
        findings.add(
          self, about: [decision.id.rawValue, id.rawValue],
          [
            "document": .text(id.rawValue), "decision": .decision(decision.id), "day": .day(day),
            "side": .term(isOutOfScope ? "document.out-of-scope" : "document.not-in-force"),
          ], decisions: [decision.id])
      }
    }
  }
}
