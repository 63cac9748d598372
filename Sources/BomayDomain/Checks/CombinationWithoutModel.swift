// SPDX-License-Identifier: Apache-2.0

/// R-D4: what a model combines is combined only where that model has been taken up and not stopped.
enum CombinationWithoutModel: PostRule {
  static let code = "combination-without-model"
  static let rule = "R-D4"
  static let severity = Severity.error

  static func check(_ post: Int32, _ at: AsOf, _ findings: inout Findings) {
    for pair in at.register.pairsOfPost[Int(post)] {
      // Only where the combination begins on this very day: one that outlives its pilot is R-C4.
      guard case .fact(let row) = at.answer(.oneHolder, pair), at.register.facts[row].value == 1,
        at.register.facts[row].fromLatest == at.day.ordinal
      else { continue }
      let key = at.register.postPairs[pair]
      guard let first = at.seat(key.first), let second = at.seat(key.second), let area = first.area,
        second.area == area
      else { continue }
      let models = (at.charter?.models ?? []).filter { model in
        guard case .oneHolder(let a, let b) = model.rule else { return false }
        return (first.fits(a) && second.fits(b)) || (first.fits(b) && second.fits(a))
      }
      guard !models.isEmpty, !models.contains(where: { isTakenUp($0, area, at) }) else { continue }
      findings.add(
        self, about: [at.post(key.first).rawValue, at.post(key.second).rawValue],
        [
          "posts": .list([at.post(key.first).rawValue, at.post(key.second).rawValue]), "unit": .unit(area),
          "models": .list(models.map(\.id.rawValue)), "day": .day(at.day),
        ], decisions: at.decisions(behind: .oneHolder, pair))
    }
  }

  private static func isTakenUp(_ model: Charter.ModelSpec, _ area: Identifier<OrgUnit>, _ at: AsOf) -> Bool {
    at.pilotFiles().contains { file in
      file.start.model == model.id && file.start.locality == area
        && file.started.from.hasCome(by: at.day) != .no
        && at.register.facts.history(.pilotStopped, of: file.pilot, knownAt: at.revision.number)
          .allSatisfy { at.register.facts[$0].from.hasCome(by: at.day) == .no }
    }
  }
}
