// SPDX-License-Identifier: Apache-2.0

/// R-C6: a pilot is evaluated before it is stopped or made permanent.
enum NoReview: RegisterRule {
  static let code = "no-review"
  static let rule = "R-C6"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    let facts = at.register.facts
    for file in at.pilotFiles() {
      let known = at.revision.number
      guard facts.history(.pilotReview, of: file.pilot, knownAt: known).isEmpty else { continue }
      let closing =
        facts.history(.pilotStopped, of: file.pilot, knownAt: known)
        + facts.history(.pilotPermanent, of: file.pilot, knownAt: known)
      guard let row = closing.first(where: { facts[$0].from.hasCome(by: at.day) != .no }) else { continue }
      let id = at.register.names(.pilot)[file.pilot]
      findings.add(
        self, about: [id], ["pilot": .text(id), "stop": .bound(facts[row].from)],
        decisions: [at.citation(of: facts[row]).decision])
    }
  }
}
