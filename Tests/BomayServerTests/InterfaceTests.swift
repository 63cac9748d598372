// SPDX-License-Identifier: Apache-2.0
import BomayApp
import Foundation
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("The interface for programs")
struct InterfaceTests {
  private func document() async throws -> [String: Any] {
    let got = try await ServerFixture.get("/api/openapi.json")
    #expect(got.status == 200 && got.header("Content-Type") == "application/json")
    return try #require(JSONSerialization.jsonObject(with: Data(got.text.utf8)) as? [String: Any])
  }

  @Test("answers every path of its OpenAPI document, with the document's own examples")
  func documented() async throws {
    let document = try await document()
    #expect(document["openapi"] as? String == "3.1.0")
    let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
    #expect(paths.count == Endpoint.all.count + 1)
    for (path, methods) in paths where path != "/events" && path != DecisionsEndpoint.path {
      let operation = try #require(methods["get"] ?? methods["post"])
      var address = "/api/v1" + path
      var query: [(name: String, value: String)] = []
      for parameter in try #require(operation["parameters"] as? [[String: Any]]) {
        let name = try #require(parameter["name"] as? String)
        guard let example = parameter["example"] as? String else {
          #expect(parameter["required"] as? Bool == false)
          continue
        }
        if parameter["in"] as? String == "path" {
          address = address.replacing("{\(name)}", with: Query.encoded(example))
        } else {
          query.append((name, example))
        }
      }
      #expect(!address.contains("{"), "\(path)")
      address += "?" + Query.text(query)
      let got =
        methods["get"] == nil
        ? try await ServerFixture.request(.post, address, [.contentType: "text/csv"], body: Self.table)
        : try await ServerFixture.get(address)
      // No person is named in the demo.
      #expect(got.status == (path.hasPrefix("/persons") ? 404 : 200), "\(address): \(got.text.prefix(300))")
      _ = try JSONSerialization.jsonObject(with: Data(got.text.utf8))
      if got.status == 200 {
        #expect(got.header("Bomay-Revision") == "244" && got.header("Bomay-On") == "2022-10-31")
      }
    }
  }

  private static let table = "code,people\n10693,7\n"

  @Test("gives the tables of the command line, as JSON and as CSV")
  func tables() async throws {
    let json = try await ServerFixture.get("/api/v1/coverage?model=M1&on=2022-09-30&lang=en")
    let rows = try #require(JSONSerialization.jsonObject(with: Data(json.text.utf8)) as? [[String: Any]])
    #expect(rows.first?["inForce"] as? Int == 10 && rows.first?["eligible"] as? Int == 12)
    let csv = try await ServerFixture.get("/api/v1/coverage?model=M1&on=2022-09-30&format=csv")
    #expect(csv.header("Content-Type") == "text/csv; charset=utf-8")
    #expect(csv.text.hasPrefix("\u{FEFF}model,inForce,eligible"))
    let form = try await ServerFixture.get("/api/v1/reports/07?on=2022-10-31&format=csv")
    #expect(form.status == 200 && form.text.contains("20.4"))
  }

  @Test("answers for any day and any revision")
  func moments() async throws {
    func count(_ query: String) async throws -> String {
      try await ServerFixture.get("/api/v1/count?kind=commune&\(query)").text
    }
    #expect(try await count("on=2019-11-30").contains("262"))
    #expect(try await count("on=2019-12-01").contains("235"))
    let early = try await ServerFixture.get("/api/v1/log?known_at=3")
    #expect(early.header("Bomay-Revision") == "3")
    let day = try await ServerFixture.get("/api/v1/log?known_at=2022-10-30")
    #expect(day.header("Bomay-Revision") == "0")
  }

  @Test("answers 304 to who has the answer already, and anew where it is another")
  func unchanged() async throws {
    let first = try await ServerFixture.get("/api/v1/targets?on=2022-10-31")
    let tag = try #require(first.header("ETag"))
    let again = try await ServerFixture.get("/api/v1/targets?on=2022-10-31", [.ifNoneMatch: "\"x\", W/\(tag)"])
    #expect(again.status == 304 && again.text.isEmpty && again.header("ETag") == tag)
    #expect(try await ServerFixture.get("/api/v1/targets?on=2022-10-31", [.ifNoneMatch: tag]).status == 304)
    let other = try await ServerFixture.get("/api/v1/targets?on=2019-01-01", [.ifNoneMatch: tag])
    #expect(other.status == 200)
    let head = try await ServerFixture.request(.head, "/api/v1/targets?on=2022-10-31")
    #expect(head.status == 200 && head.text.isEmpty && head.header("ETag") == tag)
  }

  @Test(
    "tells why it does not answer, as a problem",
    arguments: [
      ("/api/v1/units/nothing-so", 404, "no-such-thing"), ("/api/v1/targets?on=yesterday", 400, "not-a-day"),
      ("/api/v1/targets?known_at=999", 404, "no-such-revision"), ("/api/v1/search", 400, "missing"),
      ("/api/v1/log?limit=0", 400, "not-one-of"), ("/api/v1/log?cursor=x", 400, "cursor"),
      ("/api/v1/count?kind=nothing", 400, "not-one-of"), ("/api/v1/why/F32?format=csv", 400, "not-one-of"),
      ("/api/v1/nothing", 404, "not-found"), ("/api/v1/obligations?all=maybe", 400, "not-one-of"),
      ("/api/v1/units/%FF", 400, "unreadable-address"), ("/api/v1/posts/tu-ky", 404, "no-such-thing"),
    ])
  func problems(address: String, status: Int, code: String) async throws {
    let got = try await ServerFixture.get(address)
    #expect(got.status == status && got.header("Content-Type") == "application/problem+json")
    let problem = try #require(JSONSerialization.jsonObject(with: Data(got.text.utf8)) as? [String: Any])
    #expect(problem["type"] as? String == "urn:bomay:problem:\(code)")
    #expect(problem["status"] as? Int == status)
    #expect((problem["detail"] as? String).map { !$0.isEmpty && !$0.contains("refusal.") } == true)
  }

  @Test("says that it lives and that it is ready")
  func health() async throws {
    #expect(try await ServerFixture.get("/health").text == "{\"status\":\"ok\"}")
    #expect(try await ServerFixture.get("/ready").text == "{\"status\":\"ready\",\"revision\":244}")
  }
}
