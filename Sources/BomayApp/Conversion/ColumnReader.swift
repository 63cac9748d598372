// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange

/// An exact decimal of a table: a whole number and how many of its digits are decimals.
struct ExactDecimal {
  let digits: Int64
  /// 255 stands for a cell without a value.
  private let places: UInt8

  static let blank = ExactDecimal(digits: 0, places: 255)

  private init(digits: Int64, places: UInt8) {
    self.digits = digits
    self.places = places
  }

  init(_ digits: Int64, decimals: Int) { self.init(digits: digits, places: UInt8(decimals)) }

  var isBlank: Bool { places == 255 }
  var decimals: UInt8 { isBlank ? 0 : places }
  var rational: Rational? { isBlank ? nil : Rational(digits, over: ExactDecimal.powers[Int(decimals)]) }

  /// The digits with so many decimals, at least its own; `nil` where they are more than a number holds.
  func scaled(to decimals: Int) -> Int64? {
    let (value, overflow) = digits.multipliedReportingOverflow(by: ExactDecimal.powers[decimals - Int(places)])
    return overflow ? nil : value
  }

  static let powers: [Int64] = (0..<19).reduce(into: []) { powers, _ in
    powers.append((powers.last.map { $0 * 10 }) ?? 1)
  }
}

/// Reads a table by columns. Faults go to the sink.
struct ColumnReader {
  private let file: String
  private let sink: DiagnosticSink
  private var scanner: CSVScanner
  private var fields: [CSVField] = []
  private var names: [String] = []

  init(_ file: InputFile, into sink: DiagnosticSink) {
    self.file = file.name
    self.sink = sink
    scanner = CSVScanner(file.bytes)
  }

  var line: Int { scanner.recordLine }
  var span: SourceSpan { SourceSpan(file: file, line: scanner.recordLine, column: 1) }

  /// Reads the head, and says where these columns are; `nil` where one is not there.
  mutating func columns(_ wanted: [String], or others: [String]? = nil) -> [Int]? {
    _ = scanner.next(&fields)
    names = fields.map { scanner.text($0) }
    for choice in [wanted, others ?? wanted] where choice.allSatisfy({ names.contains($0) }) {
      return choice.compactMap { names.firstIndex(of: $0) }
    }
    sink.tableLacks(
      wanted.filter { !names.contains($0) }, of: names, at: SourceSpan(file: file, line: 1, column: 1))
    return nil
  }

  mutating func next() -> Bool { scanner.next(&fields) }

  /// Whether the line has a field for each column; told where it has not.
  func isWhole() -> Bool {
    if fields.count == names.count { return true }
    // What follows an open quotation mark is told as that.
    if scanner.openQuote == nil { sink.tableWidth(fields.count, of: names.count, at: span) }
    return false
  }

  /// Tells of a quotation mark that was never closed.
  func finish() {
    if let open = scanner.openQuote { sink.tableQuote(in: file, openedOn: open) }
  }

  func text(_ place: Int) -> String { place < fields.count ? scanner.text(fields[place]) : "" }

  func bytes(_ place: Int) -> ArraySlice<UInt8> {
    place < fields.count ? scanner.bytes[fields[place].start..<fields[place].end] : []
  }

  func isEscaped(_ place: Int) -> Bool { place < fields.count && fields[place].isEscaped }

  private func isBlank(_ place: Int) -> Bool {
    guard place < fields.count else { return true }
    return scanner.bytes[fields[place].start..<fields[place].end].allSatisfy { $0 == 32 || $0 == 9 }
  }

  /// A number with at most 18 digits: a sign, digits, and decimals behind a point.
  private func number(_ place: Int) -> ExactDecimal? {
    guard place < fields.count else { return nil }
    let field = fields[place]
    return scanner.bytes.withUnsafeBufferPointer { bytes in
      var position = field.start
      while position < field.end, bytes[position] == 32 { position += 1 }
      var isNegative = false
      if position < field.end, bytes[position] == 45 || bytes[position] == 43 {
        isNegative = bytes[position] == 45
        position += 1
      }
      var digits: Int64 = 0
      var count = 0
      var decimals = -1
      while position < field.end {
        let byte = bytes[position]
        if byte == 46, decimals < 0 {
          decimals = 0
        } else if byte >= 48, byte <= 57 {
          count += 1
          guard count <= 18 else { return nil }
          digits = digits * 10 + Int64(byte - 48)
          if decimals >= 0 { decimals += 1 }
        } else if byte == 32 {
          guard bytes[position..<field.end].allSatisfy({ $0 == 32 }) else { return nil }
          break
        } else {
          return nil
        }
        position += 1
      }
      guard count > 0, decimals != 0 else { return nil }
      return ExactDecimal(isNegative ? -digits : digits, decimals: max(decimals, 0))
    }
  }

  /// The number of a cell; blank where there is none, and told where it is something else.
  func value(_ place: Int) -> ExactDecimal {
    if let number = number(place) { return number }
    if !isBlank(place) { sink.tableField(names[place], text(place), is: "number", at: span) }
    return .blank
  }
}

/// Writes a converted table as CSV.
struct ConversionWriter {
  private(set) var bytes: [UInt8] = []
  private let assumption: Assumption?

  init(_ order: ConversionOrder) {
    assumption = order.assumption
    let means = order.means.map(\.column)
    let head = ([order.key, "name"] + order.by + order.sums + means + ["marks"]).map { Table.field($0) }
    bytes = Array((head.joined(separator: ",") + "\r\n").utf8)
  }

  /// - Parameters:
  ///   - head: code and name of the unit, as fields.
  ///   - by: what tells its lines apart, as fields.
  mutating func begin(_ head: [UInt8], _ by: [UInt8]) {
    bytes += head
    bytes += by
  }

  static func fields(_ texts: [String], isFirst: Bool) -> [UInt8] {
    let text = texts.map { Table.field($0) }.joined(separator: ",")
    return Array((isFirst || texts.isEmpty ? text : "," + text).utf8)
  }

  mutating func number(_ value: Int64, _ decimals: Int) {
    bytes.append(UInt8(ascii: ","))
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

  /// Rounded half up, with two decimals more than the column has.
  ///
  /// - Returns: `false` where it is more than a number holds.
  mutating func mean(_ top: Int128, _ weight: Int64, _ decimals: Int) -> Bool {
    bytes.append(UInt8(ascii: ","))
    guard weight != 0 else { return true }
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

  /// - Parameter marks: bit 1: something was assumed; bit 2: a value is lacking.
  mutating func end(_ marks: UInt8) {
    var words: [String] = []
    if marks & 2 != 0, let assumption { words.append("estimated: \(assumption.rawValue)") }
    if marks & 4 != 0 { words.append("incomplete") }
    bytes.append(UInt8(ascii: ","))
    bytes += words.joined(separator: "; ").utf8
    bytes += [13, 10]
  }

  static func text(_ value: Int64, _ decimals: Int) -> String {
    guard decimals > 0 else { return String(value) }
    var digits = String(value.magnitude)
    if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
    let split = digits.index(digits.endIndex, offsetBy: -decimals)
    return (value < 0 ? "-" : "") + digits[..<split] + "." + digits[split...]
  }
}
