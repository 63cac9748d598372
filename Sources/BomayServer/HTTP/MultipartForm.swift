// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What a form sends as `multipart/form-data` (RFC 7578), read strictly: anything that a browser would not
/// write is refused, and nothing is guessed.
struct MultipartForm: Sendable {
  struct Part: Sendable {
    let name: String
    /// The name that the file had where it was; `nil` for a field. Never to be used as a path.
    let file: String?
    let bytes: ArraySlice<UInt8>

    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  let parts: [Part]

  struct Limits: Sendable {
    var parts = 100
    /// Bytes of the head of one part.
    var head = 2048
  }

  /// The first part of the name that is no file, or is one that was chosen.
  subscript(name: String) -> Part? { parts.first { $0.name == name } }

  /// - Parameter type: the header `Content-Type` of the request.
  /// - Returns: `nil` where it is not such a form, or not one that is written as it should be.
  init?(_ body: [UInt8], type: String, limits: Limits = Limits()) {
    guard let boundary = MultipartForm.boundary(type) else { return nil }
    let line = Array("--\(boundary)".utf8)
    let delimiter = [13, 10] + line
    guard body.starts(with: line) else { return nil }
    var parts: [Part] = []
    var place = line.count
    while true {
      let rest = body[place...]
      if rest.starts(with: [45, 45]) {
        // The last delimiter; browsers write a line break after it and nothing else.
        guard rest.count == 2 || rest.dropFirst(2).elementsEqual([13, 10]) else { return nil }
        break
      }
      guard rest.starts(with: [13, 10]), parts.count < limits.parts else { return nil }
      let start = place + 2
      guard let headEnd = MultipartForm.find([13, 10, 13, 10], in: body[start...].prefix(limits.head + 4)),
        let end = MultipartForm.find(delimiter, in: body[(headEnd + 4)...]),
        let part = MultipartForm.part(head: body[start..<headEnd], bytes: body[(headEnd + 4)..<end])
      else { return nil }
      parts.append(part)
      place = end + delimiter.count
    }
    self.parts = parts
  }

  // MARK: Heads

  /// Of 1 to 70 characters, as RFC 2046 has them, bare or between quotation marks.
  private static func boundary(_ type: String) -> String? {
    let pieces = type.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
    guard pieces.first?.lowercased() == "multipart/form-data" else { return nil }
    let named = pieces.dropFirst().filter { $0.lowercased().hasPrefix("boundary=") }
    guard named.count == 1, var text = named.first?.dropFirst("boundary=".count) else { return nil }
    if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") { text = text.dropFirst().dropLast() }
    let allowed = Set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=?")
    guard (1...70).contains(text.count), text.allSatisfy({ allowed.contains($0) }) else { return nil }
    return String(text)
  }

  private static func part(head: ArraySlice<UInt8>, bytes: ArraySlice<UInt8>) -> Part? {
    guard let text = String(validating: head, as: UTF8.self) else { return nil }
    var disposition: String?
    for line in text.components(separatedBy: "\r\n") {
      guard let colon = line.firstIndex(of: ":"), !line.contains("\n"), !line.contains("\r") else { return nil }
      switch line[..<colon].lowercased() {
      case "content-disposition":
        guard disposition == nil else { return nil }
        disposition = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      case "content-type": continue
      // A coding of transfer would have to be undone, and no browser writes one.
      default: return nil
      }
    }
    guard let disposition, let values = parameters(disposition), let name = values["name"], !name.isEmpty else {
      return nil
    }
    return Part(name: name, file: values["filename"], bytes: bytes)
  }

  /// `form-data; name="a"; filename="b"`: each once, each between quotation marks, `%22` for such a mark in one.
  private static func parameters(_ text: String) -> [String: String]? {
    var rest = text[...]
    guard rest.hasPrefix("form-data") else { return nil }
    rest = rest.dropFirst("form-data".count)
    var found: [String: String] = [:]
    while !rest.isEmpty {
      guard rest.hasPrefix("; "), let equals = rest.firstIndex(of: "=") else { return nil }
      let key = String(rest[rest.index(rest.startIndex, offsetBy: 2)..<equals])
      rest = rest[rest.index(after: equals)...]
      guard ["name", "filename"].contains(key), rest.hasPrefix("\"") else { return nil }
      rest = rest.dropFirst()
      guard let end = rest.firstIndex(of: "\"") else { return nil }
      let value = rest[..<end].replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
      guard found.updateValue(String(value), forKey: key) == nil else { return nil }
      rest = rest[rest.index(after: end)...]
    }
    return found
  }

  /// Where the bytes begin for the first time.
  private static func find(_ wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = wanted.first else { return nil }
    var place = bytes.startIndex
    while let next = bytes[place...].firstIndex(of: first) {
      if bytes[next...].starts(with: wanted) { return next }
      place = next + 1
    }
    return nil
  }
}
