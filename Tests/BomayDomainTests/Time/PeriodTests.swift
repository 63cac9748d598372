// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("A period")
struct PeriodTests {
  @Test(
    "holds its first day and not its last bound",
    arguments: [
      ("2021-04-07", Truth.no), ("2021-04-08", .yes), ("2025-02-28", .yes), ("2025-03-01", .no), ("2025-03-02", .no),
    ])
  func bounds(day: String, expected: Truth) throws {
    let term = try Period(from: .of("2021-04-08"), until: .of("2025-03-01"))
    #expect(try term.contains(.on(day)) == expected)
  }

  @Test(
    "leaves open the days on which it may have begun or ended",
    arguments: [
      ("2017-09-30", Truth.no), ("2017-10-01", .undetermined), ("2017-10-30", .undetermined), ("2017-10-31", .yes),
      ("2022-09-30", .yes), ("2022-10-01", .undetermined), ("2022-10-30", .undetermined), ("2022-10-31", .no),
    ])
  func openBounds(day: String, expected: Truth) throws {
    let trial = try Period(from: .of("2017-10"), until: .of("2022-10"))
    #expect(try trial.contains(.on(day)) == expected)
  }

  @Test("without a last bound goes on")
  func endless() throws {
    let life = try Period(from: .of("2021-04-08"))
    #expect(try life.contains(.on("9999-12-31")) == .yes)
    #expect(try Period(from: .beforeRecords).contains(.on("0001-01-01")) == .yes)
  }

  @Test(
    "is refused where no day can lie in it",
    arguments: [
      ("2021-04-08", "2021-04-08", false), ("2021-04-08", "2021-04-07", false), ("2021-04-08", "2021-04-09", true),
      ("2021-04", "2021-04-01", false), ("2021-04", "2021-04-02", true), ("2021-04", "2021-04", true),
      ("2021-04", "2021-03", false), ("2021-04-30", "2021-04", false),
    ])
  func empty(from: String, until: String, exists: Bool) throws {
    let (first, end) = (try Bound.of(from), try Bound.of(until))
    if exists {
      #expect(try Period(from: first, until: end).from == first)
    } else {
      let fault = #expect(throws: EmptyPeriod.self) { try Period(from: first, until: end) }
      #expect(fault?.from == first)
      #expect(fault?.until == end)
    }
  }

  @Test(
    "shares days with another",
    arguments: [
      ("2020-01-01", "2020-02-01", "2020-02-01", "2020-03-01", Truth.no),
      ("2020-01-01", "2020-02-02", "2020-02-01", "2020-03-01", .yes),
      ("2020-01-01", "2020-02-01", "2021-01-01", "2022-01-01", .no),
      ("2020-01-01", "2020-12-01", "2020-03-01", "2020-04-01", .yes),
      ("2020-01-01", "2020-02", "2020-02-10", "2020-03-01", .undetermined),
      ("2020-01-01", "2020-02", "2020-02", "2020-03-10", .undetermined),
      ("2020-01-01", "2020-02", "2020-03-01", "2020-04-01", .no),
      ("2020-01-01", "2020-02", "2020-01-31", "2020-04-01", .yes),
    ])
  func overlaps(from: String, until: String, otherFrom: String, otherUntil: String, expected: Truth) throws {
    let one = try Period(from: .of(from), until: .of(until))
    let other = try Period(from: .of(otherFrom), until: .of(otherUntil))
    #expect(one.overlaps(other) == expected)
    #expect(other.overlaps(one) == expected)
    #expect(one.overlaps(one) != .no)
  }

  @Test("overlaps exactly where a day lies in both", arguments: UInt64(1)...20)
  func overlapIsASharedDay(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let first = try Day.on("2020-02-20")
    func period() throws -> Period {
      let from = first.adding(days: generator.below(12))
      return try Period(from: Bound(from), until: Bound(from.adding(days: 1 + generator.below(8))))
    }
    for _ in 0..<50 {
      let (one, other) = (try period(), try period())
      let shared = (0..<24).map { first.adding(days: $0) }.contains {
        one.contains($0) == .yes && other.contains($0) == .yes
      }
      #expect(one.overlaps(other) == (shared ? .yes : .no))
    }
  }
}
