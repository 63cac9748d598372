// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// 256 random bits that stand for somebody. Only its digest is kept: who reads the file of accounts can
/// use none.
public struct Token: Hashable, Sendable {
  /// As it stands in a cookie or a link: 43 letters, digits, `-` and `_`.
  public let text: String

  /// A new one.
  public init() { text = base64URL(Token.randomBytes(32)) }

  /// - Returns: `nil` where the text cannot be one.
  public init?(_ text: String) {
    let isWritten = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard text.utf8.count == 43, isWritten else { return nil }
    self.text = text
  }

  /// What is kept of it: SHA-256.
  public var digest: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  /// Goes into each form that this session sends. It tells nothing about the token, and belongs to it alone.
  public var formToken: String {
    base64URL(
      Array(
        HMAC<SHA256>.authenticationCode(
          for: Array("bomay form".utf8), using: SymmetricKey(data: Array(text.utf8)))))
  }

  /// Whether a form that came back bears the token of this session.
  public func isFormToken(_ text: String) -> Bool { Token.areEqual(Array(text.utf8), Array(formToken.utf8)) }

  // MARK: Bytes

  static func randomBytes(_ count: Int) -> [UInt8] {
    // Eight at a time: each is asked of the system.
    var generator = SystemRandomNumberGenerator()
    let words = (0..<(count + 7) / 8).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
    return Array(words.prefix(count))
  }

  /// Takes the same time wherever the two differ.
  public static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
