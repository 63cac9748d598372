// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// A row as it is printed: every column in its place, every value with the numbers of its footnotes.
struct FormLine: Sendable {
  struct Printed: Sendable {
    /// As machines read it.
    let value: Cell
    /// As people read it: each part with its footnotes.
    let parts: [(text: String, marks: [Int])]
    /// In a CSV field.
    let field: String
    let isNumber: Bool

    /// For a screen, which has no footnotes to lead to.
    var shown: Cell {
      switch value {
      case .named: value
      case .list(let items) where items.allSatisfy(\.isNamed): value
      default: isNumber && field == value.plain ? value : .text(parts.map(\.text).joined(separator: FormLine.separator))
      }
    }

    /// On one line, with the footnotes behind.
    var text: String {
      parts.map { part in
        part.marks.isEmpty ? part.text : part.text + " " + part.marks.map { "(\($0))" }.joined()
      }.joined(separator: FormLine.separator)
    }
  }

  static let separator = " | "
  let cells: [Printed]

  /// - Parameter number: of the row; `nil` for the total row.
  init(_ row: FormRow, number: Int?, _ sheet: FormLayout.Sheet, _ footnotes: inout Footnotes) {
    var row = row
    let values = sheet.columns.compactMap { row[$0.key] }
    let sources = values.flatMap(\.allSources)
    let readings = footnotes.readings(under: sources)
    if values.contains(where: \.isAtLeast) { row.note(footnotes.words("note.atLeast")) }
    if values.contains(where: { $0.mayBeLater }) { row.note(footnotes.words("note.dayUnknown")) }
    if readings.contains(where: { $0.isToVerify }) { row.note(footnotes.words("verify")) }
    cells = sheet.columns.map { column in
      switch column.key {
      case "stt": FormLine.counter(number)
      case "note": FormLine.note(row.notes, readings, footnotes)
      default: row[column.key].map { FormLine.printed($0, &footnotes) } ?? FormLine.blank
      }
    }
  }

  private static let blank = Printed(value: .nothing, parts: [], field: "", isNumber: false)

  private static func counter(_ number: Int?) -> Printed {
    guard let number else { return Printed(value: .text("total"), parts: [], field: "", isNumber: false) }
    return Printed(
      value: .number(Int64(number)), parts: [(text: String(number), marks: [])], field: String(number), isNumber: false)
  }

  /// Machines that read a row alone find there on what it rests, since they see no footnotes.
  private static func note(_ notes: [String], _ readings: [Footnotes.Mended], _ footnotes: Footnotes) -> Printed {
    let rests = readings.map { footnotes.short($0) }.joined(separator: ", ")
    let plain = notes + (readings.isEmpty ? [] : [footnotes.words("note.readings", ["readings": rests])])
    return Printed(
      value: plain.isEmpty ? .nothing : .list(plain.map { .text($0) }),
      parts: notes.isEmpty ? [] : [(text: notes.joined(separator: "; "), marks: [])],
      field: plain.joined(separator: "; "), isNumber: false)
  }

  private static func printed(_ cell: FormCell, _ footnotes: inout Footnotes) -> Printed {
    let catalogue = footnotes.answers.words
    var parts: [(text: String, marks: [Int])] = []
    for part in cell.parts.isEmpty ? [cell] : cell.parts {
      let text = part.shown ?? part.value.shown(catalogue)
      parts.append((text: text, marks: text.isEmpty ? [] : footnotes.marks(under: part.sources)))
    }
    let shown = parts.map(\.text).joined(separator: separator)
    let isPlain = cell.parts.isEmpty && cell.value.isNumber && !cell.isAtLeast
    let field = isPlain ? cell.value.plain : shown
    return Printed(value: cell.value, parts: parts, field: field, isNumber: cell.value.isNumber)
  }
}
