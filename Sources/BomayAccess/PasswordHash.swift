// SPDX-License-Identifier: Apache-2.0
import Crypto
import CryptoExtras
import Foundation

/// How much it costs to try one password.
public struct ScryptCost: Hashable, Sendable {
  /// N is two to the power of this.
  public let logRounds: Int
  public let blockSize: Int
  public let parallelism: Int

  public init(logRounds: Int, blockSize: Int = 8, parallelism: Int = 1) {
    self.logRounds = logRounds
    self.blockSize = blockSize
    self.parallelism = parallelism
  }

  /// OWASP's first choice for scrypt: 128 MiB and some tenths of a second each time.
  public static let owasp = ScryptCost(logRounds: 17)

  /// Whether it is one that a hash read from a file may ask for: no more than 512 MiB at once.
  var isBounded: Bool {
    (4...19).contains(logRounds) && (1...8).contains(blockSize) && (1...4).contains(parallelism)
  }
}

/// What is kept of a password: salt and scrypt, as `$scrypt$ln=17,r=8,p=1$SALT$HASH`.
public struct PasswordHash: Hashable, Sendable {
  let cost: ScryptCost
  let salt: [UInt8]
  let key: [UInt8]

  /// Makes the hash of a new password, with a salt of its own.
  public init(of password: String, cost: ScryptCost) throws {
    let salt = Token.randomBytes(16)
    self.init(cost: cost, salt: salt, key: try PasswordHash.key(password, salt, cost))
  }

  private init(cost: ScryptCost, salt: [UInt8], key: [UInt8]) {
    self.cost = cost
    self.salt = salt
    self.key = key
  }

  /// One that no password has.
  static func decoy(_ cost: ScryptCost) -> PasswordHash {
    PasswordHash(cost: cost, salt: Token.randomBytes(16), key: Token.randomBytes(32))
  }

  /// - Returns: `nil` where the text is no such hash, or asks for more than this program gives.
  public init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
    let numbers = parts[2].split(separator: ",").map { $0.split(separator: "=") }
    guard numbers.count == 3, zip(numbers, ["ln", "r", "p"]).allSatisfy({ $0.count == 2 && $0[0] == $1 }),
      let rounds = Int(numbers[0][1]), let size = Int(numbers[1][1]), let parallelism = Int(numbers[2][1]),
      let salt = Data(base64Encoded: parts[3]), let key = Data(base64Encoded: parts[4]), salt.count >= 8,
      key.count == 32
    else { return nil }
    let cost = ScryptCost(logRounds: rounds, blockSize: size, parallelism: parallelism)
    guard cost.isBounded else { return nil }
    self.init(cost: cost, salt: Array(salt), key: Array(key))
  }

  public var text: String {
    "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
      + "$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
  }

  /// Whether it is of this password. It takes the same time whatever the answer.
  public func matches(_ password: String) throws -> Bool {
    Token.areEqual(try PasswordHash.key(password, salt, cost), key)
  }

  /// The same letters, however they were typed, are one password.
  private static func key(_ password: String, _ salt: [UInt8], _ cost: ScryptCost) throws -> [UInt8] {
    // Noughts at the end are as good as none to HMAC, and no bytes at all cannot be pointed at: a byte that no
    // text has stands last.
    let bytes = [UInt8](password.precomposedStringWithCompatibilityMapping.utf8) + [0xFF]
    return try KDF.Scrypt.deriveKey(
      from: bytes, salt: salt, outputByteCount: 32, rounds: 1 << cost.logRounds, blockSize: cost.blockSize,
      parallelism: cost.parallelism
    ).withUnsafeBytes { Array($0) }
  }
}

/// What a password must be, beside being known to nobody else.
public enum PasswordRule {
  /// Letters; with fewer it can be guessed.
  public static let shortest = 12
  /// Bytes; what is longer is no password but a burden.
  public static let longest = 1024

  /// Whether it may be set for the account of this name.
  public static func allows(_ password: String, for name: String) -> Bool {
    guard password.count >= shortest, password.utf8.count <= longest, Set(password).count >= 5 else { return false }
    return !password.lowercased().contains(name) || password.count >= name.count + shortest
  }
}
