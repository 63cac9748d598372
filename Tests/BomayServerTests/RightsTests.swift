// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import BomayServer

@Suite("What accounts may do")
struct RightsTests {
  private func moment() throws -> AsOf {
    let session = try ServerFixture.session()
    return session.register.asOf(ServerFixture.today, knownAt: session.register.head)
  }

  private func caller(_ grants: String...) -> Caller {
    Caller(Account(name: "lan", displayName: "", grants: grants.compactMap { Grant($0) }))
  }

  @Test("a role reaches its unit, what is below it and the bodies of its area, and nothing beside or above")
  func subtree() throws {
    let moment = try moment()
    let caller = caller("reader", "reporter@tu-ky")
    func may(_ unit: String) -> Bool { caller.may(.report, on: Identifier(rawValue: unit), at: moment) }
    #expect(may("tu-ky") && may("tu-ky/ban-to-chuc"))
    let below = try #require(moment.children(of: Identifier(rawValue: "tu-ky")).first)
    #expect(may(below.rawValue))
    #expect(!may("tinh-hai-duong") && !may("nam-sach") && !may("nam-sach/ban-to-chuc") && !may("no-such-unit"))
    #expect(caller.may(.report) && !caller.mayEverywhere(.report) && !caller.may(.draft))
    #expect(!caller.may(.draft, on: Identifier(rawValue: "tu-ky"), at: moment))
  }

  @Test("a role for one kind of change is no role for another")
  func kinds() throws {
    let moment = try moment()
    let caller = caller("reporter@tu-ky:observe")
    let unit = Identifier<OrgUnit>(rawValue: "tu-ky")
    #expect(caller.may(.report, on: unit, of: .observe, at: moment))
    #expect(!caller.may(.report, on: unit, of: .headcount, at: moment) && !caller.may(.report, on: unit, at: moment))
  }

  @Test("whoever has no account may not administer, nor record; a disabled account may nothing")
  func withoutAccount() {
    #expect(!Caller.keeper.may(.administer) && !Caller.keeper.may(.draft) && Caller.keeper.mayEverywhere(.seePersonal))
    #expect(Right.allCases.filter { Caller.visitor.may($0) } == [.read])
    #expect(Right.allCases.allSatisfy { !Caller.nobody.may($0) })
    let account = Account(name: "a", displayName: "", grants: [Grant(.approver)], isDisabled: true)
    #expect(Right.allCases.allSatisfy { !Caller(account).may($0) })
  }

  @Test("an account without a role is told so, on a page and as a problem")
  func forbidden() async throws {
    let guarded = try GuardedServer()
    let session = try await guarded.add("lan", [])
    let page = try await guarded.get("/units/tu-ky", session)
    #expect(page.status == 403 && page.text.contains("Not allowed") && page.text.contains("href=\"/account\""))
    #expect(!page.text.contains("href=\"/apparatus\"") && page.header("Cache-Control") == "no-store")
    let problem = try await guarded.get("/api/v1/units/tu-ky", session)
    #expect(problem.status == 403 && problem.text.contains("urn:bomay:problem:forbidden"))
    #expect(try await guarded.get("/account", session).status == 200)
  }

  // MARK: Bearer tokens

  @Test("a program comes in with a token of an account, under /api alone")
  func bearer() async throws {
    struct Away: Error {}
    let guarded = try GuardedServer {
      $0.bearer = { token, _ in
        if token == "away" { throw Away() }
        return ["good": "lan", "disabled": "mai", "unknown": "nobody"][token]
      }
    }
    let session = try await guarded.add("lan", [Grant(.reader)])
    try await guarded.add("mai", [Grant(.reader)])
    var mai = try #require(try guarded.accounts.store.account(named: "mai"))
    mai.isDisabled = true
    try guarded.accounts.store.change(mai, guarded.mark)
    func get(_ header: String, _ address: String = "/api/v1/units/tu-ky", _ token: Token? = nil) async throws
      -> ServerFixture.Got
    { try await guarded.get(address, token, [.authorization: header]) }
    #expect(try await get("Bearer good").status == 200)
    #expect(try await get("bearer good").status == 200)
    for token in ["bad", "disabled", "unknown", "good good", ""] {
      #expect(try await get("Bearer \(token)").status == 401, "\(token)")
    }
    let refused = try await get("Bearer bad", "/api/v1/log", session)
    #expect(refused.status == 401 && refused.header("WWW-Authenticate")?.contains("error=\"invalid_token\"") == true)
    #expect(refused.text.contains("urn:bomay:problem:bad-token"))
    #expect(try await get("Bearer away").status == 503)
    #expect(try await get("Bearer good", "/units/tu-ky").status == 303)
    #expect(try await get("Basic good").status == 401)
  }

