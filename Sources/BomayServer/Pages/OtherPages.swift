// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore

extension Page {
  /// Every page there is.
  static let all =
    [
      Page(path: "/", menu: "overview") { OverviewPage(asked: $0, linker: $1).content },
      Page(path: "/apparatus", menu: "apparatus") { try ApparatusPage(asked: $0, linker: $1, unit: nil).content() },
      Page(path: "/apparatus/{id}", menu: "apparatus") {
        try ApparatusPage(asked: $0, linker: $1, unit: $0.unit()).content()
      },
      Page(path: "/chart/{id}", menu: "apparatus") { try ChartPage(asked: $0, linker: $1).content() },
      Page(path: "/models/{model}/{unit}", menu: "overview") { try ModelPage(asked: $0, linker: $1).content() },
      Page(path: "/why/{id}", menu: "overview") { try why($0, $1) },
      Page(path: "/search", menu: "") { search($0, $1) },
      Page(path: "/tables", menu: "lists") { tables($0, $1) },
      Page(path: "/tables/{id}", menu: "lists") { try table($0, $1) },
      Page(path: "/decisions", menu: "decisions") { try LogPage(asked: $0, linker: $1).content() },
      Page(path: "/log/{id}", menu: "decisions") { try EntryPage(asked: $0, linker: $1).content() },
      Page(path: DifferencesPage.path, menu: "lists") { try DifferencesPage(asked: $0, linker: $1).content() },
      Page(path: WhatIfPage.path, menu: "lists") { try WhatIfPage(asked: $0, linker: $1).content() },
      Page(path: "/lineage", menu: "lineage") { try LineagePage(asked: $0, linker: $1).content() },
      Page(path: ConvertPage.path, menu: "lineage", takes: .form) { try ConvertPage(asked: $0, linker: $1).content() },
      Page(path: "/reports", menu: "reports") { reports($0, $1) },
      Page(path: "/reports/{id}", menu: "reports") { try report($0, $1) },
      Page(path: "/reports/{id}/print", menu: "reports") { asked, _ in try printed(asked) },
    ] + things

  private static let things = Linker.folders.sorted { $0.value < $1.value }.map { subject, folder in
    Page(path: "/\(folder)/{id}", menu: menu(of: subject)) { asked, linker in
      try ThingPage(asked: asked, linker: linker, subject: subject).content()
    }
  }

  private static func menu(of subject: Subject) -> String {
    switch subject {
    case .unit, .post, .person: "apparatus"
    case .decision, .document, .reading: "decisions"
    default: "lists"
    }
  }

  private static func view(_ table: Table, _ caption: String, _ asked: Asked, _ linker: Linker) -> [String: Any] {
    TableView(table: table, linker: linker, words: asked.words, caption: caption).context
  }

  // MARK: Why

  private static func why(_ asked: Asked, _ linker: Linker) throws -> Content {
    let id = asked.part("id")
    let model = asked.answers.model(named: id)
    let title = asked.words.term("page.why", ["id": model?.rawValue ?? id])
    guard let tree = asked.answers.why(model?.rawValue ?? id) else {
      // A link from a page of another day leads here: what its pilot leaves to settle is not there on every day.
      guard linker.isObligation(id, asked.answers) else { throw Refusal.unknown(id, asked.answers) }
      let answer = asked.words.term("page.nothing-to-settle", ["day": asked.words.text(asked.moment.day)])
      return Content(
        title: title, template: "why",
        context: ["title": title, "name": "", "answer": answer, "nodes": [[String: Any]]()])
    }
    return Content(
      title: title, template: "why",
      context: [
        "title": title, "name": whyName(id, model, asked),
        "answer": [asked.answers.line(tree), reported(model, asked)].compactMap { $0 }.joined(separator: "; "),
        "nodes": tree.children.map {
          WhyView(asked: asked, linker: linker).node($0, depth: 0, isCrowded: tree.children.count > 4)
        },
      ])
  }

  /// What is reported of a model of which no place is on record by itself.
  private static func reported(_ model: Identifier<Model>?, _ asked: Asked) -> String? {
    guard let model, let figure = asked.moment.reported(model).first, let numerator = figure.numerator,
      let denominator = figure.denominator
    else { return nil }
    let words = asked.words
    let shares = [numerator, denominator].map { words.text($0, decimals: $0.whole == nil ? 1 : 0) }
    return words.term("page.why-reported", ["value": shares.joined(separator: "/")])
  }

  private static func whyName(_ id: String, _ model: Identifier<Model>?, _ asked: Asked) -> String {
    if let model { return asked.moment.charter?.model(model)?.name[asked.words.language] ?? "" }
    if let figure = asked.moment.figure(Identifier(rawValue: id)) { return figure.name ?? "" }
    return asked.moment.target(Identifier(rawValue: id))?.name ?? ""
  }

  // MARK: Search and lists

  private static func search(_ asked: Asked, _ linker: Linker) -> Content {
    let title = asked.words.term("page.search")
    let text = asked.query["q"]
    let found = text.map { asked.answers.search($0) }
    return Content(
      title: title, template: "search",
      context: [
        "title": title, "text": text ?? "",
        "count": found.map { table in
          asked.words.term("page.found", ["count": asked.words.text(Int64(table.rows.count)), "text": text ?? ""])
        } ?? false,
        "table": found.map { view($0, title, asked, linker) } ?? false,
      ])
  }

  /// Tables that need nothing but a day.
  static let listed = Endpoint.all.filter { endpoint in
    endpoint.kind == .list && endpoint.name != "log" && endpoint.name != "units"
      && !endpoint.parameters.contains { $0.isRequired }
  }

