// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// The page of one unit, post, person, document, pilot, decision, directive or reading.
struct ThingPage {
  let asked: Asked
  let linker: Linker
  let subject: Subject

  private var answers: Answers { asked.answers }
  private var words: Catalogue { asked.words }
  private var moment: AsOf { asked.moment }

  func content() throws -> Page.Content {
    let id = try asked.known(subject)
    var facts = answers.show(id, as: subject)
    var sections: [[String: Any]] = []
    switch subject {
    case .unit:
      facts = facts.map {
        without(["children", "bodies", "posts", "successors", "successorAmong", "predecessors"], $0)
      }
      sections = unitSections(Identifier(rawValue: id))
    case .decision: sections = effect(of: Identifier(rawValue: id))
    case .document: sections = resting(on: Identifier(rawValue: id))
    case .reading: facts?.notes += quotations(of: Identifier(rawValue: id))
    default: break
    }
    return Page.Content(
      title: title(id), template: "thing",
      context: [
        "kind": words.term("subject.\(subject.word)"), "title": title(id), "id": id, "links": links(id),
        "trail": trail(id), "forms": forms(id),
        "facts": facts.map { table($0, words.term("page.facts")) } ?? false,
        "silent": facts == nil ? words.term("page.not-on-this-day") : false,
        "picture": picture(id) ?? false, "sections": sections + history(id),
      ])
  }

  private func table(_ table: Table, _ caption: String) -> [String: Any] {
    TableView(table: table, linker: linker, words: words, caption: caption).context
  }

  private func section(_ key: String, _ table: Table) -> [[String: Any]] {
    table.rows.isEmpty ? [] : [["heading": words.term(key), "table": self.table(table, words.term(key))]]
  }

  private func without(_ keys: Set<String>, _ table: Table) -> Table {
    var table = table
    table.rows = table.rows.filter { row in
      if case .named(let key, _)? = row.first { !keys.contains(key) } else { true }
    }
    return table
  }

  private func title(_ id: String) -> String {
    switch subject {
    case .unit: moment.designation(of: Identifier<OrgUnit>(rawValue: id), words.language)
    case .post: moment.designation(of: Identifier<Post>(rawValue: id), words.language)
    case .person: moment.name(of: Identifier<Person>(rawValue: id)) ?? "\(words.term("unnamed")) (\(id))"
    case .document: documentTitle(id)
    case .decision: moment.decision(Identifier(rawValue: id))?.title ?? id
    case .pilot: pilotTitle(id)
    case .directive: moment.directive(Identifier(rawValue: id))?.record.content ?? id
    default: id
    }
  }

  private func pilotTitle(_ id: String) -> String {
    guard let state = moment.pilotStates().first(where: { $0.pilot?.rawValue == id }) else { return id }
    let model = moment.charter?.model(state.model)?.name[words.language] ?? state.model.rawValue
    return "\(moment.designation(of: state.locality, words.language)) – \(model)"
  }

  private func documentTitle(_ id: String) -> String {
    let record = moment.document(Identifier(rawValue: id))?.record
    return record?.number ?? record?.title ?? id
  }

  /// What else can be asked about it.
  private func links(_ id: String) -> [[String: Any]] {
    func link(_ key: String, _ address: String) -> [String: Any] { ["label": words.term(key), "link": address] }
    if subject == .decision, let decision = moment.decision(Identifier(rawValue: id)) {
      // Where what it says, and what it changed, stands in full.
      return [link("page.see-entry", linker.to("log", id: String(decision.revision.number)))]
    }
    guard subject == .unit else { return [] }
    var found = [
      link("page.see-why", linker.to("why", id: id)), link("page.see-below", linker.to("apparatus", id: id)),
      link("page.see-chart", linker.to("chart", id: id)),
    ]
    let unit = Identifier<OrgUnit>(rawValue: id)
    if !moment.successions(of: unit).isEmpty || !moment.predecessions(of: unit).isEmpty {
      let (first, last) = span(of: unit)
      found.append(
        link(
          "page.see-lineage",
          linker.to("/lineage", [("unit", id), ("from", first.description), ("to", last.description)])))
    }
    return found
  }

  /// Forms that record something about it, with it filled in; for whoever may record.
  private func forms(_ id: String) -> Any {
    guard asked.caller.mayRecord, [.unit, .post, .person, .pilot, .directive].contains(subject) else { return false }
    let links = RecordForm.list.compactMap { form in
      form.place(of: subject).map { place in
        ["label": words.term("form.\(form.id)"), "link": linker.to("/record/\(form.id)", [(place, id)])]
      }
    }
    return links.isEmpty ? false : ["label": words.term("page.menu-record"), "links": links]
  }

  /// From the day before anything is known to have happened to it until the last such day or the day asked about.
  private func span(of unit: Identifier<OrgUnit>) -> (Day, Day) {
    let days = moment.life(of: unit).flatMap { [$0.from.latest, $0.until?.latest].compactMap { $0 } }
      .filter { $0.ordinal > Timeline.earliest }
    let first = days.min()?.adding(days: -1) ?? moment.day
    return (min(first, moment.day), max(days.max() ?? moment.day, moment.day))
  }

