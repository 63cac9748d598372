// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import Foundation
import JWTKit

/// Where bearer tokens come from, and what they must say (OpenID Connect Discovery 1.0, RFC 7519).
public struct OIDCSettings: Hashable, Sendable {
  /// As it stands in the tokens, without a slash at the end unless it has one there, too.
  public let issuer: String
  /// One of those that the token is meant for must be this.
  public let audience: String
  /// The claim that is the name of the account.
  public let claim: String

  public init(issuer: String, audience: String, claim: String = "sub") {
    self.issuer = issuer
    self.audience = audience
    self.claim = claim
  }
}

/// Why the provider cannot be asked. A token that is no good is no fault.
public enum OIDCFault: Error, Hashable, Sendable {
  /// It is spoken to by TLS, or on this machine.
  case insecure(address: String)
  case unreachable(address: String, problem: String)
  /// It says something else than it should.
  case unfitting(address: String, problem: String)
}

/// Tells whose a bearer token is. The keys are fetched from the issuer and kept.
public actor OIDCProvider {
  private let settings: OIDCSettings
  private let fetch: @Sendable (String) async throws -> [UInt8]
  private var keys = Keys()
  /// When ``keys`` were fetched.
  private var fetchedAt: Int64?
  /// Why they could not be fetched since.
  private var failure: (at: Int64, fault: OIDCFault)?
  /// Being fetched: whoever asks meanwhile waits for the same.
  private var fetching: Task<OIDCFault?, Never>?

  private struct Keys {
    var collection = JWTKeyCollection()
    var names: Set<String> = []
  }

  /// Seconds for which keys are good without a look whether they are still the provider's.
  static let lasting: Int64 = 3600
  /// Seconds between two looks, whoever makes up names of keys.
  static let pause: Int64 = 60
  /// Seconds after which a provider that could not be asked is asked again, counted from when it was: more than the
  /// two answers that are waited for may take, so that one that hangs does not keep each request.
  static let retry: Int64 = 15
  /// Seconds by which the clocks may differ.
  static let leeway: Double = 30

  /// Signatures by a key that others have: never one that whoever checks could make, and never none.
  static let algorithms: Set<String> = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
  ]

  /// - Parameter fetch: gets what stands at an address.
  public init(_ settings: OIDCSettings, fetch: @escaping @Sendable (String) async throws -> [UInt8]) {
    self.settings = settings
    self.fetch = fetch
  }

  /// The name of the account whose token it is; `nil` where the token is no good.
  ///
  /// - Throws: ``OIDCFault`` where the provider cannot be asked for its keys.
  public func account(of token: String, now: Instant) async throws(OIDCFault) -> String? {
    guard token.utf8.count <= 8192, let head = TokenHead(token), OIDCProvider.algorithms.contains(head.algorithm) else {
      return nil
    }
    try await refresh(for: head.key, now: now)
    guard keys.names.contains(head.key) else { return nil }
    let claims: Claims
    do {
      // What the token calls its algorithm, and what its key is for, is one thing.
      let key = try await keys.collection.getKey(for: JWKIdentifier(string: head.key), alg: head.algorithm)
      guard key.name == head.algorithm else { return nil }
      claims = try await keys.collection.verify(token, as: Claims.self)
    } catch {
      return nil
    }
    return claims.isGood(settings, now: Double(now.seconds)) ? claims.text(settings.claim) : nil
  }

  // MARK: Keys

  private func refresh(for key: String, now: Instant) async throws(OIDCFault) {
    if let fetchedAt, now.seconds - fetchedAt < OIDCProvider.lasting {
      if keys.names.contains(key) { return }
      if failure == nil, now.seconds - fetchedAt < OIDCProvider.pause { return }
    }
    // Whether a token is good is not known as long as the provider cannot be asked.
    if let failure, (0..<OIDCProvider.retry).contains(now.seconds - failure.at) { throw failure.fault }
    let task = fetching ?? Task { await fetchAnew(now.seconds) }
    fetching = task
    if let fault = await task.value { throw fault }
  }

  /// Only who fetches says how it went: whoever waits for it may wake when the next one is under way.
  private func fetchAnew(_ now: Int64) async -> OIDCFault? {
    let fault: OIDCFault?
    do {
      (keys, fetchedAt, fault) = (try await freshKeys(), now, nil)
    } catch {
      fault = error
    }
    failure = fault.map { (now, $0) }
    fetching = nil
    return fault
  }

  private func freshKeys() async throws(OIDCFault) -> Keys {
    let base = settings.issuer.hasSuffix("/") ? String(settings.issuer.dropLast()) : settings.issuer
    let address = base + "/.well-known/openid-configuration"
    let discovery: Discovery = try decoded(await got(address), address)
    guard discovery.issuer == settings.issuer else {
      throw .unfitting(address: address, problem: "issuer \(discovery.issuer)")
    }
    let set: KeySet = try decoded(await got(discovery.keys), discovery.keys)
    var fresh = Keys()
    for key in set.keys.compactMap(\.key) {
      guard let name = key.keyIdentifier?.string else { continue }
      // A kind of key that is not known here is none of those that count.
      do { try await fresh.collection.add(jwk: key) } catch { continue }
      fresh.names.insert(name)
    }
    guard !fresh.names.isEmpty else { throw .unfitting(address: discovery.keys, problem: "no key") }
    return fresh
  }

  private func got(_ address: String) async throws(OIDCFault) -> [UInt8] {
    guard OIDCProvider.isSecure(address) else { throw .insecure(address: address) }
    do { return try await fetch(address) } catch { throw .unreachable(address: address, problem: "\(error)") }
  }

  private func decoded<Value: Decodable>(_ bytes: [UInt8], _ address: String) throws(OIDCFault) -> Value {
    do { return try JSONDecoder().decode(Value.self, from: Data(bytes)) } catch {
      throw .unfitting(address: address, problem: "\(error)")
    }
  }

  /// Whether nobody on the way can put keys of their own in its place.
  public static func isSecure(_ address: String) -> Bool {
    guard let parts = URLComponents(string: address), let host = parts.host, parts.user == nil else { return false }
    return parts.scheme == "https" || (parts.scheme == "http" && ["localhost", "127.0.0.1", "[::1]"].contains(host))
  }
}

