// SPDX-License-Identifier: Apache-2.0
public import BomayStore

extension Form {
  /// Plain text: title, reporting unit, day, the table with its column numbers and total row, notes and
  /// footnotes. Columns are wrapped so that a line fits `width`, as far as they can be.
  ///
  /// - Parameter stamp: size and root of the log at the revision shown; the last line, never wrapped.
  public func text(width: Int?, stamp: TreeHead?) -> String {
    var parts = [title] + [unitLine, asOfLine].compactMap { $0 } + [""]
    parts += FormGrid(self, width: width).lines
    parts.append("")
    parts += (notes + footnotes.texts).flatMap { Table.lines(of: $0, width: width.map { max($0, 20) } ?? .max) }
    if let stamp = stampLine(stamp) { parts += ["", stamp] }
    return parts.joined(separator: "\n") + "\n"
  }
}

/// The table of a form in columns of characters.
private struct FormGrid {
  private let heads: [[String]]
  private let rows: [[String]]
  private let total: [String]
  private let isNumber: [[Bool]]
  private let widths: [Int]

  init(_ form: Form, width: Int?) {
    heads = [form.headings, form.columnNumbers]
    rows = form.lines.map { $0.cells.map(\.text) }
    total = form.total.cells.map(\.text)
    isNumber = (form.lines + [form.total]).map { $0.cells.map(\.isNumber) }
    let all = heads + rows + [total]
    var widths = heads[0].indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    if let width {
      // No column becomes narrower than its longest word, nor than a few letters.
      let least = heads[0].indices.map { column in
        min(12, all.flatMap { $0[column].split(separator: " ") }.map(\.count).max() ?? 0)
      }
      let gaps = 2 * max(0, widths.count - 1)
      while widths.reduce(gaps, +) > width {
        let wide = widths.indices.filter { widths[$0] > max(least[$0], 3) }
        guard let widest = wide.max(by: { widths[$0] < widths[$1] }) else { break }
        widths[widest] -= 1
      }
    }
    self.widths = widths
  }

  var lines: [String] {
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    var lines = wrapped(heads[0], []) + wrapped(heads[1], []) + [rule]
    for (row, right) in zip(rows, isNumber) { lines += wrapped(row, right) }
    return lines + [rule] + wrapped(total, isNumber[isNumber.count - 1])
  }

  private func wrapped(_ texts: [String], _ right: [Bool]) -> [String] {
    let parts = zip(texts, widths).map { Table.lines(of: $0, width: max($1, 1)) }
    return (0..<(parts.map(\.count).max() ?? 0)).map { line in
      parts.indices.map { column in
        let text = line < parts[column].count ? parts[column][line] : ""
        let padding = String(repeating: " ", count: max(0, widths[column] - text.count))
        return column < right.count && right[column] ? padding + text : text + padding
      }.joined(separator: "  ").trimmedRight
    }
  }
}
