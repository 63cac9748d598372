// SPDX-License-Identifier: Apache-2.0

/// R-F1: a figure's expression can be read, names what is there, and does not come back to the figure.
enum BrokenExpression: DecisionRule {
  static let code = "broken-expression"
  static let rule = "R-F1"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts {
      switch fact.attribute {
      case .figure:
        guard case .figure(let record) = at.register.records[Int(fact.value)] else { continue }
        for text in record.expressions { check(text, record.figure.rawValue, decision, at, &findings) }
        if let circle = at.circle(from: record.figure.rawValue) {
          findings.add(
            self, about: [record.figure.rawValue, record.expression],
            [
              "figure": .text(record.figure.rawValue), "expression": .text(record.expression),
              "circle": .text(circle.joined(separator: " → ")),
            ], decisions: [decision.id])
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
        + expression.models.filter { !models.contains($0) } + expression.counted.filter { !at.knows(kindOrLevel: $0) }
      guard !unknown.isEmpty else { return }
      values["unknown"] = .list(unknown)
    } catch {
      values["offset"] = .number(Int64(error.offset))
    }
    findings.add(self, about: [id, text], values, decisions: [decision.id])
  }
}

extension DefineFigure {
  fileprivate var expressions: [String] { [expression, numerator, denominator].compactMap { $0 } }
}

extension AsOf {
  /// The way by which a figure is computed from itself; an observation of the same name ends it.
  fileprivate func circle(from figure: String) -> [String]? {
    var seen: Set<String> = []
    var ways = [[figure]]
    while let way = ways.popLast() {
      guard let last = way.last, let record = figureRecord(Identifier(rawValue: last))?.record else { continue }
      let names = record.expressions.compactMap { try? Expression($0) }.flatMap(\.names)
      for name in names where !register.knows(.observation, name) {
        if name == figure { return way + [name] }
        if seen.insert(name).inserted { ways.append(way + [name]) }
      }
    }
    return nil
  }

  /// Whether units of it can be counted: a kind, or a level that areas have.
  public func knows(kindOrLevel word: String) -> Bool {
    countable.contains(word) || charter?.isOpen == true && hasKind(Identifier(rawValue: word))
  }

  /// Kinds, and levels that areas have.
  public var countable: [String] {
    let kinds = charter?.kinds ?? []
    return kinds.map(\.id.rawValue) + kinds.filter { $0.family == "area" }.map(\.level)
  }
}
