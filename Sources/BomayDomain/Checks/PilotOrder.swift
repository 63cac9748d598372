// SPDX-License-Identifier: Apache-2.0

/// R-C2: a pilot is started before it is stopped, and what was stopped is neither made permanent nor
/// extended; an extension ends after the start.
enum PilotOrder: RegisterRule {
  static let code = "pilot-order"
  static let rule = "R-C2"
  static let severity = Severity.error

  static func check(_ at: AsOf, _ findings: inout Findings) {
    let register = at.register
    for file in at.pilotFiles() {
      let id = register.names(.pilot)[file.pilot]
      let stops = register.facts.history(.pilotStopped, of: file.pilot, knownAt: at.revision.number)
        .map { register.facts[$0] }
      for stop in stops where stop.from.latest < file.started.from.earliest {
        findings.add(
          self, about: [id],
          ["pilot": .text(id), "start": .bound(file.started.from), "stop": .bound(stop.from)],
          decisions: [at.citation(of: stop).decision, at.citation(of: file.started).decision])
      }
      for row in register.facts.history(.pilotPermanent, of: file.pilot, knownAt: at.revision.number) {
        let permanent = register.facts[row]
        for stop in stops where stop.from.latest <= permanent.from.earliest {
          findings.add(
            self, about: [id],
            ["pilot": .text(id), "start": .bound(permanent.from), "stop": .bound(stop.from)],
            decisions: [at.citation(of: stop).decision, at.citation(of: permanent).decision])
        }
      }
      checkExtensions(of: file, stops, at, &findings)
    }
    let known = Set(at.pilotFiles().map(\.pilot))
    for pilot in 0..<Int32(register.names(.pilot).count) where !known.contains(pilot) {
      for attribute in [Attribute.pilotStopped, .pilotAnnounced, .pilotPermanent, .pilotEnds, .pilotReview] {
        for row in register.facts.history(attribute, of: pilot, knownAt: at.revision.number) {
          let fact = register.facts[row]
          findings.add(
            self, about: [register.names(.pilot)[pilot]],
            ["pilot": .text(register.names(.pilot)[pilot]), "stop": .bound(fact.from)],
            decisions: [at.citation(of: fact).decision])
        }
      }
    }
  }

  private static func checkExtensions(of file: PilotFile, _ stops: [Fact], _ at: AsOf, _ findings: inout Findings) {
    let register = at.register
    let id = register.names(.pilot)[file.pilot]
    for row in register.facts.history(.pilotEnds, of: file.pilot, knownAt: at.revision.number) {
      let fact = register.facts[row]
      guard case .extendPilot(let change) = register.records[Int(fact.value)] else { continue }
      if change.ends.latest < file.started.from.earliest {
        findings.add(
          self, about: [id],
          ["pilot": .text(id), "start": .bound(file.started.from), "stop": .bound(change.ends)],
          decisions: [at.citation(of: fact).decision, at.citation(of: file.started).decision])
      }
      for stop in stops where stop.from.latest <= fact.from.earliest {
        findings.add(
          self, about: [id],
          ["pilot": .text(id), "start": .bound(fact.from), "stop": .bound(stop.from)],
          decisions: [at.citation(of: fact).decision, at.citation(of: stop).decision])
      }
    }
  }
}
