// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// What is wrong with a table, said the same way by every import and by conversion.
extension DiagnosticSink {
  /// Whether the bytes are UTF-8; the first line that is not is told.
  public func isTableText(_ bytes: [UInt8], file: String) -> Bool {
    guard String(validating: bytes, as: UTF8.self) == nil else { return true }
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    fault("not-utf8", at: SourceSpan(file: file, line: bad + 1, column: 1))
    return false
  }

  public func tableIsEmpty(_ span: SourceSpan) { fault("empty-table", at: span) }

  /// Whether a name stands over several columns; told then.
  public func tableRepeats(_ columns: [String], at span: SourceSpan) -> Bool {
    var seen: Set<String> = []
    let repeated = columns.filter { !$0.isEmpty && !seen.insert($0).inserted }
    guard !repeated.isEmpty else { return false }
    fault("table-columns-twice", at: span, ["columns": .list(repeated)])
    return true
  }

  public func tableLacks(_ columns: [String], of known: [String], at span: SourceSpan) {
    fault("table-columns", at: span, ["missing": .list(columns), "known": .list(known)])
  }

  /// A line with another number of fields than the table has columns.
  public func tableWidth(_ found: Int, of expected: Int, at span: SourceSpan) {
    fault("table-width", at: span, ["found": .number(Int64(found)), "expected": .number(Int64(expected))])
  }

  public func tableQuote(in file: String, openedOn line: Int) {
    fault("table-quote", at: SourceSpan(file: file, line: line, column: 1))
  }

  /// A field that does not say what its column is for.
  ///
  /// - Parameter expected: the word of the catalogue under `expected.`.
  public func tableField(_ column: String, _ text: String, is expected: String, at span: SourceSpan) {
    fault(
      "table-field", at: span,
      ["column": .text(column), "text": .text(text), "expected": .term("expected.\(expected)")])
  }

  /// What stands in `line` already.
  public func tableDuplicate(_ column: String, _ text: String, of line: Int, at span: SourceSpan) {
    fault(
      "table-duplicate", at: span, ["column": .text(column), "text": .text(text), "line": .number(Int64(line))])
  }

  /// - Parameter fault: the word of the catalogue under `table-fault.`.
  public func tableContradiction(_ text: String, _ fault: String, at span: SourceSpan) {
    self.fault("table-contradiction", at: span, ["text": .text(text), "fault": .term("table-fault.\(fault)")])
  }

  public func tableEnds(_ text: String, from: Day, until: Day, at span: SourceSpan) {
    fault("table-ends-before-start", at: span, ["text": .text(text), "from": .day(from), "until": .day(until)])
  }

  /// A code that no unit has on the day: who bore it at another time, else the one most likely meant.
  public func tableUnknownCode(
    _ column: String, _ code: String, on day: MessageValue, bearer: (name: String, isLater: Bool)?,
    among known: some Sequence<String>, at span: SourceSpan
  ) {
    var values: [String: MessageValue] = ["column": .text(column), "text": .text(code), "day": day]
    if let bearer {
      values["other"] = .text(bearer.name)
      values["period"] = .term(bearer.isLater ? "period.later" : "period.earlier")
    } else if let near = withNoughts(code, among: known) ?? (code.count > 2 ? nearest(to: code, among: known) : nil) {
      values["nearest"] = .text(near)
    }
    fault("table-unknown-code", at: span, values)
  }
}

extension DiagnosticSink {
  func field(_ column: String, of row: TableRow, is expected: String) {
    tableField(column, row[column], is: expected, at: row.span)
  }
}
