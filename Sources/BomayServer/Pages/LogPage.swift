// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// The log, newest first, a run at a time, with filters. It is read backwards from the place of the run, no
/// more of it than ``most`` entries a page, however long it is.
struct LogPage {
  let asked: Asked
  let linker: Linker

  private static let run = 50
  /// Entries that one page looks at.
  static let most = 5000

  private struct Found {
    var lines: [AsOf.LogLine] = []
    /// The place before which more may be found.
    var rest: Int32?
    /// Whether the page ended before it had looked at all.
    var isCut = false
  }

  func content() throws -> Page.Content {
    let words = asked.words
    let title = words.term("page.menu-decisions")
    let filter = try LogFilter(asked)
    let found = try find(filter)
    let table = asked.answers.log(found.lines)
    let older = found.rest.map { linker.to("/decisions", filter.filled + [("before", String($0))]) }
    return Page.Content(
      title: title, template: "log",
      context: [
        "title": title, "form": form(filter),
        "table": TableView(table: table, linker: linker, words: words, caption: title).context,
        "older": older ?? false,
        "cut": found.isCut
          ? words.term("page.log-cut", ["count": words.text(Int64(Self.most)), "revision": String(found.rest ?? 0)])
          : false,
        "newest": asked.query["before"] == nil ? false : linker.to("/decisions", filter.filled),
      ])
  }

  private func find(_ filter: LogFilter) throws -> Found {
    let before = try asked.number("before", in: 0...Int(Int32.max), otherwise: Int(Int32.max))
    var place = min(
      Int32(clamping: before - 1), asked.moment.revision.number, filter.last(in: asked.register).number)
    var found = Found()
    var looked = 0
    while place > 0, let line = asked.moment.entry(at: Revision(place)) {
      if filter.isOver(at: line) { return found }
      guard found.lines.count < Self.run, looked < Self.most else {
        found.rest = place + 1
        found.isCut = found.lines.count < Self.run
        return found
      }
      looked += 1
      if filter.wants(line, row: { asked.answers.log([$0]).rows.first ?? [] }, asked.words) { found.lines.append(line) }
      place -= 1
    }
    return found
  }

  // MARK: The form

  private func form(_ filter: LogFilter) -> [String: Any] {
    let values = Dictionary(filter.filled.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    func choices(_ name: String, _ all: [(value: String, label: String)]) -> [[String: Any]] {
      all.map { ["value": $0.value, "label": $0.label, "isChosen": values[name] == $0.value] }
    }
    var context: [String: Any] = values.reduce(into: [:]) { context, pair in context[pair.key] = pair.value }
    context["acts"] = choices("act", LogFilter.acts.map { ($0.rawValue, asked.words.term("entry.\($0.rawValue)")) })
    context["footings"] = choices(
      "rests", Footing.allCases.map { ($0.rawValue, asked.words.term("rests.\($0.rawValue)")) })
    // What is seldom asked for is folded away, until it is asked for.
    context["isOpen"] = filter.filled.contains { !["q", "act"].contains($0.name) && !$0.value.isEmpty }
    return context
  }
}
