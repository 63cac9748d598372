// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import Foundation

/// One request, read: which thing, on which day, as known at which revision, in which language.
struct Asked: Sendable {
  /// Path of the page or endpoint, as it was asked for.
  let path: String
  let parts: [String: String]
  var query: Query
  let answers: Answers
  let snapshot: Snapshot
  let today: Day
  let caller: Caller
  /// What was sent with a POST.
  var body: [UInt8] = []
  /// Its type, with what belongs to it.
  var contentType = ""
  /// The last event that a listener has had.
  var lastEventID: String?

  var moment: AsOf { answers.moment }
  var words: Catalogue { answers.words }
  var register: Register { moment.register }
  var store: any LogStore { snapshot.store }

  /// The part of the path with this name.
  func part(_ name: String) -> String { parts[name] ?? "" }
  func unit(_ name: String = "id") throws -> Identifier<OrgUnit> { try unit(known: part(name)) }

  func unit(known id: String) throws -> Identifier<OrgUnit> {
    let unit = Identifier<OrgUnit>(rawValue: id)
    guard moment.knows(unit) else { throw Refusal.unknown(id, answers) }
    return unit
  }

  func value(_ name: String) throws -> String {
    guard let value = query[name] else { throw Refusal.missing(name) }
    return value
  }

  func day(_ name: String) throws -> Day {
    do { return try Day(asked: value(name)) } catch let fault as MomentFault { throw Refusal(fault) }
  }

  /// Whether the switch is on: `1`, `true` or `yes`, or named without a value.
  func flag(_ name: String) throws -> Bool { try Asked.flag(name, in: query) }

  static func flag(_ name: String, in query: Query) throws -> Bool {
    guard let pair = query.pairs.first(where: { $0.name == name }) else { return false }
    if ["", "1", "true", "yes"].contains(pair.value) { return true }
    if ["0", "false", "no"].contains(pair.value) { return false }
    throw Refusal.notOneOf(name, pair.value, ["true", "false"])
  }

  func number(_ name: String, in range: ClosedRange<Int>, otherwise: Int) throws -> Int {
    guard let text = query[name] else { return otherwise }
    guard let number = Int(text), range.contains(number) else {
      throw Refusal.notOneOf(name, text, ["\(range.lowerBound) – \(range.upperBound)"])
    }
    return number
  }

  func model(known text: String) throws -> Identifier<Model> {
    guard let model = answers.model(named: text) else { throw Refusal.unknown(text, answers) }
    return model
  }

  /// The kinds of these names, or of the levels of these names, each once.
  func kinds() throws -> [Identifier<UnitKind>] {
    let names = query.all("kind")
    guard !names.isEmpty else { throw Refusal.missing("kind") }
    var seen: Set<Identifier<UnitKind>> = []
    return try names.flatMap { name in
      guard moment.knows(kindOrLevel: name) else { throw Refusal.notOneOf("kind", name, moment.countable) }
      return moment.kinds(named: name)
    }.filter { seen.insert($0).inserted }
  }

  /// The words of a statement, where its source has been added.
  func text(of statement: Identifier<Statement>) -> String? { store.text(of: statement, at: moment) }
}
