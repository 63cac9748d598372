// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import BomayStoreSQLite
import Foundation
import HTTPTypes
import Testing

@testable import BomayServer

/// The register of Hai Duong with two heads who are named, and a server with accounts over it.
private enum Named {
  static let anName = "Nguyễn Thị \"An\" O'Đoàn"
  static let binhName = "Trần Quốc Bình"
  /// What must not be found: parts that stay the same in every form, and years of birth that nothing else has.
  static let secrets = ["Nguyễn Thị", "O'Đoàn", "O&#39;Đoàn", "Trần Quốc", "Quốc Bình", "QUỐC BÌNH", "1931", "1932"]

  private static let decision = """
    decision: named
    title: Two heads, ông Trần Quốc Bình for one
    note: TRẦN QUỐC BÌNH comes after Nguyễn Thị "An" O'Đoàn
    effective: 2022-11-01
    rests: assumption
    changes:
      - issue-directive: d-named
        giver: tu-ky/ban-to-chuc
        content: Welcome (Trần Quốc Bình).
        product: A speech of Trần Quốc Bình
        due: 2022-12-01
      - observe: o-named
        indicator: speeches
        in: tu-ky
        on: 2022-11-02
        words: as Trần Quốc Bình said
      - person: p-an
        name: 'Nguyễn Thị "An" O''Đoàn'
        born: 1931-04-05
      - person: p-binh
        name: Trần Quốc Bình
        born: 1932-06-07
      - appoint: p-an
        post: tu-ky/ban-to-chuc/truong-ban
        until: 2022-11-05
      - appoint: p-an
        post: nam-sach/ban-to-chuc/truong-ban
        effective: 2022-11-05
        until: 2025-01-01
      - appoint: p-binh
        post: tu-ky/ban-to-chuc/truong-ban
        effective: 2022-11-05
        until: 2025-01-01
    """

  static let path = Result {
    let path = try ServerFixture.copy()
    let session = try RegisterSession.open(SQLiteLogStore.open(at: path))
    let outcome = try session.record(
      [InputFile(name: "named.yaml", bytes: Array(decision.utf8))], at: ServerFixture.now,
      by: Recorder(name: "clerk-of-the-house"))
    #expect(
      outcome.recorded == 245...245,
      "\(outcome.diagnostics.filter { $0.severity == .error }.map { "\($0.code) \($0.values)" })")
    return path
  }

  private static let whole = Result { try ServerFixture.server(over: path.get()) }

  static func guarded(adjusting: (inout Protection) -> Void = { _ in }) throws -> GuardedServer {
    try GuardedServer(whole.get(), adjusting: adjusting)
  }

  /// Every address of the interface and every page, for the things that have to do with the two.
  static var addresses: [String] {
    let ids = [
      "units": ["tu-ky", "tu-ky/ban-to-chuc", "nam-sach/ban-to-chuc"], "posts": ["tu-ky/ban-to-chuc/truong-ban"],
      "persons": ["p-an", "p-binh"], "decisions": ["named"], "apparatus": ["tu-ky"], "why": ["tu-ky", "F32"],
      "reports": Papers.ids, "tables": Page.listed.map(\.name), "codes": ["10693"], "pilots": ["M3-tu-ky"],
      "directives": ["d-f2", "d-named"], "readings": ["f32-r1"], "documents": ["nq-623-2019"],
      "log": ["243", "245"], "chart": ["tu-ky"],
    ]
    func filled(_ path: String) -> [String] {
      guard path.contains("{id}") else {
        return [path.replacing("{model}", with: "M3").replacing("{unit}", with: "tu-ky")]
      }
      let folder = path.split(separator: "/").first.map(String.init) ?? ""
      return (ids[folder] ?? []).map { path.replacing("{id}", with: Query.encoded($0)) }
    }
    let query = "on=2022-11-10&from=2018-01-01&to=2025-07-01&kind=district&q=nguyen+thi+an&unit=tu-ky&over=0"
    let pages = Page.all.flatMap { filled($0.path) }.map { "\($0)?\(query)" }
    // Neither what takes a table, nor what goes on for ever.
    let reads = Endpoint.all.filter { $0.takes == nil && $0.kind != .events }
    let json = reads.flatMap { filled($0.path) }.map { "/api/v1\($0)?\(query)" }
    let csv = reads.filter(\.isTable).flatMap { filled($0.path) }.map { "/api/v1\($0)?\(query)&format=csv" }
    let others = [
      "/search?q=Tran+Quoc+Binh", "/api/v1/search?q=binh", "/persons/p-an?known_at=245", "/persons/p-an?on=2026-01-01",
      "/decisions?q=nguyen", "/api/openapi.json", "/persons/Nguy%E1%BB%85n",
    ]
    return pages + json + csv + others
  }
}

