// SPDX-License-Identifier: Apache-2.0

/// One event by which units gave way to others: what stood before it and what stands after it.
public struct Rearrangement: Hashable, Sendable {
  /// `merge`, `absorb`, `divide`, `separate` or `dissolve`.
  public let kind: ChangeKind
  /// Units that stood before: those that ended, and after them the one that lives on, where it is known
  /// and stood already.
  public let originals: [Identifier<OrgUnit>]
  /// Of these, the units that ended; none where a part was separated from one that lives on.
  public let ended: [Identifier<OrgUnit>]
  /// Units that stand after; none after a dissolution.
  public let results: [Identifier<OrgUnit>]
  /// Whether the unit that took the original in is one of `results`, and the records do not tell which.
  public let isOneOf: Bool
  /// How many units before and after, with bounds where an unnamed group took part. Where it is not
  /// known which unit took the original in, that unit is counted all the same: two become one.
  public let countBefore: Count
  public let countAfter: Count
  public let on: Bound
  public let citation: Citation
  /// The area in which the units are, where the same decision rearranges or reclassifies that area
  /// itself: its bodies only follow it.
  public let follows: Identifier<OrgUnit>?
}

extension AsOf {
  /// Every merger, absorption, division, separation and dissolution that has come, or may have come,
  /// by the day: in the order of days, then of the log.
  ///
  /// Units that one decision puts into one successor are one event. Units whose successor is
  /// undetermined are an event each.
  public func rearrangements() -> [Rearrangement] {
    var order: [RearrangementKey] = []
    var originals: [RearrangementKey: [Identifier<OrgUnit>]] = [:]
    var results: [RearrangementKey: [Identifier<OrgUnit>]] = [:]
    var steps: [RearrangementKey: (step: Succession?, on: Bound, citation: Citation)] = [:]
    func add(
      _ unit: Identifier<OrgUnit>, _ key: RearrangementKey, _ step: Succession?, _ on: Bound, _ citation: Citation
    ) {
      if steps[key] == nil {
        order.append(key)
        steps[key] = (step, on, citation)
      }
      originals[key, default: []].append(unit)
    }
    for number in 0..<Int32(register.units.count) {
      let id = unit(number)
      let successions = successions(of: id)
      for step in successions {
        let isShared = step.kind == .merge || step.kind == .rearrange || step.kind == .absorb && !step.isOneOf
        let key = RearrangementKey(
          decision: step.citation.decision, kind: step.kind,
          results: step.kind == .rearrange ? step.together : step.successors, alone: isShared ? nil : id)
        add(id, key, step, step.on, step.citation)
        guard step.kind == .rearrange else { continue }
        var known = results[key] ?? []
        for result in step.successors + (step.survives ? [id] : []) where !known.contains(result) {
          known.append(result)
        }
        results[key] = known
      }
      let settled = Set(successions.filter { !$0.survives }.map(\.citation.decision))
      for end in ends(of: number) where !settled.contains(end.citation.decision) {
        let key = RearrangementKey(decision: end.citation.decision, kind: .dissolve, results: [], alone: id)
        add(id, key, nil, end.on, end.citation)
      }
    }
    let found = order.compactMap { key in
      steps[key].map {
        rearrangement(key, originals[key] ?? [], results[key] ?? key.results, $0.step, $0.on, $0.citation)
      }
    }
    return found.enumerated().sorted {
      ($0.element.on.latest, $0.element.citation.revision, $0.offset)
        < ($1.element.on.latest, $1.element.citation.revision, $1.offset)
    }.map(\.element)
  }

  private func rearrangement(
    _ key: RearrangementKey, _ units: [Identifier<OrgUnit>], _ results: [Identifier<OrgUnit>], _ step: Succession?,
    _ on: Bound, _ citation: Citation
  ) -> Rearrangement {
    let ended = key.kind == .rearrange ? units.filter { !results.contains($0) } : units
    var before = units
    var after = results
    let isOneOf = step?.isOneOf ?? false
    var countBefore = units.reduce(Count(0)) { $0 + groupSize(of: $1) }
    var countAfter = after.reduce(Count(0)) { $0 + groupSize(of: $1) }
    switch key.kind {
    case .absorb where isOneOf:
      countBefore = countBefore + .one
      countAfter = .one
    case .absorb:
      let survivors = after.filter { stood($0, before: on) }
      before += survivors
      countBefore = survivors.reduce(countBefore) { $0 + groupSize(of: $1) }
    case .separate:
      after = ended + after
      countAfter = countBefore + countAfter
    default: break
    }
    return Rearrangement(
      kind: key.kind, originals: before, ended: key.kind == .separate ? [] : ended, results: after, isOneOf: isOneOf,
      countBefore: countBefore, countAfter: countAfter, on: on, citation: citation,
      follows: leader(of: ended, citation.decision))
  }

  /// Whether the unit lived, or may have lived, the day before.
  private func stood(_ unit: Identifier<OrgUnit>, before on: Bound) -> Bool {
    on.earliest == Bound.distantPast || self.on(on.earliest.adding(days: -1)).isAlive(unit) != .no
  }

  /// The days on which the unit ended, as far as they have come.
  private func ends(of unit: Int32) -> [(on: Bound, citation: Citation)] {
    register.facts.history(.unitLife, of: unit, knownAt: revision.number).compactMap { row in
      let fact = register.facts[row]
      guard fact.value == 0, fact.from.hasCome(by: day) != .no else { return nil }
      return (fact.from, citation(of: fact))
    }
  }

  /// How many units an identifier stands for: one, or the number of an unnamed group.
  public func groupSize(of id: Identifier<OrgUnit>) -> Count { number(id).map { number(of: $0) } ?? .one }

  /// The area that all these units are in, where the decision gives it a successor or another kind.
  private func leader(
    of units: [Identifier<OrgUnit>], _ decision: Identifier<Decision>
  ) -> Identifier<OrgUnit>? {
    guard let first = units.first, let area = area(of: first), !units.contains(area), let number = number(area)
    else { return nil }
    let moves: [Attribute] = [.unitSuccession, .unitKind]
    let isRearranged = moves.contains { attribute in
      register.facts.history(attribute, of: number, knownAt: revision.number).contains { row in
        let fact = register.facts[row]
        return citation(of: fact).decision == decision && fact.from.hasCome(by: day) != .no
      }
    }
    return isRearranged ? area : nil
  }
}

/// What makes two endings one event.
private struct RearrangementKey: Hashable {
  let decision: Identifier<Decision>
  let kind: ChangeKind
  let results: [Identifier<OrgUnit>]
  /// The unit itself, where its event is its own.
  let alone: Identifier<OrgUnit>?
}