  private static func tables(_ asked: Asked, _ linker: Linker) -> Content {
    let title = asked.words.term("page.menu-lists")
    let items =
      [("page.differences", DifferencesPage.path), ("page.what-if", WhatIfPage.path)].map { key, path in
        ["label": asked.words.term(key), "link": linker.to(path)]
      }
      + listed.map { endpoint in
        ["label": asked.words.term("api.\(endpoint.name)"), "link": linker.to("tables", id: endpoint.name)]
      }
    return Content(title: title, template: "list", context: ["title": title, "items": items])
  }

  private static func table(_ asked: Asked, _ linker: Linker) throws -> Content {
    guard let endpoint = listed.first(where: { $0.name == asked.part("id") }),
      let table = try endpoint.answer(asked).table
    else { throw Refusal.notFound }
    let title = asked.words.term("api.\(endpoint.name)")
    let own = asked.query.pairs.filter { !Linker.keptNames.contains($0.name) }
    func file(_ format: String) -> String { linker.to(Endpoint.base + endpoint.path, own + [("format", format)]) }
    return Content(
      title: title, template: "table-page",
      context: [
        "title": title, "csv": file("csv"), "json": file("json"), "table": view(table, title, asked, linker),
      ])
  }

  // MARK: Reports

  private static func reports(_ asked: Asked, _ linker: Linker) -> Content {
    let title = asked.words.term("page.menu-reports")
    let words = FormWords(asked.words.language)
    let items = Papers.ids.map { id in
      ["label": words.flatMap { Papers.title(id, $0) } ?? id, "link": linker.to("reports", id: id)]
    }
    return Content(title: title, template: "list", context: ["title": title, "items": items])
  }

  private static func report(_ asked: Asked, _ linker: Linker) throws -> Content {
    let paper = try asked.paper()
    var context: [String: Any] = [
      "title": paper.title, "print": linker.to("/reports/\(paper.id)/print"),
      "csv": linker.to("\(Endpoint.base)/reports/\(paper.id)", [("format", "csv")]),
      "stamp": paper.stampLine(try asked.stamp()) ?? "",
    ]
    switch paper {
    case let form as Form: context["table"] = view(form.shownTable, form.title, asked, linker)
    case let summary as Summary: context["summary"] = view(summary, linker)
    default: context["table"] = view(paper.table, paper.title, asked, linker)
    }
    return Content(title: paper.title, template: "report", context: context)
  }

  /// Each sentence leads to where its figures are explained.
  private static func view(_ summary: Summary, _ linker: Linker) -> [String: Any] {
    func link(_ subject: Summary.Subject) -> String {
      switch subject {
      case .model(let id): linker.to("why", id: id.rawValue)
      case .target(let id): linker.to("why", id: id.rawValue)
      case .directive(let id): linker.to("directives", id: id.rawValue)
      case .unit(let id): linker.to("units", id: id.rawValue)
      case .form(let number): linker.to("reports", id: number)
      case .document(let id): linker.to("documents", id: id.rawValue)
      }
    }
    let sections = summary.sections.map { section -> [String: Any] in
      [
        "heading": section.heading, "isBelow": section.isBelow, "toWrite": section.isToWrite ? summary.toWrite : false,
        "sentences": section.sentences.map { sentence -> [String: Any] in
          ["text": sentence.text, "link": sentence.subject.map(link) ?? false, "marks": sentence.marks]
        },
      ]
    }
    return [
      "asOf": summary.asOf, "sections": sections, "notes": summary.notes,
      "footnotes": summary.footnoteTexts.enumerated().map { ["number": $0.offset + 1, "text": $0.element] },
    ]
  }

  private static func printed(_ asked: Asked) throws -> Content {
    let paper = try asked.paper()
    return Content(title: paper.title, template: "", context: [:], whole: paper.html(stamp: try asked.stamp()))
  }
}

/// The tree under a figure as the template `why-node` takes it.
struct WhyView {
  let asked: Asked
  let linker: Linker

  /// - Parameter isCrowded: whether it has many beside it, so that it is better folded.
  func node(_ node: WhyNode, depth: Int, isCrowded: Bool) -> [String: Any] {
    let children = node.children.map { self.node($0, depth: depth + 1, isCrowded: node.children.count > 4) }
    return [
      "text": asked.answers.line(node), "link": link(node) ?? false, "quotation": quotation(node) ?? false,
      "children": children, "hasChildren": !children.isEmpty,
      "isOpen": !isCrowded && (depth < 3 || children.count == 1),
    ]
  }

  private func link(_ node: WhyNode) -> String? {
    if case .unit(let unit)? = node.values["unit"] { return linker.to("units", id: unit.rawValue) }
    if case .decision(let decision)? = node.values["id"] { return linker.to("decisions", id: decision.rawValue) }
    guard case .text(let id)? = node.values["id"] else { return nil }
    switch node.term {
    case "why.decision": return linker.to("decisions", id: id)
    case "why.document": return linker.to("documents", id: id)
    case "why.reading": return linker.to("readings", id: id)
    case "why.figure", "why.target", "why.observation": return linker.to("why", id: id)
    default: return nil
    }
  }

  /// The words of the source, where they are here.
  private func quotation(_ node: WhyNode) -> String? {
    guard node.term == "why.statement", case .text(let id)? = node.values["id"] else { return nil }
    return asked.text(of: Identifier(rawValue: id))
  }
}
