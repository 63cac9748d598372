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

  /// What else befell a unit while it was on the way: a new name, kind, code or place, its end or return.
  public struct Turn: Hashable, Sendable {
    public let unit: Identifier<OrgUnit>
    public let kinds: [ChangeKind]
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
  /// In the order of days, then of the log.
  public let turns: [Turn]
}

extension AsOf {
  /// The lineage of a unit from this day to a later one; `nil` for a unit that nothing is known of.
  ///
  /// Changes count that take effect, or may, after the first day and on or before the last. Forwards every
  /// successor is followed, backwards every predecessor; not the other successors of a predecessor.
  public func lineage(of id: Identifier<OrgUnit>, to other: Day) -> LineageGraph? {
    guard knows(id), let root = number(id) else { return nil }
    let end = on(other)
    var distance: [Int32: Int] = [root: 0]
    var links: Set<LineageGraph.Link> = []
    func isBetween(_ fact: Fact) -> Bool { isPast(fact, by: other) }
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
    let ordered = links.sorted {
      ($0.on.latest, $0.citation.revision, $0.from, $0.to) < ($1.on.latest, $1.citation.revision, $1.from, $1.to)
    }
    return LineageGraph(
      root: id, from: day, to: other, nodes: nodes, links: ordered,
      turns: nodes.flatMap { turns(of: $0, ordered, to: other) }.sorted {
        ($0.on.latest, $0.citation.revision, $0.unit) < ($1.on.latest, $1.citation.revision, $1.unit)
      })
  }

  private func isPast(_ fact: Fact, by last: Day) -> Bool {
    day < last && fact.fromLatest > day.ordinal && fact.fromEarliest <= last.ordinal
  }

  /// What befell a unit itself: one that follows, from when something came to it; one that came before,
  /// until it passed something on.
  private func turns(of node: LineageGraph.Node, _ links: [LineageGraph.Link], to last: Day) -> [LineageGraph.Turn] {
    guard let unit = number(node.unit) else { return [] }
    let first = node.distance > 0 ? links.filter { $0.to == node.unit }.map(\.on.latest).min() : nil
    let end = node.distance < 0 ? links.filter { $0.from == node.unit }.map(\.on.latest).max() : nil
    let ends = links.filter { $0.from == node.unit && !$0.survives }.map(\.citation.decision)
    var kinds: [Citation: [ChangeKind]] = [:]
    for (attribute, kind) in AsOf.turning {
      let facts = register.facts.history(attribute, of: unit, knownAt: revision.number).map { register.facts[$0] }
      for (place, fact) in facts.enumerated() {
        guard isPast(fact, by: last), first.map({ $0.ordinal <= fact.fromLatest }) ?? true,
          end.map({ fact.fromLatest <= $0.ordinal }) ?? true,
          // The first value comes with the unit; the same one again changes nothing.
          place + 1 < facts.count, facts[place + 1].value != fact.value
        else { continue }
        let citation = citation(of: fact)
        if attribute == .unitLife {
          if fact.value == 1 || !ends.contains(citation.decision) {
            kinds[citation, default: []].append(fact.value == 1 ? .restore : .dissolve)
          }
        } else {
          kinds[citation, default: []].append(kind)
        }
      }
    }
    return kinds.map { LineageGraph.Turn(unit: node.unit, kinds: $1, on: $0.from, citation: $0) }
  }

  private static let turning: [(Attribute, ChangeKind)] = [
    (.unitName, .rename), (.unitKind, .reclassify), (.unitCode, .recode), (.unitParent, .transfer),
    (.unitLife, .dissolve),
  ]
}
