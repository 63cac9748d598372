// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore

/// One entry of the log: what it says, what it changed, and the proof that it is in the log.
struct EntryPage {
  let asked: Asked
  let linker: Linker

  /// Changes that are listed; the entry itself has them all.
  private static let mostChanges = 200
  private static let mostDays = 6
  /// Where the log has more entries, or the register more facts, than this, what needs a walk over all of them
  /// waits to be asked for.
  private static let mostAtOnce = (entries: 5000, facts: 500_000)

  private var words: Catalogue { asked.words }

  func content() throws -> Page.Content {
    let head = asked.moment.revision
    let number = asked.part("id")
    guard let place = Int32(number).map({ Revision($0) }), let line = asked.moment.entry(at: place) else {
      throw Refusal(MomentFault.noSuchRevision(number, head: head))
    }
    let view = try view(at: place)
    let verb = words.term("entry.\(line.verb.rawValue)")
    let title = words.term("page.entry", ["revision": number])
    func near(_ other: Int32) -> String { linker.to("log", id: String(other)) }
    var context: [String: Any] = ["title": title, "verb": verb, "isWhole": isWhole, "leaf": view.leaf]
    context["name"] = line.decision.map { $0.title ?? $0.id.rawValue } ?? ""
    if let decision = line.decision { context["decision"] = linker.to("decisions", id: decision.id.rawValue) }
    context["log"] = linker.to("/decisions", [("before", String(place.number + 1))])
    if place.number > 1 { context["earlier"] = near(place.number - 1) }
    if place < head { context["later"] = near(place.number + 1) }
    context["facts"] = table(isWhole ? view.facts : asked.answers.log([line]), "page.facts")
    context["sections"] = sections(view, place)
    if isWhole {
      context["bytes"] = view.text
      if let proof = try proof(place) { context["proof"] = proof }
    }
    if isLarge, asked.query["all"] == nil { context["more"] = linker.to("/log/\(place)", [("all", "1")]) }
    return Page.Content(title: title, template: "entry", context: context)
  }

  private func view(at place: Revision) throws -> EntryView {
    do {
      guard let stored = try asked.store.entry(at: place) else { throw Refusal.notFound }
      return try EntryView(stored, asked.answers)
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal.unavailable("\(error)")
    }
  }

  private func table(_ table: Table, _ key: String, _ values: [String: String] = [:]) -> [String: Any] {
    TableView(table: table, linker: linker, words: words, caption: words.term(key, values)).context
  }

  private func section(_ table: Table, _ key: String, _ values: [String: String] = [:]) -> [[String: Any]] {
    table.rows.isEmpty
      ? [] : [["heading": words.term(key, values), "table": self.table(table, key, values)]]
  }

  /// Whether the register is so long that a walk over it is not for each look at a page.
  private var isLarge: Bool {
    Int(asked.moment.revision.number) > Self.mostAtOnce.entries
      || asked.register.factCount > Self.mostAtOnce.facts
  }

  /// What is stored holds what is left out for who may not see it: the entry itself is for who sees all of it.
  private var isWhole: Bool { asked.snapshot.view == .whole }

  // MARK: What it changed

  private func sections(_ view: EntryView, _ place: Revision) -> [[String: Any]] {
    var found = isWhole ? section(view.changes(most: Self.mostChanges), "page.entry-says") : []
    guard place.number > 0, !isLarge || asked.query["all"] != nil else { return found }
    let days = view.days(most: Self.mostDays)
    for day in days {
      let (before, after) = moments(place, day)
      found += section(Answers(before, words).differences(to: after), "page.effect", ["day": words.text(day)])
    }
    // Obligations and findings are looked at on the last day on which something takes effect.
    guard let day = days.last else { return found }
    let (before, after) = moments(place, day)
    found += obligations(before, after)
    return found + findings(before, after)
  }

  private func moments(_ place: Revision, _ day: Day) -> (before: AsOf, after: AsOf) {
    (
      asked.register.asOf(day, knownAt: Revision(place.number - 1)), asked.register.asOf(day, knownAt: place)
    )
  }

  private func obligations(_ before: AsOf, _ after: AsOf) -> [[String: Any]] {
    func open(_ moment: AsOf) -> Set<String> {
      Set(moment.obligations().filter { $0.state == .open || $0.state == .overdue }.map(\.id))
    }
    let (was, now) = (open(before), open(after))
    let table = Answers(after, words).obligations(all: true)
    func rows(_ ids: Set<String>) -> Table {
      var some = table
      some.rows = table.rows.filter { row in row.first.map { ids.contains(Self.plain($0)) } ?? false }
      return some
    }
    return section(rows(now.subtracting(was)), "page.obligations-opened")
      + section(rows(was.subtracting(now)), "page.obligations-closed")
  }

  private static func plain(_ cell: Cell) -> String { if case .text(let text) = cell { text } else { "" } }

  private func findings(_ before: AsOf, _ after: AsOf) -> [[String: Any]] {
    let was = asked.snapshot.findings(at: before)
    let now = asked.snapshot.findings(at: after)
    let (known, left) = (Set(was), Set(now))
    return section(Answers(after, words).findings(now.filter { !known.contains($0) }), "page.findings-new")
      + section(Answers(before, words).findings(was.filter { !left.contains($0) }), "page.findings-gone")
  }

  // MARK: Proof

  /// That the entry is in the log as it is at the revision looked at.
  private func proof(_ place: Revision) throws -> [String: Any]? {
    guard !isLarge || asked.query["all"] != nil else { return nil }
    let proof: EntryProof
    do {
      proof = try asked.store.proveEntry(place, in: Int(asked.moment.revision.number))
    } catch {
      throw Refusal.unavailable("\(error)")
    }
    return [
      "head": proof.head.description, "path": proof.proof.path.map { hexadecimal($0) },
      "hasPath": !proof.proof.path.isEmpty,
      "holds": words.term(proof.holds ? "page.proof-holds" : "page.proof-fails"),
    ]
  }
}
