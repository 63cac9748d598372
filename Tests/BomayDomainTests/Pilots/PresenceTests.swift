// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("Whether one person holds both posts")
struct OneHolderTests {
  private func presence(_ log: LogBuilder, _ day: String, knownAt revision: Revision = .latest) throws -> Presence {
    let model = try #require(League.charter.model(League.oneHead))
    return try log.asOf(day, knownAt: revision).presence(of: model, in: "nor")
  }

  private let warden = League.warden("nor")
  private let speaker = League.speaker("nor")

  @Test("is undetermined while the records are silent, never no")
  func silent() throws {
    let log = try League.log("nor")
    #expect(try presence(log, "2018-01-01").truth == .undetermined)
    #expect(try presence(log, "2018-01-01").reason == .recordsSilent)
    #expect(try presence(log, "2014-12-31").reason == .postNotOnRecord)
  }

  @Test("follows from a recorded pair of posts, whoever the holders are")
  func recordedPair() throws {
    var log = try League.log("nor")
    try log.decide("pair", on: "2018-01-01", .oneHolder(warden, speaker))
    #expect(try presence(log, "2017-12-31").truth == .undetermined)
    let held = try presence(log, "2018-01-01")
    #expect(held.truth == .yes)
    #expect(held.reason == .oneHolderRecorded)
    #expect(held.citations.map(\.decision) == ["pair"])
  }

  @Test(
    "is undetermined on the days within which it may have begun",
    arguments: [
      ("2017-10-24", Truth.undetermined, PresenceReason.recordsSilent), ("2017-10-25", .undetermined, .dayUnknown),
      ("2022-07-06", .undetermined, .dayUnknown), ("2022-07-07", .yes, .oneHolderRecorded),
    ])
  func unknownStart(day: String, truth: Truth, reason: PresenceReason) throws {
    var log = try League.log("nor")
    try log.decide("pair", on: "2017-10-25..2022-07-07", .oneHolder(speaker, warden))
    #expect(try presence(log, day).truth == truth)
    #expect(try presence(log, day).reason == reason)
  }

  @Test("ends with the separation of the posts, on that day")
  func separated() throws {
    var log = try League.log("nor")
    let paired = try log.decide("pair", on: "2018-01-01", .oneHolder(warden, speaker))
    try log.decide("part", on: "2022-11-01", .separatePosts(speaker, warden))
    #expect(try presence(log, "2022-10-31").truth == .yes)
    #expect(try presence(log, "2022-11-01").truth == .no)
    #expect(try presence(log, "2022-11-01").reason == .separated)
    #expect(try presence(log, "2022-11-01").citations.map(\.decision) == ["part"])
    #expect(try presence(log, "2022-11-01", knownAt: paired).truth == .yes)
    log.annul("part")
    #expect(try presence(log, "2022-11-01").truth == .yes)
  }

  @Test("ends when a holder never named before is relieved of one of the two")
  func relieved() throws {
    var log = try League.log("nor")
    try log.decide("pair", on: "2018-01-01", .oneHolder(warden, speaker))
    try log.decide("leave", on: "2022-11-01", .person("x"), .relieve("x", from: warden))
    #expect(try presence(log, "2022-10-31").truth == .yes)
    #expect(try presence(log, "2022-11-01").truth == .no)
    #expect(try presence(log, "2022-11-01").reason == .vacant)
    #expect(try presence(log, "2022-11-01").citations.map(\.decision) == ["leave"])
  }

  @Test("is undetermined on the days within which a holder may have left", arguments: [false, true])
  func relievedWithinAMonth(isNamedBefore: Bool) throws {
    var log = try League.log("nor")
    try log.decide("pair", on: "2018-01-01", .oneHolder(warden, speaker))
    if isNamedBefore {
      try log.decide("come", on: "2018-01-01", .person("x"), .appoint("x", to: warden), .appoint("x", to: speaker))
    }
    try log.decide("leave", on: "2022-11", .person("x"), .relieve("x", from: warden))
    #expect(try presence(log, "2022-10-31").truth == .yes)
    #expect(try presence(log, "2022-11-15").truth == .undetermined)
    #expect(try presence(log, "2022-11-30").truth == .no)
  }

  @Test("follows from named holdings alike")
  func named() throws {
    var log = try League.log("nor")
    try log.decide("x", on: "2018-01-01", .person("x"), .appoint("x", to: warden), .elect("x", to: speaker))
    #expect(try presence(log, "2018-01-01").truth == .yes)
    #expect(try presence(log, "2018-01-01").reason == .sameHolder)
    try log.decide(
      "y", on: "2020-01-01", .relieve("x", from: speaker), .person("y"), .elect("y", to: speaker))
    #expect(try presence(log, "2019-12-31").truth == .yes)
    #expect(try presence(log, "2020-01-01").truth == .no)
    #expect(try presence(log, "2020-01-01").reason == .differentHolders)
    try log.decide("z", on: "2021-01-01", .relieve("y", from: speaker), .elect("x", to: speaker))
    #expect(try presence(log, "2021-01-01").truth == .yes)
  }

  @Test("is no once a named holder of both has left one of them empty")
  func namedVacancy() throws {
    var log = try League.log("nor")
    try log.decide("x", on: "2018-01-01", .person("x"), .appoint("x", to: warden), .appoint("x", to: speaker))
    try log.decide("leave", on: "2020-01-01", .relieve("x", from: speaker))
    #expect(try presence(log, "2020-01-01").truth == .no)
    #expect(try presence(log, "2020-01-01").reason == .vacant)
  }

