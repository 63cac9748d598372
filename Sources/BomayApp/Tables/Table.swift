// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// Rows of an answer, before any form is given to them: the same table becomes text, JSON, CSV or HTML.
public struct Table: Sendable {
  public struct Column: Sendable {
    /// The key in JSON and the head of the column in CSV.
    public let key: String
    /// The label in the reader's language.
    public let label: String
    public init(_ key: String, _ label: String) {
      self.key = key
      self.label = label
    }
  }

  public var title: String?
  public var columns: [Column]
  public var rows: [[Cell]]
  /// Lines below the table.
  public var notes: [String]

  public init(title: String? = nil, columns: [Column], rows: [[Cell]], notes: [String] = []) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.notes = notes
  }
}

/// One value of a table: machines read it as it is, people as it is worded.
public indirect enum Cell: Sendable, Hashable {
  case nothing
  case text(String)
  case number(Int64)
  /// An exact value, shown and written with so many decimals where it is not whole.
  case value(Rational, decimals: Int)
  /// 100 is 100%; shown with one decimal.
  case percent(Rational)
  case flag(Bool)
  case bound(Bound)
  case day(Day)
  case instant(Instant)
  /// A bound that is a deadline: its last day to machines, as its source has it to people.
  case deadline(Bound)
  /// A word of the program's own (`running`), shown as the catalogue has it.
  case term(String, key: String)
  /// A unit, shown by its designation.
  case named(String, shown: String)
  case list([Cell])
  case object([(String, Cell)])

  public static func == (left: Cell, right: Cell) -> Bool { left.json == right.json }
  public func hash(into hasher: inout Hasher) { hasher.combine(json) }

  static func optional(_ text: String?) -> Cell { text.map { .text($0) } ?? .nothing }
  static func optional(_ bound: Bound?) -> Cell { bound.map { .bound($0) } ?? .nothing }
  static func optional(_ number: Int64?) -> Cell { number.map { .number($0) } ?? .nothing }
  static func deadline(optional bound: Bound?) -> Cell { bound.map { .deadline($0) } ?? .nothing }
  static func percent(optional value: Rational?) -> Cell { value.map { .percent($0) } ?? .nothing }

  /// JSON text of the value.
  public var json: String {
    switch self {
    case .nothing: return "null"
    case .text(let text): return Cell.quoted(text)
    case .number(let number): return String(number)
    case .value(let value, let decimals): return value.whole.map(String.init) ?? value.decimal(decimals)
    case .percent(let value): return value.decimal(1)
    case .flag(let flag): return flag ? "true" : "false"
    case .bound(let bound): return Cell.quoted(bound.description)
    case .day(let day): return Cell.quoted(day.description)
    case .instant(let instant): return Cell.quoted(instant.description)
    case .deadline(let bound): return Cell.quoted(bound.deadline.description)
    case .term(let word, _): return Cell.quoted(word)
    case .named(let id, _): return Cell.quoted(id)
    case .list(let items): return "[" + items.map(\.json).joined(separator: ",") + "]"
    case .object(let members):
      return "{" + members.map { "\(Cell.quoted($0.0)):\($0.1.json)" }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if isPlain { return "\"" + text + "\"" }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.value < 0x20 {
          let hex = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// The value for a person.
  public func shown(_ words: Catalogue) -> String {
    switch self {
    case .nothing: return ""
    case .text(let text): return text
    case .number(let number): return words.text(number)
    case .value(let value, let decimals):
      return value.whole.map { words.text($0) } ?? words.text(value, decimals: decimals)
    case .percent(let value): return words.percent(value)
    case .flag(let flag): return words.term(flag ? "yes" : "no")
    case .bound(let bound): return words.text(bound)
    case .day(let day): return words.text(day)
    case .instant(let instant): return words.text(instant)
    case .deadline(let bound): return words.text(bound)
    case .term(_, let key): return words.term(key)
    case .named(_, let shown): return shown
    case .list(let items):
      // People are told of many by a few and the count; machines get them all.
      let shown = items.count > 12 ? Array(items.prefix(3)) : items
      let text = shown.map { $0.shown(words) }.joined(separator: "; ")
      return items.count > 12 ? "\(text); … (\(items.count))" : text
    case .object(let members): return members.map { $0.1.shown(words) }.filter { !$0.isEmpty }.joined(separator: ", ")
    }
  }

  /// The value in a CSV field: as machines read it, lists joined with `; `.
  var plain: String {
    switch self {
    case .nothing: ""
    case .text(let text), .term(let text, _), .named(let text, _): text
    case .list(let items): items.map(\.plain).joined(separator: "; ")
    case .object(let members): members.map { $0.1.plain }.joined(separator: " ")
    case .bound(let bound): bound.description
    case .day(let day): day.description
    case .instant(let instant): instant.description
    case .deadline(let bound): bound.deadline.description
    case .value(let value, _): value.description
    default: json
    }
  }
}

extension Table {
  /// One JSON array of objects, a row a line.
  public var json: String {
    let lines = rows.map { row in
      "  {" + zip(columns, row).map { "\"\($0.key)\":\($1.json)" }.joined(separator: ",") + "}"
    }
    return lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n]"
  }

  /// RFC 4180, with CRLF; a byte-order mark is the caller's to add.
  public var csv: String {
    let head = columns.map { Table.field($0.key) }.joined(separator: ",")
    return ([head] + rows.map { $0.map { Table.field($0.plain) }.joined(separator: ",") })
      .joined(separator: "\r\n") + "\r\n"
  }

  /// A field that a spreadsheet would take for a formula gets an apostrophe before it.
  static func field(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), !isNumber(text) {
      text = "'" + text
    }
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static func isNumber(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    return digits.first?.isNumber == true && digits.allSatisfy { $0.isNumber || ".,%".contains($0) }
  }

  /// Columns side by side, wrapped to so many characters; unlimited where `width` is `nil`. A column
  /// that is empty in every row is left out.
  public func text(_ words: Catalogue, width: Int?) -> String {
    let filled = columns.indices.filter { index in rows.isEmpty || rows.contains { !$0[index].isEmpty } }
    guard filled.count == columns.count else {
      let fewer = rows.map { row in filled.map { row[$0] } }
      return Table(title: title, columns: filled.map { columns[$0] }, rows: fewer, notes: notes)
        .text(words, width: width)
    }
    let cells = rows.map { $0.map { $0.shown(words) } }
    let heads = columns.map(\.label)
    var widths = heads.indices.map { index in
      max(heads[index].count, cells.map { $0[index].count }.max() ?? 0)
    }
    if let width {
      let gaps = 2 * max(0, widths.count - 1)
      while widths.reduce(gaps, +) > width, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > 8
      { widths[widest] -= 1 }
    }
    var lines: [String] = []
    if let title { lines += [title, ""] }
    lines += wrapped(heads, widths)
    lines.append(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
    for (row, texts) in zip(rows, cells) { lines += wrapped(texts, widths, row) }
    if !notes.isEmpty { lines += [""] + notes }
    return lines.joined(separator: "\n") + "\n"
  }

  private func wrapped(_ texts: [String], _ widths: [Int], _ row: [Cell] = []) -> [String] {
    let parts = zip(texts, widths).map { Table.lines(of: $0, width: $1) }
    return (0..<(parts.map(\.count).max() ?? 0)).map { line in
      parts.indices.map { index in
        let text = line < parts[index].count ? parts[index][line] : ""
        let padding = String(repeating: " ", count: max(0, widths[index] - text.count))
        return index < row.count && row[index].isNumber ? padding + text : text + padding
      }.joined(separator: "  ").trimmedRight
    }
  }

  /// Breaks at spaces; a word longer than the column is cut.
  static func lines(of text: String, width: Int) -> [String] {
    guard text.count > width else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      var word = String(word)
      if !line.isEmpty, line.count + 1 + word.count <= width {
        line += " " + word
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while word.count > width {
        lines.append(String(word.prefix(width)))
        word = String(word.dropFirst(width))
      }
      line = word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}

extension Cell {
  /// Whether it says nothing.
  var isEmpty: Bool {
    switch self {
    case .nothing: true
    case .text(let text): text.isEmpty
    case .list(let items): items.isEmpty
    default: false
    }
  }

  var isNamed: Bool { if case .named = self { true } else { false } }

  var isNumber: Bool {
    switch self {
    case .number, .value, .percent: true
    default: false
    }
  }
}

extension String {
  var trimmedRight: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
