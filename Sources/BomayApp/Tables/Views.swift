// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import Foundation

extension Answers {
  func field(_ key: String, _ cell: Cell) -> [Cell] { [.named(key, shown: words.label(key)), cell] }

  /// As a table of fields; those that say nothing are left out.
  func fields(_ rows: [[Cell]]) -> Table {
    Table(columns: columns("field", "value"), rows: rows.filter { !$0[1].isEmpty })
  }

  private func stated<V>(_ key: String, _ value: Stated<V>, _ cell: (V) -> Cell) -> [[Cell]] {
    switch value {
    case .nothing: return []
    case .value(let value, _): return [field(key, cell(value))]
    case .between(let values, _):
      return [field(key, .list(values.map { $0.map(cell) ?? .term("none", key: "none") }))]
    }
  }

  /// What an identifier names, as of the day; `nil` when it names nothing.
  public func show(_ id: String) -> Table? {
    let subjects: [Subject] = [.unit, .post, .person, .document, .pilot, .decision, .directive, .reading]
    return subjects.lazy.compactMap { show(id, as: $0) }.first
  }

  /// What the identifier names among things of one kind; `nil` when it names nothing of it.
  public func show(_ id: String, as subject: Subject) -> Table? {
    switch subject {
    case .unit: moment.knows(Identifier<OrgUnit>(rawValue: id)) ? show(unit: Identifier(rawValue: id)) : nil
    case .post: moment.knows(Identifier<Post>(rawValue: id)) ? show(post: Identifier(rawValue: id)) : nil
    case .person: moment.knows(Identifier<Person>(rawValue: id)) ? show(person: Identifier(rawValue: id)) : nil
    case .document: moment.document(Identifier(rawValue: id)).map { show($0) }
    case .pilot: moment.pilotStates().first { $0.pilot?.rawValue == id }.map { show($0) }
    case .decision: moment.decision(Identifier(rawValue: id)).map { show($0) }
    case .directive: moment.directive(Identifier(rawValue: id)).map { show($0) }
    case .reading: moment.reading(Identifier(rawValue: id)).map { show($0) }
    default: nil
    }
  }

  private func show(unit id: Identifier<OrgUnit>) -> Table {
    let alive = moment.isAlive(id)
    var rows = [
      field("id", .text(id.rawValue)), field("designation", .text(moment.designation(of: id, words.language))),
      field("alive", .term(alive.rawValue, key: "truth.\(alive.rawValue)")),
    ]
    rows += stated("kind", moment.kind(of: id)) { .named($0.rawValue, shown: kindName($0)) }
    rows += stated("name", moment.name(of: id)) { .text($0) }
    rows += stated("code", moment.code(of: id)) { .text($0) }
    rows += stated("parent", moment.parent(of: id)) {
      switch $0 {
      case .unit(let parent): cell(parent)
      case .among(let units): .list(units.map { cell($0) })
      }
    }
    rows += stated("locatedIn", moment.related(id, by: .locatedIn)) { cell($0) }
    rows.append(field("children", .list(moment.children(of: id).map { cell($0) })))
    rows.append(field("bodies", .list(moment.bodies(in: id).map { cell($0) })))
    rows.append(
      field(
        "posts",
        .list(
          moment.posts(of: id).map { post in
            .object([("post", cell(post)), ("holders", .list(moment.holders(of: post).map { cell($0.person) }))])
          })))
    for step in moment.successions(of: id) {
      rows.append(
        field(
          step.isOneOf ? "successorAmong" : "successors",
          .object([
            ("change", .term(step.kind.rawValue, key: "change.\(step.kind.rawValue)")), ("on", .bound(step.on)),
            ("units", .list(step.successors.map { cell($0) })), ("decision", .text(step.citation.decision.rawValue)),
          ])))
    }
    let before = moment.predecessions(of: id)
    rows.append(field("predecessors", .list(before.map { cell($0.predecessor) })))
    return fields(rows)
  }

  private func show(post id: Identifier<Post>) -> Table {
    fields([
      field("id", .text(id.rawValue)), field("designation", .text(moment.designation(of: id, words.language))),
      field("alive", .term(moment.isAlive(id).rawValue, key: "truth.\(moment.isAlive(id).rawValue)")),
      field("unit", cell(moment.unit(of: id))), field("role", .optional(moment.role(of: id)?.rawValue)),
      field("seats", .text(moment.seats(of: id).description)),
      field("holders", .list(moment.holders(of: id).map { cell($0.person) })),
      field("oneHolderWith", .list(moment.pairs(of: id).map { cell($0) })),
    ])
  }

