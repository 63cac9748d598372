// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// The tables of the ministers database, each as it came in.
public struct UnitedKingdomFiles {
  public var organisations: [UInt8] = []
  public var links: [UInt8] = []
  public var posts: [UInt8] = []
  public var persons: [UInt8] = []
  public var appointments: [UInt8] = []
  public init() {}
}

/// Organisations, ministerial posts and their holders of the United Kingdom, as the Institute for
/// Government keeps them.
///
/// A day of ending is the first on which a thing is no more. An organisation without a first day was there
/// before the records. A link says that one organisation passed on to another within some days; it ends
/// nothing by itself: where the first of the two has ended by the last of these days, it ended in the other,
/// else both live on. A change of name joins two organisations like any other link.
public func importUnitedKingdom(_ files: UnitedKingdomFiles, into sink: DiagnosticSink) -> ImportedHistory {
  var reader = UnitedKingdomReader(sink: sink)
  reader.read(files)
  return reader.history
}

/// From one day until another; an end is the first day after.
private struct Stretch {
  let from: Bound
  let until: Day?
}

private struct Organisation {
  let unit: Identifier<OrgUnit>
  let name: String
  let short: String
  let life: Stretch
  let row: TableRow
  var posts: [(id: Identifier<Post>, change: ImportedChange)] = []
}

private struct OrganisationLink {
  let event: String
  let from: String
  let to: String
  let type: String
  let within: Bound
  let row: TableRow
}

/// Organisations that end on one day and pass on within the same days, in one event.
private struct Ending {
  let end: Day
  let within: Bound
  var ending: [String]
  var links: [OrganisationLink]

  /// Whether they have an event or a successor in common.
  func isOne(with other: Ending) -> Bool {
    end == other.end && within == other.within
      && links.contains { link in other.links.contains { $0.event == link.event || $0.to == link.to } }
  }
}

private struct UnitedKingdomReader {
  static let kind = Identifier<UnitKind>(rawValue: "department")
  static let ranks = [
    "PM": "pm", "DPM": "dpm", "SoS": "sos", "MoS": "mos", "PUSS": "puss", "Parl.": "parl", "Parl. lead.": "parl-lead",
  ]
  static let types = ["Merger", "Demerger", "Name change", "Transfer of functions"]

  let sink: DiagnosticSink
  var history = ImportedHistory()
  private var organisations: [String: Organisation] = [:]
  /// The posts, with what they are called in a message.
  private var posts: [String: (id: Identifier<Post>, title: String)] = [:]
  private var persons: Set<String> = []
  private var units = IdentifierMint()
  private var seats = IdentifierMint()
  private var decisions = IdentifierMint()

  init(sink: DiagnosticSink) { self.sink = sink }

  mutating func read(_ files: UnitedKingdomFiles) {
    func table(_ bytes: [UInt8], _ name: String, _ columns: [String]) -> TableFile? {
      TableFile(bytes, file: name, needs: columns, into: sink)
    }
    let read = (
      table(files.organisations, "organisation.csv", ["id", "name", "short_name", "start_date", "end_date"]),
      table(
        files.links, "organisation_link.csv",
        [
          "id", "predecessor_organisation_id", "successor_organisation_id", "type", "link_start_date",
          "link_end_date",
        ]), table(files.posts, "post.csv", ["id", "organisation_id", "name", "rank_equivalence"]),
      table(files.persons, "person.csv", ["id", "name", "start_date", "end_date"]),
      table(files.appointments, "appointment.csv", ["id", "person_id", "post_id", "start_date", "end_date"])
    )
    guard let own = read.0, let links = read.1, let posts = read.2, let persons = read.3, let held = read.4 else {
      return
    }
    readOrganisations(own)
    readPosts(posts)
    begin()
    readPersons(persons)
    pass(readLinks(links))
    readAppointments(held)
  }

  // MARK: Fields

  /// The id of the row; `nil` where it has none, or one that stands above already.
  private func id(of row: TableRow, _ lines: inout [String: Int]) -> String? {
    let id = row["id"]
    guard !id.isEmpty else {
      sink.field("id", of: row, is: "code")
      return nil
    }
    guard let line = lines[id] else {
      lines[id] = row.line
      return id
    }
    sink.tableDuplicate("id", id, of: line, at: row.span)
    return nil
  }