  private func trail(_ id: String) -> [[String: Any]] {
    let unit: Identifier<OrgUnit>? =
      switch subject {
      case .unit: Identifier(rawValue: id)
      case .post: moment.unit(of: Identifier<Post>(rawValue: id))
      default: nil
      }
    guard let unit else { return [] }
    let chain = answers.ancestors(of: unit) + (subject == .post ? [unit] : [])
    return chain.map { above in
      ["label": moment.designation(of: above, words.language), "link": linker.to("units", id: above.rawValue)]
    }
  }

  // MARK: Units

  private func unitSections(_ unit: Identifier<OrgUnit>) -> [[String: Any]] {
    let (successors, predecessors) = answers.passings(of: unit)
    let about = answers.findings(asked.sortedFindings().filter { $0.about.contains(unit.rawValue) })
    return section("label.successors", successors) + section("label.predecessors", predecessors)
      + section("label.posts", answers.posts(of: unit)) + section("label.children", answers.level(under: unit))
      + section("label.bodies", answers.bodies(in: unit)) + section("heading.findings", about)
  }

  private func picture(_ id: String) -> [String: Any]? {
    let events: [LifeEvent] =
      switch subject {
      case .unit: moment.life(of: Identifier<OrgUnit>(rawValue: id))
      case .post: moment.life(of: Identifier<Post>(rawValue: id))
      case .person: moment.life(of: Identifier<Person>(rawValue: id))
      case .pilot: moment.life(of: Identifier<Pilot>(rawValue: id))
      default: []
      }
    guard let svg = Timeline(events, answers, title: title(id)).svg else { return nil }
    return ["svg": svg, "heading": words.term("page.timeline")]
  }

  private func history(_ id: String) -> [[String: Any]] {
    guard [.unit, .post, .person, .pilot].contains(subject), let table = answers.history(id) else { return [] }
    return section("page.history", table)
  }

  // MARK: Decisions and readings

  /// What the decision changed: the revision before it beside its own, on the day of its effect.
  private func effect(of id: Identifier<Decision>) -> [[String: Any]] {
    guard let decision = moment.decision(id), decision.revision.number > 0 else { return [] }
    let day = decision.effective.flatMap { $0.isBeforeRecords ? nil : $0.latest } ?? moment.day
    let before = asked.register.asOf(day, knownAt: Revision(decision.revision.number - 1))
    let after = asked.register.asOf(day, knownAt: decision.revision)
    let table = Answers(before, words).differences(to: after)
    let heading = words.term("page.effect", ["day": words.text(day)])
    guard !table.rows.isEmpty else { return [] }
    return [["heading": heading, "table": self.table(table, heading)]]
  }

  /// What a document bears: the models and pilots whose ground it is, as they stand on the day, and decisions.
  private func resting(on id: Identifier<Document>) -> [[String: Any]] {
    let (models, decisions) = answers.resting(on: id)
    return section("page.models-resting", models) + section("page.decisions-resting", decisions)
  }

  private func quotations(of id: Identifier<Reading>) -> [String] {
    (moment.reading(id)?.record.statements ?? []).compactMap { asked.text(of: $0) }.map { "«\($0)»" }
  }
}

/// Where one model stands in one locality.
struct ModelPage {
  let asked: Asked
  let linker: Linker

  func content() throws -> Page.Content {
    let model = try asked.model(known: asked.part("model"))
    let locality = try asked.unit("unit")
    guard let facts = asked.answers.show(model: model, in: locality) else {
      throw Refusal.unknown(locality.rawValue, asked.answers)
    }
    let words = asked.words
    let name = asked.moment.charter?.model(model)?.name[words.language] ?? model.rawValue
    let place = asked.moment.designation(of: locality, words.language)
    let pilot = asked.answers.pilot(of: model, in: locality)
    let history = pilot.flatMap { asked.answers.history($0.rawValue) }
    let heading = words.term("page.history")
    func view(_ table: Table, _ caption: String) -> [String: Any] {
      TableView(table: table, linker: linker, words: words, caption: caption).context
    }
    return Page.Content(
      title: "\(place) – \(name)", template: "thing",
      context: [
        "kind": words.term("subject.model"), "title": "\(place) – \(name)", "id": model.rawValue,
        "links": [["label": words.term("page.see-why"), "link": linker.to("why", id: model.rawValue)]],
        "trail": [["label": place, "link": linker.to("units", id: locality.rawValue)]],
        "facts": view(facts, words.term("page.facts")), "silent": false,
        "picture": pilot.flatMap { pilot in
          Timeline(asked.moment.life(of: pilot), asked.answers, title: name).svg.map {
            ["svg": $0, "heading": words.term("page.timeline")]
          }
        } ?? false,
        "sections": history.map { [["heading": heading, "table": view($0, heading)]] } ?? [],
      ])
  }
}
