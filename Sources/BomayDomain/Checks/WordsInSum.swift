// SPDX-License-Identifier: Apache-2.0

/// R-F7: words enter no sum, and persons are not added to attendances.
enum WordsInSum: RegisterRule {
  static let code = "words-in-sum"
  static let rule = "R-F7"
  static let severity = Severity.error

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for figure in at.figures() {
      guard let expression = try? Expression(figure.expression) else { continue }
      let parts = expression.names.compactMap { at.observation(Identifier(rawValue: $0)) }
      let vague = parts.filter { $0.record.value == nil && $0.record.range?.exact == nil }
      let measures = Set(parts.compactMap(\.record.measure)).intersection([.persons, .attendances])
      guard !vague.isEmpty || measures.count > 1 else { continue }
      findings.add(
        self, about: [figure.id.rawValue],
        [
          "figure": .text(figure.id.rawValue),
          "observations": .list((vague.isEmpty ? parts : vague).map(\.record.observation.rawValue)),
        ], decisions: [figure.citation.decision])
    }
  }
}
