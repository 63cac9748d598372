// SPDX-License-Identifier: Apache-2.0

/// The text of a decision document as a form writes it, and which field each of its lines came from.
struct DocumentText: Sendable {
  private(set) var lines: [String] = []
  /// The field of a line, counted from 1.
  private(set) var fields: [Int: String] = [:]

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func add(_ line: String, field: String? = nil) {
    lines.append(line)
    if let field { fields[lines.count] = field }
  }

  /// `key: "value"`; a key alone where the value is empty, so that its lack is told at its field.
  mutating func add(_ indent: String, _ key: String, _ value: String, field: String) {
    add(value.isEmpty ? "\(indent)\(key):" : "\(indent)\(key): \(Self.quoted(value))", field: field)
  }

  /// A double-quoted scalar: whatever was typed is text and nothing else.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}": continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
