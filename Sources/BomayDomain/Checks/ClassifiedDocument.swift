// SPDX-License-Identifier: Apache-2.0

/// R-H5: a document marked secret is refused: this register is not for it.
enum ClassifiedDocument: DecisionRule {
  static let code = "classified-document"
  static let rule = "R-H5"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    for fact in decision.facts where fact.attribute == .document {
      guard case .registerDocument(let record) = at.register.records[Int(fact.value)], let mark = record.secrecy else {
        continue
      }
      findings.add(
        self, about: [record.document.rawValue],
        ["document": .text(record.document.rawValue), "mark": .text(mark)], decisions: [decision.id])
    }
  }
}
