// SPDX-License-Identifier: Apache-2.0

/// One field of a line: where its bytes are, without the quotation marks around it.
public struct CSVField: Hashable, Sendable {
  public let start: Int
  public let end: Int
  /// Whether a quotation mark inside is written twice.
  public let isEscaped: Bool
}

/// Reads comma-separated values field by field (RFC 4180), without copying what is not asked for.
///
/// Line ends may be LF or CRLF; a field in quotation marks may hold commas, line ends and doubled marks.
/// A byte-order mark is passed over; so are lines without any byte.
public struct CSVScanner: Sendable {
  public let bytes: [UInt8]
  private let separator: UInt8
  private var position: Int
  private var line = 1
  /// The line on which the last record read begins, counted from 1.
  public private(set) var recordLine = 1
  /// The line on which a quotation mark was opened that nothing closes.
  public private(set) var openQuote: Int?

  public init(_ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ",")) {
    self.bytes = bytes
    self.separator = separator
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Reads the next record into `fields`; `false` at the end.
  public mutating func next(_ fields: inout [CSVField]) -> Bool {
    fields.removeAll(keepingCapacity: true)
    return bytes.withUnsafeBufferPointer { buffer in scan(buffer, &fields) }
  }

  private mutating func scan(_ buffer: UnsafeBufferPointer<UInt8>, _ fields: inout [CSVField]) -> Bool {
    let count = buffer.count
    while position < count, buffer[position] == 10 || buffer[position] == 13 {
      if buffer[position] == 10 { line += 1 }
      position += 1
    }
    guard position < count else { return false }
    recordLine = line
    while true {
      if position < count, buffer[position] == 34 {
        fields.append(quoted(buffer))
      } else {
        let start = position
        while position < count, buffer[position] != separator, buffer[position] != 10, buffer[position] != 13 {
          position += 1
        }
        fields.append(CSVField(start: start, end: position, isEscaped: false))
      }
      guard position < count, buffer[position] == separator else { break }
      position += 1
    }
    if position < count, buffer[position] == 13 { position += 1 }
    if position < count, buffer[position] == 10 {
      position += 1
      line += 1
    }
    return true
  }

  private mutating func quoted(_ buffer: UnsafeBufferPointer<UInt8>) -> CSVField {
    let count = buffer.count
    let first = line
    position += 1
    let start = position
    var isEscaped = false
    while position < count {
      if buffer[position] == 34 {
        if position + 1 < count, buffer[position + 1] == 34 {
          isEscaped = true
          position += 2
          continue
        }
        let field = CSVField(start: start, end: position, isEscaped: isEscaped)
        position += 1
        // What stands between the closing mark and the comma belongs to nothing.
        while position < count, buffer[position] != separator, buffer[position] != 10, buffer[position] != 13 {
          position += 1
        }
        return field
      }
      if buffer[position] == 10 { line += 1 }
      position += 1
    }
    openQuote = first
    return CSVField(start: start, end: count, isEscaped: isEscaped)
  }

  public func text(_ field: CSVField) -> String {
    let text = String(decoding: bytes[field.start..<field.end], as: UTF8.self)
    return field.isEscaped ? text.replacing("\"\"", with: "\"") : text
  }
}
