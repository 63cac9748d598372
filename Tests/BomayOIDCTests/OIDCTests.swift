// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayOIDC
import Crypto
import CryptoExtras
import Foundation
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

/// A provider of one's own. It signs by hand, so that what is checked is not what was made by the same code.
private final class LocalProvider: Sendable {
  static let issuer = "https://id.example"

  private struct State {
    var keys: [String: P256.Signing.PrivateKey] = ["k1": P256.Signing.PrivateKey()]
    var fetched: [String] = []
    var issuer = LocalProvider.issuer
    var isDown = false
  }

  private let state = Mutex(State())

  var fetched: [String] { state.withLock { $0.fetched } }
  func claim(issuer: String) { state.withLock { $0.issuer = issuer } }
  func setDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }
  func rotate(to name: String) { state.withLock { $0.keys = [name: P256.Signing.PrivateKey()] } }
  func key(_ name: String = "k1") -> P256.Signing.PrivateKey {
    state.withLock { $0.keys[name] ?? P256.Signing.PrivateKey() }
  }

  func provider(_ claim: String = "sub", issuer: String = issuer) -> OIDCProvider {
    OIDCProvider(OIDCSettings(issuer: issuer, audience: "bomay", claim: claim)) { address in try self.fetch(address) }
  }

  struct Down: Error {}

  func fetch(_ address: String, base: String = issuer) throws -> [UInt8] {
    try state.withLock { state in
      state.fetched.append(address)
      guard !state.isDown else { throw Down() }
      if address.hasSuffix("/.well-known/openid-configuration") {
        return Array("{\"issuer\":\"\(base == Self.issuer ? state.issuer : base)\",\"jwks_uri\":\"\(base)/keys\"}".utf8)
      }
      let keys = state.keys.map { name, key -> String in
        let point = key.publicKey.rawRepresentation
        return """
          {"kty":"EC","crv":"P-256","use":"sig","kid":"\(name)","x":"\(Self.text(point.prefix(32)))",\
          "y":"\(Self.text(point.suffix(32)))"}
          """
      }
      let others = ["{\"kty\":\"oct\",\"kid\":\"k9\",\"k\":\"AAAA\"}", "{\"kty\":\"new\",\"kid\":\"k8\"}"]
      return Array("{\"keys\":[\((others + keys).joined(separator: ","))]}".utf8)
    }
  }

  static func text(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  static let claims = "{\"iss\":\"\(issuer)\",\"aud\":\"bomay\",\"sub\":\"lan\",\"exp\":2000,\"email_verified\":true}"

  func token(
    _ claims: String = claims, head: String = "{\"alg\":\"ES256\",\"kid\":\"k1\"}", key: P256.Signing.PrivateKey? = nil
  ) throws -> String {
    let signed = Self.text(head.utf8) + "." + Self.text(claims.utf8)
    let signature = try (key ?? self.key()).signature(for: Data(signed.utf8))
    return signed + "." + Self.text(signature.rawRepresentation)
  }
}

@Suite("Bearer tokens")
struct OIDCTests {
  private let now = Instant(seconds: 1000)

  @Test("of the provider say whose they are", arguments: ["\"bomay\"", "[\"other\",\"bomay\"]"])
  func good(audience: String) async throws {
    let local = LocalProvider()
    let claims = LocalProvider.claims.replacing("\"bomay\"", with: audience)
    #expect(try await local.provider().account(of: local.token(claims), now: now) == "lan")
    let email = claims.replacing("\"sub\":\"lan\"", with: "\"sub\":\"7\",\"email\":\"lan@so\"")
    #expect(try await local.provider("email").account(of: local.token(email), now: now) == "lan@so")
  }

  @Test(
    "that are old, not yet good, of another issuer or for another audience are no good",
    arguments: [
      ("\"exp\":2000", "\"exp\":1000"), ("\"exp\":2000", "\"exp\":999"), ("\"exp\":2000", "\"x\":0"),
      ("\"exp\":2000", "\"exp\":\"2000\""), ("\"exp\":2000", "\"exp\":2000,\"nbf\":1031"),
      (LocalProvider.issuer, "https://evil.example"), (LocalProvider.issuer, LocalProvider.issuer + "/"),
      ("\"aud\":\"bomay\"", "\"aud\":\"other\""), ("\"aud\":\"bomay\"", "\"aud\":[]"), ("\"aud\":\"bomay\",", ""),
      ("\"sub\":\"lan\"", "\"sub\":\"\""), ("\"sub\":\"lan\"", "\"sub\":7"), ("\"sub\":\"lan\",", ""),
    ])
  func bad(part: String, other: String) async throws {
    let local = LocalProvider()
    let claims = LocalProvider.claims.replacing(part, with: other)
    #expect(claims != LocalProvider.claims)
    #expect(try await local.provider().account(of: local.token(claims), now: now) == nil)
  }

