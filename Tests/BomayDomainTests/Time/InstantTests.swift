// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("An instant")
struct InstantTests {
  @Test(
    "reads and prints UTC to the second",
    arguments: [
      ("1970-01-01T00:00:00Z", Int64(0)), ("1969-12-31T23:59:59Z", -1), ("1969-12-31T00:00:00Z", -86_400),
      ("1969-12-30T23:59:59Z", -86_401), ("2022-10-31T08:00:00Z", 1_667_203_200),
      ("2038-01-19T03:14:08Z", 2_147_483_648), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
  func text(text: String, seconds: Int64) throws {
    let instant = Instant(seconds: seconds)
    #expect(instant.description == text)
    #expect(Instant(text) == instant)
    #expect(try instant.day == .on(String(text.prefix(10))))
  }

  @Test(
    "is refused where it is none",
    arguments: [
      "", "2022-10-31", "2022-10-31T08:00:00", "2022-10-31 08:00:00Z", "2022-10-31T24:00:00Z",
      "2022-10-31T08:60:00Z", "2022-10-31T08:00:60Z", "2022-02-30T08:00:00Z", "2022-10-31T8:00:00Z",
      "2022-10-31T08:00:00z", "2022-10-31T08:00:00+07",
    ])
  func refused(text: String) {
    #expect(Instant(text) == nil)
  }

  @Test(
    "is refused where a sign stands before a number",
    arguments: ["2022-10-31T-1:00:00Z", "2022-10-31T+1:00:00Z", "2022-10-31T08:-1:00Z", "2022-10-31T08:00:+1Z"])
  func signs(text: String) {
    #expect(Instant(text) == nil)
  }

  @Test("finds the last revision recorded by it")
  func revision() throws {
    var log = LogBuilder()
    for index in 0..<5 { try log.decide(DecisionID(rawValue: "d\(index)"), on: "2020-01-01") }
    let first = log.entries[0].recordedAt
    #expect(log.register.revision(recordedBy: Instant(seconds: first.seconds - 1)) == .zero)
    #expect(log.register.revision(recordedBy: first) == Revision(1))
    #expect(log.register.revision(recordedBy: Instant(seconds: first.seconds + 3599)) == Revision(1))
    #expect(log.register.revision(recordedBy: Instant(seconds: first.seconds + 3600)) == Revision(2))
    #expect(log.register.revision(recordedBy: Instant(seconds: first.seconds + 86_400)) == Revision(5))
  }
}
