// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayAccessSQLite
import BomayApp
import BomayDomain
import BomayStoreSQLite
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import BomayServer

/// A server with accounts, and what a browser before it remembers.
struct GuardedServer {
  let accounts: Accounts
  let server: RegisterServer
  let clock = Seconds()

  static let password = "a long and quiet river"

  init(_ server: RegisterServer? = nil, adjusting: (inout Protection) -> Void = { _ in }) throws {
    let whole = try server ?? ServerFixture.sharedServer()
    let file = ServerFixture.folder.appendingPathComponent("\(UUID().uuidString).accounts").path
    accounts = try Accounts(SQLiteAccountStore.open(at: file), cost: ScryptCost(logRounds: 4))
    var protection = Protection(accounts: accounts)
    adjusting(&protection)
    let clock = clock
    clock.advance(by: 1_000_000)
    self.server = whole.guarded(by: protection, seconds: { clock.now })
  }

  var now: Instant { Instant(seconds: clock.now) }
  /// Of whoever does something at the machine.
  var mark: Mark { Mark(by: .terminal("tester"), at: now) }

  /// Makes an account with the usual password.
  @discardableResult
  func add(_ name: String, _ grants: [Grant]) async throws -> Token {
    try accounts.store.add(Account(name: name, displayName: name.uppercased(), grants: grants), mark)
    let link = try accounts.makeLink(for: name, mark)
    guard case .begun(let token) = try await accounts.setPassword(Self.password, byLink: link, now: now) else {
      throw AccountFault.failed(path: "", problem: "no session")
    }
    return token
  }

  func get(_ uri: String, _ token: Token? = nil, _ headers: HTTPFields = [:]) async throws -> ServerFixture.Got {
    var headers = headers
    headers[.acceptLanguage] = "en"
    if let token { headers[.cookie] = "bomay=\(token.text)" }
    return try await ServerFixture.request(.get, uri, headers, from: server)
  }

  func post(
    _ uri: String, _ fields: [(String, String)], cookie: String?, _ headers: HTTPFields = [:]
  ) async throws -> ServerFixture.Got {
    var headers = headers
    headers[.cookie] = cookie
    if headers[.contentType] == nil { headers[.contentType] = "application/x-www-form-urlencoded" }
    let body = Query.text(fields.map { (name: $0.0, value: $0.1) })
    return try await ServerFixture.request(.post, uri, headers, body: body, from: server)
  }

  /// Opens the page and sends its form, as a browser does.
  func submit(
    _ uri: String, _ fields: [(String, String)], session: Token? = nil, _ headers: HTTPFields = [:]
  ) async throws -> ServerFixture.Got {
    let page = try await get(uri, session)
    let csrf = try #require(page.hidden(CheckedForm.field), "\(page.status) \(page.text.suffix(500))")
    let cookie = session.map { "bomay=\($0.text)" } ?? page.cookies.joined(separator: "; ")
    return try await post(uri, [(CheckedForm.field, csrf)] + fields, cookie: cookie, headers)
  }
}

extension ServerFixture.Got {
  /// Names and values of the cookies that are set.
  var cookies: [String] { headers[values: .setCookie].map { String($0.prefix { $0 != ";" }) } }

  /// The session that begins with this answer.
  var session: Token? {
    cookies.first { $0.hasPrefix("bomay=") || $0.hasPrefix("__Host-bomay=") }
      .flatMap { Token(String($0.drop { $0 != "=" }.dropFirst())) }
  }

  /// The value of the hidden field.
  func hidden(_ name: String) -> String? {
    guard let start = text.range(of: "name=\"\(name)\" value=\"") else { return nil }
    return String(text[start.upperBound...].prefix { $0 != "\"" })
  }
}

