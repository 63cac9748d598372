// SPDX-License-Identifier: Apache-2.0

/// R-H3: a lower document amends or replaces no higher one, and the links run in no circle, however
/// long. Said with the document itself or later by a change of its own, a link is a link.
enum LowerAmendsHigher: RegisterRule {
  static let code = "lower-amends-higher"
  static let rule = "R-H3"
  static let severity = Severity.error

  static func check(_ at: AsOf, _ findings: inout Findings) {
    let links = links(at)
    let targets = Dictionary(grouping: links, by: \.by).mapValues { $0.map(\.of) }
    for link in links {
      guard let one = at.documentView(link.by), let other = at.documentView(link.of) else { continue }
      guard leads(from: link.of, to: link.by, targets) || isLower(one.record, than: other.record, at) else { continue }
      findings.add(
        self, about: [one.record.document.rawValue, other.record.document.rawValue],
        ["document": .text(one.record.document.rawValue), "other": .text(other.record.document.rawValue)],
        decisions: [link.decision, other.citation.decision])
    }
  }

  /// One document changing another, and the decision that says so.
  private struct Link {
    let by: Int32
    let of: Int32
    let decision: Identifier<Decision>
  }

  private static func links(_ at: AsOf) -> [Link] {
    (0..<Int32(at.register.names(.document).count)).flatMap { document in
      [Attribute.documentAmended, .documentRepealed].flatMap { attribute in
        at.register.facts.history(attribute, of: document, knownAt: at.revision.number)
          .map { at.register.facts[$0] }.filter { $0.value >= 0 }
          .map { Link(by: $0.value, of: document, decision: at.citation(of: $0).decision) }
      }
    }
  }

  private static func leads(from start: Int32, to end: Int32, _ targets: [Int32: [Int32]]) -> Bool {
    var seen: Set<Int32> = []
    var open = [start]
    while let next = open.popLast() {
      if next == end { return true }
      if seen.insert(next).inserted { open += targets[next] ?? [] }
    }
    return false
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
