// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import Foundation

/// A line of a table, by the names of its columns.
struct TableRow: Sendable {
  let file: String
  let line: Int
  fileprivate let fields: [String]
  fileprivate let places: [String: Int]

  init(file: String, line: Int, fields: [String], places: [String: Int] = [:]) {
    self.file = file
    self.line = line
    self.fields = fields
    self.places = places
  }

  /// The field without the spaces around it, in NFC; empty where the table has no such column.
  subscript(column: String) -> String {
    guard let place = places[column], place < fields.count else { return "" }
    return fields[place]
  }

  /// The field at a place counted from nought; empty where the line is shorter.
  subscript(place: Int) -> String { place < fields.count ? fields[place] : "" }

  var span: SourceSpan { SourceSpan(file: file, line: line, column: 1) }
}

/// A table with a line of names at its head. Faults go to the sink, each with its line; a line that
/// cannot be read is left out and the reading goes on.
struct TableFile {
  let columns: [String]
  private(set) var rows: [TableRow] = []

  init?(
    _ bytes: [UInt8], file: String, needs needed: [String], isLoose: Bool = false, into sink: DiagnosticSink
  ) {
    guard sink.isTableText(bytes, file: file) else { return nil }
    var scanner = CSVScanner(bytes)
    var fields: [CSVField] = []
    guard scanner.next(&fields) else {
      sink.tableIsEmpty(SourceSpan(file: file, line: 1, column: 1))
      return nil
    }
    columns = fields.map { tableText(scanner.text($0)) }
    let head = SourceSpan(file: file, line: scanner.recordLine, column: 1)
    let missing = needed.filter { !columns.contains($0) }
    guard missing.isEmpty else {
      sink.tableLacks(missing, of: columns, at: head)
      return nil
    }
    guard needed.isEmpty || !sink.tableRepeats(columns, at: head) else { return nil }
    let places = Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    while scanner.next(&fields) {
      let span = SourceSpan(file: file, line: scanner.recordLine, column: 1)
      if let open = scanner.openQuote {
        sink.tableQuote(in: file, openedOn: open)
        break
      }
      guard isLoose || fields.count == columns.count else {
        sink.tableWidth(fields.count, of: columns.count, at: span)
        continue
      }
      rows.append(
        TableRow(
          file: file, line: scanner.recordLine, fields: fields.map { tableText(scanner.text($0)) },
          places: places))
    }
  }
}

/// A field of a table without the spaces around it, in NFC.
public func tableText(_ text: String) -> String {
  let scalars = text.unicodeScalars
  guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
    let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
  else { return "" }
  let isTrimmed = first == scalars.startIndex && scalars.index(after: last) == scalars.endIndex
  let trimmed = isTrimmed ? text : String(text[first...last])
  // Letters below the combining marks, and those of Vietnamese, are composed as they stand.
  let isComposed = trimmed.unicodeScalars.allSatisfy { $0.value < 0x300 || (0x1E00...0x1EFF).contains($0.value) }
  return isComposed ? trimmed : trimmed.precomposedStringWithCanonicalMapping
}