  /// Rows that have an id of their own and a name, with the id.
  private func named(_ table: TableFile) -> [(id: String, row: TableRow)] {
    var lines: [String: Int] = [:]
    return table.rows.compactMap { row in
      guard let id = id(of: row, &lines) else { return nil }
      guard !row["name"].isEmpty else {
        sink.field("name", of: row, is: "name")
        return nil
      }
      return (id, row)
    }
  }

  private func day(_ column: String, of row: TableRow) -> Day? {
    if let day = Day(row[column]) { return day }
    sink.field(column, of: row, is: "day")
    return nil
  }

  /// From `start_date` until `end_date`; either may be blank.
  private func stretch(_ row: TableRow, _ text: String) -> Stretch? {
    var from = Bound.beforeRecords
    if !row["start_date"].isEmpty {
      guard let start = day("start_date", of: row) else { return nil }
      from = Bound(start)
    }
    guard !row["end_date"].isEmpty else { return Stretch(from: from, until: nil) }
    guard let end = day("end_date", of: row) else { return nil }
    if end > from.latest { return Stretch(from: from, until: end) }
    if end == from.latest {
      sink.tableContradiction(text, "no-day", at: row.span)
    } else {
      sink.tableEnds(text, from: from.latest, until: end, at: row.span)
    }
    return nil
  }

  private func unknown(_ column: String, in file: String, _ row: TableRow) {
    sink.fault(
      "table-unknown-row", at: row.span,
      ["column": .text(column), "text": .text(row[column]), "file": .text(file)])
  }

  // MARK: Organisations and posts

  private mutating func readOrganisations(_ table: TableFile) {
    for (id, row) in named(table) {
      guard let life = stretch(row, row["name"]) else { continue }
      let short = row["short_name"].isEmpty ? row["name"] : row["short_name"]
      // Several bore one short name one after the other: the year of the first day tells them apart.
      let year = life.from.isBeforeRecords ? "" : "-\(life.from.latest.civil.year)"
      organisations[id] = Organisation(
        unit: Identifier(rawValue: units.make(slug(short) + year)), name: row["name"], short: short, life: life,
        row: row)
    }
  }

  private mutating func readPosts(_ table: TableFile) {
    for (id, row) in named(table) {
      guard let role = UnitedKingdomReader.ranks[row["rank_equivalence"]] else {
        sink.field("rank_equivalence", of: row, is: "rank")
        continue
      }
      guard let home = organisations[row["organisation_id"]] else {
        unknown("organisation_id", in: "organisation.csv", row)
        continue
      }
      var new = CreatePost()
      new.post = Identifier(rawValue: seats.make("\(home.unit)/\(slug(row["name"]))"))
      new.unit = home.unit
      new.role = Identifier(rawValue: role)
      new.name = row["display_name"].isEmpty ? row["name"] : row["display_name"]
      organisations[row["organisation_id"]]?.posts.append((new.post, ImportedChange(.createPost(new), at: row.span)))
      posts[id] = (new.post, "\(row["name"]) (\(home.short))")
    }
  }

  /// Organisations with their posts, in the order of their first days.
  private mutating func begin() {
    for (id, one) in ordered(Array(organisations.keys)).map({ ($0, organisations[$0]) }) {
      guard let one else { continue }
      var new = Establish()
      new.unit = one.unit
      new.kind = UnitedKingdomReader.kind
      new.name = one.name
      new.code = id
      history.add(
        decisions.make("organisation-\(one.unit)"), effective: one.life.from,
        [ImportedChange(.establish(new), at: one.row.span)] + one.posts.map(\.change), at: one.row.span)
    }
  }

  private func ordered(_ ids: [String]) -> [String] {
    func place(_ id: String) -> (Day, Int) {
      organisations[id].map { ($0.life.from.latest, $0.row.line) } ?? (Bound.distantPast, 0)
    }
    return ids.sorted { place($0) < place($1) }
  }

  // MARK: Links

