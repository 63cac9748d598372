// SPDX-License-Identifier: Apache-2.0
import BomayDomain
public import BomayStore
import CPostgres

/// A value on its way to the server, in the form that its type has on the wire.
enum Value {
  case number(Int32)
  case text(String)
  case bytes([UInt8])
  case null

  var bytes: [UInt8]? {
    switch self {
    case .number(let number): bigEndian(number)
    case .text(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    case .null: nil
    }
  }

  static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }

  /// A JSON value in the binary form of `jsonb`, of which there is version 1.
  static func json(_ text: String) -> Value { .bytes([1] + Array(text.utf8)) }

  /// Days of a `daterange`, from the first one on and up to the other, which is not in it.
  static func days(_ from: Day?, _ until: Day?) -> Value {
    // The server counts from 2000-01-01.
    range(from.map { bigEndian($0.ordinal - 10_957) }, until.map { bigEndian($0.ordinal - 10_957) })
  }

  /// A time of a `tstzrange`, from the first moment on and up to the other, which is not in it.
  static func time(_ from: Instant, _ until: Instant?) -> Value {
    func microseconds(_ moment: Instant) -> [UInt8] { bigEndian((moment.seconds - 946_684_800) * 1_000_000) }
    return range(microseconds(from), until.map(microseconds))
  }

  /// The binary form of a range: flags for an inclusive lower bound and for bounds that are missing, then
  /// each bound with its length.
  private static func range(_ lower: [UInt8]?, _ upper: [UInt8]?) -> Value {
    var bytes: [UInt8] = [(lower == nil ? 0x08 : 0x02) | (upper == nil ? 0x10 : 0)]
    for bound in [lower, upper].compactMap({ $0 }) { bytes += bigEndian(Int32(bound.count)) + bound }
    return .bytes(bytes)
  }
}

private func bigEndian<T: FixedWidthInteger>(_ number: T) -> [UInt8] {
  withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

/// Rows in the binary form of `COPY`.
struct CopyStream {
  var bytes: [UInt8]

  /// Begins with the signature, no flags and no extension.
  init() {
    bytes = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + bigEndian(Int32(0)) + bigEndian(Int32(0))
  }

  mutating func append(_ row: [Value]) {
    bytes += bigEndian(Int16(row.count))
    for value in row {
      let content = value.bytes
      bytes += bigEndian(content.map { Int32($0.count) } ?? -1)
      if let content { bytes += content }
    }
  }

  mutating func end() { bytes += bigEndian(Int16(-1)) }
}

/// What the server has answered, freed with the last reference.
final class Answer {
  let result: OpaquePointer

  init(_ result: OpaquePointer) { self.result = result }

  deinit { PQclear(result) }

  var rows: Range<Int32> { 0..<PQntuples(result) }

  /// What was done, as the server says it: `COMMIT`, `INSERT 0 1`.
  var tag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

  func isNull(_ row: Int32, _ column: Int32) -> Bool { PQgetisnull(result, row, column) == 1 }

  func bytes(_ row: Int32, _ column: Int32) -> [UInt8] {
    guard let start = PQgetvalue(result, row, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column))))
  }

  func text(_ row: Int32, _ column: Int32) -> String { String(decoding: bytes(row, column), as: UTF8.self) }

  /// A number of four bytes, from an answer that is not text; `nil` where there is none.
  func number(_ row: Int32, _ column: Int32) -> Int32? {
    guard row < PQntuples(result), !isNull(row, column) else { return nil }
    let bytes = bytes(row, column)
    guard bytes.count == 4 else { return nil }
    return Int32(bitPattern: bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
  }
}

/// Where a register is, as libpq reads it: `postgresql://host:port/database?option=value`.
public struct Address: Hashable, Sendable {
  /// As it was given; it may hold a password.
  let text: String
  /// For people: the server and the database, and no password.
  public let shown: String

  /// - Throws: ``StoreError/failed(path:problem:)`` when libpq cannot read it.
  public init(_ text: String) throws(StoreError) {
    var message: UnsafeMutablePointer<CChar>?
    defer { PQfreemem(message) }
    guard let options = PQconninfoParse(text, &message) else {
      // The message may repeat what was given, password and all.
      throw .failed(path: "postgresql://", problem: "the address cannot be read")
    }
    defer { PQconninfoFree(options) }
    var found: [String: String] = [:]
    var place = options
    while let keyword = place.pointee.keyword {
      if let value = place.pointee.val { found[String(cString: keyword)] = String(cString: value) }
      place += 1
    }
    self.text = text
    let port = found["port"].map { ":\($0)" } ?? ""
    shown = "postgresql://\(found["host"] ?? "")\(port)/\(found["dbname"] ?? "")"
  }

  /// Whether what names a register names one on PostgreSQL.
  public static func names(_ register: String) -> Bool {
    register.hasPrefix("postgresql://") || register.hasPrefix("postgres://")
  }
}
