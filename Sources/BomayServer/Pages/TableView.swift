// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// A table as the template `table` takes it. Columns that are empty in every row are left out.
struct TableView {
  let table: Table
  let linker: Linker
  let words: Catalogue
  var caption: String?
  /// More rows than this are for the file, not for a page.
  var most = 500

  var context: [String: Any] {
    let shown = Array(table.rows.prefix(most))
    let identifier = table.columns.firstIndex { $0.key == "id" }
    let name = table.columns.firstIndex { $0.key == "designation" }
    let filled = table.columns.indices.filter { index in
      shown.contains { !isEmpty($0[index]) } && !(index == identifier && name != nil)
    }
    let heads = filled.map { index -> [String: Any] in
      ["label": table.columns[index].label, "class": areNumbers(shown, index) ? "n" : ""]
    }
    let rows = shown.map { row -> [String: Any] in
      let key = fieldName(row)
      let cells = filled.enumerated().map { place, index -> [String: Any] in
        var value = row[index]
        // A name says more than an identifier, and leads to the same page.
        if index == name, let identifier, case .text(let id) = row[identifier] {
          value = .named(id, shown: value.shown(words))
        }
        var cell = cell(value, column: key ?? table.columns[index].key)
        cell["isHead"] = place == 0 && !isEmpty(value)
        if isFields, place == 0 { cell["class"] = "field" }
        return cell
      }
      return ["cells": cells]
    }
    let rest = table.rows.count - shown.count
    return [
      "caption": caption ?? table.title ?? "", "heads": heads, "rows": rows, "hasRows": !rows.isEmpty,
      "notes": table.notes,
      "rest": rest > 0
        ? words.term("page.more-rows", ["shown": words.text(Int64(most)), "all": words.text(Int64(table.rows.count))])
        : false,
      "nothing": words.term("page.nothing"),
    ]
  }

  /// Whether a column holds nothing but numbers: then its head stands above them.
  private func areNumbers(_ rows: [[Cell]], _ index: Int) -> Bool {
    let filled = rows.filter { !isEmpty($0[index]) }
    return !filled.isEmpty && filled.allSatisfy { isNumber($0[index]) }
  }

  /// In a list of fields, the field of the row stands for its column.
  private func fieldName(_ row: [Cell]) -> String? {
    guard table.columns.first?.key == "field", case .named(let key, _)? = row.first else { return nil }
    return key
  }

  private func cell(_ cell: Cell, column: String) -> [String: Any] {
    var items: [[String: Any]] = []
    var isList = false
    if case .list(let list) = cell, list.count > 1 {
      isList = true
      items = list.map { ["pieces": pieces($0, column)] }
    } else {
      items = [["pieces": pieces(cell, column)]]
    }
    let first = isList && items.count > Self.listed ? Array(items.prefix(Self.listed)) : items
    let more = Array(items.dropFirst(first.count))
    return [
      "class": kind(cell, column), "isList": isList, "items": first,
      "more": more.isEmpty
        ? false
        : ["summary": words.term("page.more", ["count": String(more.count)]), "items": more] as [String: Any],
    ]
  }

  /// Of a longer list the rest is folded away.
  private static let listed = 8

  private func kind(_ cell: Cell, _ column: String) -> String {
    if isNumber(cell) { return "n" }
    if case .term(let word, let key) = cell, Self.marked.contains(String(key.prefix { $0 != "." })) {
      return "mark s-\(word)"
    }
    return ""
  }

  /// Families of words that bear a mark as well as a colour.
  private static let marked: Set<String> = ["state", "obligation", "directive", "target", "severity", "verdict"]

  private func pieces(_ cell: Cell, _ column: String) -> [[String: Any]] {
    switch cell {
    case .text(let text) where column == "kind": return [piece(kindName(text), nil)]
    case .named(let id, let shown):
      return [piece(shown, column == "field" || column == "kind" ? nil : linker.page(of: id))]
    case .text(let text):
      return [
        piece(
          text,
          Self.linked.contains(column) && !(column == "id" && isFields) ? linker.page(of: text, column: column) : nil)
      ]
    case .object(let members):
      var found: [[String: Any]] = []
      for (key, value) in members where !isEmpty(value) {
        if !found.isEmpty { found.append(piece(", ", nil)) }
        found += pieces(value, key)
      }
      return found
    case .list(let items):
      var found: [[String: Any]] = []
      for item in items {
        if !found.isEmpty { found.append(piece("; ", nil)) }
        found += pieces(item, column)
      }
      return found
    case .number(let number) where column == "revision":
      return [piece(String(number), linker.to("log", id: String(number)))]
    default: return [piece(cell.shown(words), nil)]
    }
  }

  /// Whether it is a list of fields, of which `id` is the thing itself.
  private var isFields: Bool { table.columns.first?.key == "field" }

  private func kindName(_ id: String) -> String {
    linker.answers?.moment.charter?.kind(Identifier(rawValue: id))?.name[words.language] ?? id
  }

  private func piece(_ text: String, _ link: String?) -> [String: Any] { ["text": text, "link": link ?? false] }

  /// Columns whose plain texts are identifiers.
  private static let linked: Set<String> = [
    "decision", "decisions", "origin", "closedBy", "pilot", "directive", "reading", "readings", "model", "target",
    "figure", "id", "unit", "about", "from_unit", "to_unit", "parent",
    "from", "to",
  ]

  private func isEmpty(_ cell: Cell) -> Bool {
    switch cell {
    case .nothing: true
    case .text(let text): text.isEmpty
    case .list(let items): items.isEmpty
    default: false
    }
  }

  private func isNumber(_ cell: Cell) -> Bool {
    switch cell {
    case .number, .value, .percent: true
    default: false
    }
  }
}
