// SPDX-License-Identifier: Apache-2.0

/// R-C10: one locality never has two live pilots of a model at once, today or in the past.
enum TwoPilots: RegisterRule {
  static let code = "two-pilots"
  static let rule = "R-C10"
  static let severity = Severity.error

  static func check(_ at: AsOf, _ findings: inout Findings) {
    let begun = at.pilotFiles().filter { $0.started.from.hasCome(by: at.day) != .no }
    let byPlace = Dictionary(grouping: begun) { Place(model: $0.start.model, locality: $0.start.locality) }
    for (place, files) in byPlace where files.count > 1 {
      let rivals = files.filter { one in
        files.contains { $0.pilot != one.pilot && overlap(one, $0, at) }
      }
      guard !rivals.isEmpty else { continue }
      let pilots = rivals.map(\.start.pilot.rawValue).sorted()
      findings.add(
        self, about: pilots,
        ["pilots": .list(pilots), "model": .text(place.model.rawValue), "unit": .unit(place.locality)],
        decisions: rivals.map { at.citation(of: $0.started).decision })
    }
  }

  private struct Place: Hashable {
    let model: Identifier<Model>
    let locality: Identifier<OrgUnit>
  }

  /// Whether both may live on one day: a pilot lives from its start until its first stop.
  private static func overlap(_ one: PilotFile, _ other: PilotFile, _ at: AsOf) -> Bool {
    let begins = max(one.started.fromEarliest, other.started.fromEarliest)
    return begins < min(stop(of: one, at), stop(of: other, at))
  }

  /// The day from which it certainly lives no more, or may live no more where two follow each other.
  private static func stop(of file: PilotFile, _ at: AsOf) -> Int32 {
    at.register.facts.history(.pilotStopped, of: file.pilot, knownAt: at.revision.number)
      .map { at.register.facts[$0].fromEarliest }.min() ?? .max
  }
}
