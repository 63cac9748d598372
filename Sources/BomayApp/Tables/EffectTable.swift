// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension Answers {
  /// How many units of each kind there are, in this state and in another; kinds of which there are as many in
  /// both are left out. Where a count is open in either, the difference is.
  public func counts(beside other: Answers) -> Table {
    let kinds = other.moment.charter?.kinds ?? moment.charter?.kinds ?? []
    return Table(
      columns: columns("kind", "before", "after", "difference"),
      rows: kinds.compactMap { kind -> [Cell]? in
        let (here, there) = (moment.count(kind.id.rawValue), other.moment.count(kind.id.rawValue))
        guard here != there else { return nil }
        func cell(_ count: Count) -> Cell { count.exact.map { .number($0) } ?? .text(count.description) }
        let change = here.exact.flatMap { before in there.exact.map { $0 - before } }
        return [
          .named(kind.id.rawValue, shown: kind.name[words.language]), cell(here), cell(there),
          change.map { .number($0) } ?? .nothing,
        ]
      })
  }

  /// What is otherwise in another state: units, posts, holders and models, then all that is
  /// recorded besides them.
  public func effect(_ other: Answers) -> Table {
    var table = differences(to: other.moment)
    let before = statements()
    let after = other.statements()
    let keys = Set(before.keys).union(after.keys).sorted()
    table.rows += keys.compactMap { key -> [Cell]? in
      let (old, new) = (before[key], after[key])
      guard old?.value != new?.value, let any = new ?? old else { return nil }
      // Those that open or close are told by themselves.
      if key.what == Self.obligation, old == nil || new == nil { return nil }
      return [
        .term(key.what, key: "difference.\(key.what)"), .text(key.id), .text(any.subject),
        .optional(old?.value), .optional(new?.value), .list(any.decision.map { [.text($0.rawValue)] } ?? []),
      ]
    }
    return table
  }

  private static let obligation = "obligation"

  private struct Key: Hashable, Comparable {
    let what: String
    let id: String
    static func < (left: Key, right: Key) -> Bool { (left.what, left.id) < (right.what, right.id) }
  }

  private struct Said {
    let subject: String
    let value: String
    var decision: Identifier<Decision>?
  }

  /// What is recorded beside units, posts, holders and models, each as one line of words.
  private func statements() -> [Key: Said] {
    var found: [Key: Said] = [:]
    for (one, other) in moment.pairs() {
      found[Key(what: "pair", id: "\(one) \(other)")] = Said(
        subject: cell(one).shown(words) + " – " + cell(other).shown(words), value: words.term("yes"))
    }
    for person in moment.persons() {
      found[Key(what: "person", id: person.rawValue)] = Said(
        subject: person.rawValue, value: cell(person).shown(words))
    }
    for view in moment.documents() {
      found[Key(what: "document", id: view.record.document.rawValue)] = Said(
        subject: view.record.number ?? view.record.document.rawValue,
        value: words.term("label.inForce") + ": " + words.term("truth.\(view.isInForce.rawValue)"),
        decision: view.citation.decision)
    }
    for row in moment.directives() {
      found[Key(what: "directive", id: row.id.rawValue)] = Said(
        subject: row.record.content, value: joined(words.term("directive.\(row.state.rawValue)"), row.progress),
        decision: row.citation.decision)
    }
    for item in moment.obligations() where item.isOpen {
      found[Key(what: Self.obligation, id: item.id)] = Said(
        subject: joined(
          moment.designation(of: item.locality, words.language), words.term("cause.\(item.cause.rawValue)")),
        value: joined(words.term("obligation.\(item.state.rawValue)"), words.text(item.due)),
        decision: item.origin.decision)
    }
    addFigures(&found)
    return found
  }

  private func addFigures(_ found: inout [Key: Said]) {
    for view in moment.observations() {
      let record = view.record
      let value = record.value.map { words.text($0, decimals: $0.whole == nil ? 2 : 0) } ?? record.range?.description
      found[Key(what: "observation", id: record.observation.rawValue)] = Said(
        subject: joined(record.indicator.rawValue, record.area.map { cell($0).shown(words) }),
        value: joined(value, record.words), decision: view.citation.decision)
    }
    for figure in moment.figures() {
      let value = figure.percent.map { words.percent($0) } ?? figure.value.map { words.text($0, decimals: 1) }
      found[Key(what: "figure", id: figure.id.rawValue)] = Said(
        subject: figure.name ?? figure.id.rawValue,
        value: joined(value, words.term("verdict.\(figure.verdict.rawValue)")))
    }
    for target in moment.targets() {
      let current = target.current.map { words.text($0, decimals: $0.whole == nil ? 1 : 0) }
      found[Key(what: "target", id: target.id.rawValue)] = Said(
        subject: target.name ?? target.id.rawValue,
        value: joined(current, words.term("target.\(target.verdict.rawValue)")))
    }
    for quota in moment.quotas() {
      found[Key(what: "quota", id: "\(quota.unit) \(quota.category) \(quota.period)")] = Said(
        subject: joined(cell(quota.unit).shown(words), quota.category.rawValue), value: words.text(quota.number))
    }
  }

  private func joined(_ parts: String?...) -> String {
    parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
