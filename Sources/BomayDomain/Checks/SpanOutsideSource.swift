// SPDX-License-Identifier: Apache-2.0

/// R-H4: a statement's spans lie within its source.
enum SpanOutsideSource: RegisterRule {
  static let code = "span-outside-source"
  static let rule = "R-H4"
  static let severity = Severity.error

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for statement in at.statements() {
      guard let source = at.source(statement.source) else { continue }
      for span in statement.spans where Int64(span.end) > source.characters {
        findings.add(
          self, about: [statement.statement.rawValue],
          [
            "statement": .text(statement.statement.rawValue), "source": .text(source.source.rawValue),
            "end": .number(Int64(span.end)), "characters": .number(source.characters),
          ])
      }
    }
  }
}
