// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation

/// Finds what somebody means by a part of a name, typed without tone marks, among what there is on a day.
struct Picker: Sendable {
  struct Found: Sendable, Hashable {
    let id: String
    let name: String
  }

  /// What a text names.
  enum Meant: Sendable {
    case one(String)
    /// Several could be meant; of more than ``most`` the likeliest.
    case several([Found])
    case nothing
  }

  static let most = 12
  let answers: Answers

  private var moment: AsOf { answers.moment }
  private var language: String { answers.words.language }

  /// How it is called; `nil` where nothing of the kind has this identifier.
  func name(of id: String, _ subject: Subject) -> String? {
    switch subject {
    case .unit:
      let unit = Identifier<OrgUnit>(rawValue: id)
      return moment.knows(unit) ? moment.designation(of: unit, language) : nil
    case .post:
      let post = Identifier<Post>(rawValue: id)
      return moment.knows(post) ? moment.designation(of: post, language) : nil
    case .person:
      let person = Identifier<Person>(rawValue: id)
      return moment.knows(person) ? personName(person) : nil
    case .document: return moment.document(Identifier(rawValue: id)).map { documentName($0) }
    default: return nil
    }
  }

  func meant(by text: String, _ subject: Subject) -> Meant {
    if name(of: text, subject) != nil { return .one(text) }
    let found = find(text, subject)
    guard let first = found.first else { return .nothing }
    let key = Answers.searchKey(text)
    let exact = found.filter { Answers.searchKey($0.name) == key }
    return found.count == 1 ? .one(first.id) : exact.count == 1 ? .one(exact[0].id) : .several(found)
  }

  /// The likeliest first: those whose name begins with the text, then the shorter names.
  func find(_ text: String, _ subject: Subject) -> [Found] {
    let wanted = Answers.searchKey(text).split(separator: " ").map(String.init)
    guard !wanted.isEmpty else { return [] }
    let whole = wanted.joined(separator: " ")
    let matching = all(subject).compactMap { found -> (Found, Bool, Int)? in
      let key = Answers.searchKey(([found.name] + otherNames(of: found.id, subject)).joined(separator: "\n"))
      guard wanted.allSatisfy({ Picker.begins($0, in: key) || Picker.begins($0, in: found.id) }) else { return nil }
      return (found, key.contains(whole), key.count)
    }
    return matching.sorted { ($0.1 ? 0 : 1, $0.2, $0.0.name, $0.0.id) < ($1.1 ? 0 : 1, $1.2, $1.0.name, $1.0.id) }
      .prefix(Self.most).map(\.0)
  }

  private func all(_ subject: Subject) -> [Found] {
    switch subject {
    case .unit: moment.units().map { Found(id: $0.rawValue, name: moment.designation(of: $0, language)) }
    case .post: moment.posts().map { Found(id: $0.rawValue, name: moment.designation(of: $0, language)) }
    case .person: moment.persons().map { Found(id: $0.rawValue, name: personName($0)) }
    case .document: moment.documents().map { Found(id: $0.record.document.rawValue, name: documentName($0)) }
    default: []
    }
  }

  /// Whether a word of the text begins like this.
  static func begins(_ part: String, in text: String) -> Bool {
    var rest = text[...]
    while let place = rest.range(of: part) {
      guard place.lowerBound > text.startIndex else { return true }
      let before = text[text.index(before: place.lowerBound)]
      if !before.isLetter, !before.isNumber { return true }
      rest = text[text.index(after: place.lowerBound)...]
    }
    return false
  }

  /// How it is called in the other languages of the charter.
  private func otherNames(of id: String, _ subject: Subject) -> [String] {
    let others = (moment.charter?.languages ?? []).filter { $0 != language }
    switch subject {
    case .unit: return others.map { moment.designation(of: Identifier<OrgUnit>(rawValue: id), $0) }
    case .post: return others.map { moment.designation(of: Identifier<Post>(rawValue: id), $0) }
    default: return []
    }
  }

  private func personName(_ person: Identifier<Person>) -> String {
    let held = moment.holdings(of: person).first.map { moment.designation(of: $0.post, language) }
    let name = moment.name(of: person) ?? "\(answers.words.term("unnamed")) (\(person))"
    return held.map { "\(name), \($0)" } ?? name
  }

  private func documentName(_ view: AsOf.DocumentView) -> String {
    [view.record.number, view.record.title].compactMap { $0 }.joined(separator: " – ")
  }

  // MARK: Lists

  /// All things of a kind of which there are not many, with how they are called.
  func listed(_ subject: Subject) -> [Found] {
    switch subject {
    case .pilot:
      moment.pilotStates().compactMap { state in
        guard let pilot = state.pilot, state.state != .notBegun else { return nil }
        let model = moment.charter?.model(state.model)?.name[language] ?? ""
        let place = moment.designation(of: state.locality, language)
        return Found(id: pilot.rawValue, name: "\(place) – \(state.model): \(model)")
      }
    case .directive:
      moment.directives().filter { ![.doneInTime, .doneLate].contains($0.state) }.map {
        Found(id: $0.id.rawValue, name: "\($0.record.content) (\($0.id))")
      }
    default: []
    }
  }

  func listed(_ list: FormField.CharterList) -> [Found] {
    guard let charter = moment.charter else { return [] }
    let day = moment.day
    switch list {
    case .kinds:
      return charter.kinds.filter { kind in
        (kind.from.map { $0 <= day } ?? true) && (kind.until.map { day < $0 } ?? true)
      }.map { Found(id: $0.id.rawValue, name: $0.name[language]) }
    case .templates:
      // Of each the newest, for the kinds of unit that it is made for.
      let newest = Dictionary(grouping: charter.templates, by: \.id).values.compactMap { versions in
        versions.max { $0.version < $1.version }
      }
      return newest.sorted { $0.id < $1.id }.map { template in
        let kinds = template.kinds.map { charter.kind($0)?.name[language] ?? $0.rawValue }
        return Found(id: template.name, name: "\(kinds.joined(separator: ", ")) (\(template.name))")
      }
    case .models: return charter.models.map { Found(id: $0.id.rawValue, name: "\($0.id): \($0.name[language])") }
    case .roles: return charter.roles.map { Found(id: $0.id.rawValue, name: $0.name[language]) }
    case .categories: return charter.categories.map { Found(id: $0.id.rawValue, name: $0.name[language]) }
    case .documentTypes: return charter.documentTypes.map { Found(id: $0.id.rawValue, name: $0.name[language]) }
    case .issuers: return charter.issuers.map { Found(id: $0.id.rawValue, name: $0.name[language]) }
    }
  }
}
