// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// A made-up jurisdiction of two levels with two models: nothing in the code knows of any country.
///
/// A realm of islands. Each island has a council headed by a warden and a guild headed by a speaker
/// (model `one-head`: one person is both), a registry and a treasury, or a counting-house that is both
/// (model `one-house`).
public enum League {
  public static let islandKinds: [KindID] = ["island", "reef"]
  public static let oneHead: ModelID = "one-head"
  public static let oneHouse: ModelID = "one-house"

  public static let charter = Charter(
    id: "league", version: 1, languages: ["en"], name: words("League of islands"),
    levels: [named("realm"), named("isle")], families: [named("area"), named("state"), named("party")],
    kinds: [
      kind("realm", "area", "realm"), kind("island", "area", "isle", under: ["realm"]),
      kind("reef", "area", "isle", under: ["realm"]), kind("council", "state", "isle"),
      kind("guild", "party", "isle"), kind("registry", "state", "isle"),
      kind("treasury", "state", "isle"), kind("counting-house", "state", "isle"),
      kind("school", "state", "isle"),
    ],
    roles: [
      role("warden", isHead: true), role("speaker", isHead: true), role("registrar", isHead: true),
      role("treasurer", isHead: true), role("clerk", isHead: false),
    ],
    categories: [],
    models: [
      Charter.ModelSpec(
        id: oneHead, name: words("One head"),
        rule: .oneHolder(
          Charter.Seat(role: "warden", kinds: ["council"]), Charter.Seat(role: "speaker", kinds: ["guild"])),
        level: "isle", localities: islandKinds, basis: [], isPermanent: false),
      Charter.ModelSpec(
        id: oneHouse, name: words("One house"),
        rule: .oneUnit(separate: ["registry", "treasury"], joint: "counting-house"),
        level: "isle", localities: islandKinds, basis: [], isPermanent: false),
    ],
    incompatibilities: [], parameters: [:], documentTypes: [], issuers: [], templates: [], severities: [:],
    canonicalText: "")

  /// The realm, and each island with its council, its guild and the posts of their heads.
  public static func opening(_ islands: [UnitID]) -> [Change] {
    [.establish("realm", kind: "realm", name: "Realm")]
      + islands.flatMap { island -> [Change] in
        [
          .establish(island, kind: "island", name: "Isle \(island)", under: "realm"),
          .establish(body("council", island), kind: "council", under: island, in: island),
          .establish(body("guild", island), kind: "guild", under: island, in: island),
          .createPost(warden(island), in: body("council", island), role: "warden"),
          .createPost(speaker(island), in: body("guild", island), role: "speaker"),
        ]
      }
  }

  public static func body(_ kind: KindID, _ island: UnitID) -> UnitID { UnitID(rawValue: "\(island)/\(kind)") }
  public static func post(_ role: RoleID, _ island: UnitID) -> PostID { PostID(rawValue: "\(island)/\(role)") }
  public static func warden(_ island: UnitID) -> PostID { post("warden", island) }
  public static func speaker(_ island: UnitID) -> PostID { post("speaker", island) }

  /// A log with the charter and these islands, in force from 2015-01-01 on.
  public static func log(_ islands: UnitID...) throws(NoSuchDay) -> LogBuilder {
    var log = LogBuilder()
    log.adopt(charter)
    try log.decide("opening", on: "2015-01-01", opening(islands))
    return log
  }

  private static func words(_ text: String) -> Words { Words(["en": text]) }
  private static func named(_ id: String) -> Charter.Named { Charter.Named(id: id, name: words(id)) }

  private static func kind(
    _ id: KindID, _ family: String, _ level: String, under parents: [KindID] = []
  ) -> Charter.Kind {
    Charter.Kind(
      id: id, family: family, level: level, name: words(id.rawValue), designation: words("\(id) {name}"),
      parents: parents, from: nil, until: nil, isMany: false)
  }

  private static func role(_ id: RoleID, isHead: Bool) -> Charter.RoleSpec {
    Charter.RoleSpec(
      id: id, name: words(id.rawValue), seats: .one, isHead: isHead, isDeputy: false, accessions: [.appoint],
      kinds: [])
  }
}

extension RandomHistory {
  public static let leagueIslands: [UnitID] = ["i0", "i1", "i2"]

  /// Islands that take up models, stop them, change rank and end, with persons who come and go.
  public static func league(seed: UInt64) throws(NoSuchDay) -> RandomHistory {
    let days = Day.each(from: try .on("2020-01-25"), through: try .on("2020-02-09"))
    return RandomHistory(
      seed: seed, days: days, charter: League.charter, opening: League.opening(leagueIslands), action: leagueChange)
  }

  private static func leagueChange(_ generator: inout SeededGenerator) -> Change {
    let island = generator.pick(leagueIslands)
    switch generator.below(12) {
    case 0...2: return pilotChange(island, &generator)
    case 3: return .oneHolder(League.warden(island), League.speaker(island))
    case 4: return .separatePosts(League.warden(island), League.speaker(island))
    case 5: return .appoint(generator.pick(apparatusPersons), to: League.warden(island))
    case 6: return .appoint(generator.pick(apparatusPersons), to: League.speaker(island))
    case 7: return .relieve(generator.pick(apparatusPersons), from: League.warden(island))
    case 8: return .reclassify(island, generator.pick(League.islandKinds))
    case 9: return .dissolve(generator.happens(40) ? island : League.body("counting-house", island))
    case 10: return .restore(generator.happens(40) ? island : League.body("council", island))
    default:
      let kind: KindID = generator.pick(["counting-house", "counting-house", "registry", "treasury"])
      return .establish(League.body(kind, island), kind: kind, under: island, in: island)
    }
  }

  private static func pilotChange(_ island: UnitID, _ generator: inout SeededGenerator) -> Change {
    let model = generator.pick([League.oneHead, League.oneHouse])
    let pilot = PilotID(rawValue: "\(model)/\(island)")
    var stop = StopPilot()
    stop.pilot = pilot
    var announcement = AnnounceStop()
    announcement.pilot = pilot
    announcement.by = .month(2020, 1) ?? .beforeRecords
    switch generator.below(6) {
    case 0, 1: return .startPilot(pilot, of: model, in: island)
    case 2: return .notBegun(model, in: island)
    case 3: return Change(.stopPilot(stop))
    case 4: return Change(.announceStop(announcement))
    default: return .makePermanent(pilot)
    }
  }
}
