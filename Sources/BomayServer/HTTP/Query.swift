// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What stands behind the question mark of an address, as a form sends it.
struct Query: Sendable, Equatable {
  let pairs: [(name: String, value: String)]

  /// No pairs at all.
  static let none = Query(pairs: [])

  init(pairs: [(name: String, value: String)]) { self.pairs = pairs }

  /// - Returns: `nil` where a part is no percent-encoded UTF-8.
  init?(_ text: String) {
    var found: [(name: String, value: String)] = []
    for part in text.split(separator: "&") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Query.decoded(sides[0]), let value = Query.decoded(sides.count > 1 ? sides[1] : "") else {
        return nil
      }
      found.append((name, value))
    }
    pairs = found
  }

  /// The first value of the name that is not empty.
  subscript(name: String) -> String? { pairs.first { $0.name == name && !$0.value.isEmpty }?.value }

  func all(_ name: String) -> [String] { pairs.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

  static func decoded(_ text: Substring) -> String? {
    // Most parts of an address bear no such sign.
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "+"), UInt8(ascii: "%"): false
      default: byte > UInt8(ascii: " ") && byte < 0x7F
      }
    }
    if isPlain { return String(text) }
    return String(text).replacing("+", with: " ").removingPercentEncoding.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }

  /// For a part of a path or a value of a query: all but letters, digits and `-._~` as percent and two digits.
  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

  static func text(_ pairs: [(name: String, value: String)]) -> String {
    pairs.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
  }

  static func == (left: Query, right: Query) -> Bool { text(left.pairs) == text(right.pairs) }
}
