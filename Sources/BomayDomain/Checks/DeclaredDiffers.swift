// SPDX-License-Identifier: Apache-2.0

/// R-C9: "in force" is computed, and compared with what was declared.
enum DeclaredDiffers: RegisterRule {
  static let code = "declared-differs"
  static let rule = "R-C9"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for model in at.charter?.models ?? [] {
      for state in at.states(of: model) {
        guard let pilot = state.pilot else { continue }
        let isStopped = state.citations.contains { _ in state.until != nil }
        guard state.presence.truth == .no, !isStopped else { continue }
        findings.add(
          self, about: [pilot.rawValue],
          [
            "pilot": .text(pilot.rawValue), "unit": .unit(state.locality),
            "reason": .term("presence.\(state.presence.reason.rawValue)"),
          ], decisions: state.presence.citations.map(\.decision))
      }
    }
  }
}
