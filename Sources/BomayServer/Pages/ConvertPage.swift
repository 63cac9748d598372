// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation
import HTTPTypes

/// A table of figures, as a file or pasted, carried over to the units of another day. Nothing of it is kept.
struct ConvertPage {
  static let path = "/convert"

  var asked: Asked
  let linker: Linker

  /// Lines of the outcome that the page shows; the file has them all.
  private static let mostLines = 200

  private var words: Catalogue { asked.words }
  private static let fields = [
    "key", "sum", "mean", "by", "kind", "from", "to", "measure", "assume", "pasted", "format",
  ]

  func content() throws -> Page.Content {
    guard !asked.body.isEmpty else { return page(asked.query) }
    guard let form = MultipartForm(asked.body, type: asked.contentType) else { throw Refusal.unreadableForm }
    guard form.parts.allSatisfy({ ($0.file == nil) == (Self.fields.contains($0.name)) }) else {
      throw Refusal.unreadableForm
    }
    var own = self
    let pasted = form["pasted"]?.text ?? ""
    let chosen = form["table"].map { Array($0.bytes) } ?? []
    let bytes = chosen.isEmpty ? Array(Self.commas(pasted).utf8) : chosen
    var pairs = form.parts.filter { $0.file == nil && !["pasted", "key", "sum"].contains($0.name) }.map {
      (name: $0.name, value: $0.text.trimmingCharacters(in: .whitespaces))
    }
    pairs += Self.columns(of: bytes, form, pairs)
    own.asked.query = Query(pairs: pairs + linker.kept)
    let weights = form["weights"].flatMap { part in
      part.bytes.isEmpty ? nil : InputFile(name: "weights.csv", bytes: Array(part.bytes))
    }
    return own.outcome(bytes, weights, pasted: chosen.isEmpty ? pasted : "")
  }

  private func outcome(_ bytes: [UInt8], _ weights: InputFile?, pasted: String) -> Page.Content {
    do {
      guard !bytes.isEmpty else { throw Refusal.missing(words.term("page.table-file")) }
      let converted = try asked.converted(
        InputFile(name: "table.csv", bytes: bytes), weights: weights, as: .csv)
      if asked.query["format"] == "csv" {
        return Page.Content(
          title: "", template: "", context: [:],
          file: ("converted-\(asked.query["to"] ?? "").csv", "\u{FEFF}" + converted.text))
      }
      return page(asked.query, pasted: pasted, shown: shown(converted))
    } catch let refusal as Refusal {
      var content = page(asked.query, pasted: pasted, refused: refused(refusal))
      content.status = refusal.status
      return content
    } catch {
      var content = page(asked.query, pasted: pasted, refused: ["title": "\(error)", "detail": "", "findings": false])
      content.status = .internalServerError
      return content
    }
  }

  // MARK: What was sent

