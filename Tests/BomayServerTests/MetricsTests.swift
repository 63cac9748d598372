// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("Metrics")
struct MetricsTests {
  @Test("count requests by route and status, and say where the register stands")
  func counted() async throws {
    let server = try ServerFixture.server(over: ServerFixture.copy())
    for address in ["/units/tu-ky", "/units/kinh-mon", "/units/no-such", "/api/v1/targets", "/nowhere", "/nowhere/2"] {
      _ = try await ServerFixture.get(address, from: server)
    }
    _ = try await ServerFixture.request(HTTPRequest.Method("BREW") ?? .get, "/units/tu-ky", from: server)
    let got = try await ServerFixture.get("/metrics", from: server)
    #expect(got.status == 200 && got.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
    let lines = Set(got.text.split(separator: "\n").map(String.init))
    for line in [
      "bomay_http_requests_total{route=\"/units/{id}\",method=\"GET\",status=\"200\"} 2",
      "bomay_http_requests_total{route=\"/units/{id}\",method=\"GET\",status=\"404\"} 1",
      "bomay_http_requests_total{route=\"/api/v1/targets\",method=\"GET\",status=\"200\"} 1",
      "bomay_http_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 2",
      "bomay_http_request_duration_seconds_bucket{route=\"/units/{id}\",le=\"0.001\"} 3",
      "bomay_http_request_duration_seconds_bucket{route=\"/units/{id}\",le=\"+Inf\"} 3",
      "bomay_http_request_duration_seconds_count{route=\"/units/{id}\"} 3",
      "bomay_register_revision 244", "bomay_events_listeners 0", "bomay_register_open_seconds 0.25",
      "# TYPE bomay_http_request_duration_seconds histogram",
    ] { #expect(lines.contains(line), "\(line)\n\(got.text)") }
    #expect(got.text.contains("method=\"other\"") && !got.text.contains("BREW"))
  }

  @Test("are in lines that Prometheus reads")
  func form() async throws {
    _ = try await ServerFixture.get("/")
    let got = try await ServerFixture.get("/metrics")
    let sample = /[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.e+-]+/
    for line in got.text.split(separator: "\n") where !line.hasPrefix("#") {
      #expect(line.wholeMatch(of: sample) != nil, "\(line)")
    }
    #expect(got.text.hasSuffix("\n") && !got.text.contains("metrics."))
  }

  @Test("put each duration into the bucket that holds it", arguments: [0, 0.001, 0.0011, 0.3, 5, 5.1, 1000])
  func buckets(seconds: Double) throws {
    let metrics = Metrics()
    metrics.count(path: "/a\"b", method: .get, status: 200, seconds: seconds)
    let words = try #require(Languages(usual: "en")).usual
    let text = metrics.text(.init(revision: 1, listeners: 2, openingTook: 3), words)
    for bound in Metrics.bounds {
      let line = "bomay_http_request_duration_seconds_bucket{route=\"/a\\\"b\",le=\"\(bound)\"} "
      #expect(text.contains(line + (seconds <= bound ? "1\n" : "0\n")))
    }
    #expect(text.contains("le=\"+Inf\"} 1\n") && text.contains("_sum{route=\"/a\\\"b\"} \(Double(seconds))\n"))
  }

  @Test("name routes as the OpenAPI document does")
  func routes() {
    #expect(Counter.template("/api/v1/units/:id/history") == "/api/v1/units/{id}/history")
    #expect(Counter.template("/") == "/" && Counter.template(nil) == "none")
  }

  @Test("are for accounts and for who has the token, public or not", arguments: [false, true])
  func watched(isPublic: Bool) async throws {
    let token = "a-token-for-watching"
    let guarded = try GuardedServer {
      $0.isPublic = isPublic
      $0.watchingToken = token
    }
    let session = try await guarded.add("lan", [Grant(.reader)])
    #expect(try await guarded.get("/metrics", session).status == 200)
    for (sent, status) in [
      ("Bearer \(token)", 200), ("Bearer \(token)x", 401), ("Bearer ", 401), ("Basic \(token)", 401), (token, 401),
    ] {
      let got = try await guarded.get("/metrics", nil, [.authorization: sent])
      #expect((got.status == 200) == (status == 200) && (status == 200) == got.text.contains("# TYPE"), "\(sent)")
    }
    #expect(try await guarded.get("/metrics").status != 200)
    // It opens that door and no other.
    #expect(
      try await guarded.get("/api/v1/log", nil, [.authorization: "Bearer \(token)"]).status == (isPublic ? 200 : 401))
  }
}
