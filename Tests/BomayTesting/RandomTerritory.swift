// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// A random history of areas that merge, are absorbed, divided, parted and rearranged, with what really
/// became of each grain of their ground beside it: the slow oracle of maps between two days.
///
/// Every share that the history hides from the log is drawn all the same, so that what the map says can be
/// compared with what happened.
public struct RandomTerritory: Sendable {
  public private(set) var log = LogBuilder()
  /// The days on which something happens, in order.
  public private(set) var days: [Day] = []
  /// What each area held at the end of each day, as grains by where they were on the first day asked.
  private var events: [(day: Day, moves: [Move])] = []
  private var alive: [UnitID] = []
  private var count = 0
  private var generator: SeededGenerator
  private let hidesShares: Bool

  /// One unit passing a part of what it holds to others at one moment; parts sum to at most one.
  private struct Move: Sendable {
    let from: UnitID
    let to: [(unit: UnitID, share: Rational)]
  }

  /// - Parameter hidesShares: whether some shares are kept from the log.
  public init(seed: UInt64, hidesShares: Bool) throws {
    generator = SeededGenerator(seed: seed)
    self.hidesShares = hidesShares
    var changes: [Change] = []
    for _ in 0..<6 {
      let unit = fresh()
      alive.append(unit)
      changes.append(.establish(unit, kind: "isle"))
    }
    log.append(.decide(Decision(id: "begin", effective: .beforeRecords, changes: changes)))
    var day = Day("2000-01-01") ?? Day(ordinal: 0)
    for number in 0..<14 {
      // Now and then the next change is of the same day.
      if !generator.happens(25) { day = day.adding(days: 1 + generator.below(400)) }
      happen(on: day, number)
    }
  }

  private mutating func fresh() -> UnitID {
    count += 1
    return UnitID(rawValue: "i\(count)")
  }

  private mutating func shares(_ number: Int) -> [Rational] {
    var left: Int64 = 8
    var parts: [Int64] = []
    for place in 0..<number {
      let rest = Int64(number - place - 1)
      let part = place == number - 1 ? left : 1 + Int64(generator.below(Int(left - rest)))
      parts.append(part)
      left -= part
    }
    return parts.compactMap { Rational($0, over: 8) }
  }

  /// What the log is told of a share.
  private mutating func told(_ share: Rational) -> Share {
    hidesShares && generator.happens(40) ? .unknown : Share(any: share)
  }

  private mutating func happen(on day: Day, _ number: Int) {
    guard alive.count > 2 else { return }
    var changes: [Change] = []
    var moves: [Move] = []
    switch generator.below(6) {
    case 0:
      let (one, other) = generator.pickTwo(alive)
      let new = fresh()
      changes = [.merge([one, other], into: new, kind: "isle")]
      moves = [Move(from: one, to: [(new, Rational(1))]), Move(from: other, to: [(new, Rational(1))])]
      alive.removeAll { $0 == one || $0 == other }
      alive.append(new)
    case 1:
      let (one, other) = generator.pickTwo(alive)
      changes = [.absorb([one], into: other)]
      moves = [Move(from: one, to: [(other, Rational(1))])]
      alive.removeAll { $0 == one }
    case 2:
      let one = generator.pick(alive)
      let parts = shares(2 + generator.below(2)).map { (fresh(), $0) }
      var record = Divide()
      record.unit = one
      record.into = parts.map { part($0.0, told($0.1)) }
      changes = [Change(.divide(record))]
      moves = [Move(from: one, to: parts)]
      alive.removeAll { $0 == one }
      alive += parts.map(\.0)
    case 3:
      let one = generator.pick(alive)
      let parts = shares(3).dropLast().map { (fresh(), $0) }
      var record = Separate()
      record.unit = one
      record.into = parts.map { part($0.0, told($0.1)) }
      changes = [Change(.separate(record))]
      moves = [Move(from: one, to: parts)]
      alive += parts.map(\.0)
    case 4: (changes, moves) = rearranged()
    default: changes = [.rename(generator.pick(alive), "name \(number)")]
    }
    log.append(.decide(Decision(id: DecisionID(rawValue: "d\(number)"), effective: Bound(day), changes: changes)))
    days.append(day)
    events.append((day, moves))
  }

  /// Two become two others, crosswise, one of them perhaps living on.
  private mutating func rearranged() -> ([Change], [Move]) {
    let (one, other) = generator.pickTwo(alive)
    let keeps = generator.happens(50)
    let (first, second) = (keeps ? one : fresh(), fresh())
    var record = Rearrange()
    record.units = [one, other]
    record.keep = keeps ? [one] : []
    record.into = (keeps ? [second] : [first, second]).map { part($0, .unknown) }
    var moves: [Move] = []
    for unit in [one, other] {
      let parts = shares(2)
      for (target, share) in zip([first, second], parts) {
        record.links.append(Passing(from: unit, to: target, share: told(share)))
      }
      moves.append(Move(from: unit, to: [(first, parts[0]), (second, parts[1])]))
    }
    alive.removeAll { ($0 == one && !keeps) || $0 == other }
    alive += keeps ? [second] : [first, second]
    return ([Change(.rearrange(record))], moves)
  }

  private func part(_ unit: UnitID, _ share: Share) -> Part {
    var part = Part()
    part.unit = unit
    part.kind = "isle"
    part.share = share
    return part
  }

  // MARK: What really happened

  /// How much of each unit of the first day is in each of the later one.
  public func truth(from first: Day, to last: Day) -> [UnitID: [UnitID: Rational]] {
    var holdings: [UnitID: [UnitID: Rational]] = [:]
    for unit in log.register.asOf(first, knownAt: .latest).units() { holdings[unit] = [unit: Rational(1)] }
    for event in events where event.day > first && event.day <= last {
      var next = holdings
      // All that one change passes on it passes on at once.
      for move in event.moves {
        let held = holdings[move.from] ?? [:]
        for (source, amount) in held {
          for (target, share) in move.to where target != move.from {
            let before = next[target]?[source] ?? Rational(0)
            next[target, default: [:]][source] = before + amount * share
          }
          let given = move.to.filter { $0.unit != move.from }.reduce(Rational(0)) { $0 + $1.share }
          let before = next[move.from]?[source] ?? Rational(0)
          next[move.from]?[source] = before - amount * given
        }
      }
      holdings = next
    }
    var found: [UnitID: [UnitID: Rational]] = [:]
    for (holder, held) in holdings {
      for (source, amount) in held where amount != Rational(0) { found[source, default: [:]][holder] = amount }
    }
    return found
  }
}
