// SPDX-License-Identifier: Apache-2.0

/// R-C8: a model is tried in localities of its own level. Where another area of the same name is of
/// that level, it is offered.
enum PilotLevel: RegisterRule {
  static let code = "pilot-level"
  static let rule = "R-C8"
  static let severity = Severity.error

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for file in at.pilotFiles() {
      guard let model = at.charter?.model(file.start.model), let place = at.number(file.start.locality) else {
        continue
      }
      // The kind that the locality had when the pilot began.
      let then = at.on(file.started.from.latest == Bound.distantPast ? at.day : file.started.from.latest)
      guard let kind = then.kind(of: file.start.locality).possible, !model.localities.contains(kind) else { continue }
      var values: [String: MessageValue] = [
        "pilot": .text(file.start.pilot.rawValue), "unit": .unit(file.start.locality),
        "kind": .text(kind.rawValue), "allowed": .list(model.localities.map(\.rawValue)),
        "model": .text(model.id.rawValue),
      ]
      let names = Set(
        at.register.facts.history(.unitName, of: place, knownAt: at.revision.number)
          .map { at.register.facts[$0].value })
      if let offer = at.units(ofKinds: model.localities).first(where: { names.contains(at.value(.unitName, $0)) }) {
        values["offer"] = .unit(at.unit(offer))
      }
      findings.add(
        self, about: [file.start.pilot.rawValue], values, decisions: [at.citation(of: file.started).decision])
    }
  }
}
