// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStoreSQLite
import Foundation
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("Lists of the interface")
struct ListTests {
  /// Addresses of all lists, as the OpenAPI document's examples have them.
  static let lists = Endpoint.all.filter { $0.kind == .list }.map { endpoint in
    var path = Endpoint.base + endpoint.path
    var query: [(name: String, value: String)] = [("on", "2022-10-31")]
    for parameter in endpoint.parameters where !parameter.example.isEmpty {
      if parameter.isPath {
        path = path.replacing("{\(parameter.name)}", with: Query.encoded(parameter.example))
      } else {
        query.append((parameter.name, parameter.example))
      }
    }
    return path + "?" + Query.text(query)
  }

  private func next(_ got: ServerFixture.Got) throws -> String? {
    guard let link = got.header("Link") else { return nil }
    #expect(link.hasPrefix("<") && link.hasSuffix(">; rel=\"next\""))
    return String(link.dropFirst().prefix { $0 != ">" })
  }

  @Test("come in runs that make up the whole, each row once", arguments: lists)
  func runs(address: String) async throws {
    // No person is named in the demo.
    guard !address.contains("/persons/") else { return }
    let most = try await ServerFixture.get(address + "&limit=1000")
    let whole = try most.rows()
    let limit = max(1, whole.count / 3)
    var rows: [[String: Any]] = []
    var following: String? = address + "&limit=\(limit)"
    var count = 0
    while let place = following, rows.count < whole.count || count == 0 {
      let got = try await ServerFixture.get(place)
      #expect(got.status == 200)
      rows += try got.rows()
      following = try next(got)
      count += 1
    }
    #expect(NSArray(array: Array(rows.prefix(whole.count))) == NSArray(array: whole) && count <= 5)
    #expect(following == nil || most.header("Link") != nil)
  }

  @Test("there are more than thirty of them")
  func many() { #expect(Self.lists.count >= 30) }

  @Test("stay as they were while others record")
  func stable() async throws {
    let path = try ServerFixture.copy()
    let server = try ServerFixture.server(over: path)
    let first = try await ServerFixture.get("/api/v1/log?limit=200", from: server)
    let other = try RegisterSession.open(SQLiteLogStore.open(at: path))
    let text = "decision: more\nrests: reading\neffective: 2022-11-01\nchanges:\n  - {rename: tu-ky, name: X}\n"
    let outcome = try other.record(
      [InputFile(name: "more.yaml", bytes: Array(text.utf8))], at: ServerFixture.now, by: "clerk")
    #expect(outcome.recorded == 245...245)
    let second = try await ServerFixture.get(#require(try next(first)), from: server)
    #expect(second.header("Bomay-Revision") == "244")
    #expect(try second.rows().compactMap { $0["revision"] as? Int } == Array(201...244))
    #expect(try next(second) == nil)
    let after = try await ServerFixture.get("/api/v1/log?after=244", from: server)
    #expect(try after.rows().compactMap { $0["revision"] as? Int } == [245])
  }

  @Test("know a cursor that is of another list, question, day or revision")
  func foreign() async throws {
    let first = try await ServerFixture.get("/api/v1/pilots?on=2022-10-31&limit=3")
    let following = try #require(try next(first))
    let query = try #require(Query(following.split(separator: "?").last.map(String.init) ?? ""))
    let cursor = try #require(query["cursor"])
    for address in [
      "/api/v1/figures?on=2022-10-31&cursor=\(cursor)", "/api/v1/pilots?model=M1&on=2022-10-31&cursor=\(cursor)",
      "/api/v1/pilots?on=2022-10-30&cursor=\(cursor)", "/api/v1/pilots?on=2022-10-31&known_at=243&cursor=\(cursor)",
      "/api/v1/pilots?cursor=\(cursor)x", "/api/v1/pilots?cursor=%00", "/api/v1/pilots?cursor=\(cursor.dropLast())",
    ] {
      let got = try await ServerFixture.get(address)
      #expect(got.status == 400 && got.text.contains("urn:bomay:problem:cursor"), "\(address)")
    }
    #expect(try await ServerFixture.get("/api/v1/pilots?cursor=\(cursor)&limit=5").rows().count == 5)
  }

  @Test("are whole in a file, and in JSON have a thousand rows at most")
  func whole() async throws {
    let address = "/api/v1/series/count?kind=commune&from=2019-01-01&to=2022-01-01&every=day"
    let json = try await ServerFixture.get(address)
    #expect(try json.rows().count == 1000)
    #expect(try next(json) != nil)
    let log = try await ServerFixture.get("/api/v1/log?format=csv")
    #expect(log.header("Link") == nil && log.text.split(separator: "\r\n").count == 245)
    let some = try await ServerFixture.get("/api/v1/log?format=csv&limit=10")
    #expect(some.header("Link") != nil && some.text.split(separator: "\r\n").count == 11)
  }

  @Test("of a series tell of a figure, a model and a count")
  func series() async throws {
    func rows(_ id: String, _ query: String = "") async throws -> [[String: Any]] {
      try await ServerFixture.get("/api/v1/series/\(id)?from=2018-12-31&to=2022-12-31&every=year\(query)").rows()
    }
    #expect(try await rows("count", "&kind=commune").map { $0["commune"] as? Int } == [265, 235, 235, 235, 235])
    for id in ["M1", "F32"] { #expect(try await rows(id).count == 5) }
    #expect(try await ServerFixture.get("/api/v1/series/nothing?from=2018-12-31&to=2019-12-31").status == 404)
    #expect(try await ServerFixture.get("/api/v1/series/M1?from=2018-12-31&to=2017-12-31").status == 400)
    #expect(try await ServerFixture.get("/api/v1/series/count?from=2018-12-31&to=2019-12-31").status == 400)
  }
}

@Suite("Cursors")
struct CursorTests {
  @Test("are read as they were written, and nothing else is")
  func roundTrip() throws {
    let day = try #require(Day("2022-10-31"))
    let cursor = Cursor(on: day, revision: Revision(244), place: 100, question: "0123abcd")
    #expect(Cursor(cursor.text) == cursor)
    #expect(cursor.text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    for text in ["", "x", "MQ", cursor.text + "=", String(repeating: "A", count: 4000)] { #expect(Cursor(text) == nil) }
  }
}
