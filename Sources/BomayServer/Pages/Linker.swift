// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// Addresses of pages, which keep the day, the revision and the language that were asked for.
struct Linker {
  let answers: Answers?
  /// `on`, `known_at` and `lang`, where the address named them.
  let kept: [(name: String, value: String)]

  static let keptNames = ["on", "known_at", "lang"]

  init(_ query: Query, _ answers: Answers?) {
    self.answers = answers
    kept = query.pairs.filter { Linker.keptNames.contains($0.name) && !$0.value.isEmpty }
  }

  func to(_ path: String, _ more: [(name: String, value: String)] = []) -> String {
    let names = Set(more.map(\.name))
    let pairs = more + kept.filter { !names.contains($0.name) }
    let shown = pairs.filter { !$0.value.isEmpty }
    return shown.isEmpty ? path : path + "?" + Query.text(shown)
  }

  func to(_ folder: String, id: String) -> String { to("/\(folder)/\(Query.encoded(id))") }

  /// The page of what a cell of this column names; `nil` where there is none.
  func page(of id: String, column: String) -> String? {
    switch column {
    case "decision", "decisions", "origin", "closedBy": return to("decisions", id: id)
    case "pilot": return to("pilots", id: id)
    case "directive": return to("directives", id: id)
    case "reading", "readings": return to("readings", id: id)
    case "model", "target", "figure": return answers.map { hasWhy(id, $0) } == true ? to("why", id: id) : nil
    default: return page(of: id)
    }
  }

  /// The page of whatever the identifier names.
  func page(of id: String) -> String? {
    guard let answers, !id.isEmpty else { return nil }
    if let subject = answers.subject(of: id), let folder = Linker.folders[subject] { return to(folder, id: id) }
    return hasWhy(id, answers) || isObligation(id, answers) ? to("why", id: id) : nil
  }

  /// Whether it names a figure, a target or a model.
  private func hasWhy(_ id: String, _ answers: Answers) -> Bool {
    let moment = answers.moment
    return moment.figure(Identifier(rawValue: id)) != nil || moment.target(Identifier(rawValue: id)) != nil
      || answers.model(named: id) != nil
  }

  /// The identifier of an obligation is that of its pilot, a slash and the cause.
  func isObligation(_ id: String, _ answers: Answers) -> Bool {
    guard let slash = id.lastIndex(of: "/"), ObligationCause(rawValue: String(id[id.index(after: slash)...])) != nil
    else { return false }
    return answers.subject(of: String(id[..<slash])) == .pilot
  }

  /// The folder of pages of each kind of thing.
  static let folders: [Subject: String] = [
    .unit: "units", .post: "posts", .person: "persons", .document: "documents", .pilot: "pilots",
    .decision: "decisions", .directive: "directives", .reading: "readings",
  ]
}
