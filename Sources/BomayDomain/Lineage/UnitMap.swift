// SPDX-License-Identifier: Apache-2.0

/// What became of a unit between two days, towards one unit of the other day.
public enum MapKind: String, Sendable, CaseIterable {
  /// It lives on in itself and nothing left it.
  case itself
  /// All of it is in the other.
  case whole
  /// A part of it is in the other.
  case part
  /// All of it is in one of several, and the records do not tell in which.
  case oneOf
  /// It ended and nothing follows it; backwards: it was made of nothing.
  case nothing
  /// It is there on the later day and nothing on record precedes it.
  case new
}

/// One line of the map between two days.
public struct MapRow: Hashable, Sendable {
  /// The unit of the first day; `nil` for what came from nothing.
  public let from: Identifier<OrgUnit>?
  /// The unit of the second day; `nil` for what went into nothing.
  public let to: Identifier<OrgUnit>?
  /// How much of `from` is in `to`.
  public let share: Share
  public let kind: MapKind
  /// Whether some change on the way, or the life of one of the two units, has a day that is not known well
  /// enough to be put before or after one of the two days.
  public let isDayUnknown: Bool
}

extension AsOf {
  /// The whole map of the units of these kinds from this day to another, as known at the revision.
  ///
  /// A change counts if it takes effect after the earlier day and on or before the later one. Where it may
  /// or may not have come by the later day, the unit is in one of several: itself, or what follows it. Where
  /// it may have come by the earlier day already, what is of that day is taken to have gone through it. Each unit
  /// of `kinds` that lives, or may live, on the first day has at least one row; rows of one unit are in
  /// the order of its successors. To an earlier day the map is that from the earlier day, turned round.
  public func map(of kinds: [Identifier<UnitKind>], to other: Day) -> [MapRow] {
    other < day ? turned(of: kinds, to: other) : forward(of: kinds, to: other)
  }

  private func forward(of kinds: [Identifier<UnitKind>], to other: Day) -> [MapRow] {
    let walk = LineageWalk(from: self, to: on(other))
    var rows: [MapRow] = []
    var reached: Set<Int32> = []
    for source in units(ofKinds: kinds) {
      let found = walk.outcome(of: source)
      for target in found.targets { reached.insert(target.unit) }
      rows += LineageWalk.rows(source, found, self)
    }
    for unit in on(other).units(ofKinds: kinds) where !reached.contains(unit) {
      rows += unreached(unit, on(other))
    }
    return rows
  }

  /// The rows of a unit of the later day that nothing of the earlier day was found to lead to.
  private func unreached(_ unit: Int32, _ end: AsOf) -> [MapRow] {
    let isDayUnknown = end.isAlive(unit) == .undetermined
    func row(_ from: Int32?, _ share: Share, _ kind: MapKind) -> MapRow {
      MapRow(
        from: from.map { self.unit($0) }, to: self.unit(unit), share: share, kind: kind, isDayUnknown: isDayUnknown)
    }
    // What was there already, of another kind, came from itself.
    if isAlive(unit) != .no { return [row(unit, .whole, .itself)] }
    // One that may be there and was made of others is not new; where all of it went on it is not there.
    let makers = register.successionsInto[Int(unit)].map { register.facts[$0] }.filter {
      $0.isKnown(at: revision.number) && isAlive($0.subject) != .no && $0.fromEarliest <= end.day.ordinal
    }
    guard !makers.isEmpty else { return [row(nil, .unknown, .new)] }
    let hasGoneOn = register.facts.history(.unitSuccession, of: unit, knownAt: revision.number).contains {
      let fact = register.facts[$0]
      return !register.successions[fact.value].survives && fact.fromLatest <= end.day.ordinal
    }
    return hasGoneOn ? [] : makers.map { row($0.subject, .unknown, .oneOf) }
  }

