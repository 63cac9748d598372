// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// What a unit was made of and what it became between two days. The unit is looked for by its name.
struct LineagePage {
  let asked: Asked
  let linker: Linker

  /// Units of a name that are offered.
  private static let most = 50

  private var words: Catalogue { asked.words }

  func content() throws -> Page.Content {
    let title = words.term("page.menu-lineage")
    var context: [String: Any] = [
      "title": title, "unit": asked.query["unit"] ?? "", "q": asked.query["q"] ?? "",
      "from": asked.query["from"] ?? "", "to": asked.query["to"] ?? asked.moment.day.description, "picture": false,
      "table": false, "keep": false, "name": "", "nothing": false, "found": false, "many": false,
      "convert": linker.to(ConvertPage.path),
    ]
    if let id = try asked.query["unit"] ?? found(&context) {
      try show(id, title, &context)
    }
    return Page.Content(title: title, template: "lineage", context: context)
  }

  private func show(_ id: String, _ title: String, _ context: inout [String: Any]) throws {
    let unit = try asked.unit(known: id)
    guard let view = try asked.lineage(of: unit) else { throw Refusal.unknown(id, asked.answers) }
    let name = asked.moment.designation(of: unit, words.language)
    context["name"] = name
    if asked.query["q"] == nil { context["q"] = name }
    context["unit"] = id
    context["keep"] = ["link": linker.to("units", id: id), "label": name]
    if view.table.rows.isEmpty {
      context["nothing"] = words.term("lineage.nothing")
    } else {
      context["picture"] = ["svg": view.svg]
      context["table"] = TableView(table: view.table, linker: linker, words: words, caption: title).context
    }
  }

  /// The one unit whose names hold the words; where there are several they are offered.
  private func found(_ context: inout [String: Any]) throws -> String? {
    guard let text = asked.query["q"] else { return nil }
    let (from, to) = (try asked.day("from"), try asked.day("to"))
    let rows = asked.answers.search(text).rows.filter { $0.first == .term("unit", key: "subject.unit") }
    if rows.isEmpty {
      context["nothing"] = words.term("page.no-such-unit", ["text": text])
      return nil
    }
    let ids = rows.compactMap { row -> String? in if case .text(let id) = row[1] { id } else { nil } }
    if ids.count == 1 { return ids[0] }
    let span = [("q", text), ("from", from.description), ("to", to.description)]
    context["found"] = zip(ids, rows).prefix(Self.most).map { id, row -> [String: Any] in
      [
        "label": row[2].shown(words), "names": row[3].shown(words), "id": id,
        "link": linker.to("/lineage", [("unit", id)] + span),
      ]
    }
    context["many"] = words.term(
      "page.units-found",
      ["count": words.text(Int64(ids.count)), "shown": words.text(Int64(min(ids.count, Self.most)))])
    return nil
  }
}
