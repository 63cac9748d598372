// SPDX-License-Identifier: Apache-2.0
import BomayApp
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import BomayServer

@Suite("Tables sent to be converted")
struct ConvertTests {
  static let query = "key=code&sum=people&kind=commune&from=2019-11-30&to=2019-12-01"

  private func post(
    _ table: String, _ query: String = query, type: String = "text/csv"
  ) async throws -> ServerFixture.Got {
    try await ServerFixture.request(
      .post, "/api/v1/convert?\(query)", [.contentType: type, .acceptLanguage: "en"], body: table)
  }

  /// Codes of all communes before the mergers of the end of 2019.
  private func table() async throws -> (text: String, count: Int) {
    let rows = try await ServerFixture.get("/api/v1/map?from=2019-11-30&to=2019-12-01&kind=commune").rows()
    let codes = Set(rows.compactMap { $0["from"] as? String }).sorted()
    return ("code,people\r\n" + codes.map { "\($0),10\r\n" }.joined(), codes.count)
  }

  @Test("are carried over, and no unit of a total is lost")
  func carried() async throws {
    let (text, count) = try await table()
    let got = try await post(text, Self.query + "&assume=equal")
    #expect(got.status == 200, "\(got.text.prefix(500))")
    let rows = try got.rows()
    #expect(rows.compactMap { $0["people"] as? Int }.reduce(0, +) == 10 * count && rows.count < count)
    let csv = try await post(text, Self.query + "&assume=equal&format=csv", type: "text/csv; charset=utf-8")
    #expect(csv.header("Content-Type") == "text/csv; charset=utf-8")
    #expect(csv.text.hasPrefix("\u{FEFF}code,name,people,marks\r\n"))
    #expect(csv.text.split(separator: "\r\n").count == rows.count + 1)
  }

  @Test("are refused with every fault at once")
  func faulty() async throws {
    let got = try await post("code,people\n00000,1\n10693,x\n10693,2\n")
    #expect(got.status == 422 && got.header("Content-Type") == "application/problem+json")
    let problem = try #require(JSONSerialization.jsonObject(with: Data(got.bytes)) as? [String: Any])
    #expect(problem["type"] as? String == "urn:bomay:problem:faulty-table")
    let findings = try #require(problem["findings"] as? [[String: Any]])
    #expect(findings.count >= 2)
    for finding in findings {
      #expect((finding["summary"] as? String)?.isEmpty == false && finding["line"] is Int)
    }
  }

  @Test(
    "need what is to be done with them",
    arguments: [
      ("key=code&kind=commune&from=2019-11-30&to=2019-12-01", 400, "missing"),
      ("sum=people&kind=commune&from=2019-11-30&to=2019-12-01", 400, "missing"),
      ("key=code&sum=people&from=2019-11-30&to=2019-12-01", 400, "missing"),
      ("key=code&sum=people&kind=commune&to=2019-12-01", 400, "missing"),
      (query + "&sum=people", 400, "column-twice"), (query + "&mean=x", 400, "not-one-of"),
      (query + "&measure=x", 400, "not-one-of"), (query + "&assume=x", 400, "not-one-of"),
      (query + "&format=svg", 400, "not-one-of"), (query + "&kind=x", 400, "not-one-of"),
    ])
  func lacking(query: String, status: Int, reason: String) async throws {
    let got = try await post("code,people\n10693,1\n", query)
    #expect(got.status == status && got.text.contains("urn:bomay:problem:\(reason)"), "\(got.text.prefix(300))")
  }

  @Test("are of one type and size, and taken nowhere else")
  func bounded() async throws {
    #expect(try await post("{}", type: "application/json").status == 415)
    let large = String(repeating: "x", count: TakenBody.table.most + 1)
    #expect(try await post(large).status == 413)
    #expect(try await ServerFixture.get("/api/v1/convert?\(Self.query)").status == 405)
    #expect(try await ServerFixture.request(.put, "/api/v1/convert", body: "x").status == 405)
    for address in ["/", "/api/v1/targets", "/api/v1/convert/x", "/nowhere"] {
      #expect(try await ServerFixture.request(.post, address, [.contentType: "text/csv"], body: "x").status == 405)
    }
  }

  @Test("are let through by the guard of the connection, and nothing beyond them")
  func guarded() throws {
    func channel(_ path: String, _ method: HTTPRequest.Method) throws -> EmbeddedChannel {
      let channel = EmbeddedChannel(handler: BodyLimit())
      try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
      try channel.writeInbound(
        HTTPRequestPart.head(.init(method: method, scheme: "http", authority: "a", path: path)))
      return channel
    }
    let part = HTTPRequestPart.body(ByteBuffer(repeating: 0, count: TakenBody.table.most))
    let open = try channel("/api/v1/convert?x=y", .post)
    try open.writeInbound(part)
    #expect(open.isActive)
    try open.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 0, count: 1)))
    #expect(!open.isActive)
    for (path, method) in [("/api/v1/convert/", HTTPRequest.Method.post), ("/api/v1/convert", .get), ("/", .post)] {
      let shut = try channel(path, method)
      try shut.writeInbound(part)
      #expect(!shut.isActive, "\(method) \(path)")
    }
  }

  @Test("are few at a time")
  func few() async throws {
    let workshop = Workshop()
    let gate = DispatchSemaphore(value: 0)
    // One more than there is room for, while none can end.
    let tasks = (0...Workshop.most).map { _ in
      Task {
        do {
          try await workshop.run(.table, Self.request) { _ in gate.wait() }
          return true
        } catch let refusal as Refusal {
          for _ in 0..<Workshop.most { gate.signal() }
          return refusal.reason != "busy"
        }
      }
    }
    var done: [Bool] = []
    for task in tasks { done.append(try await task.value) }
    #expect(done.filter { $0 }.count == Workshop.most)
    #expect(try await workshop.run(.table, Self.request) { $0 } == Array("x".utf8))
  }

  private static var request: Request {
    let head = HTTPRequest(
      method: .post, scheme: "http", authority: "localhost", path: "/api/v1/convert",
      headerFields: [.contentType: "text/csv"])
    return Request(head: head, body: .init(buffer: ByteBuffer(string: "x")))
  }
}
