// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("Which change wins")
struct OrderTests {
  private let isle: UnitID = "isle"

  private func islandLog() throws -> LogBuilder {
    var log = LogBuilder()
    try log.decide("founding", on: "2019-01-01", .establish(isle, kind: "island", name: "First"))
    return log
  }

  private func name(_ log: LogBuilder, _ day: String, knownAt revision: Revision = .latest) throws -> String? {
    try log.asOf(day, knownAt: revision).name(of: isle).determined
  }

  @Test("a rename recorded late and backdated does not erase a later one")
  func backdated() throws {
    var log = try islandLog()
    let second = try log.decide("later", on: "2021-01-01", .rename(isle, "Later"))
    try log.decide("earlier", on: "2020-01-01", .rename(isle, "Earlier"))
    #expect(try name(log, "2019-12-31") == "First")
    #expect(try name(log, "2020-01-01") == "Earlier")
    #expect(try name(log, "2020-12-31") == "Earlier")
    #expect(try name(log, "2021-01-01") == "Later")
    #expect(try name(log, "2020-06-01", knownAt: second) == "First")
    #expect(try name(log, "2021-06-01", knownAt: second) == "Later")
  }

  @Test("on one day it is the one recorded last, and within a decision the one written last")
  func sameDay() throws {
    var log = try islandLog()
    try log.decide("d1", on: "2020-01-01", .rename(isle, "A"), .rename(isle, "B"))
    #expect(try name(log, "2020-01-01") == "B")
    try log.decide("d2", on: "2020-01-01", .rename(isle, "C"))
    #expect(try name(log, "2020-01-01") == "C")
  }

  @Test("a corrected decision keeps its place in the order of the log")
  func correctionKeepsPlace() throws {
    var log = try islandLog()
    try log.decide("d1", on: "2020-01-01", .rename(isle, "One"))
    let second = try log.decide("d2", on: "2020-01-01", .rename(isle, "Two"))
    try log.correct("d1", on: "2020-01-01", .rename(isle, "Uno"))
    #expect(try name(log, "2020-01-01") == "Two")
    try log.correct("d2", on: "2020-06-01", .rename(isle, "Due"))
    #expect(try name(log, "2020-01-01") == "Uno")
    #expect(try name(log, "2020-06-01") == "Due")
    #expect(try name(log, "2020-01-01", knownAt: second) == "Two")
    let decision = try #require(log.asOf("2020-06-01").decision("d1"))
    #expect(decision.revision == Revision(2))
    #expect(decision.isCorrected)
    #expect(try log.asOf("2020-06-01", knownAt: second).decision("d1")?.isCorrected == false)
    #expect(try log.asOf("2020-06-01").decisions().map(\.id) == ["founding", "d1", "d2"])
  }

  @Test("a correction replaces the whole content, also what it does not mention")
  func wholeContent() throws {
    var log = try islandLog()
    try log.decide("d1", on: "2020-01-01", .rename(isle, "One"), .recode(isle, "01"))
    try log.correct("d1", on: "2020-01-01", .recode(isle, "02"))
    #expect(try name(log, "2020-01-01") == "First")
    #expect(try log.asOf("2020-01-01").code(of: isle).determined == "02")
  }

  @Test("an annulled decision counts no more, and earlier revisions still have it")
  func annulled() throws {
    var log = try islandLog()
    let known = try log.decide("d1", on: "2020-01-01", .rename(isle, "One"))
    log.annul("d1")
    #expect(try name(log, "2020-01-01") == "First")
    #expect(try name(log, "2020-01-01", knownAt: known) == "One")
    #expect(try log.asOf("2020-01-01").decision("d1")?.isAnnulled == true)
    #expect(try log.asOf("2020-01-01", knownAt: known).decision("d1")?.isAnnulled == false)
  }

  @Test(
    "an explicit until ends its own value only",
    arguments: [
      ("2019-12-31", "First"), ("2020-01-01", "Interim"), ("2020-02-29", "Interim"), ("2020-03-01", "First"),
      ("2020-05-31", "First"), ("2020-06-01", "Second"),
    ])
  func untilEndsItsOwn(day: String, expected: String) throws {
    var log = try islandLog()
    try log.decide("d1", on: "2020-06-01", .rename(isle, "Second"))
    try log.decide("d2", on: "2020-01-01", .rename(isle, "Interim").ending("2020-03-01"))
    #expect(try name(log, day) == expected)
  }

