// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStoreSQLite
import Foundation
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import BomayServer

@Suite("Recording by programs")
struct RecordingInterfaceTests {
  static let stop = """
    decision: stop-tu-ky
    title: Stop
    document: d-stop
    signed: 2022-10-14
    effective: 2022-10-15
    changes:
      - register-document: d-stop
        number: 12-QD/HU
        type: qd
        issuer: huyen-uy
        date: 2022-10-14
      - stop-pilot: M3-tu-ky
        reason: told to
        replacement: separate-holders
        due: 2022-11-30
        responsible: tu-ky/cap-uy
    """

  static func rename(_ id: String, _ name: String) -> String {
    "{\"decision\":\"\(id)\",\"rests\":\"assumption\",\"effective\":\"2022-11-01\",\"note\":\"late\","
      + "\"changes\":[{\"rename\":\"tu-ky\",\"name\":\"\(name)\"}]}"
  }

  @Test("a document is recorded and told where it stands")
  func recorded() async throws {
    let fixture = try RecordingFixture()
    let got = try await fixture.decide(Self.stop)
    #expect(got.status == 201, "\(got.text)")
    #expect(got.header("Location") == "/api/v1/log/245" && got.header("ETag") == "\"245\"")
    #expect(got.header("Bomay-Revision") == "245" && got.header("Cache-Control") == "no-store")
    let body = try got.json()
    #expect(body["revision"] as? Int == 245 && body["decisions"] as? [String] == ["stop-tu-ky"])
    #expect(try fixture.head() == 245)
    let entry = try await fixture.get("/api/v1/log/245")
    #expect(entry.status == 200 && entry.text.contains("stop-tu-ky"))
    let decision = try await fixture.get("/api/v1/decisions/stop-tu-ky?lang=en")
    #expect(decision.text.contains("keeper"))
    #expect(try await fixture.get("/api/v1/log/246").status == 404)
  }

  @Test("a rehearsal tells what would change, opens and closes, and records nothing")
  func rehearsed() async throws {
    let fixture = try RecordingFixture()
    let got = try await fixture.decide(Self.stop, onto: nil, preview: true)
    #expect(got.status == 200, "\(got.text)")
    let body = try got.json()
    #expect(body["revision"] as? Int == 244 && body["canBeRecorded"] as? Bool == true)
    let effects = try #require(body["effects"] as? [[String: Any]])
    let day = try #require(effects.first { $0["on"] as? String == "2022-10-15" })
    let changes = try #require(day["changes"] as? [[String: Any]])
    #expect(changes.contains { $0["what"] as? String == "document" && $0["id"] as? String == "d-stop" })
    let opened = try #require(day["opened"] as? [[String: Any]])
    #expect(opened.map { $0["id"] as? String } == ["M3-tu-ky/same-holder"])
    #expect(try fixture.head() == 244)

    #expect(try await fixture.decide(Self.stop).status == 201)
    let separate = """
      decision: separate-tu-ky
      document: d-stop
      effective: 2022-11-06
      changes:
        - separate-posts: [tu-ky/ban-to-chuc/truong-ban, tu-ky/phong-noi-vu/truong-phong]
      """
    let then = try await fixture.decide(separate, onto: "\"245\"", preview: true).json()
    let closed = try #require(then["effects"] as? [[String: Any]]).flatMap { $0["closed"] as? [[String: Any]] ?? [] }
    #expect(closed.map { $0["id"] as? String } == ["M3-tu-ky/same-holder"])
    #expect(closed.first?["state"] as? String == "settled")
    #expect(try fixture.head() == 245)
  }

