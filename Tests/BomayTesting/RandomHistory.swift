// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// A log that grows at random and is the same for the same seed: decisions with backdating, with days
/// known only to the month or within a span, with `until`, and then corrections, annulments and `after`.
///
/// A copy may go on with another seed, so that two logs share what they had until then.
public struct RandomHistory: Sendable {
  public private(set) var entries: [Entry] = []
  /// The days on which things happen, with a few around them.
  public let days: [Day]
  private var generator: SeededGenerator
  private let action: @Sendable (inout SeededGenerator) -> Change
  private var decided: [Decided] = []

  private struct Decided: Sendable {
    let id: DecisionID
    var effective: Bound
    var after: DecisionID?
    var isAnnulled = false
    var isAnchor = false
  }

  /// Begins with a decision that holds `opening`, in force from the first of `days` on, after the
  /// charter where there is one. `action` makes the changes of all decisions after it.
  public init(
    seed: UInt64, days: [Day], charter: Charter? = nil, opening: [Change],
    action: @escaping @Sendable (inout SeededGenerator) -> Change
  ) {
    generator = SeededGenerator(seed: seed)
    self.days = days
    self.action = action
    if let charter { append(.adopt(charter)) }
    decided.append(Decided(id: "opening", effective: Bound(days[0])))
    append(.decide(Decision(id: "opening", effective: Bound(days[0]), changes: opening)))
  }

  public var head: Revision { Revision(Int32(entries.count)) }

  /// Every revision, that of the empty log first.
  public var revisions: [Revision] { (0...Int32(entries.count)).map { Revision($0) } }

  public mutating func reseed(_ seed: UInt64) { generator = SeededGenerator(seed: seed) }

  public mutating func grow(by count: Int) {
    for _ in 0..<count { append(nextAct()) }
  }

  public func growing(by count: Int, seed: UInt64) -> RandomHistory {
    var other = self
    other.reseed(seed)
    other.grow(by: count)
    return other
  }

  private mutating func append(_ act: Act) { entries.append(.next(act, after: head)) }

  private mutating func nextAct() -> Act {
    let standing = decided.indices.dropFirst().filter { !decided[$0].isAnnulled }
    let dice = generator.below(100)
    if dice < 12, !standing.isEmpty {
      let index = generator.pick(Array(standing))
      decided[index].isAnnulled = true
      return .annul(decided[index].id, reason: "entered in error")
    }
    if dice < 36, !standing.isEmpty { return .correct(correction(of: generator.pick(Array(standing)))) }
    let id = DecisionID(rawValue: "d\(decided.count)")
    let effective = bound()
    decided.append(Decided(id: id, effective: effective))
    return .decide(decision(id, on: effective, 1 + generator.below(4)))
  }

  /// A third of the corrections say that the decision comes after a later one of the same day. What was
  /// said once is said again, and nothing comes after what was itself moved: there the order would be open.
  private mutating func correction(of index: Int) -> Decision {
    let later = decided.indices.filter { $0 > index && decided[$0].after == nil && !decided[$0].isAnnulled }
    if decided[index].after == nil, !decided[index].isAnchor, !later.isEmpty, generator.happens(33) {
      let anchor = generator.pick(Array(later))
      decided[anchor].isAnchor = true
      decided[index].after = decided[anchor].id
    }
    let sameDay = decided.first { $0.id == decided[index].after }?.effective
    decided[index].effective = generator.happens(80) ? sameDay ?? bound() : bound()
    let count = decided[index].after == nil ? 1 + generator.below(4) : 5
    var content = decision(decided[index].id, on: decided[index].effective, count)
    content.after = decided[index].after
    return content
  }

  private mutating func decision(_ id: DecisionID, on effective: Bound, _ count: Int) -> Decision {
    var content = Decision(id: id, effective: effective)
    for _ in 0..<count {
      var change = action(&generator)
      if generator.happens(30) { change.effective = bound() }
      if generator.happens(25) { change.until = end(after: change.effective ?? effective) }
      content.changes.append(change)
    }
    return content
  }

