// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("What the records leave open")
struct UndeterminedTests {
  @Test(
    "gives both bounds of a count while a unit may or may not have begun",
    arguments: [("2020-01-31", "1"), ("2020-02-01", "1..2"), ("2020-02-28", "1..2"), ("2020-02-29", "2")])
  func birth(day: String, expected: String) throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2019-01-01", .establish("a", kind: "island"))
    try log.decide("d2", on: "2020-02", .establish("b", kind: "island"))
    #expect(try log.asOf(day).count("island").description == expected)
  }

  @Test(
    "gives both bounds of a count while a unit may have changed its kind",
    arguments: [("2020-01-31", "1", "0"), ("2020-02-15", "0..1", "0..1"), ("2020-02-29", "0", "1")])
  func kind(day: String, islands: String, reefs: String) throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2019-01-01", .establish("a", kind: "island"))
    try log.decide("d2", on: "2020-02", .reclassify("a", "reef"))
    #expect(try log.asOf(day).count("island").description == islands)
    #expect(try log.asOf(day).count("reef").description == reefs)
  }

  @Test(
    "stays open after the span in which another day lies, until a later day decides",
    arguments: [
      ("2017-12-31", "w"), ("2019-12-31", "w x"), ("2020-06-01", "x y"), ("2021-12-31", "x y"), ("2023-01-01", "z"),
    ])
  func daysInside(day: String, expected: String) throws {
    var log = LogBuilder()
    try log.decide("d0", on: "2015-01-01", .establish("a", kind: "island", name: "w"))
    try log.decide("d1", on: "2018..2021", .rename("a", "x"))
    try log.decide("d2", on: "2020-03-01", .rename("a", "y"))
    try log.decide("d3", on: "2022-05-01", .rename("a", "z"))
    let names: [String] =
      switch try log.asOf(day).name(of: UnitID("a")) {
      case .nothing: []
      case .value(let name, _): [name]
      case .between(let names, _): Set(names.map { $0 ?? "nothing" }).sorted()
      }
    #expect(names.joined(separator: " ") == expected)
  }

  @Test("is decided by the log where two facts have the same span")
  func sameSpan() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2018", .establish("a", kind: "island", name: "x"))
    try log.decide("d2", on: "2018", .rename("a", "y"))
    #expect(try log.asOf("2019-01-01").name(of: UnitID("a")).determined == "y")
  }

  @Test(
    "counts a unit of unknown kind once in its level",
    arguments: ["2020-01-31", "2020-02-15", "2020-02-29"])
  func level(day: String) throws {
    var log = try League.log("nor", "sud")
    try log.decide("d1", on: "2020-02", .reclassify("nor", "reef"))
    let past = try log.asOf(day)
    #expect(past.count("isle") == Count(2))
    #expect(Set(past.units(of: League.islandKinds)) == ["nor", "sud"])
    #expect(past.units(of: League.islandKinds).count == 2)
    #expect(past.coverage(of: League.oneHead)?.eligible == 2)
  }

  @Test(
    "counts an unnamed group by its number, also while it may not have begun",
    arguments: [("2020-01-31", "0"), ("2020-02-15", "0..5"), ("2020-02-29", "5")])
  func group(day: String, expected: String) throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2020-02", .establish("group", kind: "school", number: Count(5)))
    #expect(try log.asOf(day).count("school").description == expected)
  }

  @Test("gives both bounds of the number of an unnamed group")
  func number() throws {
    var log = LogBuilder()
    try log.decide(
      "d1", on: "2020-01-01", .establish("some", kind: "school", number: Count(atLeast: 1, atMost: 3)),
      .establish("many", kind: "school", number: .undetermined), .establish("one", kind: "school"))
    #expect(try log.asOf("2020-01-01").count("school").description == "2..")
  }

  @Test("says of a holder who may have come in another way that he holds the post for certain")
  func holding() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2019-01-01", .person("x"), .appoint("x", to: "p", as: .concurrent))
    try log.decide("d2", on: "2020-02", .appoint("x", to: "p", as: .main))
    try log.decide("d3", on: "2021-02", .relieve("x", from: "p"))
    #expect(try log.asOf("2020-02-15").holders(of: "p").map(\.isUndetermined) == [false])
    #expect(try log.asOf("2021-02-15").holders(of: "p").map(\.isUndetermined) == [true])
    #expect(try log.asOf("2021-02-28").holders(of: "p").isEmpty)
  }

  @Test("leaves nothing open where the old and the new value are one")
  func sameValue() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2019-01-01", .establish("a", kind: "island", name: "Isle"))
    try log.decide("d2", on: "2020-02", .rename("a", "Isle"))
    #expect(try log.asOf("2020-02-15").name(of: "a" as UnitID).determined == "Isle")
  }

  @Test("shows a unit without a parent as a root, whatever its transfers")
  func roots() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2019-01-01", .establish("a", kind: "island"), .establish("b", kind: "island"))
    try log.decide("d2", on: "2020-02", .transfer("a", to: nil))
    #expect(try log.asOf("2020-02-15").roots() == ["a", "b"])
    try log.decide("d3", on: "2021-02", .transfer("a", to: "b"))
    #expect(try log.asOf("2021-01-31").roots() == ["a", "b"])
    #expect(try log.asOf("2021-02-15").children(of: "b") == ["a"])
    #expect(try log.asOf("2021-02-28").roots() == ["b"])
  }

  @Test("puts a unit that went to one of several under none of them")
  func among() throws {
    var log = LogBuilder()
    try log.decide(
      "d1", on: "2019-01-01", .establish("a", kind: "island"), .establish("b", kind: "island"),
      .establish("c", kind: "school", under: "a"))
    try log.decide("d2", on: "2020-01-01", .transfer("c", among: ["a", "b"]))
    let past = try log.asOf("2020-01-01")
    #expect(past.parent(of: "c").determined == .among(["a", "b"]))
    #expect(past.children(of: "a").isEmpty)
    #expect(past.children(of: "b").isEmpty)
    #expect(past.roots() == ["a", "b"])
  }
}