@Suite("Personal data")
struct MaskingTests {
  /// - Returns: addresses whose answer has something personal in it.
  private func shown(
    _ guarded: GuardedServer, _ session: Token?, in addresses: [String] = Named.addresses
  ) async throws -> [String] {
    var found: [String] = []
    var answered = 0
    for address in addresses {
      let got = try await guarded.get(address, session)
      if got.status == 200 { answered += 1 }
      #expect(got.status == 200 || got.status == 404, "\(address): \(got.status)")
      if Named.secrets.contains(where: { got.text.contains($0) }) { found.append(address) }
      guarded.clock.advance(by: 60)
    }
    #expect(answered > addresses.count * 2 / 3, "\(answered) of \(addresses.count)")
    return found
  }

  @Test("is in no page, table or file for who reads without an account")
  func visitor() async throws {
    let guarded = try Named.guarded { $0.isPublic = true }
    #expect(try await shown(guarded, nil).isEmpty)
    let page = try await guarded.get("/decisions/named")
    #expect(page.text.contains("are not public") && !page.text.contains("clerk-of-the-house"))
    #expect(try guarded.accounts.store.looks(by: nil, at: nil, most: 9).isEmpty)
  }

  @Test("nor for a reader")
  func reader() async throws {
    let guarded = try Named.guarded()
    #expect(try await shown(guarded, try await guarded.add("lan", [Grant(.reader)])).isEmpty)
  }