  @Test("that somebody else signed, or nobody, are no good")
  func forged() async throws {
    let local = LocalProvider()
    let provider = local.provider()
    let good = try local.token()
    #expect(try await provider.account(of: good, now: now) == "lan")
    let parts = good.split(separator: ".").map(String.init)
    let other = LocalProvider.text(LocalProvider.claims.replacing("lan", with: "mai").utf8)
    func head(_ text: String) -> String { LocalProvider.text(text.utf8) }
    let none = head("{\"alg\":\"none\",\"kid\":\"k1\"}")
    let secret = head("{\"alg\":\"HS256\",\"kid\":\"k1\"}")
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(secret).\(parts[1])".utf8), using: SymmetricKey(data: local.key().publicKey.rawRepresentation))
    for token in [
      try local.token(key: P256.Signing.PrivateKey()), "\(parts[0]).\(other).\(parts[2])", "\(none).\(parts[1]).",
      "\(none).\(parts[1]).\(parts[2])", "\(secret).\(parts[1]).\(LocalProvider.text(Array(code)))",
      "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])", good + ".x", "", "..", "x", good + "=",
      try local.token(head: "{\"alg\":\"ES256\",\"kid\":\"k1\",\"crit\":[\"exp\"]}"),
      try local.token(head: "{\"alg\":\"ES256\"}"), try local.token(head: "{\"alg\":\"RS256\",\"kid\":\"k1\"}"),
      try local.token(head: "{\"alg\":\"ES256\",\"kid\":\"k9\"}"),
      try local.token(head: "{\"alg\":\"ES256\",\"kid\":\"k7\"}"),
      String(repeating: "a", count: 9000),
    ] {
      #expect(try await provider.account(of: token, now: now) == nil, "\(token)")
    }
  }

  @Test(
    "may be signed with RSA, by the algorithm that they name",
    arguments: [
      ("RS256", "", true), ("PS256", "", true), ("RS256", "\"alg\":\"RS256\",", true),
      ("PS256", "\"alg\":\"RS256\",", false),
      ("ES256", "", false), ("HS256", "", false),
    ])
  func rsa(algorithm: String, stated: String, isGood: Bool) async throws {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let numbers = try key.publicKey.getKeyPrimitives()
    let keys = """
      {"keys":[{"kty":"RSA",\(stated)"kid":"r1","n":"\(LocalProvider.text(numbers.modulus))",\
      "e":"\(LocalProvider.text(numbers.publicExponent))"}]}
      """
    let local = LocalProvider()
    let provider = OIDCProvider(OIDCSettings(issuer: LocalProvider.issuer, audience: "bomay")) { address in
      try address.hasSuffix("/keys") ? Array(keys.utf8) : local.fetch(address)
    }
    let signed =
      LocalProvider.text("{\"alg\":\"\(algorithm)\",\"kid\":\"r1\"}".utf8) + "."
      + LocalProvider.text(LocalProvider.claims.utf8)
    let signature = try key.signature(
      for: Data(signed.utf8), padding: algorithm == "PS256" ? .PSS : .insecurePKCS1v1_5)
    let token = signed + "." + LocalProvider.text(signature.rawRepresentation)
    #expect(try await provider.account(of: token, now: now) == (isGood ? "lan" : nil))
  }