  private func show(person id: Identifier<Person>) -> Table {
    fields([
      field("id", .text(id.rawValue)), field("name", .text(moment.name(of: id) ?? words.term("unnamed"))),
      field("born", .optional(moment.birth(of: id))),
      field(
        "posts",
        .list(
          moment.holdings(of: id).map { holding in
            .object([("post", cell(holding.post)), ("from", .bound(holding.from))])
          })),
    ])
  }

  private func show(_ view: AsOf.DocumentView) -> Table {
    let record = view.record
    return fields([
      field("id", .text(record.document.rawValue)), field("number", .optional(record.number)),
      field("type", .text(record.type.rawValue)), field("issuer", .text(record.issuer.rawValue)),
      field("date", .optional(record.date)), field("title", .optional(record.title)),
      field("inForce", .term(view.isInForce.rawValue, key: "truth.\(view.isInForce.rawValue)")),
      field("amends", .list(record.amends.map { cell($0) })),
      field("replaces", .list(record.replaces.map { cell($0) })),
      field("amendedBy", .list(view.amendedBy.map { cell($0) })),
      field("repealedBy", view.repealedBy.map { cell($0) } ?? .nothing),
      field("placeholder", record.placeholder ? .flag(true) : .nothing),
      field("decision", .text(view.citation.decision.rawValue)),
    ])
  }

  func show(_ state: PilotState) -> Table {
    fields([
      field("pilot", .optional(state.pilot?.rawValue)), field("model", .text(state.model.rawValue)),
      field("locality", cell(state.locality)),
      field("state", .term(state.state.rawValue, key: "state.\(state.state.rawValue)")),
      field("presence", .term(state.presence.reason.rawValue, key: "presence.\(state.presence.reason.rawValue)")),
      field("since", .optional(state.since)), field("stops", .optional(state.until)),
      field("basis", .list(state.basis.map { cell($0) })), field("replacement", replacement(state.replacement)),
      field("due", .deadline(optional: state.due)), field("responsible", cell(state.responsible)),
      field("decisions", .list(Array(Set(state.citations.map(\.decision.rawValue))).sorted().map { .text($0) })),
    ])
  }

  private func show(_ decision: AsOf.RecordedDecision) -> Table {
    fields([
      field("decision", .text(decision.id.rawValue)), field("title", .optional(decision.title)),
      field("document", decision.document.map { cell($0) } ?? .nothing),
      field("rests", .term(decision.rests.rawValue, key: "rests.\(decision.rests.rawValue)")),
      field("readings", .list(decision.readings.map { .text($0.rawValue) })),
      field("signed", .optional(decision.signedOn)), field("effective", .optional(decision.effective)),
      field("note", .optional(decision.note)), field("changes", .number(Int64(decision.changeCount))),
      field("revision", .number(Int64(decision.revision.number))),
      field("recordedAt", .instant(decision.recordedAt)), field("recordedBy", .text(decision.recordedBy)),
      field("corrected", decision.isCorrected ? .flag(true) : .nothing),
      field("annulled", decision.isAnnulled ? .flag(true) : .nothing),
    ])
  }

  private func show(_ row: DirectiveRow) -> Table {
    fields([
      field("directive", .text(row.id.rawValue)), field("content", .text(row.record.content)),
      field("giver", cell(row.record.giver)), field("lead", .list(row.record.lead.map { cell($0) })),
      field("partners", .list(row.record.partners.map { cell($0) })), field("others", .optional(row.record.others)),
      field("to", .list(row.record.to.map { cell($0) })), field("about", .list(row.record.about.map { cell($0) })),
      field("product", .optional(row.record.product)), field("due", .deadline(optional: row.record.due)),
      field("state", .term(row.state.rawValue, key: "directive.\(row.state.rawValue)")),
      field("progress", .optional(row.progress)), field("evidence", row.evidence.map { cell($0) } ?? .nothing),
      field("decision", .text(row.citation.decision.rawValue)),
    ])
  }

  private func show(_ view: AsOf.ReadingView) -> Table {
    fields([
      field("reading", .text(view.record.reading.rawValue)), field("claim", .text(view.record.claim)),
      field("statements", .list(view.record.statements.map { .text($0.rawValue) })),
      field("repair", .term(view.record.repair.rawValue, key: "repair.\(view.record.repair.rawValue)")),
      field("confidence", .text(view.record.confidence.description)),
      field("rationale", .optional(view.record.rationale)),
      field("status", .term(view.status.rawValue, key: "reading-status.\(view.status.rawValue)")),
    ])
  }

