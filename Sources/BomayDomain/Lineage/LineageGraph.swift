// SPDX-License-Identifier: Apache-2.0

/// Where a unit came from and what became of it between two days: itself, all that gave it something and
/// all that got something from it, through every step.
public struct LineageGraph: Sendable {
  public struct Node: Hashable, Sendable {
    public let unit: Identifier<OrgUnit>
    /// Steps from the unit asked about: below nought for what came before.
    public let distance: Int
    /// Whether it lives on the first day, and on the last.
    public let isThereFirst: Truth
    public let isThereLast: Truth
  }

  /// One unit passing into another by one change.
  public struct Link: Hashable, Sendable {
    public let from: Identifier<OrgUnit>
    public let to: Identifier<OrgUnit>
    public let kind: ChangeKind
    public let share: Share
    /// Whether `to` is one of several and the records do not tell which.
    public let isOneOf: Bool
    /// Whether `from` lived on.
    public let survives: Bool
    public let on: Bound
    public let citation: Citation
  }

  public let root: Identifier<OrgUnit>
  public let from: Day
  public let to: Day
  /// The unit first, then by distance and identifier.
  public let nodes: [Node]
  /// In the order of days, then of the log.
  public let links: [Link]
}

extension AsOf {
  /// The lineage of a unit from this day to a later one; `nil` for a unit that nothing is known of.
  ///
  /// Changes count that take effect after the first day and on or before the last. Forwards every
  /// successor is followed, backwards every predecessor; not the other successors of a predecessor.
  public func lineage(of id: Identifier<OrgUnit>, to other: Day) -> LineageGraph? {
    guard knows(id), let root = number(id) else { return nil }
    let end = on(other)
    var distance: [Int32: Int] = [root: 0]
    var links: Set<LineageGraph.Link> = []
    func isBetween(_ fact: Fact) -> Bool { fact.fromLatest > day.ordinal && fact.fromLatest <= other.ordinal }
    func add(_ fact: Fact, only successor: Int32?) -> [Int32] {
      let step = end.succession(fact)
      let value = register.successions[fact.value]
      var reached: [Int32] = []
      for (place, target) in value.successors.enumerated() where target != fact.subject {
        if let successor, successor != target { continue }
        reached.append(target)
        links.insert(
          LineageGraph.Link(
            from: step.predecessor, to: unit(target), kind: step.kind, share: step.shares[place],
            isOneOf: step.isOneOf, survives: step.survives, on: step.on, citation: step.citation))
      }
      return reached
    }
    // Forwards only what came after a unit was reached counts, backwards only what came before it passed on.
    var open: [(unit: Int32, fact: Fact?)] = [(root, nil)]
    var seen: Set<NumberPair> = []
    while let (current, arrival) = open.popLast() {
      for row in register.facts.history(.unitSuccession, of: current, knownAt: revision.number) {
        let fact = register.facts[row]
        guard isBetween(fact), arrival.map({ comes(fact, after: $0) }) ?? true,
          seen.insert(NumberPair(first: current, second: row)).inserted
        else { continue }
        for target in add(fact, only: nil) {
          if distance[target] == nil { distance[target] = (distance[current] ?? 0) + 1 }
          open.append((target, fact))
        }
      }
    }
    open = [(root, nil)]
    seen.removeAll()
    while let (current, departure) = open.popLast() {
      for row in register.successionsInto[Int(current)] {
        let fact = register.facts[row]
        guard fact.isKnown(at: revision.number), isBetween(fact), fact.subject != current,
          departure.map({ comes($0, after: fact) }) ?? true,
          seen.insert(NumberPair(first: current, second: row)).inserted
        else { continue }
        _ = add(fact, only: current)
        if distance[fact.subject] == nil { distance[fact.subject] = (distance[current] ?? 0) - 1 }
        open.append((fact.subject, fact))
      }
    }
    let nodes = distance.map { number, steps in
      LineageGraph.Node(
        unit: unit(number), distance: steps, isThereFirst: isAlive(number), isThereLast: end.isAlive(number))
    }.sorted { ($0.distance == 0 ? 0 : 1, $0.distance, $0.unit) < ($1.distance == 0 ? 0 : 1, $1.distance, $1.unit) }
    return LineageGraph(
      root: id, from: day, to: other, nodes: nodes,
      links: links.sorted {
        ($0.on.latest, $0.citation.revision, $0.from, $0.to) < ($1.on.latest, $1.citation.revision, $1.from, $1.to)
      })
  }
}
