// SPDX-License-Identifier: Apache-2.0

extension Register {
  static let noValue: Int32 = -1

  mutating func foldUnits(_ action: Action, _ at: inout Footprint) -> Bool {
    switch action {
    case .establish(let new): establish(new, &at)
    case .rename(let change): state(.unitName, intern(change.unit), text: change.name, &at)
    case .recode(let change): state(.unitCode, intern(change.unit), text: change.code, &at)
    case .reclassify(let change): state(.unitKind, intern(change.unit), intern(change.kind), &at)
    case .transfer(let change): move(intern(change.unit), to: change.to, among: change.among, &at)
    case .relate(let change):
      state(Register.attribute(of: change.relation), intern(change.unit), intern(change.to), &at)
    case .unrelate(let change):
      state(Register.attribute(of: change.relation), intern(change.unit), Register.noValue, &at)
    case .area(let change): state(.unitExtent, intern(change.unit), record: action, &at)
    case .merge(let change): merge(change, &at)
    case .absorb(let change): absorb(change, &at)
    case .divide(let change): divide(change, &at)
    case .separate(let change):
      for part in change.into { establish(Establish(part), &at) }
      succeed(
        intern(change.unit), by: change.into.map(\.unit), .separate, shares: change.into.map(\.share), survives: true,
        &at)
    case .rearrange(let change): rearrange(change, &at)
    case .dissolve(let change):
      end(intern(change.unit), &at)
      settle(change.settle, of: [change.unit], &at)
    case .restore(let change):
      let unit = intern(change.unit)
      state(.unitLife, unit, 1, &at)
      if let parent = change.parent { state(.unitParent, unit, intern(parent), &at) }
    default: return false
    }
    return true
  }

  static func attribute(of relation: RelationKind) -> Attribute {
    switch relation {
    case .guidedBy: .unitGuidedBy
    case .ledBy: .unitLedBy
    case .locatedIn: .unitLocatedIn
    }
  }

  private mutating func establish(_ new: Establish, _ at: inout Footprint) {
    let unit = intern(new.unit)
    state(.unitLife, unit, 1, &at)
    state(.unitKind, unit, intern(new.kind), &at)
    state(.unitName, unit, text: new.name, &at)
    if let parent = new.parent { state(.unitParent, unit, intern(parent), &at) }
    state(.unitCode, unit, text: new.code, &at)
    if let area = new.area { state(.unitLocatedIn, unit, intern(area), &at) }
    if let number = new.number { state(.unitNumber, unit, counts.intern(number), &at) }
    state(.unitSlot, unit, text: new.slot, &at)
  }

  private mutating func end(_ unit: Int32, _ at: inout Footprint) {
    state(.unitLife, unit, 0, &at)
  }

  /// Parents below -1 are sets: the parent is one of them, undetermined which.
  private mutating func move(
    _ unit: Int32, to parent: Identifier<OrgUnit>?, among: [Identifier<OrgUnit>], _ at: inout Footprint
  ) {
    if let parent {
      state(.unitParent, unit, intern(parent), &at)
    } else if !among.isEmpty {
      let set = unitSets.intern(among.map { intern($0) })
      state(.unitParent, unit, -2 - set, &at)
    } else {
      state(.unitParent, unit, Register.noValue, &at)
    }
  }

  private mutating func succeed(
    _ unit: Int32, by successors: [Identifier<OrgUnit>], _ kind: ChangeKind, shares: [Share] = [],
    oneOf: Bool = false, survives: Bool = false, together: [Identifier<OrgUnit>] = [], _ at: inout Footprint
  ) {
    let value = SuccessionValue(
      kind: kind, successors: successors.map { intern($0) },
      shares: shares.contains { $0 != .unknown } ? shares : [], isOneOf: oneOf, survives: survives,
      together: together.map { intern($0) })
    let row = Int32(truncatingIfNeeded: facts.count)
    for (place, successor) in value.successors.enumerated() where !value.successors[..<place].contains(successor) {
      successionsInto.append(row, to: successor)
    }
    state(.unitSuccession, unit, successions.intern(value), &at)
  }

  private mutating func merge(_ change: Merge, _ at: inout Footprint) {
    for unit in change.units { end(intern(unit), &at) }
    establish(change.into, &at)
    for unit in change.units {
      succeed(intern(unit), by: [change.into.unit], .merge, together: change.units, &at)
    }
    settle(change.settle, of: change.units, &at)
  }

  private mutating func absorb(_ change: Absorb, _ at: inout Footprint) {
    for unit in change.units {
      end(intern(unit), &at)
      let successors = change.into.map { [$0] } ?? change.among
      succeed(
        intern(unit), by: successors, .absorb, oneOf: change.into == nil && successors.count > 1,
        together: change.units, &at)
    }
    settle(change.settle, of: change.units, &at)
  }

  private mutating func divide(_ change: Divide, _ at: inout Footprint) {
    end(intern(change.unit), &at)
    for part in change.into { establish(Establish(part), &at) }
    succeed(
      intern(change.unit), by: change.into.map(\.unit), .divide, shares: change.into.map(\.share), &at)
    settle(change.settle, of: [change.unit], &at)
  }

  private mutating func rearrange(_ change: Rearrange, _ at: inout Footprint) {
    let kept = Set(change.keep)
    for unit in change.units where !kept.contains(unit) { end(intern(unit), &at) }
    for part in change.into { establish(Establish(part), &at) }
    let links = Dictionary(grouping: change.links, by: \.from)
    let effective = at.from
    at.from = change.passed ?? effective
    for unit in change.units {
      // A link to itself says what a kept unit keeps; the rest is told without it as well.
      guard let own = links[unit]?.filter({ $0.to != unit || kept.contains(unit) }), !own.isEmpty else { continue }
      succeed(
        intern(unit), by: own.map(\.to), .rearrange, shares: own.map(\.share), survives: kept.contains(unit),
        together: change.units, &at)
    }
    at.from = effective
    settle(change.settle, of: change.units.filter { !kept.contains($0) }, &at)
  }

  private mutating func settle(_ settlement: Settlement?, of ended: [Identifier<OrgUnit>], _ at: inout Footprint) {
    guard let settlement else { return }
    for child in settlement.children { move(intern(child.unit), to: child.to, among: child.among, &at) }
    for item in settlement.posts {
      let post = intern(item.post)
      state(.postLife, post, 0, &at)
      if let to = item.to { state(.postSuccession, post, intern(to), &at) }
    }
    for item in settlement.holders {
      state(.tenure, tenure(item.person, item.post), Register.left(.transferred), &at)
      if let to = item.to {
        let value = HoldingValue(
          accession: .settle, kind: nil, isActing: false, term: nil, ratified: -1, rotatedFrom: -1)
        state(.tenure, tenure(item.person, to), holdings.intern(value), &at)
      }
    }
    // Of several units that end with one settlement, the first bears it, so that nothing counts twice.
    guard let first = ended.first else { return }
    var note = Dissolve()
    note.unit = first
    note.settle = settlement
    settlements.append(intern(first), to: 0)
    state(.unitSettlement, intern(first), record: .dissolve(note), &at)
  }
}

extension Establish {
  /// The making of a part, as of a unit by itself.
  public init(_ part: Part) {
    self.init()
    unit = part.unit
    kind = part.kind
    name = part.name
    parent = part.parent
    code = part.code
    area = part.area
    slot = part.slot
  }
}
