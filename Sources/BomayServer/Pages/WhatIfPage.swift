// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// What would be more or left over if models were separated, or units merged. It asks; it records nothing.
struct WhatIfPage {
  static let path = "/what-if"

  let asked: Asked
  let linker: Linker

  private var words: Catalogue { asked.words }
  private var answers: Answers { asked.answers }

  func content() throws -> Page.Content {
    let title = words.term("page.what-if")
    let filled = FilledForm(Self.form, answers, day: "") { asked.query[$0] }
    var fields = FieldViews(filled: filled, findings: FormFindings(nil, filled), words: words, view: nil)
    let separations = answers.separations(answers.models)
    let shown = Self.form.parts[0].fields.map { fields.view($0, part: Self.form.parts[0]) }
    return Page.Content(
      title: title, template: "what-if",
      context: [
        "title": title, "model": asked.query["model"] ?? false,
        "separations": table(separations, "page.what-if-separate"),
        "links": separations.rows.compactMap { row -> [String: Any]? in
          guard case .text(let model)? = row.first else { return nil }
          return ["label": model, "link": linker.to(Self.path, [("model", model)]) + "#separate"]
        },
        "separation": try asked.query["model"].map { try separation(asked.model(known: $0)) } ?? false,
        "fields": shown, "merger": try merger(filled) ?? false,
        "csv": linker.to(Endpoint.base + "/separations", [("format", "csv")]),
      ])
  }

  private func table(_ table: Table, _ key: String, _ values: [String: String] = [:]) -> [String: Any] {
    TableView(table: table, linker: linker, words: words, caption: words.term(key, values)).context
  }

  private func separation(_ model: Identifier<Model>) -> [String: Any] {
    let values = ["model": asked.moment.charter?.model(model)?.name[words.language] ?? model.rawValue]
    return [
      "heading": words.term("page.what-if-separate-model", values),
      "table": table(answers.separation(model), "page.what-if-separate-model", values),
      "csv": linker.to("\(Endpoint.base)/separations/\(Query.encoded(model.rawValue))", [("format", "csv")]),
    ]
  }

  // MARK: Merging

  /// The fields by which units are named; it makes no document.
  private static let form = RecordForm(
    id: "what-if", group: "",
    parts: [
      FormPart(
        name: "what-if", verb: nil,
        fields: [
          .picks("unit", .unit, needed: true, most: 8), FormField(key: "kind", kind: .charter(.kinds)),
        ])
    ])

  /// `nil` where fewer than two units are named yet, or one of the texts names nothing or several things.
  private func merger(_ filled: FilledForm) throws -> [String: Any]? {
    let units = filled.several("what-if.unit", most: 8).map(\.value)
    guard Set(units).count > 1, filled.questions.isEmpty else { return nil }
    let kind = filled.value("what-if.kind")
    let outlook = try asked.merger(of: units, into: kind.isEmpty ? nil : kind)
    var outcome = answers.merger(outlook)
    // The table beside it has them.
    outcome.rows.removeFirst()
    return [
      "parts": table(answers.parts(of: outlook), "page.what-if-parts"),
      "outcome": table(outcome, "page.what-if-outcome"),
    ]
  }
}

extension Asked {
  func merger(of ids: [String], into kind: String?) throws -> MergerOutlook {
    let units = try ids.map { try unit(known: $0) }
    let kind = try kind.map { text -> Identifier<UnitKind> in
      let kind = Identifier<UnitKind>(rawValue: text)
      guard moment.charter?.kind(kind) != nil else { throw Refusal.notOneOf("kind", text, moment.countable) }
      return kind
    }
    guard let outlook = moment.merger(of: units, into: kind) else { throw Refusal.missing("unit") }
    return outlook
  }
}