  private mutating func bound() -> Bound {
    let day = generator.pick(days)
    switch generator.below(100) {
    case ..<64: return Bound(day)
    case ..<82: return .month(day.civil.year, day.civil.month) ?? Bound(day)
    case ..<92: return Bound(from: day, through: day.adding(days: generator.below(7))) ?? Bound(day)
    case ..<96: return Bound(noLaterThan: day)
    default: return .beforeRecords
    }
  }

  /// A bound that leaves the period at least one day, which may be open.
  private mutating func end(after start: Bound?) -> Bound? {
    let last = start.map { $0.isBeforeRecords ? days[0] : $0.latest } ?? days[0]
    let first = last.adding(days: 1 + generator.below(6))
    guard generator.happens(40) else { return Bound(first) }
    return Bound(from: first.adding(days: -generator.below(4)), through: first.adding(days: generator.below(4)))
  }
}

extension RandomHistory {
  /// Units, posts and persons that are established, renamed, transferred, reclassified, dissolved,
  /// restored, separated, appointed, relieved and paired, around the end of a month.
  public static func apparatus(seed: UInt64) throws(NoSuchDay) -> RandomHistory {
    let days = Day.each(from: try .on("2020-01-25"), through: try .on("2020-02-09"))
    var opening = apparatusUnits.enumerated().map { index, unit in
      Change.establish(
        unit, kind: "island", name: "Old \(unit)", under: index == 0 ? nil : apparatusUnits[(index - 1) / 2])
    }
    opening += apparatusPosts.map { .createPost($0, in: apparatusUnits[1], role: "warden") }
    opening += apparatusPersons.map { .person($0) }
    return RandomHistory(seed: seed, days: days, opening: opening, action: apparatusChange)
  }

  public static let apparatusUnits: [UnitID] = ["u0", "u1", "u2", "u3", "u4"]
  public static let apparatusPosts: [PostID] = ["p0", "p1", "p2"]
  public static let apparatusPersons: [PersonID] = ["x0", "x1", "x2"]
  public static let apparatusKinds: [KindID] = ["island", "reef", "council"]

  private static func apparatusChange(_ generator: inout SeededGenerator) -> Change {
    generator.happens(65) ? unitChange(&generator) : postChange(&generator)
  }

  private static func unitChange(_ generator: inout SeededGenerator) -> Change {
    let (unit, other) = generator.pickTwo(apparatusUnits)
    let kind = generator.pick(apparatusKinds)
    let name = "Name \(generator.below(40))"
    switch generator.below(12) {
    case 0:
      return .establish(
        unit, kind: kind, name: generator.happens(50) ? name : nil, under: generator.happens(50) ? other : nil)
    case 1...3: return .rename(unit, name)
    case 4, 5: return .transfer(unit, to: generator.happens(80) ? other : nil)
    case 6: return .transfer(unit, among: apparatusUnits.filter { $0 != unit }.dropLast(generator.below(3)))
    case 7, 8: return .reclassify(unit, kind)
    case 9: return .dissolve(unit, settling: generator.happens(50) ? [.moved(other, to: "u0")] : [])
    case 10: return .restore(unit, under: generator.happens(50) ? other : nil)
    default: return .separate(unit, into: [other], kind: kind)
    }
  }

  private static func postChange(_ generator: inout SeededGenerator) -> Change {
    let (post, other) = generator.pickTwo(apparatusPosts)
    let person = generator.pick(apparatusPersons)
    switch generator.below(10) {
    case 0: return .createPost(post, in: generator.pick(apparatusUnits), role: "warden")
    case 1: return .abolishPost(post)
    case 2...4: return .appoint(person, to: post)
    case 5, 6: return .relieve(person, from: post, how: generator.happens(50) ? .retired : nil)
    case 7: return .oneHolder(post, other)
    case 8: return .separatePosts(post, other)
    default: return .identify(person, "Person \(generator.below(40))")
    }
  }
}
