// SPDX-License-Identifier: Apache-2.0

/// A child of an ended unit, and where it went.
public struct RehomedUnit: Hashable, Sendable {
  public let unit: Identifier<OrgUnit>
  /// The first parent that took it in; `nil` while the records do not tell.
  public let destination: Identifier<OrgUnit>?
  /// The parents among which the destination lies, where it was left open.
  public let among: [Identifier<OrgUnit>]
  /// When it was handed over, and by which decision.
  public let on: Bound?
  public let citation: Citation?
}

/// All children of one ended unit: so many moved, so many received, the rest open (R-B2).
public struct Rehoming: Hashable, Sendable {
  public let ended: Identifier<OrgUnit>
  public let on: Bound
  public let citation: Citation
  public let children: [RehomedUnit]

  public var received: [RehomedUnit] { children.filter { $0.destination != nil } }
  public var open: [RehomedUnit] { children.filter { $0.destination == nil } }
}

extension AsOf {
  /// Every end of a unit, by the day, that had children to move, whether or not their destinations
  /// are known. Children that have ended since stay listed: what was moved stays moved.
  public func rehomings() -> [Rehoming] {
    (0..<Int32(register.units.count)).compactMap { rehoming(of: $0) }
  }

  private func rehoming(of ended: Int32) -> Rehoming? {
    for row in register.facts.history(.unitSettlement, of: ended, knownAt: revision.number) {
      let fact = register.facts[row]
      guard fact.from.hasCome(by: day) != .no, case .dissolve(let note) = register.records[Int(fact.value)],
        let settled = note.settle?.children
      else { continue }
      let children = settled.compactMap { rehomed($0, from: ended, since: fact.from) }
      guard !children.isEmpty else { continue }
      return Rehoming(ended: unit(ended), on: fact.from, citation: citation(of: fact), children: children)
    }
    return nil
  }

  private func rehomed(_ child: SettledChild, from ended: Int32, since: Bound) -> RehomedUnit? {
    guard let number = number(child.unit) else { return nil }
    let parents = register.facts.history(.unitParent, of: number, knownAt: revision.number).map { register.facts[$0] }
    guard parents.contains(where: { $0.value == ended }) else { return nil }
    let taken = parents.last {
      $0.value >= 0 && $0.value != ended && $0.from.latest >= since.latest && $0.from.hasCome(by: day) != .no
    }
    return RehomedUnit(
      unit: child.unit, destination: taken.map { unit($0.value) }, among: child.among, on: taken?.from,
      citation: taken.map { citation(of: $0) })
  }
}
