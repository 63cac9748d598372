// SPDX-License-Identifier: Apache-2.0

/// A form with files, as a browser sends it (`multipart/form-data`, RFC 7578). Read strictly and within bounds:
/// what is not exactly of this form is refused as a whole.
struct MultipartForm: Sendable {
  struct Part: Sendable {
    let name: String
    /// The name that the sender gives the file; `nil` where the part is no file. Never to be used as a path.
    let filename: String?
    let bytes: [UInt8]
  }

  struct Limits: Sendable {
    var parts = 100
    /// Bytes of the head of one part.
    var head = 4 * 1024
  }

  let parts: [Part]

  /// - Returns: `nil` where it is not of the form, or beyond the limits.
  init?(bytes: [UInt8], boundary: String, limits: Limits = Limits()) {
    let delimiter = Array("--\(boundary)".utf8)
    guard Self.isBoundary(boundary), bytes.starts(with: delimiter) else { return nil }
    var found: [Part] = []
    var place = delimiter.count
    let next = [0x0D, 0x0A] + delimiter
    while true {
      if bytes[place...].starts(with: Self.end) {
        // Nothing but one line end may follow.
        guard [[], Self.line].contains(Array(bytes[(place + 2)...])) else { return nil }
        parts = found
        return
      }
      guard found.count < limits.parts, bytes[place...].starts(with: Self.line),
        let close = Self.first(next, in: bytes, from: place)
      else { return nil }
      guard let part = Self.part(bytes[(place + 2)..<max(place + 2, close)], limits) else { return nil }
      found.append(part)
      place = close + next.count
    }
  }

  /// The boundary that the header `Content-Type` names; `nil` where it is of another kind or names none.
  static func boundary(of contentType: String) -> String? {
    let pieces = contentType.split(separator: ";").map { $0.trimmed }
    guard pieces.first?.lowercased() == "multipart/form-data" else { return nil }
    let named = pieces.dropFirst().first { $0.lowercased().hasPrefix("boundary=") }
    guard var value = named?.dropFirst("boundary=".count) else { return nil }
    if value.count > 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
    return isBoundary(String(value)) ? String(value) : nil
  }

  private static func isBoundary(_ text: String) -> Bool {
    let marks = Array("'()+_,-./:=?".utf8)
    return (1...70).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || marks.contains(byte)
      }
  }

  private static let line: [UInt8] = [0x0D, 0x0A]
  private static let end: [UInt8] = [0x2D, 0x2D]

  private static func first(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = wanted.first else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      var place = start
      let last = bytes.count - wanted.count
      while place <= last {
        if bytes[place] == first, bytes[place..<(place + wanted.count)].elementsEqual(wanted) { return place }
        place += 1
      }
      return nil
    }
  }

  /// One part: its head, an empty line, its content.
  private static func part(_ bytes: ArraySlice<UInt8>, _ limits: Limits) -> Part? {
    let top = Array(bytes.prefix(limits.head + 4))
    guard let gap = first(line + line, in: top, from: 0), let head = String(validating: top[..<gap], as: UTF8.self)
    else { return nil }
    var name: String?
    var filename: String?
    // The two bytes of a line end are one character.
    for field in head.split(separator: "\r\n" as Character) {
      guard let colon = field.firstIndex(of: ":") else { return nil }
      guard field[..<colon].lowercased() == "content-disposition" else { continue }
      guard name == nil, let given = parameters(field[field.index(after: colon)...]), let said = given["name"]
      else { return nil }
      name = said
      filename = given["filename"]
    }
    return name.map { Part(name: $0, filename: filename, bytes: Array(bytes.dropFirst(gap + 4))) }
  }

  /// `form-data; name="a"; filename="b.yaml"`, with `"` and line ends as browsers write them.
  private static func parameters(_ text: Substring) -> [String: String]? {
    var rest = text.drop { $0 == " " }
    guard rest.lowercased().hasPrefix("form-data") else { return nil }
    rest = rest.dropFirst("form-data".count)
    var found: [String: String] = [:]
    while !rest.isEmpty {
      guard rest.first == ";" else { return nil }
      rest = rest.dropFirst().drop { $0 == " " }
      guard let equals = rest.firstIndex(of: "=") else { return nil }
      let key = rest[..<equals].lowercased()
      rest = rest[rest.index(after: equals)...]
      guard rest.first == "\"", let close = rest.dropFirst().firstIndex(of: "\"") else { return nil }
      let value = rest[rest.index(after: rest.startIndex)..<close]
      guard found.updateValue(unescaped(value), forKey: key) == nil else { return nil }
      rest = rest[rest.index(after: close)...]
    }
    return found
  }

  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
