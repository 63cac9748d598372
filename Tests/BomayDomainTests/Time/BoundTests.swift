// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("A bound")
struct BoundTests {
  /// Every written form of docs/spec/decision-file.md.
  @Test(
    "reads each written form and prints it back",
    arguments: [
      ("2019-11-01", "2019-11-01", "2019-11-01", Precision.day),
      ("2022-10", "2022-10-01", "2022-10-31", .month), ("2020-02", "2020-02-01", "2020-02-29", .month),
      ("2021-02", "2021-02-01", "2021-02-28", .month), ("2022-12", "2022-12-01", "2022-12-31", .month),
      ("2022-Q1", "2022-01-01", "2022-03-31", .quarter), ("2022-Q2", "2022-04-01", "2022-06-30", .quarter),
      ("2022-Q3", "2022-07-01", "2022-09-30", .quarter), ("2022-Q4", "2022-10-01", "2022-12-31", .quarter),
      ("2022", "2022-01-01", "2022-12-31", .year), ("2016..2020", "2016-01-01", "2020-12-31", .years),
      ("2017-10-25..2022-07-07", "2017-10-25", "2022-07-07", .span),
      ("2022-02-01..2022-04-30", "2022-02-01", "2022-04-30", .span),
      ("2022-10-01..2022-10-30", "2022-10-01", "2022-10-30", .span),
    ])
  func written(text: String, earliest: String, latest: String, precision: Precision) throws {
    let bound = try Bound.of(text)
    #expect(try bound.earliest == .on(earliest))
    #expect(try bound.latest == .on(latest))
    #expect(bound.precision == precision)
    #expect(bound.description == text)
    #expect(try bound.deadline == .on(latest))
    #expect(bound.isExact == (precision == .day))
    #expect(!bound.isBeforeRecords)
  }

  @Test(
    "reads another way of writing the same and prints the shortest",
    arguments: [
      ("1/11/2019", "2019-11-01"), ("01/11/2019", "2019-11-01"), ("31/12/2019", "2019-12-31"),
      ("29/2/2020", "2020-02-29"), ("2022-10-01..2022-10-31", "2022-10"), ("2022-01..2022-03", "2022-Q1"),
      ("2022-Q1..2022-Q4", "2022"), ("2016-01-01..2020-12-31", "2016..2020"), ("2022..2022", "2022"),
      ("2022-10-05..2022-10-05", "2022-10-05"), ("2017-10..2022-07-07", "2017-10-01..2022-07-07"),
      ("..2017-10", "..2017-10-31"), ("..2017", "..2017-12-31"), ("..24/10/2017", "..2017-10-24"),
    ])
  func otherForms(text: String, printed: String) throws {
    let bound = try Bound.of(text)
    #expect(bound.description == printed)
    #expect(Bound(printed) == bound)
  }

  @Test("holds nothing back before a day that is only a last one")
  func noLaterThan() throws {
    let bound = try Bound.of("..2017-10-24")
    #expect(try bound == Bound(noLaterThan: .on("2017-10-24")))
    #expect(bound.precision == .noLaterThan)
    #expect(bound.description == "..2017-10-24")
    #expect(try bound.hasCome(by: .on("0001-01-01")) == .undetermined)
    #expect(try bound.hasCome(by: .on("2017-10-23")) == .undetermined)
    #expect(try bound.hasCome(by: .on("2017-10-24")) == .yes)
  }

  @Test("before all records has come by every day")
  func beforeRecords() throws {
    let bound = try Bound.of("before-records")
    #expect(bound == .beforeRecords)
    #expect(bound.isBeforeRecords)
    #expect(bound.precision == .beforeRecords)
    #expect(bound.description == "before-records")
    #expect(try bound.hasCome(by: .on("0001-01-01")) == .yes)
  }

