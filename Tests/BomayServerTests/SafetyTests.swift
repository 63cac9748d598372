// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStoreSQLite
import BomayTesting
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import BomayServer

@Suite("What a server on this machine must not do")
struct SafetyTests {
  @Test(
    "headers that protect stand on every answer",
    arguments: ["/", "/nowhere", "/api/v1/targets", "/api/v1/no", "/health"])
  func headers(address: String) async throws {
    let got = try await ServerFixture.get(address)
    let policy = try #require(got.header("Content-Security-Policy"))
    #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe") && !policy.contains("script-src"))
    #expect(got.header("X-Content-Type-Options") == "nosniff" && got.header("Referrer-Policy") == "same-origin")
  }

  @Test(
    "only names of this machine are answered",
    arguments: [
      ("127.0.0.1:8080", 200), ("localhost", 200), ("[::1]:8080", 200), ("LOCALHOST:1", 200), ("evil.example", 421),
      ("127.0.0.1.evil.example", 421), ("localhost.evil.example:80", 421), ("10.0.0.1", 421), ("[2001:db8::1]", 421),
    ])
  func hosts(host: String, status: Int) async throws {
    #expect(try await ServerFixture.get("/health", host: host) == status)
  }

  @Test("a request that names no host is not answered")
  func noHost() async throws { #expect(try await ServerFixture.get("/health", host: nil) == 421) }

  @Test(
    "a request that names two hosts is not answered, and a host in the address is not believed",
    arguments: [
      ("/health", "127.0.0.1", true), ("/health", "127.0.0.1\r\nHost: evil.example", false),
      ("/health", "127.0.0.1\r\nhost: 127.0.0.1", false), ("http://127.0.0.1/health", "evil.example", false),
      ("http://evil.example/health", "127.0.0.1", true), ("*", "127.0.0.1", false),
    ])
  func twoHosts(target: String, host: String, isAnswered: Bool) async throws {
    let server = try ServerFixture.sharedServer()
    try await server.application(host: "127.0.0.1", port: 0).test(.live) { client in
      let listener = try Listener(
        port: #require(client.port), "GET \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
      try await listener.wait { $0.text.hasSuffix(Listener.end) }
      #expect(listener.text.hasPrefix("HTTP/1.1 200") == isAnswered, "\(listener.text.prefix(200))")
    }
  }

  @Test("only addresses of this machine are listened on")
  func loopback() {
    for host in ["127.0.0.1", "127.8.0.9", "::1", "localhost"] { #expect(Loopback.contains(host), "\(host)") }
    for host in ["0.0.0.0", "::", "10.0.0.1", "127.0.0", "127.0.0.256", "127.1", "127.0.0.01", "127.0.0.1.2", ""] {
      #expect(!Loopback.contains(host), "\(host)")
    }
  }

  @Test("nothing is taken in", arguments: [HTTPRequest.Method.post, .put, .delete, .patch])
  func readOnly(method: HTTPRequest.Method) async throws {
    let got = try await ServerFixture.request(method, "/api/v1/log")
    #expect(got.status == 405 && got.header("Allow") == "GET, HEAD")
  }

  @Test("a body is refused before anything is computed")
  func body() async throws {
    #expect(try await ServerFixture.get("/", [.contentLength: "1000000000"]).status == 413)
    #expect(try await ServerFixture.get("/", [.transferEncoding: "chunked"]).status == 413)
    #expect(try await ServerFixture.get("/", [.contentLength: "x"]).status == 413)
  }

  @Test("a body that does not end closes its connection")
  func endlessBody() throws {
    let channel = EmbeddedChannel(handler: BodyLimit())
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    try channel.writeInbound(HTTPRequestPart.head(.init(method: .post, scheme: "http", authority: "a", path: "/")))
    try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 0, count: BodyLimit.most)))
    #expect(channel.isActive)
    try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 0, count: 1)))
    #expect(!channel.isActive)
  }

  @Test("paths do not lead out of the assets", arguments: ["/assets/..%2Ftemplates%2Flayout.mustache", "/assets/x"])
  func assets(address: String) async throws { #expect(try await ServerFixture.get(address).status == 404) }

  @Test("escapes by scalars, so that a combining mark hides nothing")
  func escaped() {
    #expect(
      EscapedHTML.escaped("\"\u{301} onfocus='x'<\u{338}b>&")
        == "&quot;\u{301} onfocus=&#39;x&#39;&lt;\u{338}b&gt;&amp;")
    #expect(EscapedHTML.escaped("a\u{0}b\u{202E}c\n") == "a\u{FFFD}bc\n")
  }

  private static let hostile =
    "\"\u{301} onmouseover=x <script>alert(1)</script><img src=x onerror=y>'</title>{{w.menu}}"

  /// Names that would be markup, recorded by another process while the server runs.
  private static let decision = """
    decision: hostile
    title: \(quoted)
    note: \(quoted)
    effective: 2022-11-01
    rests: assumption
    changes:
      - person: p-hostile
        name: \(quoted)
      - rename: tu-ky
        name: \(quoted)
      - appoint: p-hostile
        post: tu-ky/ban-to-chuc/truong-ban
        until: 2023-01-01
    """

  private static var quoted: String {
    // By scalars: with a combining mark behind it, a quotation mark is another character.
    "\"" + hostile.unicodeScalars.map { $0 == "\"" ? "\\\"" : String($0) }.joined() + "\""
  }

  @Test("names that would be markup are text, new entries are seen at once, erased names are gone")
  func hostileNames() async throws {
    let path = try ServerFixture.copy()
    let clock = Seconds()
    let server = try ServerFixture.server(over: path, seconds: { clock.now })
    #expect(try await ServerFixture.get("/ready", from: server).text.contains("244"))
    let other = try RegisterSession.open(SQLiteLogStore.open(at: path))
    let outcome = try other.record(
      [InputFile(name: "hostile.yaml", bytes: Array(Self.decision.utf8))], at: ServerFixture.now,
      by: Recorder(name: Self.hostile, host: Self.hostile))
    #expect(
      outcome.recorded == 245...245,
      "\(outcome.diagnostics.filter { $0.severity == .error }.map { "\($0.code) \($0.values)" })")
    #expect(try await ServerFixture.get("/ready", from: server).text.contains("245"))
    let addresses = [
      "/", "/apparatus/tinh-hai-duong", "/units/tu-ky", "/persons/p-hostile", "/posts/tu-ky%2Fban-to-chuc%2Ftruong-ban",
      "/decisions", "/decisions/hostile", "/search?q=script", "/why/tu-ky", "/tables/holders", "/models/M3/tu-ky",
      "/lineage?unit=tu-ky&from=2018-01-01&to=2025-07-01", "/reports/01", "/reports/01/print",
      "/search?q=\(Query.encoded(Self.hostile))", "/units/\(Query.encoded(Self.hostile))",
      "/?on=\(Query.encoded(Self.hostile))", "/?known_at=\(Query.encoded(Self.hostile))",
      "/?lang=\(Query.encoded(Self.hostile))&\(Query.encoded(Self.hostile))=1",
    ]
    var shown = 0
    for address in addresses {
      let page = try await ServerFixture.get(
        address + (address.contains("on=") ? "" : address.contains("?") ? "&on=2022-11-02" : "?on=2022-11-02"),
        from: server)
      let scalars = page.text.unicodeScalars
      #expect(!page.text.contains("<script") && !page.text.contains("<img"), "\(address)")
      #expect(!zip(scalars, scalars.dropFirst()).contains { $0 == "\"" && $1 == "\u{301}" }, "\(address)")
      if page.text.contains("&lt;script&gt;") { shown += 1 }
    }
    #expect(shown >= 14)
    #expect(try await ServerFixture.get("/persons/p-hostile", from: server).text.contains("onmouseover"))
    #expect(try other.erase(Identifier(rawValue: "p-hostile")) == 1)
    clock.advance(by: 5)
    let page = try await ServerFixture.get("/persons/p-hostile", from: server)
    #expect(page.status == 200 && !page.text.contains("onmouseover"))
  }
}

@Suite("Queries")
struct QueryTests {
  @Test("are read as a form sends them")
  func read() throws {
    let query = try #require(Query("q=t%E1%BB%A9+k%E1%BB%B3&kind=a&kind=b&empty=&flag"))
    #expect(query["q"] == "tứ kỳ" && query.all("kind") == ["a", "b"])
    #expect(query["empty"] == nil && query["flag"] == nil && query.pairs.count == 5)
    #expect(Query("q=%FF") == nil && Query("q=%4") == nil)
  }

  @Test("are written so that they are read the same again", arguments: ["a b&c=d/é?#%+", "tu-ky/ban", ""])
  func roundTrip(text: String) {
    #expect(Query(Query.text([("q", text)]))?.pairs.first?.value == text)
  }
}
