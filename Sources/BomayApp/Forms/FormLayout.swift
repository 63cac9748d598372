// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange

/// How the forms are laid out, and which indicators of the register fill them: data, beside the words.
struct FormLayout: Sendable {
  struct Column: Sendable {
    let key: String
    /// How it is computed from other columns, by their numbers: `(6)-(4)`.
    let formula: String?
  }

  /// Who issues a form: the side of its letterhead, and the body above the issuer by its slot.
  struct Letterhead: Sendable {
    let id: String
    let side: String
    let superior: String
  }

  struct Sheet: Sendable {
    let columns: [Column]
    let letterhead: Letterhead?
    /// Whether it is printed across the page.
    let isWide: Bool
    /// Whether its many words ask for smaller letters in the table.
    let isDense: Bool
    /// The column that bears the words of the total row.
    let label: String
    /// Identifiers of the register by what they fill.
    let sources: [String: String]
  }

  /// Levels of areas: of the whole, of the localities in the rows, of the areas within a locality.
  let province: String
  let locality: String
  let member: String
  private let sheets: [String: Sheet]

  /// The layout that comes with the program.
  static let standard = FormLayout("words/forms.layout.yaml")

  private init?(_ path: String) {
    guard let bytes = Resources.bytes(path) else { return nil }
    let sink = DiagnosticSink()
    guard let root = readYAML(bytes, file: path, into: sink).first, !sink.hasErrors else { return nil }
    province = root["levels"]?["province"]?.text ?? ""
    locality = root["levels"]?["locality"]?.text ?? ""
    member = root["levels"]?["member"]?.text ?? ""
    let letterheads = Dictionary(
      (root["letterheads"]?.pairs ?? []).map { pair in
        (
          pair.key,
          Letterhead(
            id: pair.key, side: pair.value["side"]?.text ?? "", superior: pair.value["superior"]?.text ?? "")
        )
      }, uniquingKeysWith: { first, _ in first })
    sheets = Dictionary(
      (root["forms"]?.pairs ?? []).map { ($0.key, FormLayout.sheet($0.value, letterheads)) },
      uniquingKeysWith: { first, _ in first })
  }

  private static func sheet(_ node: Node, _ letterheads: [String: Letterhead]) -> Sheet {
    Sheet(
      columns: (node["columns"]?.list ?? []).compactMap { item in
        if let key = item.text { return Column(key: key, formula: nil) }
        return item.pairs?.first.map { Column(key: $0.key, formula: $0.value.text) }
      },
      letterhead: node["letterhead"]?.text.flatMap { letterheads[$0] }, isWide: node["wide"]?.text == "true",
      isDense: node["dense"]?.text == "true", label: node["label"]?.text ?? "",
      sources: Dictionary(
        (node["sources"]?.pairs ?? []).compactMap { pair in pair.value.text.map { (pair.key, $0) } },
        uniquingKeysWith: { first, _ in first }))
  }

  subscript(number: String) -> Sheet? { sheets[number] }
}