  /// Cells copied out of a spreadsheet come with tabs between them.
  static func commas(_ text: String) -> String {
    guard text.prefix(while: { !$0.isNewline }).contains("\t") else { return text }
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map { cell in
        cell.contains { $0 == "," || $0 == "\"" } ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : String(cell)
      }.joined(separator: ",")
    }.joined(separator: "\n")
  }

  /// The columns named in the form. Where none is named the codes are in the first column, and every other one that
  /// begins with a number is added up.
  private static func columns(
    of bytes: [UInt8], _ form: MultipartForm, _ pairs: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    func cells(_ line: Substring) -> [String] {
      line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"\u{FEFF}"))
      }
    }
    let lines = String(decoding: bytes.prefix(8192), as: UTF8.self).split(whereSeparator: \.isNewline).prefix(2)
    let heads = lines.first.map(cells) ?? []
    let first = lines.count > 1 ? cells(lines[1]) : []
    func field(_ name: String) -> String { form[name]?.text.trimmingCharacters(in: .whitespaces) ?? "" }
    let key = field("key").isEmpty ? heads.first ?? "" : field("key")
    var sum = field("sum")
    if sum.isEmpty, pairs.first(where: { $0.name == "mean" })?.value.isEmpty ?? true {
      let by = Set((pairs.first { $0.name == "by" }?.value ?? "").split(separator: ",").map(String.init))
      sum = zip(heads, first).filter { head, cell in
        head != key && !by.contains(head) && !cell.isEmpty && Double(cell) != nil
      }.map(\.0).joined(separator: ",")
    }
    return [("key", key), ("sum", sum)]
  }

  // MARK: What is shown

  private func shown(_ converted: Asked.Converted) -> [String: Any] {
    let lines = converted.text.split(separator: "\r\n").map(String.init)
    var rows = lines.prefix(Self.mostLines + 1).map { Self.cells($0) }
    let heads = rows.isEmpty ? [] : rows.removeFirst()
    let table = Table(
      columns: heads.map { Table.Column($0, $0 == "name" || $0 == "marks" ? words.label("convert-\($0)") : $0) },
      rows: rows.map { row in heads.indices.map { .text($0 < row.count ? row[$0] : "") } })
    let values = [
      "lines": words.text(Int64(converted.rowCount)), "count": words.text(Int64(max(0, lines.count - 1))),
    ]
    return [
      "text": words.term("page.converted", values),
      "rest": lines.count - 1 > Self.mostLines
        ? words.term(
          "page.more-rows",
          ["shown": words.text(Int64(Self.mostLines)), "all": words.text(Int64(lines.count - 1))]) : false,
      "table": TableView(table: table, linker: linker, words: words, caption: words.term("page.convert")).context,
      "findings": findings(converted.findings),
    ]
  }

  /// A line of the program's own CSV.
  static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  private func refused(_ refusal: Refusal) -> [String: Any] {
    [
      "title": refusal.title(words), "detail": refusal.detail(words), "findings": findings(refusal.findings),
    ]
  }

  private func findings(_ all: [Diagnostic]) -> Any {
    all.isEmpty
      ? false
      : all.map { finding -> [String: Any] in
        let said = words.words(finding, asked.moment)
        return [
          "line": finding.span.map { words.term("page.line", ["line": String($0.line)]) } ?? "",
          "summary": said.summary, "remedies": said.remedies, "severity": finding.severity.rawValue,
          "word": words.term("severity.\(finding.severity.rawValue)"),
        ]
      }
  }

  private func page(
    _ query: Query, pasted: String = "", shown: [String: Any]? = nil, refused: [String: Any]? = nil
  ) -> Page.Content {
    let title = words.term("page.convert")
    func choices(_ name: String, _ all: [(value: String, label: String)]) -> [[String: Any]] {
      all.map { ["value": $0.value, "label": $0.label, "isChosen": query[name] == $0.value] }
    }
    let levels = (asked.moment.charter?.levels ?? []).map { ($0.id, $0.name[words.language]) }
    return Page.Content(
      title: title, template: "convert",
      context: [
        "title": title, "action": linker.to(Self.path), "kinds": choices("kind", levels),
        "measures": choices(
          "measure", ShareMeasure.allCases.map { ($0.rawValue, words.term("measure.\($0.rawValue)")) }),
        "assumptions": choices(
          "assume", Assumption.allCases.map { ($0.rawValue, words.term("assume.\($0.rawValue)")) }),
        "key": query["key"] ?? "", "sum": query["sum"] ?? "", "mean": query["mean"] ?? "", "by": query["by"] ?? "",
        "from": query["from"] ?? "", "to": query["to"] ?? "", "pasted": pasted,
        "limit": words.term("page.table-limit", ["most": String(TakenBody.table.most >> 20)]),
        "outcome": shown ?? false, "refused": refused ?? false,
        "isOpen": ["key", "sum", "mean", "by", "measure", "assume"].contains { query[$0] != nil },
      ])
  }
}
