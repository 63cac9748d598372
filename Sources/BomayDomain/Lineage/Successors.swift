// SPDX-License-Identifier: Apache-2.0

/// One step of lineage: a unit gave way to others by a change of a decision, or gave them a part.
public struct Succession: Hashable, Sendable {
  public let predecessor: Identifier<OrgUnit>
  public let successors: [Identifier<OrgUnit>]
  /// What each successor got, in the same order.
  public let shares: [Share]
  /// Whether the successor is one of these and the records do not tell which.
  public let isOneOf: Bool
  /// Whether the predecessor lived on.
  public let survives: Bool
  /// Units that took part in the same change.
  public let together: [Identifier<OrgUnit>]
  public let kind: ChangeKind
  public let on: Bound
  public let citation: Citation
}

extension AsOf {
  /// What the unit gave way to by the day; a separation leaves it living.
  public func successions(of id: Identifier<OrgUnit>) -> [Succession] {
    guard let unit = number(id) else { return [] }
    return register.facts.history(.unitSuccession, of: unit, knownAt: revision.number).compactMap { row in
      let fact = register.facts[row]
      guard fact.from.hasCome(by: day) != .no else { return nil }
      return succession(fact)
    }
  }

  func succession(_ fact: Fact) -> Succession {
    let value = register.successions[fact.value]
    return Succession(
      predecessor: unit(fact.subject), successors: value.successors.map { unit($0) }, shares: value.allShares,
      isOneOf: value.isOneOf, survives: value.survives,
      together: value.together.map { unit($0) }, kind: value.kind, on: fact.from, citation: citation(of: fact))
  }

  /// What the unit was made of, one step back, by the day.
  public func predecessions(of id: Identifier<OrgUnit>) -> [Succession] {
    guard let unit = number(id) else { return [] }
    return register.successionsInto[Int(unit)].compactMap { row in
      let fact = register.facts[row]
      guard fact.isKnown(at: revision.number), fact.from.hasCome(by: day) != .no else { return nil }
      return succession(fact)
    }
  }

  /// The living units that follow an ended one, through every step since; several where it was
  /// divided, or where the records do not tell which.
  public func followers(of id: Identifier<OrgUnit>) -> [Identifier<OrgUnit>] {
    var found: [Identifier<OrgUnit>] = []
    var seen: Set<Identifier<OrgUnit>> = [id]
    var next = [id]
    while let current = next.popLast() {
      for step in successions(of: current) where !step.survives {
        for successor in step.successors where seen.insert(successor).inserted {
          if isAlive(successor) != .no { found.append(successor) } else { next.append(successor) }
        }
      }
    }
    return found.sorted()
  }
}

extension Register {
  /// Whether two successions are of one rearrangement: what that does it does at once.
  func isAtOnce(_ one: Fact, _ other: Fact) -> Bool {
    guard one.entry == other.entry, one.attribute == .unitSuccession, other.attribute == .unitSuccession
    else { return false }
    let (first, second) = (successions[one.value], successions[other.value])
    return first.kind == .rearrange && second.kind == .rearrange && first.together == second.together
  }
}

extension AsOf {
  /// Whether one succession carries on what another has passed on: by days, then in the order of the log.
  func comes(_ later: Fact, after earlier: Fact) -> Bool {
    register.facts.precedes(earlier, later, knownAt: revision.number) && !register.isAtOnce(earlier, later)
  }
}

extension SuccessionValue {
  /// A share for each successor: all of it where there is one and nothing was kept back.
  var allShares: [Share] {
    if successors.count == 1, !survives { return [.whole] }
    return shares.isEmpty ? Array(repeating: .unknown, count: successors.count) : shares
  }
}
