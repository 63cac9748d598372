// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayInterchange
import BomayStore
import BomayStoreSQLite
import BomayTesting
import Foundation
import Testing

@testable import BomayServer

@Suite("Pages of a large register")
struct LargeRegisterTests {
  static let units = 20_000
  static let renames = LogPage.most + 100

  /// One realm of 20,000 islands, and a long log behind it.
  private static let server = Result {
    var log = LogBuilder()
    let bytes = try #require(Resources.bytes("charters/vn.yaml"))
    log.adopt(try #require(CharterFile.read(bytes, name: "vn").0))
    var changes: [Change] = [.establish("realm", kind: "tinh", name: "Realm")]
    for number in 1...units {
      changes.append(
        .establish(UnitID(rawValue: "i-\(number)"), kind: "xa", name: "Isle \(number)", under: "realm"))
    }
    try log.decide("all", on: "2020-01-01", changes)
    for number in 1...renames {
      try log.decide(
        DecisionID(rawValue: "r-\(number)"), on: "2020-02-01",
        .rename(UnitID(rawValue: "i-\(number)"), "Isle \(number) anew"))
    }
    let store = try SQLiteLogStore.inMemory()
    try store.append(
      log.entries.map { StoredEntry(revision: $0.revision, bytes: EntryCoding.encode($0)) }, personal: [],
      after: .zero)
    return try RegisterServer(
      RegisterSession.open(store), language: "en", today: { ServerFixture.today }, seconds: { 0 }, ticks: { 0 },
      openingTook: 0)
  }

  private func page(_ address: String) async throws -> ServerFixture.Got {
    try await ServerFixture.get(address, from: Self.server.get())
  }

  @Test("open a level of 20,000 units two hundred at a time, each unit once")
  func apparatus() async throws {
    #expect(try await page("/apparatus?lang=en").text.contains("20,000 units below"))
    var seen: Set<String> = []
    var count = 0
    for number in [1, 2, 50, 100] {
      let got = try await page("/apparatus/realm?lang=en&page=\(number)")
      #expect(got.status == 200 && got.bytes.count < 200_000)
      let units = got.links.filter { $0.hasPrefix("/units/i-") }
      #expect(units.count == ApparatusPage.run)
      count += units.count
      seen.formUnion(units)
      let first = (number - 1) * ApparatusPage.run + 1
      #expect(got.text.contains("of 20,000") && got.text.contains("Isle \(first)"))
      #expect(got.links.contains("/apparatus/realm?page=\(number + 1)&lang=en") == (number < 100))
      #expect(got.text.contains("rel=\"prev\"") == (number > 1))
    }
    #expect(seen.count == count)
    #expect(try await page("/apparatus/realm?page=101").status == 400)
  }

  @Test("draw no more of it than a sheet holds, and say so")
  func chart() async throws {
    let got = try await page("/chart/realm?lang=en")
    #expect(got.status == 200)
    #expect(got.text.matches(of: /<rect class="box/).count <= OrgChart.most)
    #expect(got.text.contains("and 19,940 more") && got.text.contains("boxes fit a sheet"))
  }

  @Test("look back through a bounded part of the log, and lead on from there")
  func log() async throws {
    let got = try await page("/decisions?lang=en&act=adopted")
    #expect(got.text.contains("5,000 entries were looked at, back to revision 103"))
    let older = try #require(got.links.first { $0.contains("before=103") })
    #expect(older.contains("act=adopted"))
    let next = try await page(older)
    #expect(next.links.contains { $0.hasPrefix("/log/1?") } && !next.text.contains("were looked at"))
    let first = try await page("/decisions?lang=en")
    #expect(first.links.filter { $0.hasPrefix("/log/") }.count == 50)
  }

  @Test("work out what needs the whole only when they are asked to")
  func entry() async throws {
    let got = try await page("/log/5000?lang=en")
    #expect(got.text.contains("What it says") && !got.text.contains("Inclusion proof"))
    // That they do so then is told on a register of ordinary size: here it would take a debug build minutes.
    #expect(got.links.contains { $0.contains("all=1") })
    let whole = try await page("/log/2?lang=en")
    #expect(whole.text.contains("establish"))
  }
}
