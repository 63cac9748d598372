// SPDX-License-Identifier: Apache-2.0

/// R-F1: a figure's expression can be read, and names observations and figures that are there.
enum BrokenExpression: DecisionRule {
  static let code = "broken-expression"
  static let rule = "R-F1"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts {
      switch fact.attribute {
      case .figure:
        guard case .figure(let record) = at.register.records[Int(fact.value)] else { continue }
        for text in [record.expression, record.numerator, record.denominator].compactMap({ $0 }) {
          check(text, record.figure.rawValue, decision, at, &findings)
        }
      case .target:
        guard case .setTarget(let record) = at.register.records[Int(fact.value)] else { continue }
        for text in [record.current, record.denominator].compactMap({ $0 }) {
          check(text, record.target.rawValue, decision, at, &findings)
        }
      default: continue
      }
    }
  }

  private static func check(
    _ text: String, _ id: String, _ decision: DecisionView, _ at: AsOf, _ findings: inout Findings
  ) {
    var values: [String: MessageValue] = ["figure": .text(id), "expression": .text(text)]
    do {
      let expression = try Expression(text)
      let models = Set((at.charter?.models ?? []).map(\.id.rawValue))
      let unknown =
        expression.names.filter { !at.register.knows(.observation, $0) && !at.register.knows(.figure, $0) }
        + expression.models.filter { !models.contains($0) }
      guard !unknown.isEmpty else { return }
      values["unknown"] = .list(unknown)
    } catch {
      values["offset"] = .number(Int64(error.offset))
    }
    findings.add(self, about: [id, text], values, decisions: [decision.id])
  }
}
