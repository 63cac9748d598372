// SPDX-License-Identifier: Apache-2.0

/// R-H4: of rival readings of one claim at most one is accepted; published text is never changed.
///
/// Readings are rivals when their identifiers differ only after the last `-r`.
enum RivalReadings: RegisterRule {
  static let code = "rival-readings"
  static let rule = "R-H4"
  static let severity = Severity.error

  static func check(_ at: AsOf, _ findings: inout Findings) {
    let accepted = at.readings().filter { $0.status == .accepted }
    let groups = Dictionary(grouping: accepted) { claim(of: $0.record.reading.rawValue) }
    for (claim, rivals) in groups where rivals.count > 1 {
      let ids = rivals.map(\.record.reading.rawValue).sorted()
      findings.add(
        self, about: [claim], ["readings": .list(ids), "claim": .text(claim)],
        decisions: rivals.map(\.citation.decision))
    }
  }

  private static func claim(of id: String) -> String {
    var parts = id.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last, last.first == "r" else { return id }
    parts.removeLast()
    return parts.joined(separator: "-")
  }
}