  private func turned(of kinds: [Identifier<UnitKind>], to other: Day) -> [MapRow] {
    let earlier = on(other)
    let walk = LineageWalk(from: earlier, to: self)
    let own = Set(units(ofKinds: kinds).map { unit($0) })
    var sources: [Identifier<OrgUnit>: [MapRow]] = [:]
    var rows: [MapRow] = []
    for source in 0..<Int32(register.units.count) where earlier.isAlive(source) != .no {
      let found = LineageWalk.rows(source, walk.outcome(of: source), earlier)
      for row in found where row.to.map({ own.contains($0) }) ?? false {
        if let to = row.to { sources[to, default: []].append(row) }
      }
      let isAsked = earlier.isOf(kinds, source) != .no
      if isAsked, !found.contains(where: { row in row.to.map { own.contains($0) } ?? false }) {
        rows.append(
          MapRow(
            from: nil, to: self.unit(source), share: .unknown, kind: .new,
            isDayUnknown: earlier.isAlive(source) == .undetermined))
      }
    }
    var turned: [MapRow] = []
    for unit in units(ofKinds: kinds) {
      let id = self.unit(unit)
      let made = sources[id] ?? []
      if made.isEmpty {
        turned.append(
          MapRow(
            from: id, to: nil, share: .unknown, kind: .nothing, isDayUnknown: isAlive(unit) == .undetermined))
      }
      for row in made {
        let kind: MapKind =
          if row.kind == .oneOf, made.count > 1 || !row.isDayUnknown {
            .oneOf
          } else if made.count > 1 {
            .part
          } else {
            row.from == id && row.kind != .part ? .itself : .whole
          }
        turned.append(
          MapRow(
            from: id, to: row.from, share: made.count == 1 && kind != .oneOf ? .whole : .unknown, kind: kind,
            isDayUnknown: row.isDayUnknown || isAlive(unit) == .undetermined))
      }
    }
    return turned + rows
  }
}

/// Follows units from one day to a later one, each step once.
final class LineageWalk {
  struct Target {
    let unit: Int32
    var share: Share
    var isOneOf: Bool
  }

  struct Outcome {
    var targets: [Target] = []
    var isDayUnknown = false
    /// Whether some of it ended without a successor.
    var isLost = false
  }

  private struct Step {
    let fact: Fact
    let value: SuccessionValue
    let isDayUnknown: Bool
    /// Whether it may come after the last day only.
    let isOpen: Bool
  }

  private struct Key: Hashable {
    let unit: Int32
    let step: Int
  }

  private let start: AsOf
  private let end: AsOf
  private var stepsOf: [Int32: [Step]] = [:]
  private var known: [Key: Outcome] = [:]
  private lazy var givenBack = returns()

  init(from start: AsOf, to end: AsOf) {
    self.start = start
    self.end = end
  }

  func outcome(of unit: Int32) -> Outcome { outcome(of: unit, from: 0, []) }

  /// Changes of the unit after the first day and by the last, in their order.
  private func steps(of unit: Int32) -> [Step] {
    if let found = stepsOf[unit] { return found }
    let register = start.register
    var found = register.facts.history(.unitSuccession, of: unit, knownAt: start.revision.number).reversed()
      .compactMap { row in step(register.facts[row], register.successions[register.facts[row].value]) }
    if let returns = givenBack[unit] {
      found = (found + returns).sorted {
        register.facts.precedes($0.fact, $1.fact, knownAt: start.revision.number)
      }
    }
    stepsOf[unit] = found
    return found
  }

  private func step(_ fact: Fact, _ value: SuccessionValue) -> Step? {
    guard start.day < end.day, fact.fromLatest > start.day.ordinal, fact.fromEarliest <= end.day.ordinal
    else { return nil }
    let isOpen = fact.fromLatest > end.day.ordinal
    return Step(
      fact: fact, value: value, isDayUnknown: isOpen || fact.fromEarliest <= start.day.ordinal, isOpen: isOpen)
  }

