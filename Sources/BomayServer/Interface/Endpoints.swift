// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import HTTPTypes

extension Endpoint {
  /// Every read there is, in the order in which it is described.
  static let all = whole + things + tables + lineage + over + records

  /// An endpoint that gives a table.
  private static func table(
    _ name: String, _ path: String, _ parameters: [Parameter] = [], kind: Kind = .list,
    _ answer: @escaping @Sendable (Asked) throws -> Table
  ) -> Endpoint {
    Endpoint(name: name, path: path, parameters: parameters, kind: kind) { .table(try answer($0)) }
  }

  private static let whole = [
    Endpoint(name: "overview", path: "/overview") { .json($0.answers.overviewJSON) },
    table("search", "/search", [Parameter(name: "q", isRequired: true, example: "ban to chuc tu ky")]) {
      $0.answers.search(try $0.value("q"))
    },
    Endpoint(name: "why", path: "/why/{id}", parameters: [.id("F32")]) { asked in
      let id = asked.part("id")
      guard let tree = asked.answers.why(asked.answers.model(named: id)?.rawValue ?? id) else {
        throw Refusal.unknown(id, asked.answers)
      }
      return .json(asked.answers.json(tree).json)
    },
  ]

  // MARK: One thing

  private static func thing(_ name: String, _ folder: String, _ subject: Subject, _ example: String) -> Endpoint {
    table(name, "/\(folder)/{id}", [.id(example)], kind: .facts) { try $0.facts(subject) }
  }

  private static func history(_ name: String, _ folder: String, _ subject: Subject, _ example: String) -> Endpoint {
    table(name, "/\(folder)/{id}/history", [.id(example)]) { asked in
      let id = try asked.known(subject)
      guard let table = asked.answers.history(id) else { throw Refusal.unknown(id, asked.answers) }
      return table
    }
  }

  private static let things = [
    table("units", "/units", [Parameter(name: "under", example: "tu-ky")]) { asked in
      Chart(asked.answers, of: try asked.query["under"].map { try asked.unit(known: $0) }).table
    },
    thing("unit", "units", .unit, "tu-ky"),
    history("unit-history", "units", .unit, "tu-ky"),
    table("unit-children", "/units/{id}/children", [.id("tu-ky")]) { $0.answers.level(under: try $0.unit()) },
    table("unit-bodies", "/units/{id}/bodies", [.id("tu-ky")]) { $0.answers.bodies(in: try $0.unit()) },
    table("unit-posts", "/units/{id}/posts", [.id("tu-ky/ban-to-chuc")]) { $0.answers.posts(of: try $0.unit()) },
    thing("post", "posts", .post, "tu-ky/ban-to-chuc/truong-ban"),
    history("post-history", "posts", .post, "tu-ky/ban-to-chuc/truong-ban"),
    thing("person", "persons", .person, "person-1"),
    history("person-history", "persons", .person, "person-1"),
    thing("document", "documents", .document, "nq-623-2019"),
    thing("pilot", "pilots", .pilot, "M3-tu-ky"),
    history("pilot-history", "pilots", .pilot, "M3-tu-ky"),
    thing("decision", "decisions", .decision, "territory-2017"),
    thing("directive", "directives", .directive, "d-f2"),
    thing("reading", "readings", .reading, "f32-r1"),
  ]

  // MARK: Tables as of a day

  private static let model = Parameter(name: "model", example: "M1")

  private static let tables = [
    table("pilots", "/pilots", [model]) { asked in
      asked.answers.pilots(try asked.query["model"].map { try asked.model(known: $0) })
    },
    table("coverage", "/coverage", [model]) { asked in
      asked.answers.coverage(try asked.query["model"].map { [try asked.model(known: $0)] } ?? asked.answers.models)
    },
    table("separations", "/separations") { $0.answers.separations($0.answers.models) },
    table(
      "separation", "/separations/{model}",
      [Parameter(name: "model", isRequired: true, isPath: true, example: "M3")]
    ) { $0.answers.separation(try $0.model(known: $0.part("model"))) },
    table(
      "merger", "/merger",
      [
        Parameter(name: "unit", isRequired: true, example: "tu-ky/ban-to-chuc"),
        Parameter(name: "with", example: "tu-ky/ban-dan-van"),
        Parameter(name: "into", example: "ban-to-chuc-cap-huyen"),
      ], kind: .facts
    ) { asked in
      let units = [try asked.value("unit")] + asked.query.all("with")
      return asked.answers.merger(try asked.merger(of: units, into: asked.query["into"]))
    },
    table("obligations", "/obligations", [Parameter(name: "all", kind: .flag, example: "true")]) {
      $0.answers.obligations(all: try $0.flag("all"))
    },
    table("balances", "/balances") { $0.answers.balances() },
    table("targets", "/targets") { $0.answers.targets() },
    table("figures", "/figures") { $0.answers.figures() },
    table("directives", "/directives") { $0.answers.directives() },
    table("unreported", "/unreported") { $0.answers.unreported() },
    table("holders", "/holders") { $0.answers.holders(of: nil) },
    table("vacancies", "/vacancies") { $0.answers.vacancies() },
    table("concurrent", "/concurrent", [Parameter(name: "over", kind: .number(0...1000), example: "1")]) {
      $0.answers.concurrent(over: try $0.number("over", in: 0...1000, otherwise: 1))
    },
    table("quota", "/quota") { $0.answers.quota() },
    table("rotations", "/rotations") { $0.answers.rotations() },
    table("allowances", "/allowances") { $0.answers.allowances() },
    table("count", "/count", [Parameter(name: "kind", isRequired: true, example: "commune")]) { asked in
      _ = try asked.kinds()
      return asked.answers.count(asked.query.all("kind"))
    },
    table("findings", "/findings") { $0.answers.findings($0.sortedFindings()) },
    table("sources", "/sources") { asked in
      asked.answers.sources { sha256 in (try? asked.store.source(sha256: sha256)) != nil }
    },
    table(
      "report", "/reports/{id}",
      [Parameter(name: "id", kind: .choice(Papers.ids), isRequired: true, isPath: true, example: "07")], kind: .facts
    ) { try $0.paper().table },
  ]

