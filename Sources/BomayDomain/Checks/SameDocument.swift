// SPDX-License-Identifier: Apache-2.0

/// R-H1: number, type, issuer and date together identify a document.
enum SameDocument: RegisterRule {
  static let code = "same-document"
  static let rule = "R-H1"
  static let severity = Severity.error

  static func check(_ at: AsOf, _ findings: inout Findings) {
    let groups = Dictionary(grouping: at.documents().filter { $0.record.number != nil }) {
      "\($0.record.number ?? "") \($0.record.type) \($0.record.issuer) \($0.record.date?.description ?? "")"
    }
    for (_, same) in groups where same.count > 1 {
      let ids = same.map(\.record.document.rawValue).sorted()
      findings.add(
        self, about: ids, ["documents": .list(ids), "number": .text(same[0].record.number ?? "")],
        decisions: same.map(\.citation.decision))
    }
  }
}
