// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("Coverage")
struct CoverageTests {
  private let oneHead = League.oneHead

  /// Two of three islands have one head; `sud` has not begun.
  private func log() throws -> LogBuilder {
    var log = try League.log("nor", "sud", "est")
    for isle in ["nor", "est"] as [UnitID] {
      try log.decide(
        DecisionID(rawValue: "start-\(isle)"), on: "2018-01-01",
        .startPilot(pilot(isle), of: oneHead, in: isle), .oneHolder(League.warden(isle), League.speaker(isle)))
    }
    try log.decide("gap", on: "2018-01-01", .notBegun(oneHead, in: "sud", reason: "no candidate"))
    return log
  }

  private func pilot(_ isle: UnitID) -> PilotID { PilotID(rawValue: "one-head/\(isle)") }

  private func coverage(_ log: LogBuilder, _ day: String, knownAt revision: Revision = .latest) throws -> Coverage {
    try #require(log.asOf(day, knownAt: revision).coverage(of: oneHead))
  }

  private func state(_ log: LogBuilder, _ day: String, of isle: UnitID) throws -> PilotStateWord? {
    try coverage(log, day).rows.first { $0.locality == isle }?.state
  }

  @Test("counts localities in force over those eligible and names the missing with their reasons")
  func counted() throws {
    let coverage = try coverage(log(), "2022-10-31")
    #expect(coverage.inForce.map(\.locality) == ["nor", "est"])
    #expect(coverage.eligible == 3)
    #expect(coverage.share == Rational(2, over: 3))
    #expect(!coverage.isAtLeast)
    #expect(coverage.missing.map(\.locality) == ["sud"])
    #expect(coverage.missing.map(\.state) == [.notBegun])
    #expect(coverage.missing.map(\.reason) == ["no candidate"])
    #expect(coverage.missing.map(\.presence.reason) == [.notBegun])
  }

  @Test("is a least one while the records are silent on some place")
  func silent() throws {
    var log = try log()
    log.annul("gap")
    let coverage = try coverage(log, "2022-10-31")
    #expect(coverage.inForce.count == 2)
    #expect(coverage.missing.isEmpty)
    #expect(coverage.undetermined.map(\.locality) == ["sud"])
    #expect(coverage.isAtLeast)
  }

  @Test("loses a place by a relief or a separation, names it, and has it back when that is annulled")
  func relievedOrSeparated() throws {
    let changes: [(Change, PresenceReason)] = [
      (.relieve("x", from: League.warden("nor")), .vacant),
      (.separatePosts(League.warden("nor"), League.speaker("nor")), .separated),
    ]
    for (change, reason) in changes {
      var log = try log()
      let before = log.head
      try log.decide("d1", on: "2022-11-01", change)
      let after = try coverage(log, "2022-11-01")
      #expect(after.inForce.map(\.locality) == ["est"])
      #expect(after.missing.map(\.locality) == ["nor", "sud"])
      #expect(after.missing.first?.presence.reason == reason)
      #expect(try coverage(log, "2022-10-31").inForce.count == 2)
      #expect(try coverage(log, "2022-11-01", knownAt: before).inForce.count == 2)
      let known = log.head
      log.annul("d1")
      #expect(try coverage(log, "2022-11-01").inForce.count == 2)
      #expect(try coverage(log, "2022-11-01", knownAt: known).inForce.count == 1)
    }
  }

  @Test("goes through planned, overdue and stopped when a stop is announced and then carried out")
  func announced() throws {
    var log = try log()
    try log.decide("plan", on: "2022-10-20", .announceStop(pilot("nor"), by: "2022-11"))
    #expect(try state(log, "2022-10-19", of: "nor") == .running)
    #expect(try state(log, "2022-10-20", of: "nor") == .stopPlanned)
    #expect(try state(log, "2022-11-30", of: "nor") == .stopPlanned)
    #expect(try state(log, "2022-12-01", of: "nor") == .stopOverdue)
    #expect(try coverage(log, "2022-12-01").inForce.count == 2)
    try log.decide("part", on: "2022-12-10", .separatePosts(League.warden("nor"), League.speaker("nor")))
    #expect(try state(log, "2022-12-09", of: "nor") == .stopOverdue)
    #expect(try state(log, "2022-12-10", of: "nor") == .stopped)
  }

