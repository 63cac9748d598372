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

  /// - Returns: `nil` where the file is no text in UTF-8.
  init?(_ file: InputFile, into sink: DiagnosticSink) {
    guard sink.isTableText(file.bytes, file: file.name) else { return nil }
    self.file = file.name
    self.sink = sink
    scanner = CSVScanner(file.bytes)
  }

  var line: Int { scanner.recordLine }
  var span: SourceSpan { SourceSpan(file: file, line: scanner.recordLine, column: 1) }

  /// Reads the head, and says where these columns are; `nil` where one is not there, or there twice.
  mutating func columns(_ wanted: [String], or others: [String]? = nil) -> [Int]? {
    guard scanner.next(&fields) else {
      sink.tableIsEmpty(SourceSpan(file: file, line: 1, column: 1))
      return nil
    }
    names = fields.map { tableText(scanner.text($0)) }
    let choices = [wanted, others ?? wanted]
    guard let choice = choices.first(where: { $0.allSatisfy { names.contains($0) } }) else {
      sink.tableLacks(wanted.filter { !names.contains($0) }, of: names, at: span)
      return nil
    }
    guard !sink.tableRepeats(names.filter { choice.contains($0) }, at: span) else { return nil }
    return choice.compactMap { names.firstIndex(of: $0) }
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

  /// The field without the spaces around it, in NFC.
  func text(_ place: Int) -> String { place < fields.count ? tableText(scanner.text(fields[place])) : "" }

  /// The field without the blanks around it, as it stands.
  func bytes(_ place: Int) -> ArraySlice<UInt8> {
    guard place < fields.count else { return [] }
    var (start, end) = (fields[place].start, fields[place].end)
    while start < end, scanner.bytes[start] == 32 || scanner.bytes[start] == 9 { start += 1 }
    while start < end, scanner.bytes[end - 1] == 32 || scanner.bytes[end - 1] == 9 { end -= 1 }
    return scanner.bytes[start..<end]
  }

  func isEscaped(_ place: Int) -> Bool { place < fields.count && fields[place].isEscaped }

  private func isBlank(_ place: Int) -> Bool { bytes(place).isEmpty }

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
