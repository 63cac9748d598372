// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// JSON as the log keeps it: keys in the order of their bytes, no spaces, no numbers with a point,
/// text in NFC with only `"`, `\` and control characters escaped. Described in docs/spec/log.md.
enum JSONText {
  static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22: bytes += [0x5C, 0x22]
      case 0x5C: bytes += [0x5C, 0x5C]
      case 0x00..<0x20:
        bytes += Array("\\u00".utf8)
        bytes.append(hexDigit(byte >> 4))
        bytes.append(hexDigit(byte & 15))
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  private static func hexDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 + nibble : 87 + nibble }

  static func write(_ members: [(key: String, value: [UInt8])], to bytes: inout [UInt8]) {
    bytes.append(0x7B)
    let sorted = members.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
    for (index, member) in sorted.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      write(member.key, to: &bytes)
      bytes.append(0x3A)
      bytes += member.value
    }
    bytes.append(0x7D)
  }

  static func list(_ items: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = [0x5B]
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      bytes += item
    }
    bytes.append(0x5D)
    return bytes
  }

  static func text(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    write(text, to: &bytes)
    return bytes
  }

  /// The tree in canonical form. Scalars without quotes that are whole numbers stay numbers.
  static func write(_ node: Node) -> [UInt8] {
    switch node.content {
    case .empty: return Array("null".utf8)
    case .scalar(let text, let isQuoted):
      if !isQuoted, let number = Int64(text), String(number) == text { return Array(text.utf8) }
      return self.text(text)
    case .list(let items): return list(items.map { write($0) })
    case .map(let pairs):
      var bytes: [UInt8] = []
      write(pairs.map { ($0.key, write($0.value)) }, to: &bytes)
      return bytes
    }
  }
}

/// A text that is not JSON, or not the JSON that was expected.
public struct JSONFault: Error, Hashable, Sendable {
  /// Bytes before the place of the fault.
  public let offset: Int
}

/// Reads JSON in one pass over its bytes, into trees without places.
struct JSONReader {
  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func read(_ bytes: [UInt8]) throws(JSONFault) -> Node {
    var reader = JSONReader(bytes)
    let node = try reader.value()
    reader.skipSpace()
    guard reader.place == bytes.count else { throw reader.fault }
    return node
  }

  private var fault: JSONFault { JSONFault(offset: place) }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func value() throws(JSONFault) -> Node {
    skipSpace()
    guard place < bytes.count, depth < 64 else { throw fault }
    depth += 1
    defer { depth -= 1 }
    switch bytes[place] {
    case 0x7B: return try map()
    case 0x5B: return try list()
    case 0x22: return Node(.scalar(try string(), isQuoted: true))
    default: return try word()
    }
  }

  private mutating func map() throws(JSONFault) -> Node {
    place += 1
    var pairs: [Node.Pair] = []
    skipSpace()
    if take(0x7D) { return Node(.map(pairs)) }
    repeat {
      skipSpace()
      let key = try string()
      skipSpace()
      guard take(0x3A) else { throw fault }
      pairs.append(Node.Pair(key: key, keySpan: nil, value: try value()))
      skipSpace()
    } while take(0x2C)
    guard take(0x7D) else { throw fault }
    return Node(.map(pairs))
  }

  private mutating func list() throws(JSONFault) -> Node {
    place += 1
    var items: [Node] = []
    skipSpace()
    if take(0x5D) { return Node(.list(items)) }
    repeat {
      items.append(try value())
      skipSpace()
    } while take(0x2C)
    guard take(0x5D) else { throw fault }
    return Node(.list(items))
  }

  private mutating func word() throws(JSONFault) -> Node {
    let start = place
    while place < bytes.count, ![0x2C, 0x5D, 0x7D, 0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    if word == "null" { return Node(.empty) }
    if word == "true" || word == "false" { return Node(.scalar(word, isQuoted: false)) }
    guard let first = word.utf8.first, first == 45 || (48...57).contains(first), Double(word) != nil else {
      throw fault
    }
    return Node(.scalar(word, isQuoted: false))
  }

  private mutating func string() throws(JSONFault) -> String {
    guard take(0x22) else { throw fault }
    let start = place
    while place < bytes.count, bytes[place] != 0x22, bytes[place] != 0x5C { place += 1 }
    guard place < bytes.count else { throw fault }
    if bytes[place] == 0x22 {
      let text = String(decoding: bytes[start..<place], as: UTF8.self)
      place += 1
      return text
    }
    var buffer = Array(bytes[start..<place])
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == 0x22 { return String(decoding: buffer, as: UTF8.self) }
      if byte == 0x5C { try escape(into: &buffer) } else { buffer.append(byte) }
    }
    throw fault
  }

  private mutating func escape(into buffer: inout [UInt8]) throws(JSONFault) {
    guard place < bytes.count else { throw fault }
    let byte = bytes[place]
    place += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: buffer.append(byte)
    case 0x62: buffer.append(0x08)
    case 0x66: buffer.append(0x0C)
    case 0x6E: buffer.append(0x0A)
    case 0x72: buffer.append(0x0D)
    case 0x74: buffer.append(0x09)
    case 0x75:
      var code = try hex()
      if (0xD800..<0xDC00).contains(code) {
        guard take(0x5C), take(0x75) else { throw fault }
        let low = try hex()
        guard (0xDC00..<0xE000).contains(low) else { throw fault }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw fault }
      buffer += Array(String(Character(scalar)).utf8)
    default: throw fault
    }
  }

  private mutating func hex() throws(JSONFault) -> UInt32 {
    guard place + 4 <= bytes.count,
      let code = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw fault }
    place += 4
    return code
  }
}