  @Test("all that is wrong is told at once, with its place")
  func findings() async throws {
    let fixture = try RecordingFixture.untouched.get()
    let wrong = """
      decision: wrong
      effective: yesterday
      changes:
        - rename: tu-ky
        - stop-pilot: M3 tu ky
          due: 2022-13-01
      """
    let got = try await fixture.decide(wrong)
    #expect(got.status == 422 && got.header("Content-Type") == "application/problem+json")
    #expect(try got.problem == "findings")
    let findings = try #require(try got.json()["findings"] as? [[String: Any]])
    let places = Set(findings.compactMap { $0["pointer"] as? String })
    #expect(
      places.isSuperset(of: ["/effective", "/changes/0", "/changes/1/stop-pilot", "/changes/1/due"]), "\(places)")
    let lines = findings.compactMap { $0["line"] as? Int }
    #expect(Set(lines).isSuperset(of: [2, 4, 5, 6]))
    #expect(findings.allSatisfy { ($0["detail"] as? String)?.isEmpty == false })
    #expect(try fixture.head() == 244)
    // A reference to nothing is found only against the register.
    let unknown = try await fixture.decide(
      Self.rename("r", "x").replacing("tu-ky", with: "tu-kyy"), kind: "application/json")
    let found = try #require(try unknown.json()["findings"] as? [[String: Any]])
    #expect(
      found.contains { $0["code"] as? String == "unknown-reference" && $0["pointer"] as? String == "/changes/0/rename" }
    )
  }

  @Test("of two who looked at the same revision one is recorded, the other told what came in between")
  func moved() async throws {
    let fixture = try RecordingFixture()
    async let one = fixture.decide(Self.rename("r-1", "Mot"), kind: "application/json")
    async let other = fixture.decide(Self.rename("r-2", "Hai"), kind: "application/json")
    let got = try await [one, other].sorted { $0.status < $1.status }
    #expect(got.map(\.status) == [201, 412])
    #expect(try got[1].problem == "moved")
    let body = try got[1].json()
    #expect(body["revision"] as? Int == 245)
    let meanwhile = try #require(body["meanwhile"] as? [[String: Any]])
    #expect(meanwhile.count == 1 && (meanwhile[0]["id"] as? String)?.hasPrefix("r-") == true)
    #expect(meanwhile[0]["recordedBy"] as? String == "keeper")
    #expect(try fixture.head() == 245)
    #expect(try await fixture.decide(Self.stop, onto: "\"999\"").status == 412)
    #expect(try await fixture.decide(Self.stop, onto: "\"1\"", preview: true).status == 412)
  }

  @Test("what another process has recorded counts, too")
  func otherProcess() async throws {
    let fixture = try RecordingFixture()
    let other = try RegisterSession.open(SQLiteLogStore.open(at: fixture.path))
    _ = try other.record(
      [InputFile(name: "x.json", bytes: Array(Self.rename("x", "X").utf8))], at: ServerFixture.now, by: "other")
    #expect(try await fixture.decide(Self.stop).status == 412)
    #expect(try await fixture.decide(Self.stop, onto: "\"245\"").status == 201)
  }

  @Test("the same key and document are answered as the first time, the same key and another document refused")
  func keys() async throws {
    let clock = Seconds()
    clock.advance(by: 1_668_074_400)
    let fixture = try RecordingFixture(seconds: { clock.now })
    let first = try await fixture.decide(Self.stop, key: "k-1")
    let again = try await fixture.decide(Self.stop, key: "k-1")
    #expect(first.status == 201 && again.status == 201 && first.text == again.text)
    #expect(try fixture.head() == 245)
    let other = try await fixture.decide(Self.rename("r", "R"), onto: "\"245\"", key: "k-1", kind: "application/json")
    #expect(try other.status == 422 && other.problem == "key-used")
    #expect(try await fixture.decide(Self.stop, key: "two words").status == 400)
    #expect(try await fixture.decide(Self.stop, key: String(repeating: "k", count: 201)).status == 400)
    clock.advance(by: IdempotencyKeys.seconds)
    #expect(try await fixture.decide(Self.stop, key: "k-1").status == 412)
    // What was refused leaves the key free.
    #expect(try await fixture.decide("decision: x", onto: "\"245\"", key: "k-2").status == 422)
    #expect(
      try await fixture.decide(Self.rename("r", "R"), onto: "\"245\"", key: "k-2", kind: "application/json").status
        == 201)
  }

  @Test("keys are so many at most, and of one sender each")
  func keyBounds() {
    var keys = IdempotencyKeys()
    let receipt = Receipt(recorded: 1...1, diagnostics: [])
    for number in 0...IdempotencyKeys.most { keys.note("k\(number)", by: "a", body: [1], receipt, at: 0) }
    #expect(keys.known("k0", by: "a", body: [1], at: 1) == nil)
    #expect(keys.known("k1", by: "a", body: [1], at: 1) != nil)
    #expect(keys.known("k1", by: "b", body: [1], at: 1) == nil)
    #expect(keys.known("k1", by: "a", body: [1], at: IdempotencyKeys.seconds) == nil)
  }

  @Test(
    "a revision must be named, in its form",
    arguments: [(nil, 428), ("244", 400), ("\"x\"", 400), ("*", 400)] as [(String?, Int)])
  func precondition(header: String?, status: Int) async throws {
    let fixture = try RecordingFixture.untouched.get()
    #expect(try await fixture.decide(Self.stop, onto: header).status == status)
    #expect(try fixture.head() == 244)
  }

  @Test(
    "only documents are taken, and none too large", arguments: ["text/plain", "", "application/x-www-form-urlencoded"])
  func kinds(kind: String) async throws {
    let fixture = try RecordingFixture.untouched.get()
    #expect(try await fixture.decide(Self.stop, kind: kind).status == 415)
    let large = Self.stop + "\n#" + String(repeating: "x", count: Bodies.most)
    let got = try await fixture.decide(large)
    #expect(try got.status == 413 && got.problem == "body-too-large")
    #expect(try fixture.head() == 244)
  }

  @Test("a server that was not started to record records nothing")
  func notStarted() async throws {
    let fixture = try RecordingFixture(recorder: nil)
    let got = try await fixture.decide(Self.stop)
    #expect(try got.status == 403 && got.problem == "may-not-record")
    #expect(try await fixture.decide(Self.stop, preview: true).status == 403)
    #expect(try fixture.head() == 244)
  }

  @Test(
    "pages of elsewhere cannot send through the browser",
    arguments: [
      ("http://evil.example", nil, 403), ("null", nil, 403), ("http://127.0.0.1.evil.example", nil, 403),
      (nil, "cross-site", 403), (nil, "same-site", 403), ("http://localhost", "cross-site", 403),
      ("http://localhost", "same-origin", 201), (nil, "none", 403),
    ] as [(String?, String?, Int)])
  func elsewhere(origin: String?, site: String?, status: Int) async throws {
    let fixture = try RecordingFixture()
    var headers: HTTPFields = [:]
    if let origin { headers[.origin] = origin }
    if let site { headers[try #require(HTTPField.Name("Sec-Fetch-Site"))] = site }
    let got = try await fixture.decide(Self.stop, headers)
    #expect(got.status == status, "\(got.text)")
    #expect(try fixture.head() == (status == 201 ? 245 : 244))
  }

  @Test("a body that goes on beyond what is taken closes its connection")
  func endless() throws {
    let channel = EmbeddedChannel(handler: BodyLimit())
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    let head = HTTPRequestPart.head(
      .init(method: .post, scheme: "http", authority: "a", path: "/api/v1/decisions?preview=true"))
    for _ in 0..<2 {
      try channel.writeInbound(head)
      try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 0, count: Bodies.most)))
      try channel.writeInbound(HTTPRequestPart.end(nil))
    }
    #expect(channel.isActive)
    try channel.writeInbound(head)
    try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 0, count: Bodies.most + BodyLimit.most + 1)))
    #expect(!channel.isActive)
  }

  @Test("the OpenAPI document tells of it, and where the form of a document is described")
  func documented() async throws {
    let fixture = try RecordingFixture.untouched.get()
    let document = try await fixture.get("/api/openapi.json").json()
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    let post = try #require(paths["/decisions"]?["post"] as? [String: Any])
    let responses = try #require(post["responses"] as? [String: Any])
    for status in OpenAPI.refusals + [200, 201] { #expect(responses[String(status)] != nil) }
    let schema = try await fixture.get(OpenAPI.schemaPath).json()
    #expect(schema["title"] as? String == "bomay decision")
    for language in Catalogue.languages {
      let keys = try #require(Catalogue(language)).keys
      for name in ["record", "decision-document", "rehearsed", "recorded", "entry", "parameter.preview"] {
        #expect(keys.contains("api.\(name)"))
      }
      for name in ["If-Match", "Idempotency-Key", "Location"] { #expect(keys.contains("api.header.\(name)")) }
      for status in OpenAPI.refusals { #expect(keys.contains("api.status-\(status)")) }
    }
  }
}