  private func readLinks(_ table: TableFile) -> [OrganisationLink] {
    table.rows.compactMap { row in
      let (from, to) = (row["predecessor_organisation_id"], row["successor_organisation_id"])
      guard UnitedKingdomReader.types.contains(where: { row["type"].hasPrefix($0) }) else {
        sink.field("type", of: row, is: "change")
        return nil
      }
      for (column, id) in [("predecessor_organisation_id", from), ("successor_organisation_id", to)]
      where organisations[id] == nil {
        unknown(column, in: "organisation.csv", row)
        return nil
      }
      guard let first = day("link_start_date", of: row), let last = day("link_end_date", of: row) else { return nil }
      let text = "\(row["type"]): \(organisations[from]?.short ?? "") - \(organisations[to]?.short ?? "")"
      guard from != to else {
        sink.tableContradiction(text, "itself", at: row.span)
        return nil
      }
      guard let within = Bound(from: first, through: last) else {
        sink.tableEnds(text, from: first, until: last, at: row.span)
        return nil
      }
      return OrganisationLink(event: row["id"], from: from, to: to, type: row["type"], within: within, row: row)
    }
  }

  private mutating func pass(_ links: [OrganisationLink]) {
    var made: [(day: Day, record: (inout UnitedKingdomReader) -> Void)] = []
    var last: [String: [OrganisationLink]] = [:]
    for link in links {
      if let end = organisations[link.from]?.life.until, end <= link.within.latest {
        last[link.from, default: []].append(link)
      } else {
        made.append((link.within.latest, { $0.passOn([link.from], keeping: [link.from], [link], on: link.within) }))
      }
    }
    var endings: [Ending] = []
    for id in ordered(Array(organisations.keys)) {
      guard let end = organisations[id]?.life.until else { continue }
      // What is passed on in other days than the last is passed on by one that still lives.
      let own = Dictionary(grouping: last[id] ?? [], by: \.within).sorted { $0.key.latest < $1.key.latest }
      for (within, links) in own.dropLast() {
        made.append((within.latest, { $0.passOn([id], keeping: [id], links, on: within) }))
      }
      guard let (within, links) = own.last else {
        made.append((end, { $0.dissolve(id, on: end) }))
        continue
      }
      var one = Ending(end: end, within: within, ending: [id], links: links)
      for other in endings where other.isOne(with: one) {
        one.ending = other.ending + one.ending
        one.links = other.links + one.links
      }
      endings.removeAll { $0.ending.contains { one.ending.contains($0) } }
      endings.append(one)
    }
    for one in endings {
      made.append((one.end, { $0.passOn(one.ending, keeping: [], one.links, on: Bound(one.end), within: one.within) }))
    }
    for (_, item) in made.enumerated().sorted(by: { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }) {
      item.record(&self)
    }
  }

  private mutating func passOn(
    _ ids: [String], keeping kept: [String], _ links: [OrganisationLink], on day: Bound, within: Bound? = nil
  ) {
    guard let row = links.first?.row else { return }
    func unit(_ id: String) -> Identifier<OrgUnit> { organisations[id]?.unit ?? Identifier(rawValue: id) }
    var change = Rearrange()
    change.units = ids.map(unit)
    change.keep = kept.map(unit)
    change.links = links.map { Passing(from: unit($0.from), to: unit($0.to)) }
    change.passed = within == day ? nil : within
    if kept.isEmpty { change.settle = settlement(ids) }
    let names = ids.map { unit($0).rawValue }.joined(separator: "-")
    let title = links.map { link in
      "\(link.type): \(organisations[link.from]?.name ?? "") - \(organisations[link.to]?.name ?? "")"
    }
    history.add(
      decisions.make(kept.isEmpty ? "\(names)-end" : "\(names)-to-\(unit(links[0].to))"),
      title: title.joined(separator: "; "), effective: day, [ImportedChange(.rearrange(change), at: row.span)],
      at: row.span)
  }

  private mutating func dissolve(_ id: String, on day: Day) {
    guard let one = organisations[id] else { return }
    var change = Dissolve()
    change.unit = one.unit
    change.settle = settlement([id])
    history.add(
      decisions.make("\(one.unit)-end"), effective: Bound(day), [ImportedChange(.dissolve(change), at: one.row.span)],
      at: one.row.span)
  }

  /// Posts end with their organisation.
  private func settlement(_ ids: [String]) -> Settlement? {
    let ended = ids.flatMap { organisations[$0]?.posts ?? [] }
    guard !ended.isEmpty else { return nil }
    var settlement = Settlement()
    settlement.posts = ended.map { post in
      var settled = SettledPost()
      settled.post = post.id
      return settled
    }
    return settlement
  }

  // MARK: Persons