  /// What units gave back to others that were restored between the days: a unit that lives again without
  /// being told to come out of another takes back, nobody tells how much, from whatever followed it.
  private func returns() -> [Int32: [Step]] {
    let (register, known) = (start.register, start.revision.number)
    var found: [Int32: [Step]] = [:]
    for unit in 0..<Int32(register.units.count) {
      let lives = register.facts.history(.unitLife, of: unit, knownAt: known)
      guard lives.count > 2 else { continue }
      for row in lives.dropLast() where register.facts[row].value == 1 {
        let fact = register.facts[row]
        let isToldOutOf = register.successionsInto[Int(unit)].contains {
          register.facts[$0].entry == fact.entry && register.facts[$0].isKnown(at: known)
        }
        let value = SuccessionValue(
          kind: .restore, successors: [unit], shares: [], isOneOf: false, survives: true, together: [])
        guard !isToldOutOf, let step = step(fact, value) else { continue }
        let eve = start.on(Day(ordinal: fact.fromEarliest - 1))
        for follower in eve.followers(of: start.unit(unit)) {
          if let number = start.number(follower) { found[number, default: []].append(step) }
        }
      }
    }
    return found
  }

  /// Whether the unit may have ended by the last day, and nothing follows it then.
  private func mayBeLost(_ unit: Int32) -> Bool {
    guard start.day < end.day, end.isAlive(unit) == .undetermined,
      !steps(of: unit).contains(where: { $0.isOpen && !$0.value.survives })
    else { return false }
    return start.register.facts.history(.unitLife, of: unit, knownAt: start.revision.number).contains { row in
      let fact = start.register.facts[row]
      return fact.value == 0 && fact.fromEarliest <= end.day.ordinal && fact.fromLatest > end.day.ordinal
    }
  }

  private func outcome(of unit: Int32, from index: Int, _ path: [Key]) -> Outcome {
    let key = Key(unit: unit, step: index)
    if let found = known[key] { return found }
    let steps = steps(of: unit)
    guard index < steps.count, !path.contains(key) else {
      // A change that may have come by the last day, or may not, leaves the unit where it is.
      guard end.isAlive(unit) != .no else { return Outcome(isLost: true) }
      let isOpen = mayBeLost(unit)
      return Outcome(
        targets: [Target(unit: unit, share: isOpen ? .unknown : .whole, isOneOf: isOpen)], isDayUnknown: isOpen,
        isLost: isOpen)
    }
    let step = steps[index]
    var links = step.value.successors.enumerated().map { (unit: $1, share: step.value.allShares[$0]) }
    if step.value.survives, step.fact.fromEarliest <= start.day.ordinal {
      // What is counted on the first day may be without what was passed on, or still with it.
      links = links.filter { $0.unit != unit }.map { ($0.unit, .unknown) } + [(unit, .unknown)]
    } else if step.value.survives, !step.value.successors.contains(unit) {
      links.append((unit, LineageWalk.rest(of: links.map(\.share))))
    } else if links.count > 1, !step.value.isOneOf {
      let rest = LineageWalk.filled(links.map(\.share))
      for place in links.indices { links[place].share = rest[place] }
    }
    let further = links.map { link in
      outcome(of: link.unit, from: link.unit == unit ? index + 1 : next(link.unit, after: step), path + [key])
    }
    var found = combined(links.map(\.share), further, isOneOf: step.value.isOneOf && links.count > 1)
    if step.isOpen {
      let stays = outcome(of: unit, from: index + 1, path + [key])
      found = combined([.whole, .whole], [stays, found], isOneOf: true)
    }
    found.isDayUnknown = found.isDayUnknown || step.isDayUnknown
    known[key] = found
    return found
  }

  /// The first change of the unit after this one; what one rearrangement passes on it passes on at once.
  /// Where the unit has ended by the evening of the day and no change comes after, one of that day
  /// recorded earlier carries on.
  private func next(_ unit: Int32, after step: Step) -> Int {
    let steps = steps(of: unit)
    if let found = steps.firstIndex(where: { start.comes($0.fact, after: step.fact) }) { return found }
    guard end.isAlive(unit) == .no else { return steps.count }
    return steps.firstIndex {
      $0.fact.fromLatest == step.fact.fromLatest && !start.register.isAtOnce($0.fact, step.fact)
    } ?? steps.count
  }