@Suite("Who is let in")
struct AccessTests {
  @Test("without a session there is nothing to read, and programs are told how to get in")
  func nobody() async throws {
    let guarded = try GuardedServer()
    for page in Page.all {
      let got = try await guarded.get(page.path.replacing("{", with: "").replacing("}", with: ""))
      #expect(got.status == 303, "\(page.path)")
      #expect(got.header("Location")?.hasPrefix("/login?next=%2F") == true && got.text.isEmpty, "\(page.path)")
    }
    for endpoint in Endpoint.all where endpoint.takes == nil {
      let got = try await guarded.get("/api/v1" + endpoint.path.replacing("{id}", with: "tu-ky"))
      #expect(got.status == 401 && got.header("WWW-Authenticate")?.hasPrefix("Bearer") == true, "\(endpoint.path)")
      #expect(
        got.header("Content-Type") == "application/problem+json" && got.text.contains("urn:bomay:problem:sign-in"))
    }
    for address in ["/api/openapi.json", "/api/v1/nothing", "/API/v1/units", "/api/v1/../v1/units"] {
      #expect([401, 303].contains(try await guarded.get(address).status), "\(address)")
    }
    for address in ["/health", "/login", "/assets/style.css"] {
      #expect(try await guarded.get(address).status == 200, "\(address)")
    }
  }

  @Test("signing in leads on to what was asked for, and the session opens it")
  func signIn() async throws {
    let guarded = try GuardedServer()
    try await guarded.add("lan", [Grant(.reader)])
    let got = try await guarded.submit(
      "/login?next=%2Funits%2Ftu-ky", [("name", "LAN"), ("password", GuardedServer.password), ("next", "/units/tu-ky")])
    #expect(got.status == 303 && got.header("Location") == "/units/tu-ky")
    let cookie = try #require(got.headers[values: .setCookie].first)
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
    #expect(!cookie.contains("Secure") && !cookie.contains("Domain"))
    let session = try #require(got.session)
    let page = try await guarded.get("/units/tu-ky", session)
    #expect(page.status == 200 && page.text.contains("href=\"/account\"") && page.text.contains("LAN"))
    #expect(try await guarded.get("/api/v1/units/tu-ky", session).status == 200)
  }

  @Test("over TLS the cookies are Secure and of this host alone")
  func secure() async throws {
    let guarded = try GuardedServer { $0.isBehindProxy = true }
    try await guarded.add("lan", [Grant(.reader)])
    let got = try await guarded.submit("/login", [("name", "lan"), ("password", GuardedServer.password)])
    let cookie = try #require(got.headers[values: .setCookie].first)
    #expect(cookie.hasPrefix("__Host-bomay=") && cookie.contains("Secure") && cookie.contains("HttpOnly"))
    let session = try #require(got.session)
    #expect(try await guarded.get("/", session).status == 303)
    #expect(
      try await guarded.get("/", nil, [.cookie: "__Host-bomay=\(session.text)"]).status == 200)
    #expect(got.header("Strict-Transport-Security") != nil)
  }

  @Test("a wrong password, a wrong name and a disabled account are told in the same words")
  func refused() async throws {
    let guarded = try GuardedServer()
    try await guarded.add("lan", [Grant(.reader)])
    try await guarded.add("mai", [Grant(.reader)])
    var mai = try #require(try guarded.accounts.store.account(named: "mai"))
    mai.isDisabled = true
    try guarded.accounts.store.change(mai, guarded.mark)
    var texts: Set<String> = []
    for (name, password) in [("lan", "wrong"), ("nobody", "wrong"), ("mai", GuardedServer.password)] {
      let got = try await guarded.submit("/login", [("name", name), ("password", password)])
      #expect(got.status == 422 && got.session == nil)
      let fault = try #require(got.text.firstMatch(of: /role="alert">([^<]*)</))
      texts.insert(String(fault.1))
    }
    #expect(texts.count == 1)
  }

  @Test("a name that there is not takes as long as one that there is")
  func timing() async throws {
    let file = ServerFixture.folder.appendingPathComponent("\(UUID().uuidString).accounts").path
    _ = try ServerFixture.path()
    let cost = ScryptCost(logRounds: 12)
    let accounts = try Accounts(SQLiteAccountStore.open(at: file), cost: cost)
    try accounts.store.add(
      Account(
        name: "lan", displayName: "", grants: [], password: PasswordHash(of: GuardedServer.password, cost: cost).text),
      Mark(by: .terminal("tester"), at: Instant(seconds: 0)))
    let clock = ContinuousClock()
    var best = ["lan": Duration.seconds(60), "nobody": .seconds(60)]
    for round in 0..<10 {
      for name in ["lan", "nobody"] {
        let start = clock.now
        let outcome = try await accounts.signIn(name, "wrong", from: "a", now: Instant(seconds: Int64(round) * 1000))
        #expect(outcome == .refused)
        best[name] = min(best[name] ?? .zero, start.duration(to: clock.now))
      }
    }
    let (known, unknown) = (best["lan"] ?? .zero, best["nobody"] ?? .zero)
    // Without the hash it would be some hundred times as fast; a busy machine makes a few times of it.
    #expect(unknown > known / 8 && unknown < known * 8, "\(known) \(unknown)")
  }

  @Test("who fails again and again must wait; the answer says how long")
  func lockOut() async throws {
    let guarded = try GuardedServer()
    try await guarded.add("lan", [Grant(.reader)])
    for _ in 0..<5 { _ = try await guarded.submit("/login", [("name", "lan"), ("password", "wrong")]) }
    let right = [("name", "lan"), ("password", GuardedServer.password)]
    let got = try await guarded.submit("/login", right)
    #expect(got.status == 429 && got.header("Retry-After") == "1" && got.session == nil)
    guarded.clock.advance(by: 1)
    #expect(try await guarded.submit("/login", right).session != nil)
  }

  // MARK: Sessions

  @Test("cookies that were made up, cut or of another account's end open nothing")
  func forgedCookies() async throws {
    let guarded = try GuardedServer()
    let session = try await guarded.add("lan", [Grant(.reader)])
    let digest = session.digest.map { String($0, radix: 16) }.joined()
    let last = session.text.last == "A" ? "B" : "A"
    for text in [
      "", "x", String(session.text.dropLast()), session.text.dropLast() + last, Token().text, digest,
      session.text + "x", "\(session.text)%00", session.formToken, "' OR 1=1 --",
    ] {
      #expect(try await guarded.get("/", nil, [.cookie: "bomay=\(text)"]).status == 303, "\(text)")
    }
    #expect(try await guarded.get("/", nil, [.cookie: "other=1; bomay=\(session.text)"]).status == 200)
  }

  @Test("after signing out, the cookie is of no use, though the browser kept it")
  func replayed() async throws {
    let guarded = try GuardedServer()
    let session = try await guarded.add("lan", [Grant(.reader)])
    #expect(try await guarded.get("/", session).status == 200)
    let account = try await guarded.get("/account", session)
    let csrf = try #require(account.hidden(CheckedForm.field))
    let got = try await guarded.post("/logout", [(CheckedForm.field, csrf)], cookie: "bomay=\(session.text)")
    #expect(got.status == 303 && got.header("Set-Cookie")?.contains("Max-Age=0") == true)
    #expect(try await guarded.get("/", session).status == 303)
    #expect(try await guarded.get("/api/v1/log", session).status == 401)
  }

  @Test("a session that is idle ends; so does that of an account that is disabled")
  func ends() async throws {
    let guarded = try GuardedServer()
    let session = try await guarded.add("lan", [Grant(.reader)])
    guarded.clock.advance(by: 3599)
    #expect(try await guarded.get("/", session).status == 200)
    guarded.clock.advance(by: 3600)
    #expect(try await guarded.get("/", session).status == 303)
    let other = try await guarded.add("mai", [Grant(.reader)])
    var mai = try #require(try guarded.accounts.store.account(named: "mai"))
    mai.isDisabled = true
    try guarded.accounts.store.change(mai, guarded.mark)
    #expect(try await guarded.get("/", other).status == 303)
  }

  @Test("signing in never goes on with a session that was there before")
  func fixation() async throws {
    let guarded = try GuardedServer()
    try await guarded.add("lan", [Grant(.reader)])
    let planted = Token()
    let page = try await guarded.get("/login", planted)
    let csrf = try #require(page.hidden(CheckedForm.field))
    let got = try await guarded.post(
      "/login", [(CheckedForm.field, csrf), ("name", "lan"), ("password", GuardedServer.password)],
      cookie: "bomay=\(planted.text); " + page.cookies.joined(separator: "; "))
    let session = try #require(got.session)
    #expect(session != planted)
    #expect(try await guarded.get("/", planted).status == 303)
  }

  // MARK: Forms of others

  @Test("a form without a token, with a made-up one or one of another session changes nothing")
  func forms() async throws {
    let guarded = try GuardedServer()
    let session = try await guarded.add("lan", [Grant(.reader)])
    let other = try await guarded.add("mai", [Grant(.reader)])
    let cookie = "bomay=\(session.text)"
    for token in [nil, "", "x", other.formToken, Token().formToken, session.text] {
      let got = try await guarded.post("/logout", token.map { [(CheckedForm.field, $0)] } ?? [], cookie: cookie)
      #expect(got.status == 403, "\(token ?? "none")")
    }
    #expect(try await guarded.get("/", session).status == 200)
    let login = [("name", "lan"), ("password", GuardedServer.password)]
    #expect(try await guarded.post("/login", login, cookie: nil).status == 403)
    let visit = Token()
    #expect(
      try await guarded.post(
        "/login", login + [(CheckedForm.field, visit.formToken)], cookie: nil
      ).status == 403)
  }

  @Test(
    "a form that a browser says comes from elsewhere changes nothing, token or not",
    arguments: [
      ("Origin", "https://evil.example", 403), ("Origin", "null", 403),
      ("Origin", "http://localhost.evil.example", 403),
      ("Origin", "http://evil.example/localhost", 403), ("Origin", "localhost", 403),
      ("Origin", "http://localhost", 303),
      ("Sec-Fetch-Site", "cross-site", 403), ("Sec-Fetch-Site", "same-site", 403), ("Sec-Fetch-Site", "none", 403),
      ("Sec-Fetch-Site", "same-origin", 303),
    ])
  func origins(header: String, value: String, status: Int) async throws {
    let guarded = try GuardedServer()
    let session = try await guarded.add("lan", [Grant(.reader)])
    let name = try #require(HTTPField.Name(header))
    let got = try await guarded.post(
      "/logout", [(CheckedForm.field, session.formToken)], cookie: "bomay=\(session.text)", [name: value])
    #expect(got.status == status)
  }

  @Test("what is no form, or too long, is not read")
  func bodies() async throws {
    let guarded = try GuardedServer()
    let session = try await guarded.add("lan", [Grant(.reader)])
    let cookie = "bomay=\(session.text)"
    let token = [(CheckedForm.field, session.formToken)]
    #expect(try await guarded.post("/logout", token, cookie: cookie, [.contentType: "text/plain"]).status == 415)
    let long = token + [("x", String(repeating: "a", count: CheckedForm.most))]
    #expect(try await guarded.post("/logout", long, cookie: cookie).status == 413)
    #expect(try await guarded.get("/", session).status == 200)
  }

  @Test(
    "after signing in, nobody is sent to another server",
    arguments: [
      "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
      "javascript:alert(1)",
      "/\n/evil.example", "evil.example", "", "/ok\r\nSet-Cookie: a=b", "/é",
    ])
  func openRedirect(next: String) async throws {
    let guarded = try GuardedServer()
    try await guarded.add("lan", [Grant(.reader)])
    let got = try await guarded.submit(
      "/login?next=\(Query.encoded(next))",
      [("name", "lan"), ("password", GuardedServer.password), ("next", next)])
    #expect(got.status == 303 && got.header("Location") == "/", "\(got.header("Location") ?? "")")
    #expect(got.cookies.count == 1)
  }
}