  @Test("within an unknown span it is open between the old and the new, outside it is not")
  func unknownSpan() throws {
    var log = try islandLog()
    try log.decide("d1", on: "2020-02", .rename(isle, "Second"))
    #expect(try name(log, "2020-01-31") == "First")
    #expect(try name(log, "2020-02-29") == "Second")
    for day in ["2020-02-01", "2020-02-28"] {
      let stated = try log.asOf(day).name(of: isle)
      guard case .between(let names, let citations) = stated else {
        Issue.record("\(day): \(stated)")
        continue
      }
      #expect(Set(names) == ["First", "Second"])
      #expect(Set(citations.map(\.decision)) == ["founding", "d1"])
    }
  }

  @Test("a decision that says so comes after a later one of the same day")
  func after() throws {
    var log = try islandLog()
    try log.decide("d1", on: "2020-01-01", .rename(isle, "One"))
    let second = try log.decide("d2", on: "2020-01-01", .rename(isle, "Two"))
    try log.correct("d1", on: "2020-01-01", after: "d2", .rename(isle, "One"))
    #expect(try name(log, "2020-01-01") == "One")
    #expect(try name(log, "2020-01-01", knownAt: second) == "Two")
    try log.decide("d3", on: "2020-01-01", .rename(isle, "Three"))
    #expect(try name(log, "2020-01-01") == "Three", "after d2 is not after what comes later still")
  }

  @Test("two decisions that come after the same one keep the order of the log between them")
  func bothAfterOne() throws {
    var log = try islandLog()
    try log.decide("d1", on: "2020-01-01", .rename(isle, "One"))
    try log.decide("d2", on: "2020-01-01", .rename(isle, "Two"))
    try log.decide("d3", on: "2020-01-01", .rename(isle, "Three"))
    try log.correct("d2", on: "2020-01-01", after: "d3", .rename(isle, "Two"))
    try log.correct("d1", on: "2020-01-01", after: "d3", .rename(isle, "One"))
    #expect(try name(log, "2020-01-01") == "Two")
  }

  @Test("an after does not count across days")
  func afterOtherDay() throws {
    var log = try islandLog()
    try log.decide("d1", on: "2020-01-01", .rename(isle, "One"))
    try log.decide("d2", on: "2020-01-02", .rename(isle, "Two"))
    try log.correct("d1", on: "2020-01-01", after: "d2", .rename(isle, "One"))
    #expect(try name(log, "2020-01-01") == "One")
    #expect(try name(log, "2020-01-02") == "Two")
  }

  @Test("an after that a correction no longer says counts no more")
  func afterWithdrawn() throws {
    var log = try islandLog()
    try log.decide("d1", on: "2020-01-01", .rename(isle, "One"))
    try log.decide("d2", on: "2020-01-01", .rename(isle, "Two"))
    let moved = try log.correct("d1", on: "2020-01-01", after: "d2", .rename(isle, "One"))
    try log.correct("d1", on: "2020-01-01", .rename(isle, "One"))
    #expect(try name(log, "2020-01-01") == "Two")
    #expect(try name(log, "2020-01-01", knownAt: moved) == "One")
  }

  @Test("an after may name a decision that follows in the same batch")
  func afterAhead() throws {
    var log = try islandLog()
    log.batch = log.head.next
    try log.decide("d1", on: "2020-01-01", after: "d2", .rename(isle, "One"))
    try log.decide("d2", on: "2020-01-01", .rename(isle, "Two"))
    #expect(try name(log, "2020-01-01") == "One")
  }

  @Test("what comes after a decision stays after it when that one is moved")
  func afterAMovedOne() throws {
    var log = try islandLog()
    try log.decide("d1", on: "2020-01-01", .rename(isle, "One"))
    try log.decide("d2", on: "2020-01-01", .rename(isle, "Two"))
    try log.decide("d3", on: "2020-01-01", .rename(isle, "Three"))
    try log.correct("d1", on: "2020-01-01", after: "d2", .rename(isle, "One"))
    try log.correct("d2", on: "2020-01-01", after: "d3", .rename(isle, "Two"))
    #expect(try name(log, "2020-01-01") == "One")
  }
}
