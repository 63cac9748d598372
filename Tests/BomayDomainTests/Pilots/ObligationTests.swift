// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("What a stopped pilot leaves to settle")
struct ObligationTests {
  private let warden = League.warden("nor")
  private let speaker = League.speaker("nor")

  private func oneHeadLog() throws -> LogBuilder {
    var log = try League.log("nor", "sud")
    try log.decide(
      "start", on: "2018-01-01", .startPilot("trial", of: League.oneHead, in: "nor"), .oneHolder(warden, speaker))
    return log
  }

  private func one(_ log: LogBuilder, _ day: String, knownAt revision: Revision = .latest) throws -> Obligation? {
    let found = try log.asOf(day, knownAt: revision).obligations()
    #expect(found.count <= 1)
    return found.first
  }

  @Test("stays open after a mere stop, and is overdue when its day has passed")
  func mereStop() throws {
    var log = try oneHeadLog()
    try log.decide(
      "stop", on: "2022-11-01",
      .stopPilot("trial", due: "2022-12", replacement: "separate-holders", responsible: "realm"))
    #expect(try one(log, "2022-10-31") == nil)
    let open = try #require(try one(log, "2022-11-01"))
    #expect(open.id == "trial/same-holder")
    #expect(open.state == .open)
    #expect(open.model == League.oneHead)
    #expect(open.locality == "nor")
    #expect(try open.since == .of("2022-11-01"))
    #expect(try open.due == .of("2022-12"))
    #expect(open.responsible == "realm")
    #expect(open.replacement == "separate-holders")
    #expect(open.origin.decision == "stop")
    #expect(open.closedBy.isEmpty)
    #expect(try one(log, "2022-12-31")?.state == .open)
    #expect(try one(log, "2023-01-01")?.state == .overdue)
  }

  @Test("is settled by the separation of the posts, on that day and not before")
  func separated() throws {
    var log = try oneHeadLog()
    let stopped = try log.decide("stop", on: "2022-11-01", .stopPilot("trial", due: "2022-12"))
    try log.decide("part", on: "2022-11-15", .separatePosts(warden, speaker))
    #expect(try one(log, "2022-11-14")?.state == .open)
    let settled = try #require(try one(log, "2022-11-15"))
    #expect(settled.state == .settled)
    #expect(settled.closedBy.map(\.decision) == ["part"])
    #expect(try one(log, "2022-11-15", knownAt: stopped)?.state == .open)
    log.annul("part")
    #expect(try one(log, "2022-11-15")?.state == .open)
  }

  @Test("is settled by holders who differ")
  func named() throws {
    var log = try oneHeadLog()
    try log.decide("stop", on: "2022-11-01", .stopPilot("trial", due: "2022-12"))
    try log.decide("x", on: "2022-11-10", .person("x"), .appoint("x", to: warden))
    try log.decide("y", on: "2022-11-20", .person("y"), .appoint("y", to: speaker))
    #expect(try one(log, "2022-11-19")?.state == .open)
    #expect(try one(log, "2022-11-20")?.state == .settled)
    #expect(try Set(one(log, "2022-11-20")?.closedBy.map(\.decision) ?? []) == ["x", "y"])
  }

  @Test("opens after the month for which a stop was announced")
  func announced() throws {
    var log = try oneHeadLog()
    try log.decide("plan", on: "2022-10-31", .announceStop("trial", by: "2022-11", due: "2023-03-31"))
    #expect(try one(log, "2022-11-15") == nil)
    #expect(try one(log, "2022-11-30") == nil)
    let open = try #require(try one(log, "2022-12-01"))
    #expect(open.state == .open)
    #expect(try open.since == .of("2022-12-01"))
    #expect(open.origin.decision == "plan")
    #expect(try one(log, "2023-03-31")?.state == .open)
    #expect(try one(log, "2023-04-01")?.state == .overdue)
  }

  @Test("that was announced without a day for its settling is due with the stop itself")
  func announcedWithoutDue() throws {
    var log = try oneHeadLog()
    try log.decide("plan", on: "2022-10-31", .announceStop("trial", by: "2022-11"))
    #expect(try one(log, "2022-11-30") == nil)
    #expect(try one(log, "2022-12-01")?.state == .overdue)
  }

  @Test("does not open by a stop that is annulled, or of another place")
  func noStop() throws {
    var log = try oneHeadLog()
    try log.decide("stop", on: "2022-11-01", .stopPilot("trial"))
    log.annul("stop")
    #expect(try one(log, "2023-01-01") == nil)
    try log.decide("other", on: "2018-01-01", .startPilot("other", of: League.oneHead, in: "sud"))
    try log.decide("stop-other", on: "2022-11-01", .stopPilot("other"))
    #expect(try one(log, "2023-01-01")?.locality == "sud")
  }

