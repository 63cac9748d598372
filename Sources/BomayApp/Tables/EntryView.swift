// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange
public import BomayStore

/// One entry of the log, spelt out: what it says, byte for byte and field by field.
public struct EntryView: Sendable {
  /// As it is stored, but for names that the answers do not tell. Personal attributes are not in it, only what commits
  /// to them.
  public let text: String
  /// The hash of its leaf in the Merkle tree (RFC 6962), in hexadecimal.
  public let leaf: String
  /// The decision, where it decides or corrects one.
  public let decision: Decision?
  private let entry: Entry
  private let answers: Answers

  /// - Throws: ``SessionError`` where the entry cannot be read.
  public init(_ stored: StoredEntry, _ answers: Answers) throws(SessionError) {
    do {
      entry = try EntryCoding.decode(stored.bytes)
    } catch {
      throw .damaged(revision: stored.revision.number)
    }
    let register = answers.moment.register
    text = register.masked(String(decoding: stored.bytes, as: UTF8.self))
    leaf = hexadecimal(MerkleTree.leaf(stored.bytes))
    decision =
      switch entry.act {
      case .decide(let decision), .correct(let decision): register.masked(decision)
      case .adopt, .annul: nil
      }
    self.answers = answers
  }

  /// Who recorded what, when and from where.
  public var facts: Table {
    var rows: [(String, Cell)] = [
      ("revision", .text(entry.revision.description)),
      ("recordedAt", .instant(entry.recordedAt)), ("recordedBy", .text(entry.recorder.name)),
      ("host", .optional(entry.recorder.host)), ("software", .optional(entry.recorder.software)),
    ]
    if entry.batch != entry.revision { rows.append(("batch", .text(entry.batch.description))) }
    switch entry.act {
    case .adopt(let charter): rows.append(("charter", .text(charter.name[answers.words.language])))
    case .annul(let id, let reason):
      rows += [("decision", .text(id.rawValue)), ("reason", .text(answers.moment.register.masked(reason)))]
    case .decide, .correct: rows += decision.map { answers.fields(of: $0) } ?? []
    }
    return Table(
      columns: answers.columns("field", "value"),
      rows: rows.filter { !$0.1.isEmpty }.map { [.named($0.0, shown: answers.words.label($0.0)), $0.1] })
  }

  /// The words of the decision: each change, field by field as its file has them.
  ///
  /// - Parameter most: changes that are listed; a decision may make a hundred thousand.
  public func changes(most: Int) -> Table { answers.changes(of: decision, most: most) }

  /// Days on which what the entry says takes effect, the first ones; the moment's own where none is exact.
  public func days(most: Int) -> [Day] {
    guard let decision else { return [answers.moment.day] }
    let bounds = decision.changes.compactMap { $0.effective ?? decision.effective }
    let days = Set(bounds.filter { !$0.isBeforeRecords }.map(\.latest)).sorted()
    return days.isEmpty ? [answers.moment.day] : Array(days.prefix(most))
  }
}

extension Answers {
  /// What a decision says of itself.
  public func facts(of decision: Decision) -> Table {
    Table(
      columns: columns("field", "value"),
      rows: fields(of: decision).filter { !$0.1.isEmpty }.map { [.named($0.0, shown: words.label($0.0)), $0.1] })
  }

  fileprivate func fields(of decision: Decision) -> [(String, Cell)] {
    [
      ("decision", .text(decision.id.rawValue)), ("title", .optional(decision.title)),
      ("document", decision.document.map { cell($0) } ?? .nothing),
      ("rests", .term(decision.rests.rawValue, key: "rests.\(decision.rests.rawValue)")),
      ("readings", .list(decision.readings.map { .text($0.rawValue) })), ("signed", .optional(decision.signedOn)),
      ("effective", .optional(decision.effective)), ("note", .optional(decision.note)),
      ("reason", .optional(decision.reason)),
    ]
  }

  /// The words of the decision: each change, field by field as its file has them.
  ///
  /// - Parameter most: changes that are listed; a decision may make a hundred thousand.
  public func changes(of decision: Decision?, most: Int) -> Table {
    var rows: [[Cell]] = []
    for (place, change) in (decision?.changes ?? []).prefix(most).enumerated() {
      let from = (change.effective ?? decision?.effective).flatMap { $0.isBeforeRecords ? nil : $0.latest }
      var fields = FieldLines(self, from: from)
      var change = change
      change.visit(&fields)
      let kind = change.action.kind.rawValue
      for (line, field) in fields.lines.enumerated() {
        rows.append([
          line == 0 ? .number(Int64(place + 1)) : .nothing,
          line == 0 ? .term(kind, key: "change.\(kind)") : .nothing,
          .text(words.label(ofField: field.key, in: kind, field.subject)), field.value,
        ])
      }
    }
    return Table(columns: columns("number", "change", "field", "value"), rows: rows)
  }
}

extension Catalogue {
  /// What people call a field of a change. The first one, whose key is that of the change, is called by what it names;
  /// for others the words of the forms do where there are no own.
  fileprivate func label(ofField key: String, in kind: String, _ subject: Subject?) -> String {
    if key == kind, let subject { return term("subject.\(subject)") }
    let own = ["label.\(kind).\(key)", "label.\(key)"].first { keys.contains($0) }
    if let own { return term(own) }
    guard let form = ["form.field.\(kind).\(key)", "form.field.\(key)"].first(where: { keys.contains($0) }) else {
      return key
    }
    let label = term(form)
    return label.prefix(1).lowercased() + label.dropFirst()
  }
}

