// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FormDesk {
  /// Form 03: mergers, absorptions, divisions, separations and dissolutions that have come by the day.
  /// Bodies that only follow their area are told in the note of the area's row.
  func rearrangementForm() -> FormContent {
    let all = moment.rearrangements()
    let following = Dictionary(grouping: all.filter { $0.follows != nil }) {
      FollowKey(area: $0.follows, decision: $0.citation.decision)
    }
    var content = FormContent()
    var total = UnitTally()
    var told: Set<FollowKey> = []
    for event in all where event.follows == nil {
      var row = row(event)
      let bodies = event.originals.reduce(0) { sum, area in
        let key = FollowKey(area: area, decision: event.citation.decision)
        told.insert(key)
        return sum + FormDesk.ended(following[key] ?? [])
      }
      if bodies > 0 { row.note(words("note.03.following", ["count": answers.words.text(Int64(bodies))])) }
      content.rows.append(row)
      total.add(event, isCertain: event.on.hasCome(by: moment.day) == .yes)
    }
    content.total["unitsBefore"] = count(total.before)
    content.total["unitsAfter"] = count(total.after)
    content.total["difference"] = total.difference.map { between($0.least, $0.most) }
    let others = following.filter { !told.contains($0.key) }.reduce(0) { $0 + FormDesk.ended($1.value) }
    if !following.isEmpty { content.notes.append(words("note.03.bodies")) }
    if others > 0 { content.notes.append(words("note.03.others", ["count": answers.words.text(Int64(others))])) }
    if all.contains(where: { $0.isOneOf }) { content.notes.append(words("note.03.oneOf")) }
    return content
  }

  private struct FollowKey: Hashable {
    let area: Identifier<OrgUnit>?
    let decision: Identifier<Decision>
  }

  private static func ended(_ events: [Rearrangement]) -> Int { events.reduce(0) { $0 + $1.ended.count } }

  private func row(_ event: Rearrangement) -> FormRow {
    var row = FormRow()
    let eve = eve(of: event.on)
    let then = moment.on(min(moment.day, event.on.latest))
    row["originals"] = named(event.originals, at: eve)
    row["kind"] = dated(term("change", event.kind.rawValue, from: [event.citation]), event.on)
    row["results"] =
      event.isOneOf && event.results.count > 3
      ? FormCell(
        .list(event.results.map { .named($0.rawValue, shown: name($0)) }),
        shown: words("result.among", ["count": answers.words.text(Int64(event.results.count))]))
      : named(event.results, at: then)
    row["decision"] = document(of: event.citation)
    row["unitsBefore"] = count(event.countBefore)
    row["unitsAfter"] = count(event.countAfter)
    row["difference"] = UnitTally(event).difference.map { between($0.least, $0.most) }
    row["leadersBefore"] = leaders(of: event.originals, at: eve)
    row["leadersAfter"] = event.isOneOf ? nil : leaders(of: event.results, at: then)
    row["quotaBefore"] = quota(of: event.originals, at: eve)
    row["quotaAfter"] = event.isOneOf ? nil : quota(of: event.results, at: then)
    row.note(words("note.03.effective", ["on": answers.words.text(event.on)]))
    if row["decision"] == nil { row.note(words("note.03.noDecision")) }
    row.note(footing(event.citation))
    return row
  }

  /// The day before: how things were called and filled.
  private func eve(of on: Bound) -> AsOf {
    guard on.earliest > Bound.distantPast else { return moment }
    return moment.on(on.earliest.adding(days: -1))
  }

  private func named(_ units: [Identifier<OrgUnit>], at then: AsOf) -> FormCell? {
    guard !units.isEmpty else { return nil }
    let names = units.map { unit -> String in
      let number = then.groupSize(of: unit)
      guard number.exact != 1, then.name(of: unit).possible == nil else { return then.designation(of: unit, language) }
      let kind = then.kind(of: unit).possible.flatMap { moment.charter?.kind($0) }
      return FormDesk.capitalised(
        words("result.group", ["kind": kind?.name[language] ?? unit.rawValue, "number": text(number)]))
    }
    return FormCell(
      .list(zip(units, names).map { .named($0.rawValue, shown: $1) }), shown: names.joined(separator: "; "))
  }

  /// Persons recorded in posts of head or deputy; blank where nobody is, at least so many where a
  /// post of head has nobody on record.
  private func leaders(of units: [Identifier<OrgUnit>], at then: AsOf) -> FormCell? {
    var persons: Set<Identifier<Person>> = []
    var citations: [Citation] = []
    var isOpen = false
    for post in units.flatMap({ then.posts(of: $0) }) {
      guard let role = then.role(of: post).flatMap({ moment.charter?.role($0) }), role.isHead || role.isDeputy
      else { continue }
      let holders = then.holders(of: post).filter { !$0.isUndetermined }
      if then.seats(of: post).exact != Int64(holders.count) { isOpen = true }
      persons.formUnion(holders.map(\.person))
      citations += holders.map(\.citation)
    }
    guard !persons.isEmpty else { return nil }
    let cell = number(Int64(persons.count), from: citations)
    return isOpen ? atLeast(cell) : cell
  }

  /// Quotas by category, never added together.
  private func quota(of units: [Identifier<OrgUnit>], at then: AsOf) -> FormCell? {
    let figures = units.flatMap { then.quota(of: $0) }
    guard !figures.isEmpty else { return nil }
    let byCategory = Dictionary(grouping: figures, by: \.category).sorted { $0.key < $1.key }.map { category, figures in
      (category, figures.reduce(0) { $0 + $1.number })
    }
    return FormCell(
      .object(byCategory.map { ($0.0.rawValue, .number($0.1)) }),
      shown: byCategory.map { category, number in
        let name = moment.charter?.categories.first { $0.id == category }?.name[language]
        return "\(name ?? category.rawValue): \(answers.words.text(number))"
      }.joined(separator: "; "), from: figures.map(\.citation))
  }
}

/// How many units there were before and after, and by how many they became more or fewer.
private struct UnitTally {
  private(set) var before = Count(0)
  private(set) var after = Count(0)
  /// `nil` where nothing limits it.
  private(set) var difference: (least: Int64, most: Int64)? = (0, 0)

  init() {}

  init(_ event: Rearrangement) { add(event, isCertain: true) }

  /// An event that is not certain to have come counts from nought.
  mutating func add(_ event: Rearrangement, isCertain: Bool) {
    func counted(_ count: Count) -> Count { isCertain ? count : Count(atLeast: 0, atMost: count.atMost) }
    before = before + counted(event.countBefore)
    after = after + counted(event.countAfter)
    guard let sum = difference, let mostBefore = event.countBefore.atMost, let mostAfter = event.countAfter.atMost
    else {
      difference = nil
      return
    }
    let least = event.countAfter.atLeast - mostBefore
    let most = mostAfter - event.countBefore.atLeast
    difference = (
      sum.least + (isCertain ? least : min(0, least)), sum.most + (isCertain ? most : max(0, most))
    )
  }
}