  @Test("lapses when the locality ends, by the decision that ended it")
  func lapsed() throws {
    var log = try oneHeadLog()
    try log.decide("stop", on: "2022-11-01", .stopPilot("trial", due: "2022-12"))
    try log.decide(
      "end", on: "2025-07-01", .dissolve("nor"), .dissolve(League.body("council", "nor")),
      .dissolve(League.body("guild", "nor")))
    #expect(try one(log, "2025-06-30")?.state == .overdue)
    let lapsed = try #require(try one(log, "2025-07-01"))
    #expect(lapsed.state == .lapsed)
    #expect(lapsed.closedBy.map(\.decision) == ["end"])
  }

  @Test("passes to the unit that the end names for it, and is settled there by the same facts")
  func heir() throws {
    var log = try oneHeadLog()
    try log.decide("stop", on: "2022-11-01", .stopPilot("trial", due: "2022-12", responsible: "realm"))
    var end = Dissolve()
    end.unit = "nor"
    let ended = try log.decide("end", on: "2025-07-01", Change(.dissolve(end)))
    #expect(try one(log, "2025-07-01")?.state == .lapsed)
    end.settle = Settlement()
    end.settle?.obligationsTo = "sud"
    try log.correct("end", on: "2025-07-01", Change(.dissolve(end)))
    #expect(try one(log, "2025-06-30")?.responsible == "realm")
    let passed = try #require(try one(log, "2025-07-01"))
    #expect(passed.state == .overdue && passed.responsible == "sud" && passed.locality == "nor")
    #expect(passed.closedBy.isEmpty)
    #expect(try one(log, "2025-07-01", knownAt: ended)?.state == .lapsed)
    try log.decide("part", on: "2025-08-01", .separatePosts(warden, speaker))
    #expect(try one(log, "2025-07-31")?.state == .overdue)
    #expect(try one(log, "2025-08-01")?.state == .settled)
  }

  @Test("stays settled when the locality ends after that")
  func settledBeforeTheEnd() throws {
    var log = try oneHeadLog()
    try log.decide("stop", on: "2022-11-01", .stopPilot("trial"))
    try log.decide("part", on: "2022-11-15", .separatePosts(warden, speaker))
    try log.decide("end", on: "2025-07-01", .dissolve("nor"))
    #expect(try one(log, "2025-07-01")?.state == .settled)
  }

  @Test("of a joint office is settled only when two offices live and both heads have holders")
  func jointOffice() throws {
    var log = try League.log("nor")
    try log.decide(
      "start", on: "2018-01-01", .startPilot("trial", of: League.oneHouse, in: "nor"),
      .establish("house", kind: "counting-house", under: "nor", in: "nor"))
    try log.decide("stop", on: "2022-11-01", .stopPilot("trial", due: "2023-12-31"))
    try log.decide("end", on: "2022-11-10", .dissolve("house"))
    try log.decide(
      "registry", on: "2022-11-20", .establish("registry", kind: "registry", under: "nor", in: "nor"),
      .createPost("registrar", in: "registry", role: "registrar"),
      .createPost("clerk", in: "registry", role: "clerk"))
    try log.decide("x", on: "2022-11-25", .person("x"), .appoint("x", to: "registrar"))
    try log.decide(
      "treasury", on: "2022-12-01", .establish("treasury", kind: "treasury", under: "nor", in: "nor"),
      .createPost("treasurer", in: "treasury", role: "treasurer"),
      .createPost("teller", in: "treasury", role: "clerk"))
    try log.decide("z", on: "2022-12-05", .person("z"), .appoint("z", to: "teller"))
    try log.decide("y", on: "2022-12-10", .person("y"), .appoint("y", to: "treasurer"))
    for day in ["2022-11-01", "2022-11-10", "2022-11-20", "2022-11-25", "2022-12-01", "2022-12-05", "2022-12-09"] {
      #expect(try one(log, day)?.state == .open, "on \(day)")
    }
    let settled = try #require(try one(log, "2022-12-10"))
    #expect(settled.id == "trial/joint-office")
    #expect(settled.state == .settled)
    #expect(Set(settled.closedBy.map(\.decision)) == ["end", "x", "y"])
  }

  @Test("of a joint office opens anew when a head leaves")
  func headLeaves() throws {
    var log = try League.log("nor")
    try log.decide(
      "start", on: "2018-01-01", .startPilot("trial", of: League.oneHouse, in: "nor"),
      .establish("house", kind: "counting-house", under: "nor", in: "nor"))
    try log.decide("stop", on: "2022-11-01", .stopPilot("trial", due: "2023-12-31"))
    try log.decide(
      "part", on: "2022-11-10", .dissolve("house"), .establish("registry", kind: "registry", in: "nor"),
      .establish("treasury", kind: "treasury", in: "nor"),
      .createPost("registrar", in: "registry", role: "registrar"),
      .createPost("treasurer", in: "treasury", role: "treasurer"), .person("x"), .person("y"),
      .appoint("x", to: "registrar"), .appoint("y", to: "treasurer"))
    try log.decide("leave", on: "2023-02-01", .relieve("y", from: "treasurer"))
    #expect(try one(log, "2023-01-31")?.state == .settled)
    #expect(try one(log, "2023-02-01")?.state == .open)
  }

