// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// A made-up country, the same for the same seed: provinces, districts, communes, bodies with posts,
/// and years of appointments, renames, transfers and backdated entries. Nothing in it is real.
public struct SyntheticCountry {
  private var state: UInt64
  public private(set) var entries: [Entry] = []
  private var units: [Identifier<OrgUnit>] = []
  private var posts: [Identifier<Post>] = []
  private var holders: [Identifier<Person>?] = []
  private var persons: Int64 = 0
  public private(set) var changeCount = 0
  private var head: Int32 = 0
  private var sink: ((Entry) -> Void)?
  private let start = Day(year: 2016, month: 1, day: 1)?.ordinal ?? 0

  public static let root = Identifier<OrgUnit>(rawValue: "country")

  /// - Parameters:
  ///   - changes: at least so many changes, in decisions of about ten.
  ///   - sink: takes each entry as it is made, instead of ``entries``: a large country need not lie in memory.
  public init(changes: Int, seed: UInt64, charter: Charter = charter, into sink: ((Entry) -> Void)? = nil) {
    state = seed
    self.sink = sink
    keep(entry(.adopt(charter)))
    build(upTo: changes / 3)
    while changeCount < changes { live() }
    self.sink = nil
  }

  private mutating func keep(_ entry: Entry) {
    head += 1
    if let sink { sink(entry) } else { entries.append(entry) }
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private mutating func pick(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

  private func entry(_ act: Act) -> Entry {
    let revision = Revision(head + 1)
    return Entry(
      revision: revision, batch: revision, recordedAt: Instant(seconds: 1_451_606_400 + Int64(head) * 60),
      recordedBy: "synthetic", act: act)
  }

  private mutating func decide(_ changes: [Change], on day: Int32) {
    changeCount += changes.count
    keep(
      entry(
        .decide(
          Decision(
            id: Identifier(rawValue: "d\(head)"), rests: .reading, effective: Bound(Day(ordinal: day)),
            changes: changes))))
  }

  private func establish(_ id: Identifier<OrgUnit>, _ kind: String, _ parent: Identifier<OrgUnit>?) -> Change {
    var new = Establish()
    new.unit = id
    new.kind = Identifier(rawValue: kind)
    new.name = "Unit \(id)"
    new.parent = parent
    return Change(.establish(new))
  }

  private mutating func build(upTo limit: Int) {
    decide([establish(Self.root, "country", nil)], on: start)
    units.append(Self.root)
    while changeCount < limit {
      var changes: [Change] = []
      let parent = units.count < 64 ? Self.root : units[pick(min(units.count, units.count / 20 + 64))]
      let kind = units.count < 64 ? "province" : "body"
      let unit = Identifier<OrgUnit>(rawValue: "u\(units.count)")
      changes.append(establish(unit, kind, parent))
      units.append(unit)
      for role in ["head", "deputy"] {
        var new = CreatePost()
        new.post = Identifier(rawValue: "\(unit)/\(role)")
        new.unit = unit
        new.role = Identifier(rawValue: role)
        changes.append(Change(.createPost(new)))
        posts.append(new.post)
        holders.append(nil)
      }
      decide(changes, on: start)
    }
  }

  private mutating func live() {
    let day = start + Int32(changeCount / 400) + (pick(20) == 0 ? -Int32(pick(200)) : 0)
    var changes: [Change] = []
    for _ in 0..<8 {
      switch pick(10) {
      case 0:
        var rename = Rename()
        rename.unit = units[pick(units.count)]
        rename.name = "Renamed \(changeCount)"
        changes.append(Change(.rename(rename)))
      default:
        let index = pick(posts.count)
        if let person = holders[index] {
          var relieve = Relieve()
          relieve.person = person
          relieve.post = posts[index]
          changes.append(Change(.relieve(relieve)))
          holders[index] = nil
        } else {
          persons += 1
          var new = IntroducePerson()
          new.person = Identifier(rawValue: "p\(persons)")
          changes.append(Change(.person(new)))
          var appoint = Appoint()
          appoint.installation.person = new.person
          appoint.installation.post = posts[index]
          appoint.installation.kind = .main
          changes.append(Change(.appoint(appoint)))
          holders[index] = new.person
        }
      }
    }
    decide(changes, on: day)
  }

  public static let charter: Charter = {
    func words(_ text: String) -> Words { Words(["en": text]) }
    func kind(_ id: String, _ level: String) -> Charter.Kind {
      Charter.Kind(
        id: Identifier(rawValue: id), family: "state", level: level, name: words(id), designation: nil, parents: [],
        from: nil, until: nil, isMany: true)
    }
    func role(_ id: String, isHead: Bool) -> Charter.RoleSpec {
      Charter.RoleSpec(
        id: Identifier(rawValue: id), name: words(id), seats: .one, isHead: isHead, isDeputy: !isHead,
        accessions: [], kinds: [])
    }
    return Charter(
      id: "synthetic", version: 1, languages: ["en"], name: words("synthetic"),
      levels: [Charter.Named(id: "all", name: words("all"))],
      families: [Charter.Named(id: "state", name: words("state"))],
      kinds: [kind("country", "all"), kind("province", "all"), kind("body", "all")],
      roles: [role("head", isHead: true), role("deputy", isHead: false)], categories: [], models: [],
      incompatibilities: [], parameters: [:], documentTypes: [], issuers: [], templates: [], severities: [:],
      canonicalText: "{}")
  }()
}