  private func combined(_ shares: [Share], _ outcomes: [Outcome], isOneOf: Bool) -> Outcome {
    var result = Outcome(
      isDayUnknown: outcomes.contains { $0.isDayUnknown }, isLost: outcomes.contains { $0.isLost })
    var order: [Int32] = []
    var byTarget: [Int32: [Int: Target]] = [:]
    for (place, outcome) in outcomes.enumerated() {
      for target in outcome.targets {
        if byTarget[target.unit] == nil { order.append(target.unit) }
        byTarget[target.unit, default: [:]][place] = target
      }
    }
    for unit in order {
      let parts = byTarget[unit] ?? [:]
      let isWhole = parts.count == outcomes.count
      func share(_ measure: KeyPath<Share, Rational?>) -> Rational? {
        if isWhole, parts.values.allSatisfy({ $0.share[keyPath: measure] == Rational(1) }) { return Rational(1) }
        if isOneOf { return nil }
        var sum = Rational(0)
        for (place, part) in parts {
          guard let own = shares[place][keyPath: measure], let further = part.share[keyPath: measure] else {
            return nil
          }
          sum = sum + own * further
        }
        return sum
      }
      var total = Share()
      total.any = share(\.any)
      total.population = share(\.population)
      total.area = share(\.area)
      let isOpen = isOneOf && !(isWhole && order.count == 1) || parts.values.contains { $0.isOneOf }
      result.targets.append(Target(unit: unit, share: total, isOneOf: isOpen))
    }
    return result
  }

  /// What is left for the unit itself, where all the others are known.
  private static func rest(of shares: [Share]) -> Share {
    func rest(_ measure: KeyPath<Share, Rational?>) -> Rational? {
      let known = shares.compactMap { $0[keyPath: measure] }
      guard known.count == shares.count else { return nil }
      let left = known.reduce(Rational(1)) { $0 - $1 }
      return !left.isDefined || left < Rational(0) ? nil : left
    }
    var share = Share()
    share.any = rest(\.any)
    share.population = rest(\.population)
    share.area = rest(\.area)
    return share
  }

  /// The one share not given is what the others leave.
  private static func filled(_ shares: [Share]) -> [Share] {
    var result = shares
    for measure in [\Share.any, \Share.population, \Share.area] as [WritableKeyPath<Share, Rational?>] {
      let open = shares.indices.filter { shares[$0][keyPath: measure] == nil }
      guard open.count == 1, let place = open.first else { continue }
      let others = shares.indices.filter { $0 != place }.map { shares[$0] }
      result[place][keyPath: measure] = rest(of: others)[keyPath: measure]
    }
    return result
  }

  static func rows(_ source: Int32, _ found: Outcome, _ start: AsOf) -> [MapRow] {
    let from = start.unit(source)
    var found = found
    found.isDayUnknown = found.isDayUnknown || start.isAlive(source) == .undetermined
    guard !found.targets.isEmpty else {
      return [MapRow(from: from, to: nil, share: .unknown, kind: .nothing, isDayUnknown: found.isDayUnknown)]
    }
    let isSplit = found.targets.count > 1 || found.isLost
    let lost =
      found.isLost
      ? [
        MapRow(
          from: from, to: nil, share: rest(of: found.targets.map(\.share)), kind: .nothing,
          isDayUnknown: found.isDayUnknown)
      ] : []
    return found.targets.map { target in
      let kind: MapKind =
        target.isOneOf ? .oneOf : isSplit ? .part : target.unit == source ? .itself : .whole
      return MapRow(
        from: from, to: start.unit(target.unit), share: target.share, kind: kind, isDayUnknown: found.isDayUnknown)
    } + lost
  }
}