  @Test("holds the allowance for the added post for as long as it is granted")
  func allowance() throws {
    var log = try oneHeadLog()
    try log.decide(
      "grant", on: "2018-01-01", .person("x"),
      .allowance("x", for: warden, beside: speaker).ending("2023-01-01"))
    try log.decide("stop", on: "2022-11-01", .stopPilot("trial"))
    try log.decide("part", on: "2022-11-01", .separatePosts(warden, speaker))
    let found = try log.asOf("2022-12-31").obligations()
    #expect(found.map(\.cause) == [.sameHolder, .allowance])
    #expect(found.map(\.state) == [.settled, .overdue])
    #expect(try log.asOf("2023-01-01").obligations().allSatisfy { $0.state == .settled })
  }
}

@Suite("The balance of children whose destination is undetermined")
struct BalanceTests {
  private let children = (1...81).map { UnitID(rawValue: "cell-\($0)") }

  /// A block of 81 is dissolved, and each of them went to one of two islands.
  private func log() throws -> LogBuilder {
    var log = try League.log("nor", "sud")
    try log.decide(
      "founding", on: "2015-01-01",
      [.establish("block", kind: "guild", under: "realm")]
        + children.map { .establish($0, kind: "guild", under: "block") })
    try log.decide(
      "end", on: "2020-01-01",
      .dissolve("block", settling: children.map { .moved($0, among: ["nor", "sud"]) }))
    return log
  }

  @Test("is 81 in and 81 open until destinations are recorded, then 80 and 1")
  func settled() throws {
    var log = try log()
    let ended = log.head
    #expect(try log.asOf("2019-12-31").balances().isEmpty)
    let before = try #require(log.asOf("2020-01-01").balances().first)
    #expect(before.ended == "block")
    #expect(before.total == 81)
    #expect(before.open.count == 81)
    #expect(before.settled.isEmpty)
    #expect(before.among == ["nor", "sud"])
    #expect(before.citation.decision == "end")

    try log.decide(
      "moves", on: "2020-03-01",
      children.dropLast().enumerated().map { .transfer($1, to: $0 < 30 ? "nor" : "sud") })
    #expect(try log.asOf("2020-02-29").balances().first?.open.count == 81)
    let after = try #require(log.asOf("2020-03-01").balances().first)
    #expect(after.total == 81)
    #expect(after.open == ["cell-81"])
    #expect(after.settled["nor"]?.count == 30)
    #expect(after.settled["sud"]?.count == 50)
    #expect(try log.asOf("2020-03-01", knownAt: ended).balances().first?.open.count == 81)

    try log.decide("last", on: "2020-04-01", .transfer("cell-81", to: "sud"))
    #expect(try log.asOf("2020-04-01").balances().first?.open.isEmpty == true)
  }

  @Test("leaves no child under the unit that ended")
  func underNoEndedUnit() throws {
    let past = try log().asOf("2020-01-01")
    #expect(past.children(of: "block").isEmpty)
    #expect(past.isAlive("cell-1" as UnitID) == .yes)
    #expect(past.parent(of: "cell-1").determined == .among(["nor", "sud"]))
  }

  @Test("does not open where every destination is told")
  func told() throws {
    var log = try log()
    try log.correct("end", on: "2020-01-01", .dissolve("block", settling: children.map { .moved($0, to: "nor") }))
    #expect(try log.asOf("2020-01-01").balances().isEmpty)
    #expect(try log.asOf("2020-01-01").children(of: "nor").filter { children.contains($0) }.count == 81)
  }

  @Test("counts each child once where several units end together")
  func together() throws {
    var log = try League.log("nor", "sud")
    try log.decide(
      "founding", on: "2015-01-01", .establish("a", kind: "guild"), .establish("b", kind: "guild"),
      .establish("a1", kind: "guild", under: "a"), .establish("a2", kind: "guild", under: "a"),
      .establish("b1", kind: "guild", under: "b"))
    try log.decide(
      "merge", on: "2020-01-01",
      .merge(
        ["a", "b"], into: "c", kind: "guild",
        settling: (["a1", "a2", "b1"] as [UnitID]).map { .moved($0, among: ["nor", "sud"]) }))
    let balances = try log.asOf("2020-01-01").balances()
    #expect(balances.map(\.total).reduce(0, +) == 3)
    #expect(balances.map(\.open.count).reduce(0, +) == 3)
  }
}
