// SPDX-License-Identifier: Apache-2.0

/// R-D6: elected, appointed or designated as the charter has it for the role; an election is
/// ratified. Rotation, secondment and settlement are explained by themselves.
enum AccessionUnexplained: PersonRule {
  static let code = "accession-unexplained"
  static let rule = "R-D6"
  static let severity = Severity.error

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    for holding in at.holdings(of: at.person(person)) where !holding.isActing {
      guard let role = at.role(of: holding.post).flatMap({ at.charter?.role($0) }), !role.accessions.isEmpty else {
        continue
      }
      let isOwn = [Accession.rotate, .second, .settle].contains(holding.accession)
      let isAllowed = isOwn || role.accessions.contains(holding.accession)
      guard !isAllowed || (holding.accession == .elect && holding.ratified == nil) else { continue }
      findings.add(
        self, about: [holding.person.rawValue, holding.post.rawValue],
        [
          "person": .text(holding.person.rawValue), "post": .text(holding.post.rawValue),
          "accession": .term("accession.\(holding.accession.rawValue)"),
          "allowed": .list(role.accessions.map(\.rawValue)),
        ], decisions: [holding.citation.decision], severity: isAllowed ? .warning : nil)
    }
  }
}
