// SPDX-License-Identifier: Apache-2.0

/// R-C10: one locality has at most one live pilot of a model.
enum TwoPilots: RegisterRule {
  static let code = "two-pilots"
  static let rule = "R-C10"
  static let severity = Severity.error

  static func check(_ at: AsOf, _ findings: inout Findings) {
    let live = at.pilotFiles().filter { file in
      file.started.from.hasCome(by: at.day) != .no
        && at.register.facts.history(.pilotStopped, of: file.pilot, knownAt: at.revision.number)
          .allSatisfy { at.register.facts[$0].from.hasCome(by: at.day) == .no }
    }
    for (_, files) in Dictionary(grouping: live, by: { "\($0.start.model) \($0.start.locality)" })
    where files.count > 1 {
      let pilots = files.map(\.start.pilot.rawValue).sorted()
      findings.add(
        self, about: pilots,
        [
          "pilots": .list(pilots), "model": .text(files[0].start.model.rawValue),
          "unit": .unit(files[0].start.locality),
        ],
        decisions: files.map { at.citation(of: $0.started).decision })
    }
  }
}