  @Test(
    "is refused where it is none",
    arguments: [
      "", "31/4/2019", "29/02/2021", "2019-13", "2019-00", "2019-13-01", "2019-04-31", "2021-02-29", "1/13/2019",
      "0/1/2019", "1/0/2019", "1/1/19", "1/1/0999", "2022-Q0", "2022-Q5", "2022-Q", "2022-q4", "22", "20222",
      "0000", "2022-1", "2022-10-", "2022-10-1", "..", "2022..", "2022-12..2022-11", "2020..2019", "..before-records",
      "before-records..2020", "2020..before-records", "Before-Records", " 2022", "2022 ", "2022-10..nonsense",
    ])
  func refused(text: String) {
    #expect(Bound(text) == nil)
  }

  @Test(
    "is refused where a sign stands before a number",
    arguments: ["+202", "2022-+1", "+1/1/2022", "1/+1/2022", "1/1/+2022", "..+202", "+202..2022"])
  func signs(text: String) {
    #expect(Bound(text) == nil)
  }

  @Test(
    "is refused with more than one pair of dots",
    arguments: ["2020..2021..2022", "..2020..2021", "....2017", "2020....2021"])
  func dots(text: String) {
    #expect(Bound(text) == nil)
  }

  @Test(
    "has not come before its first day, is undetermined within, and has come on its last",
    arguments: [
      ("2022-10", "2022-09-30", Truth.no), ("2022-10", "2022-10-01", .undetermined),
      ("2022-10", "2022-10-30", .undetermined), ("2022-10", "2022-10-31", .yes), ("2022-10", "2022-11-01", .yes),
      ("2022-Q4", "2022-09-30", .no), ("2022-Q4", "2022-12-30", .undetermined), ("2022-Q4", "2022-12-31", .yes),
      ("2022", "2021-12-31", .no), ("2022", "2022-01-01", .undetermined), ("2022", "2022-12-31", .yes),
      ("2016..2020", "2020-12-30", .undetermined), ("2016..2020", "2020-12-31", .yes),
      ("2017-10-25..2022-07-07", "2017-10-24", .no), ("2017-10-25..2022-07-07", "2017-10-25", .undetermined),
      ("2017-10-25..2022-07-07", "2022-07-06", .undetermined), ("2017-10-25..2022-07-07", "2022-07-07", .yes),
      ("2019-11-01", "2019-10-31", .no), ("2019-11-01", "2019-11-01", .yes), ("2019-11-01", "2019-11-02", .yes),
    ])
  func hasCome(text: String, day: String, expected: Truth) throws {
    #expect(try Bound.of(text).hasCome(by: .on(day)) == expected)
  }

  @Test("reaches through the calendar's first and last year")
  func extremes() throws {
    #expect(try Bound.month(1, 1) == Bound(from: .on("0001-01-01"), through: .on("0001-01-31")))
    #expect(try Bound.month(9999, 11) == Bound(from: .on("9999-11-01"), through: .on("9999-11-30")))
    #expect(try Bound.year(9999) == Bound(from: .on("9999-01-01"), through: .on("9999-12-31")))
    #expect(Bound.year(0) == nil)
    #expect(Bound.year(10_000) == nil)
    #expect(Bound.years(2020, 2016) == nil)
  }

  @Test("covers the last month and quarter of the calendar to their last day", arguments: ["9999-12", "9999-Q4"])
  func lastMonth(text: String) throws {
    let bound = try Bound.of(text)
    #expect(try bound.latest == .on("9999-12-31"))
    #expect(bound.earliest < bound.latest)
    #expect(bound.description == text)
  }

  @Test("from a later to an earlier day is none")
  func wrongWayRound() throws {
    #expect(try Bound(from: .on("2022-10-02"), through: .on("2022-10-01")) == nil)
    #expect(try Bound(from: .on("2022-10-01"), through: .on("2022-10-01")) == Bound(.on("2022-10-01")))
  }

  @Test("reads back what it prints, whatever its two days", arguments: UInt64(1)...50)
  func roundTrip(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let first = try Day.on("2019-01-01")
    for _ in 0..<100 {
      let earliest = first.adding(days: generator.below(800))
      let bound = try #require(Bound(from: earliest, through: earliest.adding(days: generator.below(400))))
      #expect(Bound(bound.description) == bound)
    }
  }
}