  @Test("nor for who keeps the accounts or reports", arguments: ["administrator", "reporter@tu-ky"])
  func masked(grant: String) async throws {
    let guarded = try Named.guarded()
    let session = try await guarded.add("lan", [#require(Grant(grant))])
    let addresses = Named.addresses.filter { address in
      ["/persons/", "/holders", "/search", "/posts/", "/reports/09"].contains { address.contains($0) }
    }
    #expect(addresses.count > 15)
    #expect(try await shown(guarded, session, in: addresses).isEmpty)
    let page = try await guarded.get("/persons/p-an", session)
    #expect(page.status == 200 && page.text.contains("not shown to this account") && page.text.contains("p-an"))
    #expect(try guarded.accounts.store.looks(by: nil, at: nil, most: 9).isEmpty)
  }

  @Test("is there all the same: these addresses show it to who may see it")
  func whole() async throws {
    let guarded = try Named.guarded()
    let session = try await guarded.add("lan", [Grant(.approver)])
    let addresses = Named.addresses.filter { $0.contains("/persons/") || $0.contains("holders") }
    #expect(try await shown(guarded, session, in: addresses).count >= 8)
  }

  @Test("is shown to who may see it, and each look is noted")
  func looks() async throws {
    let guarded = try Named.guarded()
    let session = try await guarded.add("lan", [Grant(.appraiser)])
    let store = guarded.accounts.store
    func looked(_ address: String) async throws -> [String] {
      let before = try store.looks(by: nil, at: nil, most: 1000).count
      let got = try await guarded.get(address, session)
      #expect(got.status == 200, "\(address)")
      let looks = try store.looks(by: nil, at: nil, most: 1000)
      #expect(looks.allSatisfy { $0.by == "lan" })
      return looks.prefix(looks.count - before).map(\.person.rawValue).sorted()
    }
    #expect(try await looked("/persons/p-an?on=2022-11-10") == ["p-an"])
    #expect(try await looked("/persons/p-an?on=2022-11-10") == ["p-an"], "a second look is a look")
    let reader = try await guarded.add("mai", [Grant(.reader)])
    let masked = try await guarded.get("/persons/p-an?on=2022-11-10", reader)
    #expect(masked.status == 200 && !Named.secrets.contains { masked.text.contains($0) }, "asked just before")
    #expect(try await looked("/api/v1/persons/p-binh?on=2022-11-10") == ["p-binh"])
    #expect(try await looked("/tables/holders?on=2022-11-10").contains("p-an"))
    #expect(try await looked("/search?q=tran+quoc+binh") == ["p-binh"])
    #expect(try await looked("/units/cam-giang?on=2022-11-10").isEmpty)
    #expect(try await looked("/") == ["p-binh"], "a task names him")
    let last = try #require(try store.looks(by: nil, at: Identifier(rawValue: "p-an"), most: 1).first)
    #expect(last.at == guarded.now && last.address == "/tables/holders")
  }

  @Test("nor in what is told before and instead of recording")
  func rehearsed() async throws {
    let guarded = try Named.guarded()
    func sent(_ text: String, onto revision: String, _ session: Token) async throws -> ServerFixture.Got {
      var headers: HTTPFields = [.contentType: "application/yaml", .cookie: "bomay=\(session.text)"]
      headers[.ifMatch] = "\"\(revision)\""
      return try await ServerFixture.request(
        .post, "/api/v1/decisions?preview=true&lang=en", headers, body: text, from: guarded.server)
    }
    // Who reports on one district is told what came since, and not who is in it.
    let reporter = try await guarded.add("mai", [#require(Grant("reporter@tu-ky:observe"))])
    let observed = """
      decision: seen
      effective: 2022-11-10
      rests: assumption
      changes:
        - observe: seen
          indicator: seen
          in: tu-ky
          on: 2022-11-10
          words: seen
      """
    let moved = try await sent(observed, onto: "244", reporter)
    #expect(moved.status == 412 && moved.text.contains("Two heads"), "\(moved.text)")
    #expect(!Named.secrets.contains { moved.text.contains($0) }, "\(moved.text)")
    // Who drafts for another district appoints by an identifier, and is not told whose it is.
    let drafter = try await guarded.add("lan", [#require(Grant("drafter@kim-thanh"))])
    let appointed = """
      decision: appointed
      effective: 2022-11-20
      rests: assumption
      changes:
        - appoint: p-binh
          post: kim-thanh/ban-to-chuc/truong-ban
          as: concurrent
          until: 2025-01-01
      """
    let preview = try await sent(appointed, onto: "245", drafter)
    #expect(preview.status == 200 && preview.text.contains("p-binh"), "\(preview.status) \(preview.text)")
    #expect(!Named.secrets.contains { preview.text.contains($0) }, "\(preview.text)")
    // Nor whether they are too old for the term, which who may see all of them is told.
    let age = "age-before-term-ends"
    #expect(!preview.text.contains(age))
    let seeing = try await guarded.add("head", [Grant(.drafter)])
    #expect(try await sent(appointed, onto: "245", seeing).text.contains(age))
    // Neither by a post of theirs from today on, nor by a post that is called like somebody they may see.
    let tricks = [
      appointed.replacing("effective: 2022-11-20", with: "effective: 2022-11-09"),
      appointed.replacing("effective: 2022-11-20", with: "effective: 2022-11-10"),
      appointed.replacing("changes:", with: Self.postOfAName).replacing(
        "post: kim-thanh/ban-to-chuc/truong-ban", with: "post: p-an"),
    ]
    for trick in tricks {
      let got = try await sent(trick, onto: "245", drafter)
      #expect(got.status == 200 && got.text.contains("p-binh"), "\(got.status) \(got.text)")
      #expect(!got.text.contains(age) && !Named.secrets.contains { got.text.contains($0) }, "\(got.text)")
    }
  }

  private static let postOfAName = """
    changes:
      - create-post: p-an
        unit: kim-thanh/ban-to-chuc
        role: pho-truong-ban
    """

  @Test("whom a batch introduces is told of, their age too, from whatever day they hold a post")
  func introduced() async throws {
    let guarded = try Named.guarded()
    let new = """
      decision: new
      effective: 2022-12-01
      rests: assumption
      changes:
        - person: p-new
          name: Somebody New
          born: 1964-05-01
        - appoint: p-new
          post: kim-thanh/ban-to-chuc/truong-ban
          until: 2032-12-01
          term: 120
      """
    for grants in [[Grant(.drafter)], [try #require(Grant("drafter@kim-thanh"))]] {
      let session = try await guarded.add("a\(grants[0].unit == nil ? 1 : 2)", grants)
      var headers: HTTPFields = [.contentType: "application/yaml", .cookie: "bomay=\(session.text)"]
      headers[.ifMatch] = "\"245\""
      let got = try await ServerFixture.request(
        .post, "/api/v1/decisions?preview=true&lang=en", headers, body: new, from: guarded.server)
      #expect(got.status == 200 && got.text.contains("age-before-term-ends"), "\(got.text)")
    }
  }

  @Test("below one unit is shown of those alone who hold a post there")
  func below() async throws {
    let guarded = try Named.guarded()
    let session = try await guarded.add("lan", [#require(Grant("drafter@tu-ky"))])
    let binh = try await guarded.get("/persons/p-binh?on=2022-11-10", session)
    #expect(binh.text.contains("Trần Quốc Bình") && binh.text.contains("within the reach of this account"))
    let an = try await guarded.get("/persons/p-an?on=2022-11-10", session)
    #expect(an.status == 200 && !an.text.contains("Nguyễn Thị") && !an.text.contains("1931"))
    let holders = try await guarded.get("/tables/holders?on=2022-11-10", session)
    #expect(holders.text.contains("Trần Quốc Bình") && !holders.text.contains("Nguyễn Thị"))
    #expect(Set(try guarded.accounts.store.looks(by: "lan", at: nil, most: 99).map(\.person.rawValue)) == ["p-binh"])
  }

  @Test("is found in an answer whatever its form, and only where the whole name stands")
  func index() {
    let index = NameIndex(
      [("a", Named.anName), ("b", "Lê An"), ("c", "Lê An"), ("d", "")].map { (Identifier(rawValue: $0), $1) })
    func persons(in text: String) -> [String] { index.persons(in: text).map(\.rawValue).sorted() }
    #expect(persons(in: "<td>\(EscapedHTML.escaped(Named.anName))</td>") == ["a"])
    #expect(persons(in: Cell.text(Named.anName).json) == ["a"])
    #expect(persons(in: "x,\"Nguyễn Thị \"\"An\"\" O'Đoàn\",y") == ["a"])
    #expect(persons(in: "Lê An") == ["b", "c"] && persons(in: ">Lê An<") == ["b", "c"])
    for text in ["Lê Anh", "Lê", "An Lê", "xLê An", ""] { #expect(persons(in: text).isEmpty) }
  }
}