  // MARK: Links

  @Test("a one-time link sets a password and signs in, once")
  func links() async throws {
    let guarded = try GuardedServer()
    try guarded.accounts.store.add(Account(name: "lan", displayName: "Lan", grants: [Grant(.reader)]), guarded.mark)
    let address = "/setup/\(try guarded.accounts.makeLink(for: "lan", guarded.mark).text)"
    let page = try await guarded.get(address)
    #expect(page.status == 200 && page.text.contains("value=\"lan\"") && page.header("Cache-Control") == "no-store")
    let good = GuardedServer.password
    for (one, two) in [("short", "short"), (good, good + "x"), ("", "")] {
      let got = try await guarded.submit(address, [("password", one), ("again", two)])
      #expect(got.status == 422 && got.session == nil)
    }
    let got = try await guarded.submit(address, [("password", good), ("again", good)])
    let session = try #require(got.session)
    #expect(got.status == 303 && got.header("Location") == "/")
    #expect(try await guarded.get("/", session).status == 200)
    #expect(try await guarded.get(address).status == 404)
    for other in ["/setup/\(Token().text)", "/setup/x", "/setup/", "/setup/..%2F..%2F"] {
      #expect([404, 303].contains(try await guarded.get(other).status), "\(other)")
    }
  }

  @Test("who changes the password stays signed in; other sessions end")
  func changed() async throws {
    let guarded = try GuardedServer()
    let first = try await guarded.add("lan", [Grant(.reader)])
    let second = try #require(
      try await guarded.submit("/login", [("name", "lan"), ("password", GuardedServer.password)]).session)
    let fresh = "another quiet river"
    let wrong = try await guarded.submit(
      "/account", [("old", "wrong"), ("password", fresh), ("again", fresh)], session: first)
    #expect(wrong.status == 422 && wrong.text.contains("role=\"alert\""))
    let got = try await guarded.submit(
      "/account", [("old", GuardedServer.password), ("password", fresh), ("again", fresh)], session: first)
    let session = try #require(got.session)
    #expect(try await guarded.get("/account?changed=1", session).text.contains("role=\"status\""))
    for old in [first, second] { #expect(try await guarded.get("/", old).status == 303) }
  }

  // MARK: Public reading

  @Test("public reading is off at first; where it is on, pages are read and nothing else is open")
  func visitors() async throws {
    let guarded = try GuardedServer { $0.isPublic = true }
    let page = try await guarded.get("/units/tu-ky")
    #expect(page.status == 200 && page.text.contains("href=\"/login?next="))
    #expect(try await guarded.get("/api/v1/units/tu-ky").status == 200)
    #expect(try await guarded.get("/account").status == 303)
    #expect(try await guarded.post("/account", [], cookie: nil).status == 303)
  }

  // MARK: Bounds

  @Test("who asks too often is told to wait, and is let in again")
  func rates() async throws {
    let guarded = try GuardedServer()
    let session = try await guarded.add("lan", [Grant(.reader)])
    var statuses: [Int] = []
    for _ in 0..<Int(RateLimits.account.burst) + 1 {
      statuses.append(try await guarded.get("/account", session).status)
    }
    #expect(statuses.dropLast().allSatisfy { $0 == 200 } && statuses.last == 429)
    let got = try await guarded.get("/api/v1/log", session)
    #expect(got.status == 429 && got.header("Retry-After") == "1" && got.text.contains("urn:bomay:problem:too-many"))
    guarded.clock.advance(by: 1)
    #expect(try await guarded.get("/account", session).status == 200)
  }

