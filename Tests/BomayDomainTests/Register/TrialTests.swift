// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("A trial")
struct TrialTests {
  private struct Case {
    let history: RandomHistory
    let tried: RandomHistory
    let other: RandomHistory
    let scene: Scene

    init(seed: UInt64) throws {
      var history = try seed.isMultiple(of: 2) ? RandomHistory.league(seed: seed) : .apparatus(seed: seed)
      history.grow(by: 7)
      self.history = history
      tried = history.growing(by: 5, seed: seed &+ 1_000)
      other = history.growing(by: 5, seed: seed &+ 2_000)
      scene = seed.isMultiple(of: 2) ? .league : .apparatus
    }

    func news(_ grown: RandomHistory) -> ArraySlice<Entry> { grown.entries.dropFirst(history.entries.count) }

    func answers(_ register: Register) -> [[String]] {
      (0...register.head.number).flatMap { revision in
        stride(from: 1, to: history.days.count, by: 4).map {
          register.asOf(history.days[$0], knownAt: Revision(revision)).answers(about: scene)
        }
      }
    }
  }

  @Test("that is abandoned leaves every answer as it was", arguments: UInt64(1)...20)
  func abandoned(seed: UInt64) throws {
    let one = try Case(seed: seed)
    var register = Register(folding: one.history.entries)
    let before = one.answers(register)
    let (count, bytes) = (register.factCount, register.foldedBytes)
    register.beginTrial()
    for entry in one.news(one.tried) { register.fold(entry) }
    let during = one.answers(register)
    #expect(during == one.answers(Register(folding: one.tried.entries)), "while it lasts it is like any fold")
    register.abandonTrial()
    #expect(register.head == one.history.head)
    #expect(register.factCount == count)
    #expect(register.foldedBytes == bytes)
    #expect(one.answers(register) == before)
  }

  @Test("that is abandoned leaves nothing that a later fold could trip over", arguments: UInt64(1)...20)
  func foldedOn(seed: UInt64) throws {
    let one = try Case(seed: seed)
    var register = Register(folding: one.history.entries)
    for attempt in 0..<2 {
      register.beginTrial()
      for entry in one.news(one.tried).dropLast(attempt * 2) { register.fold(entry) }
      register.abandonTrial()
    }
    for entry in one.news(one.other) { register.fold(entry) }
    let fresh = Register(folding: one.other.entries)
    #expect(register.factCount == fresh.factCount)
    #expect(register.foldedBytes == fresh.foldedBytes)
    #expect(one.answers(register) == one.answers(fresh))
  }

  @Test("that is kept is as if there had been none", arguments: UInt64(1)...10)
  func kept(seed: UInt64) throws {
    let one = try Case(seed: seed)
    var register = Register(folding: one.history.entries)
    register.beginTrial()
    for entry in one.news(one.tried) { register.fold(entry) }
    register.keepTrial()
    register.abandonTrial()
    #expect(register.head == one.tried.head)
    #expect(one.answers(register) == one.answers(Register(folding: one.tried.entries)))
  }

  @Test("takes back a charter, a correction, an annulment and an order with it")
  func allKinds() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2020-01-01", .establish("a", kind: "island", name: "One"))
    try log.decide("d2", on: "2021-01-01", .rename("a", "Two"))
    try log.decide("d3", on: "2021-01-01", .rename("a", "Three"))
    let scene = Scene(units: ["a", "b"], posts: ["p"], persons: ["x"])
    let before = try log.asOf("2022-01-01").answers(about: scene)
    var register = log.register
    register.beginTrial()
    let tried: [Act] = [
      .adopt(League.charter),
      .correct(
        Decision(id: "d2", effective: try .of("2021-01-01"), after: "d3", changes: [.rename("a", "Deux")])),
      .annul("d3", reason: "error"),
      .decide(
        Decision(
          id: "d4", effective: try .of("2021-06-01"),
          changes: [
            .establish("b", kind: "island"), .createPost("p", in: "b", role: "warden"), .person("x", name: "X"),
            .appoint("x", to: "p"),
          ])),
    ]
    for act in tried { register.fold(.next(act, after: register.head)) }
    let during = register.asOf(try .on("2022-01-01"), knownAt: .latest)
    #expect(during.name(of: "a" as UnitID).determined == "Deux")
    #expect(during.isAlive("b" as UnitID) == .yes)
    #expect(during.charter != nil)
    register.abandonTrial()
    #expect(register.charter() == nil)
    #expect(register.asOf(try .on("2022-01-01"), knownAt: .latest).answers(about: scene) == before)

    let order = Decision(id: "d2", effective: try .of("2021-01-01"), changes: [.rename("a", "Zwei")])
    register.fold(.next(.correct(order), after: register.head))
    let after = register.asOf(try .on("2022-01-01"), knownAt: .latest)
    #expect(after.name(of: "a" as UnitID).determined == "Three", "the order tried out is forgotten")
  }

  @Test("finds a ring that a higher unit closes on a later day")
  func ring() throws {
    var log = LogBuilder()
    try log.decide(
      "d1", on: "2018-01-01", .establish("a", kind: "island"), .establish("b", kind: "island"),
      .establish("c", kind: "island"))
    try log.decide("d2", on: "2020-01-01", .transfer("c", to: "a"))
    try log.decide("d3", on: "2019-01-01", .transfer("b", to: "c"))
    var register = log.register
    register.beginTrial()
    let backdated = Decision(id: "d4", effective: try .of("2018-06-01"), changes: [.transfer("a", to: "b")])
    register.fold(.next(.decide(backdated), after: log.head))
    let rings = register.checkTrial(on: try .on("2022-01-01")).filter { $0.code == "parent-cycle" }
    #expect(rings.map { $0.values["day"] } == [.day(try .on("2020-01-01"))])
    #expect(Set(rings.flatMap(\.decisions)) == ["d2", "d3", "d4"])
  }
}
