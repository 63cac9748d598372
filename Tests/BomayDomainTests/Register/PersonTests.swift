// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("An unnamed person")
struct PersonTests {
  @Test("has identity and sameness, and a name once identified; the past answer stays")
  func identified() throws {
    var log = try League.log("nor")
    let unnamed = try log.decide(
      "d1", on: "2018-01-01", .person("x"), .appoint("x", to: League.warden("nor")),
      .appoint("x", to: League.speaker("nor")))
    try log.decide("d2", on: "2018-01-01", .identify("x", "Ana"))
    let before = try log.asOf("2020-01-01", knownAt: unnamed)
    #expect(before.knows("x" as PersonID))
    #expect(before.name(of: "x" as PersonID) == nil)
    #expect(before.holders(of: League.warden("nor")).map(\.person) == ["x"])
    #expect(before.holdings(of: "x").count == 2)
    let after = try log.asOf("2020-01-01")
    #expect(after.name(of: "x" as PersonID) == "Ana")
    #expect(after.holders(of: League.warden("nor")).map(\.person) == ["x"])
    #expect(after.persons() == ["x"])
    #expect(try log.asOf("2017-12-31").holders(of: League.warden("nor")).isEmpty)
  }

  @Test("is not known before the revision that introduced it")
  func unknown() throws {
    var log = try League.log("nor")
    let before = log.head
    try log.decide("d1", on: "2018-01-01", .person("x", name: "Ana"))
    #expect(try log.asOf("2018-01-01", knownAt: before).knows("x" as PersonID) == false)
    #expect(try log.asOf("2018-01-01", knownAt: before).persons().isEmpty)
  }

  @Test("whose identification is annulled is unnamed again")
  func annulled() throws {
    var log = try League.log("nor")
    try log.decide("d1", on: "2018-01-01", .person("x"))
    try log.decide("d2", on: "2018-01-01", .identify("x", "Ana"))
    log.annul("d2")
    #expect(try log.asOf("2018-01-01").name(of: "x" as PersonID) == nil)
    #expect(try log.asOf("2018-01-01").knows("x" as PersonID))
  }

  @Test("who rotates leaves the one post and comes to the other, on one day")
  func rotated() throws {
    var log = try League.log("nor", "sud")
    try log.decide("d1", on: "2018-01-01", .person("x"), .appoint("x", to: League.warden("nor")))
    try log.decide("d2", on: "2019-05-01", .rotate("x", from: League.warden("nor"), to: League.warden("sud")))
    #expect(try log.asOf("2019-04-30").holdings(of: "x").map(\.post) == [League.warden("nor")])
    let holding = try #require(log.asOf("2019-05-01").holdings(of: "x").first)
    #expect(holding.post == League.warden("sud"))
    #expect(holding.accession == .rotate)
    #expect(holding.rotatedFrom == League.warden("nor"))
    #expect(try log.asOf("2019-05-01").holders(of: League.warden("nor")).isEmpty)
  }
}
