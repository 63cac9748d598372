// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("A figure")
struct FigureTests {
  @Test(
    "is set beside what was published",
    arguments: [
      (Int64(697), Int64(620), String?("112,4%"), false, FigureVerdict.agrees),
      (697, 620, "112%", false, .roundingDiffers), (697, 620, "112,5%", false, .differs),
      (48, 235, "20,4%", false, .agrees), (48, 235, "20,4%", true, .implied),
      (48, 235, nil, false, .derived), (4243, 3236, "131,1%", false, .agrees), (12, 12, "100%", false, .agrees),
      (48, 235, "20.4%", false, .derived), (20_400, 100, "20.400%", false, .agrees),
    ])
  func verdict(
    actual: Int64, plan: Int64, published: String?, implied: Bool, expected: FigureVerdict
  ) throws {
    var log = LogBuilder()
    try log.decide(
      "d1", on: "2022-10-31", .observe("actual", actual, on: .of("2022-10-31")),
      .observe("plan", plan, on: .of("2022-10-31")),
      .figure("share", "actual / plan", published: published, implied: implied))
    let row = try #require(log.asOf("2022-10-31").figure("share"))
    #expect(row.verdict == expected)
    #expect(row.numerator == Rational(actual))
    #expect(row.denominator == Rational(plan))
    #expect(!row.isDayUnknown)
  }

  @Test("rests on a day unknown while an observation does, and is open before it")
  func dayUnknown() throws {
    var log = LogBuilder()
    try log.decide(
      "d1", on: "2022-10-31", .observe("a", 3, on: .of("2022-07-07..2022-10-31")), .figure("f", "a * 2"))
    #expect(try log.asOf("2022-07-06").figure("f")?.value == nil)
    #expect(try log.asOf("2022-07-06").figure("f")?.verdict == .undetermined)
    #expect(try log.asOf("2022-07-07").figure("f")?.value == Rational(6))
    #expect(try log.asOf("2022-07-07").figure("f")?.isDayUnknown == true)
  }

  @Test("that names itself, or nothing known, has no value")
  func noValue() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2022-10-31", .figure("f", "g + 1"), .figure("g", "f + 1"), .figure("h", "nothing / 0"))
    for row in try log.asOf("2022-10-31").figures() { #expect(row.value == nil) }
  }

  @Test("keeps what it was at the revision at which it was reported")
  func earlierRevision() throws {
    var log = LogBuilder()
    let first = try log.decide(
      "d1", on: "2022-10-31", .observe("a", 3, on: .of("2022-10-31")), .figure("f", "a"))
    try log.correct("d1", on: "2022-10-31", .observe("a", 4, on: .of("2022-10-31")), .figure("f", "a"))
    #expect(try log.asOf("2022-10-31", knownAt: first).figure("f")?.value == Rational(3))
    #expect(try log.asOf("2022-10-31").figure("f")?.value == Rational(4))
  }

  @Test("of coverage counts localities in force over those eligible")
  func coverage() throws {
    var log = try League.log("nor", "sud", "est")
    try log.decide("d1", on: "2018-01-01", .oneHolder(League.warden("nor"), League.speaker("nor")))
    try log.decide("d2", on: "2018-01-01", .figure("f", "in-force(one-head) / eligible(one-head)"))
    let row = try #require(log.asOf("2018-01-01").figure("f"))
    #expect(row.value == Rational(1, over: 3))
    #expect(row.numerator == Rational(1))
    #expect(row.denominator == Rational(3))
  }
}
