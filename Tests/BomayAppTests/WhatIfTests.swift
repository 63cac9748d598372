// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayTesting
import Testing

@Suite("What if")
struct WhatIfTests {
  struct Expected: Sendable {
    let model: String
    let certain: Int
    let bodies: Count
    let heads: Count
    let planned: Int
  }

  @Test(
    "models are separated: as many heads more as are in force, and at most as many as may be",
    arguments: [
      Expected(model: "M1-district", certain: 10, bodies: Count(0), heads: Count(10), planned: 0),
      Expected(
        model: "M2", certain: 2, bodies: Count(atLeast: 2, atMost: 12), heads: Count(atLeast: 2, atMost: 12),
        planned: 2),
      Expected(model: "M3", certain: 4, bodies: Count(0), heads: Count(atLeast: 4, atMost: 12), planned: 4),
      Expected(model: "M4", certain: 3, bodies: Count(0), heads: Count(atLeast: 3, atMost: 12), planned: 3),
      Expected(model: "M5", certain: 12, bodies: Count(0), heads: Count(12), planned: 0),
      Expected(model: "M6", certain: 0, bodies: Count(0), heads: Count(atLeast: 0, atMost: 235), planned: 0),
    ])
  func separated(expected: Expected) throws {
    let moment = try DemoFixture.asOf("2022-10-31")
    let model = try #require(moment.charter?.model(Identifier(rawValue: expected.model)))
    let rows = moment.separations(of: model)
    #expect(rows.filter { $0.state.presence.truth == .yes }.count == expected.certain)
    #expect(rows.reduce(Count(0)) { $0 + $1.bodies } == expected.bodies)
    #expect(rows.reduce(Count(0)) { $0 + $1.heads } == expected.heads)
    #expect(rows.filter(\.isPlanned).count == expected.planned)
    #expect(rows.allSatisfy { $0.quota.isEmpty && $0.unitsWithoutQuota == $0.units }, "no quota is on record")
  }

  @Test("one model is separated: what was told is what recording it does")
  func recorded() throws {
    let session = try DemoFixture.session()
    let day = try DemoFixture.day("2022-10-31")
    func told() throws -> (heads: Int64, pairs: Int) {
      let moment = session.register.asOf(day, knownAt: session.register.head)
      let rows = moment.separations(of: try #require(moment.charter?.model("M3")))
      return (rows.reduce(Count(0)) { $0 + $1.heads }.atLeast, moment.pairs().count)
    }
    let before = try told()
    for (done, place) in ["kinh-mon", "nam-sach", "thanh-mien", "tu-ky"].enumerated() {
      let outcome = try DemoFixture.record(
        """
        decision: tach-\(place)
        rests: reading
        effective: 2022-10-01
        changes:
          - {separate-posts: [\(place)/ban-to-chuc/truong-ban, \(place)/phong-noi-vu/truong-phong]}
        """, in: session)
      #expect(outcome.recorded != nil, "\(outcome.errors)")
      let after = try told()
      #expect(after.heads == before.heads - Int64(done) - 1)
      #expect(after.pairs == before.pairs - done - 1)
    }
  }

  @Test("a quota is on record: it is told by category, and only the others are said to lack one")
  func quota() throws {
    let session = try DemoFixture.session()
    let outcome = try DemoFixture.record(
      """
      decision: giao-bien-che
      rests: reading
      effective: 2022-01-01
      changes:
        - {assign-quota: tu-ky/phong-noi-vu, category: cong-chuc, period: 2022, number: 9}
      """, in: session)
    #expect(outcome.recorded != nil, "\(outcome.errors)")
    let moment = session.register.asOf(try DemoFixture.day("2022-10-31"), knownAt: session.register.head)
    let rows = moment.separations(of: try #require(moment.charter?.model("M3")))
    let row = try #require(rows.first { $0.state.locality == "tu-ky" })
    #expect(row.quota.map(\.number) == [9])
    #expect(row.unitsWithoutQuota == ["tu-ky/ban-to-chuc"])
  }

  @Test("units are merged: deputies beyond the norm of the new one are left over, and go down year by year")
  func merged() throws {
    let session = try DemoFixture.session()
    let one = "c10663-2019/ubnd"
    let other = "c10768-2019/ubnd"
    let holders = (1...5).map { ($0, $0 < 4 ? one : other) }
    let outcome = try DemoFixture.record(
      """
      decision: cap-pho
      rests: reading
      effective: 2021-07-01
      changes:
      \((1...6).map { "  - {person: p\($0), effective: 2015-01-01}" }.joined(separator: "\n"))
      \(holders.map { "  - {designate: p\($0.0), post: \($0.1)/pho-chu-tich, as: main}" }.joined(separator: "\n"))
        - {designate: p6, post: \(one)/chu-tich, as: main}
      """, in: session)
    #expect(outcome.recorded != nil, "\(outcome.errors)")
    let moment = session.register.asOf(try DemoFixture.day("2022-10-31"), knownAt: session.register.head)
    let units = [one, other, one].map { Identifier<OrgUnit>(rawValue: $0) }
    let outlook = try #require(moment.merger(of: units))
    #expect(outlook.parts.map(\.unit) == Array(units.prefix(2)), "one that is named twice counts once")
    #expect(outlook.parts.map(\.deputies.atLeast) == [3, 2])
    #expect(outlook.deputies == Count(atLeast: 5, atMost: nil), "the post has any number of seats")
    #expect(outlook.norm == 2)
    #expect(outlook.surplus == Count(atLeast: 3, atMost: nil))
    #expect(outlook.heads == Count(atLeast: 1, atMost: 2))
    #expect(outlook.headsLeftOver == Count(atLeast: 0, atMost: 1))
    let road = try #require(outlook.road)
    #expect(road.steps.map(\.left) == [2, 1, 0])
    #expect(road.limit == Day("2025-10-31"))

    // A kind without a norm: nothing is said to be left over.
    let without = try #require(moment.merger(of: units, into: "phong-noi-vu"))
    #expect(without.norm == nil && without.surplus == nil && without.road == nil)
    #expect(moment.merger(of: []) == nil)
  }
}
