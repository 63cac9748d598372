// SPDX-License-Identifier: Apache-2.0

/// R-C3: stopping names the document, the reason, what replaces it, by when and who is responsible.
enum StopIncomplete: DecisionRule {
  static let code = "stop-incomplete"
  static let rule = "R-C3"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts {
      let pilot: Identifier<Pilot>
      let terms: StopTerms
      switch fact.attribute {
      case .pilotStopped:
        guard case .stopPilot(let stop) = at.register.records[Int(fact.value)] else { continue }
        (pilot, terms) = (stop.pilot, stop.terms)
      case .pilotAnnounced:
        guard case .announceStop(let plan) = at.register.records[Int(fact.value)] else { continue }
        (pilot, terms) = (plan.pilot, plan.terms)
      default: continue
      }
      var lacking: [String] = []
      if decision.content.document == nil { lacking.append("document") }
      if terms.reason == nil { lacking.append("reason") }
      if terms.replacement == nil { lacking.append("replacement") }
      if terms.due == nil { lacking.append("due") }
      if terms.responsible == nil { lacking.append("responsible") }
      guard !lacking.isEmpty else { continue }
      findings.add(
        self, about: [pilot.rawValue], ["pilot": .text(pilot.rawValue), "lacking": .list(lacking)],
        decisions: [decision.id], severity: decision.completeness)
    }
  }
}