  // MARK: Between two days

  private static let span = [
    Parameter(name: "from", kind: .day, isRequired: true, example: "2018-01-01"),
    Parameter(name: "to", kind: .day, isRequired: true, example: "2025-07-01"),
  ]

  private static let lineage = [
    Endpoint(name: "lineage", path: "/units/{id}/lineage", parameters: [.id("c10693")] + span) { asked in
      guard let view = try asked.lineage(of: asked.unit()) else {
        throw Refusal.unknown(asked.part("id"), asked.answers)
      }
      return .json(view.json)
    },
    table("map", "/map", span + [Parameter(name: "kind", isRequired: true, example: "district")]) { asked in
      let kinds = try asked.kinds()
      return try asked.answers(on: asked.day("from")).map(kinds, to: asked.day("to"))
    },
    table("code", "/codes/{id}", [.id("10693")]) { asked in
      let table = asked.answers.code(asked.part("id"))
      guard !table.rows.isEmpty else { throw Refusal.unknown(asked.part("id"), asked.answers) }
      return table
    },
    table("differences", "/differences", span) { asked in
      try asked.answers(on: asked.day("from")).differences(to: asked.moment.on(asked.day("to")))
    },
  ]

  // MARK: The log

  private static let records = [
    Endpoint(
      name: "log", path: "/log",
      parameters: [Parameter(name: "after", kind: .number(0...Int(Int32.max)), example: "0")], kind: .list
    ) { asked in
      let run = try asked.run(inFile: asked.isFile)
      let after = try asked.number("after", in: 0...Int(Int32.max), otherwise: 0)
      // The place in the log is the revision itself: only the run is read.
      let place = max(run.place, after)
      let head = Int(asked.moment.revision.number)
      let end = run.most.map { min(head, place + $0) } ?? head
      return .page(asked.answers.log(place..<max(place, end)), next: end < head ? end : nil)
    },
    Endpoint(
      name: "events", path: "/events",
      parameters: [
        Parameter(name: "Last-Event-ID", kind: .number(0...Int(Int32.max)), isHeader: true, example: "244"),
        Parameter(name: "after", kind: .number(0...Int(Int32.max)), example: "244"),
      ], kind: .events
    ) { .events(after: try $0.lastEvent()) },
    Endpoint(name: "entry", path: "/log/{id}", parameters: [.id("244")], kind: .facts) { asked in
      let head = Int(asked.moment.revision.number)
      guard let number = Int(asked.part("id")), (1...max(1, head)).contains(number), head > 0 else {
        throw Refusal(
          status: .notFound, reason: "no-such-revision",
          values: ["text": asked.part("id"), "head": asked.moment.revision.description])
      }
      return .table(asked.answers.log(number - 1..<number))
    },
  ]
}

extension Asked {
  /// The identifier of the path, where it names something of this kind.
  func known(_ subject: Subject) throws -> String {
    let id = part("id")
    guard answers.knows(subject, id) else { throw Refusal.unknown(id, answers) }
    return id
  }

  /// What is on record about the thing of the path.
  func facts(_ subject: Subject) throws -> Table {
    let id = try known(subject)
    let said = isFile ? answers : answers.withoutNames()
    guard var table = said.show(id, as: subject) else { throw Refusal.unknown(id, answers) }
    if subject == .reading, let reading = moment.reading(Identifier(rawValue: id)) {
      table.notes += reading.record.statements.compactMap { text(of: $0) }
    }
    return table
  }

  /// The worst first.
  func sortedFindings() -> [Diagnostic] { snapshot.findings(at: moment) }

  func paper() throws -> any OfficialPaper {
    guard let paper = Papers.paper(part("id"), answers) else {
      throw Refusal(
        status: .notFound, reason: "not-one-of",
        values: ["name": "id", "value": part("id"), "allowed": Papers.ids.joined(separator: ", ")])
    }
    return paper
  }

  var isFile: Bool { query["format"] == "csv" }

  /// Size and root of the log at the revision asked about.
  func stamp() throws -> TreeHead {
    do { return try store.tree(upTo: moment.revision).head } catch { throw Refusal.unavailable("\(error)") }
  }

  func answers(on day: Day) -> Answers { Answers(moment.on(day), words) }

  func lineage(of unit: Identifier<OrgUnit>) throws -> LineageView? {
    LineageView(answers(on: try day("from")), of: unit, to: try day("to"))
  }
}
