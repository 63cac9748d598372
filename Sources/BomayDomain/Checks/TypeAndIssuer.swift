// SPDX-License-Identifier: Apache-2.0

/// R-H6: the type of a document and its issuer fit: the letters in its number are theirs.
enum TypeAndIssuer: RegisterRule {
  static let code = "type-and-issuer"
  static let rule = "R-H6"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for document in at.documents() {
      let record = document.record
      guard let type = at.charter?.documentTypes.first(where: { $0.id == record.type }),
        let issuer = at.charter?.issuers.first(where: { $0.id == record.issuer })
      else { continue }
      let fitsSide = type.sides.isEmpty || issuer.side.isEmpty || type.sides.contains(issuer.side)
      let letters =
        record.number.map { number in
          issuer.letters.isEmpty || issuer.letters.contains { number.contains($0) }
        } ?? true
      guard !fitsSide || !letters else { continue }
      findings.add(
        self, about: [record.document.rawValue],
        [
          "document": .text(record.document.rawValue), "number": .text(record.number ?? ""),
          "type": .text(record.type.rawValue), "issuer": .text(record.issuer.rawValue),
        ], decisions: [document.citation.decision])
    }
  }
}