  @Test("keeps a place in force that is stopped on paper only")
  func stoppedOnPaper() throws {
    var log = try log()
    try log.decide("stop", on: "2022-11-01", .stopPilot(pilot("nor")))
    #expect(try state(log, "2022-11-01", of: "nor") == .stopOverdue)
    #expect(try coverage(log, "2022-11-01").inForce.count == 2)
  }

  @Test("has a place for good once its pilot is made permanent")
  func permanent() throws {
    var log = try log()
    try log.decide("keep", on: "2022-11-01", .makePermanent(pilot("nor")))
    #expect(try state(log, "2022-10-31", of: "nor") == .running)
    #expect(try state(log, "2022-11-01", of: "nor") == .permanent)
  }

  @Test("tells not begun from stopped")
  func notBegunIsNotStopped() throws {
    var log = try log()
    try log.decide("part", on: "2022-11-01", .separatePosts(League.warden("nor"), League.speaker("nor")))
    #expect(try state(log, "2022-11-01", of: "nor") == .stopped)
    #expect(try state(log, "2022-11-01", of: "sud") == .notBegun)
  }

  @Test("shows a place without a declared pilot by what stands there")
  func undeclared() throws {
    var log = try log()
    try log.decide("d1", on: "2020-01-01", .oneHolder(League.warden("sud"), League.speaker("sud")))
    #expect(try state(log, "2019-12-31", of: "sud") == .notBegun)
    #expect(try state(log, "2020-01-01", of: "sud") == .running)
  }

  @Test("loses from its denominator a locality that ends, and gains one that begins")
  func eligible() throws {
    var log = try log()
    try log.decide("d1", on: "2020-01-01", .dissolve("est"), .establish("ovest", kind: "reef", under: "realm"))
    #expect(try coverage(log, "2019-12-31").rows.map(\.locality) == ["nor", "sud", "est"])
    #expect(try Set(coverage(log, "2020-01-01").rows.map(\.locality)) == ["nor", "sud", "ovest"])
    #expect(try coverage(log, "2020-01-01").eligible == 3)
  }

  @Test("shows the pilot that runs, though an earlier one of the place is recorded later")
  func backdatedPilot() throws {
    var log = try log()
    try log.decide("old", on: "2016-01-01", .startPilot("old", of: oneHead, in: "nor"))
    try log.decide("old-end", on: "2017-01-01", .stopPilot("old"))
    let row = try #require(try coverage(log, "2022-10-31").rows.first { $0.locality == "nor" })
    #expect(row.pilot == pilot("nor"))
    #expect(row.state == .running)
  }

  @Test("is in force, not begun, stopped and undetermined, and these are the eligible", arguments: UInt64(1)...40)
  func sum(seed: UInt64) throws {
    var history = try RandomHistory.league(seed: seed)
    history.grow(by: 11)
    let register = Register(folding: history.entries)
    let oracle = Oracle(history.entries)
    for revision in history.revisions.dropFirst() {
      let told = oracle.told(knownAt: revision)
      for index in stride(from: Int(seed % 4), to: history.days.count, by: 4) {
        let day = history.days[index]
        let eligible = RandomHistory.leagueIslands.filter { isle in
          let kinds = told.possible(.kind(isle), on: day).compactMap { $0.map { KindID(rawValue: $0) } }
          return told.truth(.life(isle), on: day) != .no && kinds.contains { League.islandKinds.contains($0) }
        }
        for model in [League.oneHead, League.oneHouse] {
          let coverage = try #require(register.asOf(day, knownAt: revision).coverage(of: model))
          let counts = [
            coverage.inForce.count, coverage.rows.filter { $0.state == .notBegun }.count,
            coverage.rows.filter { $0.state == .stopped }.count, coverage.undetermined.count,
          ]
          guard counts.reduce(0, +) == eligible.count, coverage.rows.map(\.locality).sorted() == eligible else {
            Issue.record("\(model) on \(day) at \(revision): \(coverage.rows.map(\.locality)) of \(eligible)")
            return
          }
        }
      }
    }
  }
}