  @Test("holds on under a recorded pair when one post's new holder is named")
  func successor() throws {
    var log = try League.log("nor")
    try log.decide("pair", on: "2018-01-01", .oneHolder(warden, speaker))
    try log.decide("next", on: "2020-01-01", .person("y"), .appoint("y", to: warden))
    #expect(try presence(log, "2020-01-01").truth == .yes)
    try log.decide("other", on: "2021-01-01", .person("z"), .appoint("z", to: speaker))
    #expect(try presence(log, "2021-01-01").reason == .differentHolders)
  }
}

@Suite("Whether two offices are one")
struct OneUnitTests {
  private func presence(_ log: LogBuilder, _ day: String) throws -> Presence {
    let model = try #require(League.charter.model(League.oneHouse))
    return try log.asOf(day).presence(of: model, in: "nor")
  }

  @Test("is undetermined while the records are silent")
  func silent() throws {
    #expect(try presence(League.log("nor"), "2018-01-01").reason == .recordsSilent)
  }

  @Test("follows from the joint office, for as long as it lives")
  func joint() throws {
    var log = try League.log("nor")
    try log.decide("join", on: "2018-01-01", .establish("house", kind: "counting-house", under: "nor", in: "nor"))
    try log.decide("end", on: "2022-11", .dissolve("house"))
    #expect(try presence(log, "2017-12-31").truth == .undetermined)
    #expect(try presence(log, "2018-01-01").truth == .yes)
    #expect(try presence(log, "2018-01-01").reason == .jointUnit)
    #expect(try presence(log, "2022-11-15").truth == .undetermined)
    #expect(try presence(log, "2022-11-30").truth == .no)
    #expect(try presence(log, "2022-11-30").reason == .separated)
    log.annul("end")
    #expect(try presence(log, "2022-11-30").truth == .yes)
  }

  @Test(
    "is no where both offices stand by a decision about the place, and open where a template has them",
    arguments: [(Footing.document, Truth.no), (.reading, .no), (.template, .undetermined)])
  func separate(rests: Footing, expected: Truth) throws {
    var log = try League.log("nor")
    try log.decide(
      "d1", on: "2018-01-01", rests: rests, .establish("registry", kind: "registry", under: "nor", in: "nor"),
      .establish("treasury", kind: "treasury", under: "nor", in: "nor"))
    #expect(try presence(log, "2018-01-01").truth == expected)
  }

  @Test("is not answered by an office that becomes the joint one only later, or is it no more")
  func reclassified() throws {
    var log = try League.log("nor")
    try log.decide("d1", on: "2018-01-01", .establish("registry", kind: "registry", under: "nor", in: "nor"))
    try log.decide("d2", on: "2020-01-01", .reclassify("registry", "counting-house"))
    try log.decide("d3", on: "2022-01-01", .reclassify("registry", "registry"))
    #expect(try presence(log, "2019-12-31").truth != .yes)
    #expect(try presence(log, "2020-01-01").truth == .yes)
    #expect(try presence(log, "2021-12-31").truth == .yes)
    #expect(try presence(log, "2022-01-01").truth != .yes)
  }
}

@Suite("Whether there is exactly one")
struct ExactlyOneTests {
  private let model = Charter.ModelSpec(
    id: "one-school", name: Words(["en": "One school"]), rule: .exactlyOne("school"), level: "isle",
    localities: League.islandKinds, basis: [], isPermanent: true)

  @Test(
    "counts the units that live on the day",
    arguments: [
      ("2017-12-31", Truth.undetermined, PresenceReason.recordsSilent), ("2018-01-01", .yes, .exactlyOne),
      ("2019-01-01", .no, .severalUnits), ("2020-01-01", .yes, .exactlyOne),
    ])
  func counted(day: String, truth: Truth, reason: PresenceReason) throws {
    var log = try League.log("nor")
    try log.decide("d1", on: "2018-01-01", .establish("s1", kind: "school", in: "nor"))
    try log.decide("d2", on: "2019-01-01", .establish("s2", kind: "school", in: "nor"))
    try log.decide("d3", on: "2020-01-01", .absorb(["s2"], into: "s1"))
    let presence = try log.asOf(day).presence(of: model, in: "nor")
    #expect(presence.truth == truth)
    #expect(presence.reason == reason)
  }

  @Test("is undetermined while a second one may have begun, or may have ended")
  func open() throws {
    var log = try League.log("nor")
    try log.decide("d1", on: "2018-01-01", .establish("s1", kind: "school", in: "nor"))
    try log.decide("d2", on: "2019-02", .establish("s2", kind: "school", in: "nor"))
    try log.decide("d3", on: "2020-02", .dissolve("s2"))
    #expect(try log.asOf("2019-02-15").presence(of: model, in: "nor").truth == .undetermined)
    #expect(try log.asOf("2019-02-28").presence(of: model, in: "nor").truth == .no)
    #expect(try log.asOf("2020-02-15").presence(of: model, in: "nor").truth == .undetermined)
    #expect(try log.asOf("2020-02-29").presence(of: model, in: "nor").truth == .yes)
  }

  @Test("counts an unnamed group by its number", arguments: [("1", Truth.yes), ("1..3", .undetermined), ("2..", .no)])
  func group(number: String, truth: Truth) throws {
    var log = try League.log("nor")
    try log.decide("d1", on: "2018-01-01", .establish("s", kind: "school", in: "nor", number: Count(number)))
    #expect(try log.asOf("2018-01-01").presence(of: model, in: "nor").truth == truth)
  }
}
