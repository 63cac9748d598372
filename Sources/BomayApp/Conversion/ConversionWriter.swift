// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// Writes a converted table line by line, as CSV or as JSON.
struct ConversionWriter {
  private(set) var bytes: [UInt8] = []
  private let format: ConversionFormat
  private let assumption: Assumption?
  /// What stands before the field of each column.
  private let leads: [[UInt8]]
  private var column = 0
  private var isFirstLine = true

  init(_ order: ConversionOrder, as format: ConversionFormat) {
    self.format = format
    assumption = order.assumption
    let columns = [order.key, "name"] + order.by + order.sums + order.means.map(\.column) + ["marks"]
    switch format {
    case .csv:
      leads = columns.indices.map { $0 == 0 ? [] : [UInt8(ascii: ",")] }
      bytes = Array((columns.map { Table.field($0) }.joined(separator: ",") + "\r\n").utf8)
    case .json:
      leads = columns.enumerated().map { Array("\($0 == 0 ? "{" : ",")\(Cell.text($1).json):".utf8) }
      bytes = [UInt8(ascii: "[")]
    }
  }

  /// A field of text as the format writes it.
  func field(_ text: String) -> [UInt8] {
    Array((format == .csv ? Table.field(text) : Cell.text(text).json).utf8)
  }

  /// - Parameters:
  ///   - head: code and name of the unit, as fields.
  ///   - by: what tells its lines apart, as fields.
  mutating func begin(_ head: [[UInt8]], _ by: [[UInt8]]) {
    if format == .json {
      if !isFirstLine { bytes.append(UInt8(ascii: ",")) }
      bytes.append(10)
      isFirstLine = false
    }
    column = 0
    for field in head { add(field) }
    for field in by { add(field) }
  }

  private mutating func lead() {
    bytes += leads[column]
    column += 1
  }

  private mutating func add(_ field: [UInt8]) {
    lead()
    bytes += field
  }

  mutating func number(_ value: Int64, _ decimals: Int) {
    lead()
    if decimals > 0 || value < 0 {
      bytes += ConversionWriter.text(value, decimals).utf8
      return
    }
    // Whole numbers, by far the most, digit by digit.
    let start = bytes.count
    var rest = value
    repeat {
      bytes.append(48 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// Rounded half up, with two decimals more than the column has; nothing where the weight is nought.
  ///
  /// - Returns: `false` where it is more than a number holds.
  mutating func mean(_ top: Int128, _ weight: Int64, _ decimals: Int) -> Bool {
    lead()
    guard weight != 0 else {
      if format == .json { bytes += "null".utf8 }
      return true
    }
    let (scaled, overflow) = top.multipliedReportingOverflow(by: 100)
    guard !overflow else { return false }
    let divisor = Int128(weight)
    let half = divisor.magnitude / 2
    let size = (scaled.magnitude + half) / divisor.magnitude
    let isNegative = (scaled < 0) != (divisor < 0)
    guard let value = Int64(exactly: size) else { return false }
    bytes += ConversionWriter.text(isNegative ? -value : value, decimals + 2).utf8
    return true
  }

  /// - Parameter marks: bit 2: something was assumed; bit 4: a value is lacking; bit 8: the day of
  ///   a change, or of the unit's code, is not known well enough.
  mutating func end(_ marks: UInt8) {
    var words: [String] = []
    if marks & 2 != 0, let assumption { words.append("estimated: \(assumption.rawValue)") }
    if marks & 4 != 0 { words.append("incomplete") }
    if marks & 8 != 0 { words.append("day unknown") }
    add(field(words.joined(separator: "; ")))
    bytes += format == .csv ? [13, 10] : [UInt8(ascii: "}")]
  }

  mutating func finish() {
    if format == .json { bytes += "\n]\n".utf8 }
  }

  static func text(_ value: Int64, _ decimals: Int) -> String {
    guard decimals > 0 else { return String(value) }
    var digits = String(value.magnitude)
    if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
    let split = digits.index(digits.endIndex, offsetBy: -decimals)
    return (value < 0 ? "-" : "") + digits[..<split] + "." + digits[split...]
  }
}
