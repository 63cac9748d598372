// SPDX-License-Identifier: Apache-2.0
import JWTKit

/// What a token says, once its signature is right.
struct Claims: JWTPayload {
  private let issuer: String
  private let audiences: [String]
  private let expires: Double
  private let begins: Double?
  private let texts: [String: String]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    issuer = try fields.decode(String.self, forKey: Key("iss"))
    expires = try fields.decode(Double.self, forKey: Key("exp"))
    begins = try fields.decodeIfPresent(Double.self, forKey: Key("nbf"))
    do {
      audiences = [try fields.decode(String.self, forKey: Key("aud"))]
    } catch {
      audiences = try fields.decode([String].self, forKey: Key("aud"))
    }
    var found: [String: String] = [:]
    for key in fields.allKeys {
      // Claims of other kinds are none that could name an account.
      do { found[key.stringValue] = try fields.decode(String.self, forKey: key) } catch { continue }
    }
    texts = found
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    for (name, text) in texts { try fields.encode(text, forKey: Key(name)) }
    try fields.encode(audiences, forKey: Key("aud"))
    try fields.encode(expires, forKey: Key("exp"))
    try fields.encodeIfPresent(begins, forKey: Key("nbf"))
  }

  /// The time is told by whoever asks, and looked at there.
  func verify(using algorithm: some JWTAlgorithm) async throws {}

  func isGood(_ settings: OIDCSettings, now: Double) -> Bool {
    issuer == settings.issuer && audiences.contains(settings.audience) && now < expires
      && (begins.map { $0 <= now + OIDCProvider.leeway } ?? true)
  }

  func text(_ claim: String) -> String? { texts[claim].flatMap { $0.isEmpty ? nil : $0 } }
}
