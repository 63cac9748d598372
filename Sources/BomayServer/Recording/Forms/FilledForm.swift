// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation

/// A form with what was typed into it: what is meant by it, and the document that it makes.
struct FilledForm: Sendable {
  /// A text that names nothing, or more than one thing.
  struct Question: Sendable {
    /// Those that could be meant; none where nothing is.
    let found: [Picker.Found]
  }

  let form: RecordForm
  let picker: Picker
  /// As it was typed, by the names of fields.
  private(set) var typed: [String: String] = [:]
  /// As it goes into the document.
  private(set) var values: [String: String] = [:]
  private(set) var questions: [String: Question] = [:]
  private(set) var items = SettledItems()
  private let sent: @Sendable (String) -> String?

  /// - Parameters:
  ///   - sent: what was sent under the name of a field; `nil` where it was not on the page.
  ///   - day: what stands at first as the day on which it takes effect.
  init(_ form: RecordForm, _ answers: Answers, day usual: String, sent: @escaping @Sendable (String) -> String?) {
    self.form = form
    self.sent = sent
    let day = Bound(sent("decision.effective") ?? "")?.latest ?? answers.moment.day
    picker = Picker(answers: Answers(answers.moment.on(day), answers.words))
    for part in form.all {
      for field in part.fields { read(field, part.field(field.key), usual) }
    }
    if let part = form.parts.first(where: \.isEnding) { readSettlement(part) }
    for part in form.all { mint(part) }
    for part in form.all {
      for field in part.fields {
        if let other = field.otherwise, value(part.field(field.key)).isEmpty, let made = values[other] {
          values[part.field(field.key)] = made
        }
      }
    }
  }

  func value(_ name: String) -> String { values[name] ?? "" }

  /// The names of the inputs of a field for several things: two more than are filled in.
  func inputs(_ name: String, most: Int) -> [String] {
    let filled = (0..<most).last { !(typed["\(name).\($0)"] ?? "").isEmpty }.map { $0 + 1 } ?? 0
    return (0..<min(most, max(3, filled + 2))).map { "\(name).\($0)" }
  }

  /// What a field for several things names.
  func several(_ name: String, most: Int) -> [(name: String, value: String)] {
    inputs(name, most: most).map { ($0, value($0)) }.filter { !$0.1.isEmpty }
  }

  // MARK: Reading

  private mutating func read(_ field: FormField, _ name: String, _ day: String) {
    switch field.kind {
    case .picks(let subject):
      for index in 0..<field.most { pick("\(name).\(index)", subject, usual: "") }
    case .pick(let subject): pick(name, subject, usual: field.usual)
    default:
      let usual = name == "decision.effective" ? day : field.usual
      typed[name] = sent(name) ?? usual
      values[name] = typed[name]
    }
  }

  /// Reads the name of something: an identifier, a part of a name, or the one chosen among several.
  private mutating func pick(_ name: String, _ subject: Subject, usual: String) {
    var text = sent(name) ?? usual
    if let chosen = sent("pick.\(name)"), !chosen.isEmpty, sent("asked.\(name)") == text { text = chosen }
    typed[name] = text
    values[name] = text
    guard !text.isEmpty else { return }
    switch picker.meant(by: text, subject) {
    case .one(let id):
      typed[name] = id
      values[name] = id
    case .several(let found): questions[name] = Question(found: found)
    case .nothing: questions[name] = Question(found: [])
    }
  }

  /// Whether anything is filled in that makes an optional part one of the document.
  func isWritten(_ part: FormPart) -> Bool {
    !part.isOptional
      || part.fields.contains { field in
        if case .minted = field.kind { return false }
        return !value(part.field(field.key)).isEmpty
      }
  }

  // MARK: Identifiers

  private mutating func mint(_ part: FormPart) {
    guard isWritten(part) else { return }
    for field in part.fields {
      guard case .minted(let subject, let source) = field.kind else { continue }
      let name = part.field(field.key)
      guard value(name).isEmpty else { continue }
      let text = source.map { value(part.field($0)) } ?? ""
      values[name] = free(text.isEmpty ? fallback(part, subject) : Self.slug(text), subject)
    }
  }

  private func fallback(_ part: FormPart, _ subject: Subject) -> String {
    switch subject {
    // As the posts of templates are called.
    case .post:
      [value(part.field("unit")), Self.slug(value(part.field("role")))].filter { !$0.isEmpty }.joined(separator: "/")
    case .pilot: Self.slug([value("start-pilot.model"), value("start-pilot.in")].joined(separator: "-"))
    case .decision: Self.slug([form.id, subjectText, value("decision.effective")].joined(separator: "-"))
    default: Self.slug(subject.word)
    }
  }

  /// What the form is about, for the identifier of its decision.
  private var subjectText: String {
    guard let part = form.parts.first, let field = part.fields.first else { return "" }
    let name = part.field(field.key)
    return value(name).isEmpty ? value("\(name).0") : value(name)
  }

  /// Small letters without marks, digits, and `-` for all else.
  static func slug(_ text: String) -> String {
    let key = Answers.searchKey(text).unicodeScalars.map { scalar in
      ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
    }
    let words = String(key).split(separator: "-").joined(separator: "-")
    return words.isEmpty ? "x" : String(words.prefix(60))
  }

  /// The text, with a number behind it where it is on record already.
  private func free(_ text: String, _ subject: Subject) -> String {
    let register = picker.answers.moment.register
    guard register.knows(subject, text) || isAnnulled(text, subject) else { return text }
    var number = 2
    while register.knows(subject, "\(text)-\(number)") || isAnnulled("\(text)-\(number)", subject) { number += 1 }
    return "\(text)-\(number)"
  }

  private func isAnnulled(_ id: String, _ subject: Subject) -> Bool {
    let moment = picker.answers.moment
    return subject == .decision
      && moment.register.asOf(moment.day, knownAt: moment.register.head).decision(Identifier(rawValue: id)) != nil
  }

  // MARK: Settlement

  private mutating func readSettlement(_ part: FormPart) {
    guard let field = part.fields.first else { return }
    let name = part.field(field.key)
    let named: [String] =
      if case .picks = field.kind { several(name, most: field.most).map(\.value) } else {
        [value(name)].filter { !$0.isEmpty }
      }
    items = SettledItems(named.map { Identifier(rawValue: $0) }, picker.answers.moment)
    let successor = value(part.field("into"))
    pick(SettledItems.allChildren, .unit, usual: "")
    for child in items.children { pick(SettledItems.child(child), .unit, usual: successor) }
    for post in items.posts { pick(SettledItems.post(post), .post, usual: "") }
    for holder in items.holders { pick(SettledItems.holder(holder), .post, usual: "") }
    pick(SettledItems.obligations, .unit, usual: "")
    for name in SettledItems.texts + [SettledItems.bodies] {
      typed[name] = sent(name) ?? ""
      values[name] = typed[name]
    }
  }
}