  @Test("are checked by keys that are fetched once, and again where a key is new, but not each time")
  func keys() async throws {
    let local = LocalProvider()
    let provider = local.provider()
    for _ in 0..<3 { #expect(try await provider.account(of: local.token(), now: now) == "lan") }
    #expect(local.fetched == ["https://id.example/.well-known/openid-configuration", "https://id.example/keys"])
    local.rotate(to: "k2")
    let fresh = try local.token(head: "{\"alg\":\"ES256\",\"kid\":\"k2\"}", key: local.key("k2"))
    for _ in 0..<5 { #expect(try await provider.account(of: fresh, now: Instant(seconds: 1059)) == nil) }
    #expect(local.fetched.count == 2)
    #expect(try await provider.account(of: fresh, now: Instant(seconds: 1060)) == "lan")
    #expect(try await provider.account(of: local.token(), now: Instant(seconds: 1061)) == nil)
    #expect(local.fetched.count == 4)
  }

  @Test("cannot be checked by a provider that calls itself another, is away, or is spoken to in the open")
  func faults() async throws {
    let local = LocalProvider()
    local.claim(issuer: "https://evil.example")
    await #expect(throws: OIDCFault.self) { try await local.provider().account(of: local.token(), now: now) }
    local.claim(issuer: LocalProvider.issuer)
    local.setDown(true)
    await #expect(throws: OIDCFault.self) { try await local.provider().account(of: local.token(), now: now) }
    await #expect(throws: OIDCFault.insecure(address: "http://id.example/.well-known/openid-configuration")) {
      try await local.provider(issuer: "http://id.example").account(of: local.token(), now: now)
    }
    for address in [
      "http://localhost.evil.example/", "http://localhost@evil.example/", "ftp://localhost/", "file:///etc",
    ] {
      #expect(!OIDCProvider.isSecure(address), "\(address)")
    }
    for address in ["https://id.example/a", "http://127.0.0.1:8080", "http://localhost:1/x", "http://[::1]:8080"] {
      #expect(OIDCProvider.isSecure(address), "\(address)")
    }
  }

  @Test("are not called bad as long as the provider cannot be asked, and good again soon after")
  func away() async throws {
    let local = LocalProvider()
    let provider = local.provider()
    local.setDown(true)
    for second in 1000..<1015 {
      await #expect(throws: OIDCFault.self, "\(second)") {
        try await provider.account(of: local.token(), now: Instant(seconds: Int64(second)))
      }
    }
    #expect(local.fetched.count == 1, "it is not asked by each token")
    local.setDown(false)
    #expect(try await provider.account(of: local.token(), now: Instant(seconds: 1015)) == "lan")
    // Keys that are known are good without it, for as long as they last.
    local.setDown(true)
    let later = { try local.token(LocalProvider.claims.replacing("2000", with: "9000")) }
    #expect(try await provider.account(of: later(), now: Instant(seconds: 1014 + 3600)) == "lan")
    await #expect(throws: OIDCFault.self) {
      try await provider.account(of: later(), now: Instant(seconds: 1015 + 3600))
    }
  }

  @Test("that come all at once ask the provider once")
  func together() async throws {
    let local = LocalProvider()
    let provider = local.provider()
    let token = try local.token()
    let names = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<20 { group.addTask { try await provider.account(of: token, now: Instant(seconds: 1000)) } }
      return try await group.reduce(into: [String?]()) { $0.append($1) }
    }
    #expect(names == Array(repeating: "lan", count: 20))
    #expect(local.fetched.count == 2)
  }

  @Test("are checked against a provider on this machine, over the network")
  func network() async throws {
    let local = LocalProvider()
    let router = Router()
    for path in ["/.well-known/openid-configuration", "/keys"] {
      router.get(RouterPath(path)) { request, _ in
        let base = "http://\(request.head.authority ?? "")"
        return try ByteBuffer(bytes: local.fetch(base + path, base: base))
      }
    }
    let application = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)))
    try await application.test(.live) { client in
      let base = "http://localhost:\(try #require(client.port))"
      var provider = OIDCProvider(OIDCSettings(issuer: base, audience: "bomay"))
      let token = try local.token(LocalProvider.claims.replacing(LocalProvider.issuer, with: base))
      // A machine that is busy with all the other tests may not answer in time at first. Who has not got the keys
      // does not ask again so soon: another provider does.
      for _ in 0..<20 {
        do {
          _ = try await provider.account(of: token, now: now)
          break
        } catch OIDCFault.unreachable {
          provider = OIDCProvider(OIDCSettings(issuer: base, audience: "bomay"))
        }
      }
      #expect(try await provider.account(of: token, now: now) == "lan")
      #expect(try await provider.account(of: local.token(), now: now) == nil)
      let lost = OIDCProvider(OIDCSettings(issuer: base + "/nowhere", audience: "bomay"))
      await #expect(throws: OIDCFault.self) { try await lost.account(of: token, now: now) }
    }
  }
}
