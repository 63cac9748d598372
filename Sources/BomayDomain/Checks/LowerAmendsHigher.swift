// SPDX-License-Identifier: Apache-2.0

/// R-H3: a lower document amends or replaces no higher one, and the links run in no circle.
enum LowerAmendsHigher: RegisterRule {
  static let code = "lower-amends-higher"
  static let rule = "R-H3"
  static let severity = Severity.error

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for document in at.documents() {
      for target in document.record.amends + document.record.replaces {
        guard let other = at.document(target) else { continue }
        let isCircle =
          target == document.record.document
          || (other.record.amends + other.record.replaces).contains(document.record.document)
        guard isCircle || isLower(document.record, than: other.record, at) else { continue }
        findings.add(
          self, about: [document.record.document.rawValue, target.rawValue],
          ["document": .text(document.record.document.rawValue), "other": .text(target.rawValue)],
          decisions: [document.citation.decision, other.citation.decision])
      }
    }
  }

  private static func isLower(_ one: RegisterDocument, than other: RegisterDocument, _ at: AsOf) -> Bool {
    guard let a = at.charter?.issuers.first(where: { $0.id == one.issuer }),
      let b = at.charter?.issuers.first(where: { $0.id == other.issuer }), a.side == b.side
    else { return false }
    if let x = a.rank, let y = b.rank, x != y { return x > y }
    let first = at.charter?.documentTypes.first { $0.id == one.type }?.rank
    let second = at.charter?.documentTypes.first { $0.id == other.type }?.rank
    if let first, let second { return first > second }
    return false
  }
}