  @Test("as many senders as there may be fill no memory, and those who were stopped are not let go")
  func manySenders() {
    let rates = RateLimits()
    let rate = RateLimits.Rate(burst: 2, perSecond: 1)
    for _ in 0..<3 { _ = rates.wait(rate, "greedy", now: 0) }
    for number in 0..<(RateLimits.most * 2) { _ = rates.wait(rate, "\(number)", now: 0) }
    #expect(rates.count <= RateLimits.most)
    #expect(rates.wait(rate, "greedy", now: 0) == 1)
    #expect(rates.wait(rate, "greedy", now: 1) == 0)
  }

  @Test(
    "senders are told apart by what the proxy has seen, not by what they say",
    arguments: [
      ("10.0.0.1", "10.0.0.1"), ("1.2.3.4, 10.0.0.1", "10.0.0.1"), ("<script>", "unknown"), ("", "unknown"),
      ("2001:db8::1", "2001:db8:0:0::"), ("2001:db8:0:0:1:2:3:4", "2001:db8:0:0::"), ("::1", "0:0:0:0::"),
      ("::ffff:10.0.0.1", "10.0.0.1"), ("10.0.0.1, \(String(repeating: "1", count: 60))", "unknown"),
    ])
  func forwarded(header: String, key: String) async throws {
    let last = header.split(separator: ",").last.map { String($0.filter { $0 != " " }) } ?? ""
    #expect(AddressKey.of(last) == key)
  }

  @Test("a path or a header that is written another way opens nothing more")
  func tricks() async throws {
    let guarded = try GuardedServer()
    for address in [
      "/assets/../units/tu-ky", "/assets/..%2Funits%2Ftu-ky", "/login/../units/tu-ky", "//units/tu-ky", "/units/tu-ky/",
      "/setup/../units/tu-ky", "/health/../api/v1/log", "/units%2Ftu-ky", "/login%00/units/tu-ky", "/./units/tu-ky",
      "/units/tu-ky?next=/login", "/UNITS/tu-ky", "/api//v1/log", "/login/", "/assets/",
    ] {
      let got = try await guarded.get(address)
      #expect([303, 401, 404, 200].contains(got.status) && !got.text.contains("Tứ Kỳ"), "\(address): \(got.status)")
    }
    for name in [
      "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-User", "Remote-User", "X-Forwarded-For", "Authorization",
    ] {
      let header = try #require(HTTPField.Name(name))
      for value in ["/login", "admin", "127.0.0.1", "Basic YWRtaW46YWRtaW4=", "Bearer x"] {
        let got = try await guarded.get("/api/v1/log", nil, [header: value])
        #expect(got.status == 401, "\(name): \(value)")
      }
    }
    for method in [HTTPRequest.Method.put, .delete, .patch, .trace, .connect] {
      #expect(try await ServerFixture.request(method, "/account", from: guarded.server).status == 405)
    }
  }

  @Test("a request that comes too slowly is cut off, however steadily it trickles")
  func slow() throws {
    let channel = EmbeddedChannel(handler: SlowClients(head: .seconds(10), body: .seconds(30)))
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    channel.embeddedEventLoop.advanceTime(by: .seconds(9))
    #expect(channel.isActive)
    try channel.writeInbound(HTTPRequestPart.head(.init(method: .post, scheme: "http", authority: "a", path: "/")))
    for _ in 0..<29 {
      channel.embeddedEventLoop.advanceTime(by: .seconds(1))
      try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(repeating: 0, count: 1)))
    }
    #expect(channel.isActive)
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
  }

  @Test("one that says nothing is cut off; one that is answered at length is not")
  func silent() throws {
    let silent = EmbeddedChannel(handler: SlowClients(head: .seconds(10), body: .seconds(30)))
    try silent.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    silent.embeddedEventLoop.advanceTime(by: .seconds(10))
    #expect(!silent.isActive)
    let served = EmbeddedChannel(handler: SlowClients(head: .seconds(10), body: .seconds(30)))
    try served.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    try served.writeInbound(HTTPRequestPart.head(.init(method: .get, scheme: "http", authority: "a", path: "/")))
    try served.writeInbound(HTTPRequestPart.end(nil))
    served.embeddedEventLoop.advanceTime(by: .seconds(600))
    #expect(served.isActive)
  }
}
