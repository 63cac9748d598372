// SPDX-License-Identifier: Apache-2.0

/// R-C5: a pilot goes on though every document that was its basis is out of force.
enum BasisEnded: RegisterRule {
  static let code = "basis-ended"
  static let rule = "R-C5"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for state in at.pilotStates() where state.state.isInForce && state.pilot != nil {
      let basis = at.ground(of: state)
      let documents = basis.compactMap { at.document($0) }
      guard !documents.isEmpty, documents.allSatisfy({ $0.isInForce == .no && $0.isRepealed }) else { continue }
      let pilot = state.pilot?.rawValue ?? ""
      findings.add(
        self, about: [pilot],
        ["pilot": .text(pilot), "documents": .list(basis.map(\.rawValue)), "day": .day(at.day)])
    }
  }
}
