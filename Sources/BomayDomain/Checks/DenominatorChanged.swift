// SPDX-License-Identifier: Apache-2.0

/// R-F4: the denominator of a target is not what it was when the target was set: both are shown, and
/// no trend is drawn across.
enum DenominatorChanged: RegisterRule {
  static let code = "denominator-changed"
  static let rule = "R-F4"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for target in at.targets() {
      let set = target.citation.from.latest
      guard set != Bound.distantPast, set < at.day, let before = at.on(set).target(target.id)?.denominator,
        let now = target.denominator, before != now
      else { continue }
      findings.add(
        self, about: [target.id.rawValue],
        [
          "target": .text(target.id.rawValue), "before": .text(before.description), "now": .text(now.description),
          "day": .day(set),
        ])
    }
  }
}
