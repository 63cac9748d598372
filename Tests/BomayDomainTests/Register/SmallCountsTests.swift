// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("Counts of few persons")
struct SmallCountsTests {
  private static let day = Bound(Day(ordinal: 18_000))

  private static func counted(_ unit: UnitID, _ number: Int64, on day: Bound = day) -> Change {
    var record = RecordHeadcount()
    record.unit = unit
    record.category = "staff"
    record.on = day
    record.number = number
    return Change(.headcount(record))
  }

  private static func observed(_ id: Identifier<Observation>, _ unit: UnitID, _ value: Int64, _ measure: Measure)
    -> Change
  {
    var record = Observe()
    record.observation = id
    record.indicator = "trained"
    record.area = unit
    record.on = day
    record.value = Rational(value)
    record.measure = measure
    return Change(.observe(record))
  }

  /// The counts that are left, of the realm and its islands.
  private func left(_ changes: [Change]) throws -> [String: Int64] {
    var log = try League.log("nor", "sud", "ost", "wes")
    try log.decide("d1", on: "2019-01-01", changes)
    let moment = log.register.withoutCounts(ofAtMost: 4).asOf(try .on("2020-01-01"), knownAt: .latest)
    var found: [String: Int64] = [:]
    for unit in ["realm", "nor", "sud", "ost", "wes"] as [UnitID] {
      for figure in moment.headcount(of: unit) { found[unit.rawValue] = figure.number }
    }
    return found
  }

  @Test("of one to four are not told; none and five are", arguments: [(0, true), (1, false), (4, false), (5, true)])
  func bounds(number: Int64, isLeft: Bool) throws {
    #expect(try left([Self.counted("nor", number)])["nor"] == (isLeft ? number : nil))
  }

  @Test("are not told by a total less the rest: the next smallest goes, too")
  func subtraction() throws {
    let counts = [("realm", 50), ("nor", 3), ("sud", 20), ("ost", 15), ("wes", 12)] as [(UnitID, Int64)]
    #expect(try left(counts.map { Self.counted($0, $1) }) == ["realm": 50, "sud": 20, "ost": 15])
  }

  @Test("nor by a group that is small as a whole")
  func smallGroup() throws {
    let counts = [("realm", 38), ("nor", 1), ("sud", 2), ("ost", 15), ("wes", 20)] as [(UnitID, Int64)]
    #expect(try left(counts.map { Self.counted($0, $1) }) == ["realm": 38, "wes": 20])
  }

  @Test("where nothing is left to go beside them, the total goes")
  func total() throws {
    #expect(try left([Self.counted("realm", 3), Self.counted("nor", 3)]).isEmpty)
    #expect(try left([Self.counted("realm", 9), Self.counted("nor", 3)]).isEmpty)
    #expect(try left([Self.counted("realm", 9), Self.counted("sud", 9)]) == ["realm": 9, "sud": 9])
  }

  @Test("the count of another day does not stand in for them")
  func otherDay() throws {
    let earlier = Bound(Day(ordinal: 17_900))
    #expect(try left([Self.counted("nor", 30, on: earlier), Self.counted("nor", 2)]).isEmpty)
  }

  @Test("observed of persons are not told, of units they are")
  func observed() throws {
    var log = try League.log("nor", "sud")
    try log.decide(
      "d1", on: "2019-01-01",
      [
        Self.observed("o1", "nor", 3, .persons), Self.observed("o2", "sud", 30, .persons),
        Self.observed("o3", "nor", 3, .units),
      ])
    let moment = log.register.withoutCounts(ofAtMost: 4).asOf(try .on("2020-01-01"), knownAt: .latest)
    #expect(moment.observation("o1") == nil && moment.observation("o2") != nil && moment.observation("o3") != nil)
    #expect(try log.asOf("2020-01-01").observation("o1") != nil)
  }

  @Test("who recorded is not told where it is not wanted")
  func recorders() throws {
    let log = try League.log("nor")
    let id = try #require(try log.asOf("2020-01-01").decisions().first?.id)
    #expect(try log.asOf("2020-01-01").decision(id)?.recordedBy.isEmpty == false)
    let moment = log.register.withoutRecorders().asOf(try .on("2020-01-01"), knownAt: .latest)
    #expect(moment.decision(id)?.recordedBy == "")
  }
}
