// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("Lineage")
struct LineageTests {
  /// Every unit from which this one came, through every step.
  private func ancestors(of unit: UnitID, _ past: AsOf) -> Set<UnitID> {
    var found: Set<UnitID> = []
    var next = [unit]
    while let current = next.popLast() {
      for step in past.predecessions(of: current) where found.insert(step.predecessor).inserted {
        next.append(step.predecessor)
      }
    }
    return found
  }

  @Test("of a merger reaches every predecessor, through mergers of mergers")
  func mergers() throws {
    var log = LogBuilder()
    try log.decide(
      "d1", on: "2010-01-01", .establish("a", kind: "island"), .establish("b", kind: "island"),
      .establish("c", kind: "island"), .establish("d", kind: "island"))
    try log.decide("d2", on: "2019-12-01", .merge(["a", "b"], into: "e", kind: "island", name: "a"))
    try log.decide("d3", on: "2025-07-01", .merge(["e", "c"], into: "f", kind: "island"), .absorb(["d"], into: "f"))
    let past = try log.asOf("2025-07-01")
    #expect(ancestors(of: "f", past) == ["a", "b", "c", "d", "e"])
    for unit in ["a", "b", "c", "d", "e"] as [UnitID] {
      #expect(past.followers(of: unit) == ["f"])
      #expect(past.isAlive(unit) == .no)
    }
    let between = try log.asOf("2025-06-30")
    #expect(between.followers(of: "a") == ["e"])
    #expect(between.followers(of: "c").isEmpty)
    #expect(between.predecessions(of: "f").isEmpty)
    #expect(between.isAlive("a" as UnitID) == .no, "a new identity bears the old name; the old one has ended")
    #expect(between.name(of: "e" as UnitID).determined == "a")
    #expect(try log.asOf("2019-11-30").isAlive("e" as UnitID) == .no)
  }