  /// A row a name. A name holds until another follows; one without a first day was borne before the records.
  private mutating func readPersons(_ table: TableFile) {
    var order: [String] = []
    var names: [String: [(row: TableRow, borne: Stretch)]] = [:]
    for row in table.rows {
      guard !row["id"].isEmpty else {
        sink.field("id", of: row, is: "code")
        continue
      }
      guard !row["name"].isEmpty else {
        sink.field("name", of: row, is: "name")
        continue
      }
      guard let borne = stretch(row, row["id"]) else { continue }
      if names[row["id"]] == nil { order.append(row["id"]) }
      names[row["id"], default: []].append((row, borne))
    }
    var made: [ImportedChange] = []
    for id in order {
      let own = (names[id] ?? []).enumerated().sorted { one, other in
        func place(_ item: (offset: Int, element: (row: TableRow, borne: Stretch))) -> (Day, Bool, Day, Int) {
          let until = item.element.borne.until
          return (item.element.borne.from.latest, until == nil, until ?? Bound.distantPast, item.offset)
        }
        let (a, b) = (place(one), place(other))
        return a.0 != b.0 ? a.0 < b.0 : a.1 != b.1 ? b.1 : (a.2, a.3) < (b.2, b.3)
      }.map(\.element)
      persons.insert(id)
      made += introduce(id, own)
    }
    history.add(
      decisions.make("persons"), effective: .beforeRecords, made,
      at: SourceSpan(file: "person.csv", line: 1, column: 1))
  }

  private func introduce(_ id: String, _ names: [(row: TableRow, borne: Stretch)]) -> [ImportedChange] {
    var new = IntroducePerson()
    new.person = Identifier(rawValue: id)
    var made: [ImportedChange] = []
    var before: Day?
    for (place, name) in names.enumerated() {
      var from = name.borne.from
      if from.isBeforeRecords, place == 0 {
        new.attributes.name = name.row["name"]
        before = name.borne.until
        continue
      }
      if from.isBeforeRecords {
        guard let end = before else {
          sink.tableContradiction(id, "names", at: name.row.span)
          continue
        }
        from = Bound(end)
      }
      var change = Identify()
      change.person = new.person
      change.attributes.name = name.row["name"]
      made.append(ImportedChange(.identify(change), effective: from, at: name.row.span))
      before = name.borne.until
    }
    return [ImportedChange(.person(new), at: names.first?.row.span)] + made
  }

  // MARK: Appointments

  private mutating func readAppointments(_ table: TableFile) {
    var lines: [String: Int] = [:]
    var held: [(row: TableRow, from: Day, until: Day?, post: Identifier<Post>, title: String)] = []
    for row in table.rows {
      guard id(of: row, &lines) != nil else { continue }
      guard persons.contains(row["person_id"]) else {
        unknown("person_id", in: "person.csv", row)
        continue
      }
      guard let post = posts[row["post_id"]] else {
        unknown("post_id", in: "post.csv", row)
        continue
      }
      guard let from = day("start_date", of: row), let term = stretch(row, post.title) else { continue }
      held.append((row, from, term.until, post.id, post.title))
    }
    held.sort { ($0.from, $0.row.line) < ($1.from, $1.row.line) }
    // Until when a person holds a post, as far as the rows above tell.
    var last: [String: Day?] = [:]
    for one in held {
      let key = "\(one.row["person_id"]) \(one.post)"
      if let until = last[key], until.map({ one.from < $0 }) ?? true {
        sink.tableContradiction(one.title, "post-twice", at: one.row.span)
        continue
      }
      last[key] = .some(one.until)
      record(one.row, one.from, one.until, one.post)
    }
  }

  private mutating func record(_ row: TableRow, _ from: Day, _ until: Day?, _ post: Identifier<Post>) {
    var appoint = Appoint()
    appoint.installation.person = Identifier(rawValue: row["person_id"])
    appoint.installation.post = post
    var made = [ImportedChange(.appoint(appoint), effective: Bound(from), at: row.span)]
    if let until {
      var relieve = Relieve()
      relieve.person = appoint.installation.person
      relieve.post = post
      made.append(ImportedChange(.relieve(relieve), effective: Bound(until), at: row.span))
    }
    history.add(decisions.make("appointment-\(row["id"])"), effective: Bound(from), made, at: row.span)
  }
}