  /// All that is recorded about a unit, post, person or pilot, in the order of days.
  public func history(_ id: String) -> Table? {
    var events = moment.life(of: Identifier<OrgUnit>(rawValue: id))
    if events.isEmpty { events = moment.life(of: Identifier<Post>(rawValue: id)) }
    if events.isEmpty { events = moment.life(of: Identifier<Person>(rawValue: id)) }
    if events.isEmpty { events = moment.life(of: Identifier<Pilot>(rawValue: id)) }
    guard !events.isEmpty else { return nil }
    return Table(
      columns: columns("from", "until", "what", "value", "decision", "document", "revision"),
      rows: events.map { event in
        [
          .bound(event.from), .optional(event.until), .term(event.what, key: "what.\(event.what)"),
          value(of: event), .text(event.citation.decision.rawValue),
          moment.decision(event.citation.decision)?.document.map { cell($0) } ?? .nothing,
          .number(Int64(event.citation.revision.number)),
        ]
      })
  }

  private func value(of event: LifeEvent) -> Cell {
    if event.what == "kind", case .text(let id) = event.value {
      return .named(id, shown: kindName(Identifier(rawValue: id)))
    }
    return .text(words.text(event.value, moment))
  }

  func kindName(_ kind: Identifier<UnitKind>) -> String {
    moment.charter?.kind(kind)?.name[words.language] ?? kind.rawValue
  }

  /// Units, persons and documents whose names hold the words, without regard to tone marks, case or
  /// where the marks stand. Names borne on other days count as well.
  public func search(_ text: String) -> Table {
    let wanted = Answers.searchKey(text).split(separator: " ").map(String.init)
    func matches(_ name: String) -> Bool {
      let key = Answers.searchKey(name)
      return !wanted.isEmpty && wanted.allSatisfy { key.contains($0) }
    }
    var rows: [[Cell]] = []
    for (id, names) in moment.allNames() where names.contains(where: matches) || matches(id.rawValue) {
      let alive = moment.isAlive(id)
      rows.append([
        .term("unit", key: "subject.unit"), .text(id.rawValue), .text(moment.designation(of: id, words.language)),
        .list(names.map { .text($0) }), .term(alive.rawValue, key: "truth.\(alive.rawValue)"),
      ])
    }
    for person in moment.persons() {
      guard let name = moment.name(of: person), matches(name) else { continue }
      rows.append([.term("person", key: "subject.person"), .text(person.rawValue), .text(name), .nothing, .nothing])
    }
    for document in moment.documents() {
      let text = "\(document.record.number ?? "") \(document.record.title ?? "")"
      guard matches(text) else { continue }
      rows.append([
        .term("document", key: "subject.document"), .text(document.record.document.rawValue), .text(text), .nothing,
        .nothing,
      ])
    }
    return Table(columns: columns("what", "id", "designation", "names", "alive"), rows: rows)
  }

  /// Small letters without marks: `Thị xã Kinh Môn` is found by `thi xa kinh mon`.
  public static func searchKey(_ text: String) -> String {
    var key = ""
    for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
      switch scalar.value {
      case 0x300...0x36F: continue
      case 0x110, 0x111: key += "d"
      default: key += String(scalar).lowercased()
      }
    }
    return key
  }

  public func differences(to other: AsOf) -> Table { table(of: moment.differences(to: other), to: other) }

  /// Differences between this moment and another, a row each.
  func table(of differences: [Difference], to other: AsOf) -> Table {
    Table(
      columns: columns("what", "id", "subject", "before", "after", "decisions"),
      rows: differences.map { item in
        [
          .term(item.what, key: "difference.\(item.what)"), .text(item.id), subject(of: item, in: other),
          item.before.map { value($0, of: item, in: moment) } ?? .nothing,
          item.after.map { value($0, of: item, in: other) } ?? .nothing,
          .list(item.decisions.map { .text($0.rawValue) }),
        ]
      })
  }

  /// Posts are called by what they are, as long as they are there.
  private func subject(of item: Difference, in other: AsOf) -> Cell {
    switch item.what {
    case "abolished": cell(Identifier<Post>(rawValue: item.id))
    case "created", "holder": Answers(other, words).cell(Identifier<Post>(rawValue: item.id))
    default: .text(words.text(item.subject, other))
    }
  }

  private func value(_ value: MessageValue, of item: Difference, in state: AsOf) -> Cell {
    guard case .text(let id) = value else { return .text(words.text(value, state)) }
    switch item.what {
    case "holder": return Answers(state, words).cell(Identifier<Person>(rawValue: id))
    case "reclassified":
      let kind = state.charter?.kind(Identifier(rawValue: id))
      return .named(id, shown: kind?.name[words.language] ?? id)
    default: return .text(id)
    }
  }
}
