// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation
import Testing

@testable import BomayServer

@Suite("The log on pages")
struct LogPageTests {
  private func log(_ query: String) async throws -> (revisions: [Int], text: String) {
    let page = try await ServerFixture.get("/decisions?on=2022-10-31&lang=en&\(query)")
    #expect(page.status == 200)
    return (page.links.compactMap { $0.firstMatch(of: /^\/log\/([0-9]+)\?/).flatMap { Int($0.1) } }, page.text)
  }

  @Test("show newest entries first, each leading to its own page")
  func newest() async throws {
    #expect(try await log("").revisions == Array((195...244).reversed()))
    #expect(try await log("before=4").revisions == [3, 2, 1])
  }

  /// What each filter lets through, worked out from the whole log of the interface.
  @Test(
    "are filtered by act, footing, words, unit, author and days",
    arguments: [
      "act=adopted", "act=corrected", "rests=derived", "q=kinh+mon", "author=nobody", "signed-from=2019-10-01",
    ])
  func filtered(query: String) async throws {
    let rows = try await ServerFixture.get("/api/v1/log?on=2022-10-31").rows()
    let pair = query.split(separator: "=").map(String.init)
    let wanted = rows.filter { row in
      switch pair[0] {
      case "act": row["entry"] as? String == pair[1]
      case "rests": row["rests"] as? String == pair[1]
      case "author": false
      case "signed-from": (row["signed"] as? String).map { String($0.prefix(7)) >= "2019-10" } ?? false
      default:
        ["kinh", "mon"].allSatisfy { word in
          row.values.contains { Answers.searchKey("\($0)").contains(word) }
        }
      }
    }.compactMap { $0["revision"] as? Int }
    let shown = try await log(query).revisions
    #expect(shown == Array(wanted.reversed().prefix(50)))
  }

  @Test("tell of one unit alone where that is asked")
  func unit() async throws {
    let shown = try await log("unit=kinh-mon")
    let rows = try await ServerFixture.get("/api/v1/units/kinh-mon/history?on=2022-10-31").rows()
    let decisions = Set(rows.compactMap { $0["decision"] as? String })
    #expect(!shown.revisions.isEmpty && !decisions.isEmpty)
    for revision in shown.revisions {
      let entry = try await ServerFixture.get("/api/v1/log?after=\(revision - 1)&limit=1").rows().first
      #expect(decisions.contains(try #require(entry?["decision"] as? String)))
    }
  }

  @Test("keep to the days of recording")
  func recorded() async throws {
    let all = try await ServerFixture.get("/api/v1/log").rows()
    let day = String(try #require(all[99]["recordedAt"] as? String).prefix(10))
    let of = all.filter { ($0["recordedAt"] as? String)?.hasPrefix(day) == true }.compactMap { $0["revision"] as? Int }
    #expect(try await log("recorded-from=\(day)&recorded-to=\(day)").revisions == Array(of.reversed().prefix(50)))
    #expect(try await log("recorded-from=2100-01-01").revisions.isEmpty)
    #expect(try await log("recorded-to=1990-01-01").revisions.isEmpty)
  }

  @Test(
    "prove an entry: the leaf is that of the bytes shown, and leads to the root of the log", arguments: [1, 100, 244])
  func proved(revision: Int) async throws {
    let page = try await ServerFixture.get("/log/\(revision)?on=2022-10-31&lang=en")
    let hashes = page.text.matches(of: /<code>([0-9a-f]{64})<\/code>/).map { String($0.1) }
    let bytes = try #require(page.text.firstMatch(of: /<pre class="bytes">([^<]*)<\/pre>/)).1
    let text = String(bytes).replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    let leaf = MerkleTree.leaf(text.utf8)
    #expect(hashes.first == hexadecimal(leaf))
    let root = try #require(page.text.firstMatch(of: /<code>(244:[0-9a-f]{64})<\/code>/)).1
    let path = hashes.dropFirst().map { hash in
      stride(from: 0, to: 64, by: 2).compactMap { place in UInt8(hash.dropFirst(place).prefix(2), radix: 16) }
    }
    let head = try #require(TreeHead(String(root)))
    #expect(InclusionProof(index: revision - 1, size: 244, path: Array(path)).holds(leaf: leaf, in: head))
    #expect(page.text.contains("The leaf leads to the root"))
    let early = try await ServerFixture.get("/log/1?known_at=1&lang=en")
    #expect(early.text.contains("<code>1:") && !early.text.contains("<ol>\n<li><code>"))
  }

  @Test("tell what an entry says and changed, and which obligations it opened and closed")
  func told() async throws {
    let path = try ServerFixture.copy()
    let server = try ServerFixture.server(over: path)
    let session = try RegisterSession.open(SQLiteLogStore.open(at: path))
    func record(_ text: String) throws {
      let outcome = try session.record(
        [InputFile(name: "x.yaml", bytes: Array(text.utf8))], at: ServerFixture.now, by: "clerk")
      try #require(outcome.recorded != nil, "\(outcome.diagnostics.map { "\($0.code) \($0.values)" })")
    }
    try record(
      "decision: x1\nrests: reading\neffective: 2022-11-01\nchanges:\n  - {rename: tu-ky, name: New name}\n")
    let page = try await ServerFixture.get("/log/245?on=2022-11-02&lang=en", from: server).text
    #expect(page.contains("What it says") && page.contains("rename") && page.contains(">New name<"))
    #expect(page.contains("What it changed, on 2022-11-01") && page.contains("renamed"))
    #expect(page.contains("href=\"/units/tu-ky?") && page.contains("clerk"))
    try record(
      "decision: x2\nrests: reading\neffective: 2022-11-05\nchanges:\n  - {stop-pilot: M3-tu-ky}\n")
    let stopped = try await ServerFixture.get("/log/246?on=2022-11-06&lang=en", from: server).text
    #expect(stopped.contains("stop pilot"))
    // As the interface has it: what stands open on the day of the effect, known then and known before.
    func open(_ revision: Int) async throws -> Set<String> {
      let got = try await ServerFixture.get(
        "/api/v1/obligations?on=2022-11-05&known_at=\(revision)", from: server)
      return Set(try got.rows().compactMap { $0["id"] as? String })
    }
    let (before, after) = (try await open(245), try await open(246))
    #expect(stopped.contains("Obligations it opens") == !after.subtracting(before).isEmpty)
    #expect(stopped.contains("Obligations it closes") == !before.subtracting(after).isEmpty)
    // On a day before the stop nothing is left to settle; the announcement opens it for the day it names.
    #expect(!before.union(after).isEmpty)
  }
}
