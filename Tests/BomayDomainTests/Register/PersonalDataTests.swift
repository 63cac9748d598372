// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("A register without personal data")
struct PersonalDataTests {
  private func log() throws -> LogBuilder {
    var log = try League.log("nor", "sud")
    try log.decide(
      "d1", on: "2018-01-01", .person("x", name: "Ana"), .person("y", name: "Ben"), .person("z"),
      .appoint("x", to: League.warden("nor")), .appoint("y", to: League.warden("sud")))
    try log.decide("d2", on: "2019-01-01", .identify("z", "Eva"))
    log.annul("d2")
    return log
  }

  @Test("knows who holds which post, and nobody's name, on any day and at any revision")
  func nobody() throws {
    let log = try log()
    let hidden = log.register.withoutPersonalData()
    for revision in 0...log.head.number {
      for day in ["2017-01-01", "2018-01-01", "2020-01-01"] {
        let moment = hidden.asOf(try .on(day), knownAt: Revision(revision))
        for person in ["x", "y", "z"] as [PersonID] {
          #expect(moment.name(of: person) == nil && moment.birth(of: person) == nil)
          #expect(!moment.life(of: person).contains { $0.what == "name" })
        }
      }
    }
    let moment = hidden.asOf(try .on("2020-01-01"), knownAt: .latest)
    #expect(moment.holders(of: League.warden("nor")).map(\.person) == ["x"])
    #expect(try log.asOf("2020-01-01").name(of: "x" as PersonID) == "Ana")
  }

  @Test("may be that of some persons alone")
  func some() throws {
    let moment = try log().register.withoutPersonalData { $0 != "x" }.asOf(.on("2020-01-01"), knownAt: .latest)
    #expect(moment.name(of: "x" as PersonID) == "Ana" && moment.name(of: "y" as PersonID) == nil)
  }

  @Test("can be told from the names there are, those that were taken back included")
  func names() throws {
    let names = try log().register.personalNames
    #expect(Set(names.map(\.name)) == ["Ana", "Ben", "Eva"] && names.first?.person == "x")
  }
}

@Suite("What lies below a unit")
struct ReachTests {
  @Test("is the unit, what is below it and the bodies of its area; not what is beside, above or ended otherwise")
  func within() throws {
    let log = try League.log("nor", "sud")
    let moment = try log.asOf("2020-01-01")
    for unit in moment.roots() {
      #expect(moment.isWithin(unit, unit))
      for child in moment.children(of: unit) {
        #expect(moment.isWithin(child, unit) && !moment.isWithin(unit, child))
        for body in moment.bodies(in: child) { #expect(moment.isWithin(body, unit) && moment.isWithin(body, child)) }
      }
    }
    #expect(!moment.isWithin("nor", "sud") && !moment.isWithin("no-such-unit", "nor"))
    #expect(!moment.isWithin("no-such-unit", "no-such-unit"))
  }
}