  @Test("of what was absorbed leads to the one that lives on as itself")
  func absorbed() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2010-01-01", .establish("a", kind: "island"), .establish("b", kind: "island"))
    try log.decide("d2", on: "2020-01-01", .absorb(["a"], into: "b"))
    let past = try log.asOf("2020-01-01")
    #expect(past.isAlive("b" as UnitID) == .yes)
    let step = try #require(past.successions(of: "a").first)
    #expect(step.kind == .absorb)
    #expect(step.successors == ["b"])
    #expect(!step.isOneOf)
    #expect(step.citation.decision == "d2")
  }

  @Test("says that a successor is one of several where the records do not tell which")
  func oneOf() throws {
    var log = LogBuilder()
    try log.decide(
      "d1", on: "2010-01-01", .establish("a", kind: "island"), .establish("b", kind: "island"),
      .establish("c", kind: "island"))
    try log.decide("d2", on: "2020-01-01", .absorb(["a"], among: ["b", "c"]))
    let past = try log.asOf("2020-01-01")
    #expect(past.successions(of: "a").map(\.isOneOf) == [true])
    #expect(past.followers(of: "a") == ["b", "c"])
  }

  @Test("of a division leads to all its parts; of a separation the first lives on")
  func parts() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2010-01-01", .establish("a", kind: "island"), .establish("b", kind: "island"))
    try log.decide("d2", on: "2020-01-01", .divide("a", into: ["c", "d"], kind: "island"))
    try log.decide("d3", on: "2020-01-01", .separate("b", into: ["e"], kind: "island"))
    try log.decide("d4", on: "2021-01-01", .dissolve("b"))
    let past = try log.asOf("2020-01-01")
    #expect(past.followers(of: "a") == ["c", "d"])
    #expect(past.isAlive("a" as UnitID) == .no)
    #expect(past.isAlive("b" as UnitID) == .yes)
    #expect(past.isAlive("e" as UnitID) == .yes)
    #expect(past.predecessions(of: "e").map(\.kind) == [.separate])
    #expect(try log.asOf("2021-01-01").followers(of: "b").isEmpty, "what was separated off does not follow it")
  }

  /// `a` goes into `b` on trial: it ends on one day, and passes on within others.
  private func handingOver(successorEnds: String? = nil) throws -> Register {
    var log = LogBuilder()
    try log.decide("d1", on: "2010-01-01", .establish("a", kind: "island"), .establish("b", kind: "island"))
    if let successorEnds { try log.decide("d2", on: successorEnds, .dissolve("b")) }
    var link = Passing()
    link.from = "a"
    link.to = "b"
    var change = Rearrange()
    change.units = ["a"]
    change.links = [link]
    change.passed = try .of("2020-01-01..2020-01-05")
    let decision = Decision(id: "d3", effective: try .of("2020-01-03"), changes: [Change(.rearrange(change))])
    var register = log.register
    register.beginTrial()
    register.fold(Entry.next(.decide(decision), after: register.head))
    return register
  }

  @Test("keeps the days of a handing-over beside the day on which the unit ends")
  func handedOver() throws {
    let register = try handingOver()
    func past(_ day: String) throws -> AsOf { register.asOf(try .on(day), knownAt: .latest) }
    #expect(try past("2020-01-02").isAlive("a" as UnitID) == .yes, "the end is known to the day")
    #expect(try past("2020-01-03").isAlive("a" as UnitID) == .no)
    #expect(try past("2020-01-05").successions(of: "a").map(\.on) == [.of("2020-01-01..2020-01-05")])
    #expect(try past("2020-01-05").followers(of: "a") == ["b"])
    #expect(try past("2019-12-31").successions(of: "a").isEmpty)
    let map = try past("2019-12-31").map(of: ["island"], to: .on("2020-01-05"))
    #expect(map.map(\.kind) == [.whole, .itself])
  }

  @Test("is refused into a unit that has ended before the last day of a handing-over")
  func handedOverToNone() throws {
    func refused(_ register: Register) throws -> [[String]] {
      register.checkTrial(on: try .on("2021-01-01")).filter { $0.code == "life-out-of-order" }.map(\.about)
    }
    #expect(try refused(handingOver()).isEmpty)
    #expect(try refused(handingOver(successorEnds: "2020-01-04")) == [["a", "b"]])
  }

  @Test("forgets a merger that is annulled, and keeps it at the earlier revision")
  func annulled() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2010-01-01", .establish("a", kind: "island"), .establish("b", kind: "island"))
    let merged = try log.decide("d2", on: "2020-01-01", .merge(["a", "b"], into: "c", kind: "island"))
    log.annul("d2")
    #expect(try log.asOf("2020-01-01").followers(of: "a").isEmpty)
    #expect(try log.asOf("2020-01-01").isAlive("a" as UnitID) == .yes)
    #expect(try log.asOf("2020-01-01").isAlive("c" as UnitID) == .no)
    #expect(try log.asOf("2020-01-01", knownAt: merged).followers(of: "a") == ["c"])
  }

  @Test("holds whatever the order in which mergers and divisions are recorded", arguments: UInt64(1)...30)
  func recordedInAnyOrder(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var living = (0..<8).map { UnitID(rawValue: "u\($0)") }
    var origins = Dictionary(uniqueKeysWithValues: living.map { ($0, Set([$0])) })
    var decisions = [
      Decision(id: "d0", effective: try .of("2010-01-01"), changes: living.map { .establish($0, kind: "island") })
    ]
    for step in 1...10 {
      let day = Bound(try Day.on("2011-01-01").adding(months: step))
      let new = UnitID(rawValue: "n\(step)")
      let (one, other) = generator.pickTwo(living)
      let change: Change
      switch generator.below(3) {
      case 0 where living.count > 2:
        change = .merge([one, other], into: new, kind: "island")
        origins[new] = origins[one, default: []].union(origins[other, default: []]).union([one, other])
        living = living.filter { $0 != one && $0 != other } + [new]
      case 1 where living.count > 2:
        change = .absorb([one], into: other)
        origins[other, default: []].formUnion(origins[one, default: []].union([one]))
        living = living.filter { $0 != one }
      default:
        let twin = UnitID(rawValue: "t\(step)")
        change = .divide(one, into: [new, twin], kind: "island")
        origins[new] = origins[one, default: []].union([one])
        origins[twin] = origins[new]
        living = living.filter { $0 != one } + [new, twin]
      }
      decisions.append(Decision(id: DecisionID(rawValue: "d\(step)"), effective: day, changes: [change]))
    }
    var log = LogBuilder()
    for decision in decisions.shuffled(using: &generator) { log.append(.decide(decision)) }
    let past = try log.asOf("2013-01-01")
    #expect(Set(past.units()) == Set(living))
    for unit in living { #expect(ancestors(of: unit, past).union([unit]) == origins[unit, default: []].union([unit])) }
    for ended in Set(origins.values.flatMap { $0 }).subtracting(living) {
      let expected = living.filter { origins[$0, default: []].contains(ended) }.sorted()
      #expect(past.followers(of: ended) == expected)
    }
  }
}