/// Lists the fields of a record that say something, with names where identifiers have them.
private struct FieldLines: FieldVisitor {
  private let answers: Answers
  /// What each says under its key; where it names something, what that is.
  private(set) var lines: [(key: String, value: Cell, subject: Subject?)] = []

  /// What ends or begins by the change lives on one of these days.
  private let others: [Answers]

  /// - Parameter day: from which on it holds; `nil` where no day is exact.
  init(_ answers: Answers, from day: Day? = nil) {
    self.answers = answers
    others =
      day.map { day in
        [day, day.adding(days: -1)].map { Answers(answers.moment.on($0), answers.words) }
      } ?? []
  }

  private init(_ answers: Answers, _ others: [Answers]) {
    self.answers = answers
    self.others = others
  }

  /// As of a day on which it lives, where there is one.
  private func named(_ isAlive: (AsOf) -> Truth, _ cell: (Answers) -> Cell) -> Cell {
    cell(([answers] + others).first { isAlive($0.moment) != .no } ?? answers)
  }

  private mutating func add(_ key: String, _ value: Cell?, _ subject: Subject? = nil) {
    if let value { lines.append((key, value, subject)) }
  }

  private func subject<S>(_ type: S.Type) -> Subject? { (type as? any IdentifiedSubject.Type)?.subject }

  private func cell(_ id: String) -> Cell {
    switch answers.subject(of: id) {
    case .unit: named({ $0.isAlive(Identifier<OrgUnit>(rawValue: id)) }, { $0.cell(Identifier<OrgUnit>(rawValue: id)) })
    case .post: named({ $0.isAlive(Identifier<Post>(rawValue: id)) }, { $0.cell(Identifier<Post>(rawValue: id)) })
    case .person: answers.cell(Identifier<Person>(rawValue: id))
    case .document: answers.cell(Identifier<Document>(rawValue: id))
    case nil: .text(id)
    default: .named(id, shown: id)
    }
  }

  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>, _ use: Use) {
    add(key, cell(value.rawValue), subject(S.self))
  }
  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>?, _ use: Use) {
    add(key, value.map { cell($0.rawValue) }, subject(S.self))
  }
  mutating func identifiers<S>(_ key: String, _ value: inout [Identifier<S>], _ use: Use, required: Bool) {
    add(key, value.isEmpty ? nil : .list(value.map { cell($0.rawValue) }), subject(S.self))
  }
  mutating func text(_ key: String, _ value: inout String) { add(key, .text(value)) }
  mutating func text(_ key: String, _ value: inout String?) {
    add(key, key == "replacement" ? value.map { answers.replacement($0) } : value.map { .text($0) })
  }
  mutating func bound(_ key: String, _ value: inout Bound) { add(key, .bound(value)) }
  mutating func bound(_ key: String, _ value: inout Bound?) { add(key, value.map { .bound($0) }) }
  // Numbers among words, not a column of them.
  mutating func integer(_ key: String, _ value: inout Int64) { add(key, .text(answers.words.text(value))) }
  mutating func integer(_ key: String, _ value: inout Int64?) { add(key, value.map { .text(answers.words.text($0)) }) }
  mutating func count(_ key: String, _ value: inout Count?) { add(key, value.map { .text($0.description) }) }
  mutating func decimal(_ key: String, _ value: inout Rational) {
    add(key, .text(Cell.value(value, decimals: 4).shown(answers.words)))
  }
  mutating func decimal(_ key: String, _ value: inout Rational?) {
    add(key, value.map { .text(Cell.value($0, decimals: 4).shown(answers.words)) })
  }
  mutating func flag(_ key: String, _ value: inout Bool) { add(key, value ? .flag(true) : nil) }
  mutating func choice<C: Choice>(_ key: String, _ value: inout C) { add(key, choice(key, value.rawValue)) }
  mutating func choice<C: Choice>(_ key: String, _ value: inout C?) {
    add(key, value.map { choice(key, $0.rawValue) })
  }

  /// Families of words for what is chosen under a key; the word of the file where there is none.
  private static let families = [
    "as": "holding", "how": "departure", "measure": "measure", "role": "observation-role", "state": "directive",
  ]

  private func choice(_ key: String, _ word: String) -> Cell {
    let term = "\(Self.families[key] ?? key).\(word)"
    return answers.words.keys.contains(term) ? .term(word, key: term) : .text(word)
  }
  mutating func spans(_ key: String, _ value: inout [TextSpan]) {
    add(key, value.isEmpty ? nil : .list(value.map { .text("\($0.start)\u{2013}\($0.end)") }))
  }
  mutating func record<R: Fielded>(_ key: String, _ value: inout R?) { add(key, value.map { inner($0) }) }
  mutating func records<R: Fielded>(_ key: String, _ value: inout [R], required: Bool) {
    add(key, value.isEmpty ? nil : .list(value.map { inner($0) }))
  }

  private func inner<R: Fielded>(_ record: R) -> Cell {
    var fields = FieldLines(answers, others)
    var record = record
    record.visit(&fields)
    return .object(fields.lines.map { ($0.key, $0.value) })
  }
}