private struct Discovery: Decodable {
  let issuer: String
  let keys: String

  enum CodingKeys: String, CodingKey {
    case issuer
    case keys = "jwks_uri"
  }
}

/// Keys of a provider; those of kinds that are not known here are passed over.
private struct KeySet: Decodable {
  struct Item: Decodable {
    let key: JWK?

    init(from decoder: any Decoder) throws {
      let usage = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .use)
      guard usage == nil || usage == "sig" else {
        key = nil
        return
      }
      do { key = try JWK(from: decoder) } catch { key = nil }
    }

    enum CodingKeys: String, CodingKey { case use }
  }

  let keys: [Item]
}

/// What a token says of itself before it is believed.
private struct TokenHead {
  let algorithm: String
  let key: String

  init?(_ token: String) {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, token.utf8.allSatisfy({ TokenHead.isPart($0) }), let bytes = TokenHead.bytes(parts[0])
    else { return nil }
    let fields: Fields
    do { fields = try JSONDecoder().decode(Fields.self, from: bytes) } catch { return nil }
    // What must be understood and is not, is no good.
    guard fields.crit == nil, let key = fields.kid else { return nil }
    algorithm = fields.alg
    self.key = key
  }

  private struct Fields: Decodable {
    let alg: String
    let kid: String?
    let crit: [String]?
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private static func bytes(_ text: Substring) -> Data? {
    let plain = text.replacing("-", with: "+").replacing("_", with: "/")
    return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
  }
}
