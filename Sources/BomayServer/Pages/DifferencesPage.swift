// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// Two days side by side: how many there are of each kind of unit, and all that is said otherwise.
struct DifferencesPage {
  static let path = "/differences"

  let asked: Asked
  let linker: Linker

  /// Rows of differences that the page shows; the file has them all.
  private static let most = 300

  private var words: Catalogue { asked.words }

  func content() throws -> Page.Content {
    let title = words.term("page.differences")
    let to = try asked.query["to"] == nil ? asked.moment.day : asked.day("to")
    var context: [String: Any] = [
      "title": title, "from": asked.query["from"] ?? "", "to": to.description, "answer": false,
    ]
    if asked.query["from"] != nil { context["answer"] = try answer(asked.day("from"), to) }
    return Page.Content(title: title, template: "differences", context: context)
  }

  private func answer(_ from: Day, _ to: Day) throws -> [String: Any] {
    let (before, after) = (asked.answers(on: from), asked.answers(on: to))
    let counts = before.counts(beside: after)
    var differences = before.effect(after)
    let count = differences.rows.count
    differences.rows = Array(differences.rows.prefix(Self.most))
    let days = ["from": words.text(from), "to": words.text(to)]
    func shown(_ table: Table, _ key: String) -> [String: Any] {
      let heading = words.term(key, days)
      return [
        "heading": heading,
        "table": table.rows.isEmpty
          ? false : TableView(table: table, linker: linker, words: words, caption: heading).context,
        "nothing": table.rows.isEmpty ? words.term("page.no-difference") : false,
      ]
    }
    let span = [("from", from.description), ("to", to.description)]
    return [
      "counts": shown(counts, "page.counts-beside"), "differences": shown(differences, "page.said-otherwise"),
      "cut": count > Self.most
        ? words.term(
          "page.differences-cut", ["count": words.text(Int64(count)), "shown": words.text(Int64(Self.most))]) : false,
      "csv": linker.to(Endpoint.base + "/differences", span + [("format", "csv")]),
    ]
  }
}
