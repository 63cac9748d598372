// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayDomain
import BomayTesting
import Foundation
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("Pages of accounts")
struct AccountPageTests {
  private func administered() async throws -> (GuardedServer, Token) {
    let guarded = try GuardedServer()
    return (guarded, try await guarded.add("root", [Grant(.administrator)]))
  }

  private static let reader = [
    ("account.account", "mai"), ("account.called", "Mai & co"), ("grant-0.account-role", "reader"),
  ]

  private func submit(
    _ guarded: GuardedServer, _ uri: String, _ fields: [(String, String)], _ session: Token
  ) async throws -> ServerFixture.Got {
    try await guarded.submit(uri, fields, session: session, [.acceptLanguage: "en"])
  }

  /// The address in the answer by which a password is set.
  private func link(_ got: ServerFixture.Got) throws -> Token {
    let start = try #require(got.text.range(of: "/setup/"), "\(got.text.suffix(3000))")
    return try #require(Token(String(got.text[start.upperBound...].prefix(43))))
  }

  @Test("are for administrators of the whole alone")
  func whose() async throws {
    let (guarded, root) = try await administered()
    let others = [
      try await guarded.add("lan", [Grant(.approver)]),
      try await guarded.add("below", [#require(Grant("administrator@tu-ky"))]),
    ]
    for path in ["/accounts", "/accounts/root", "/looks", "/account-trail"] {
      #expect(try await guarded.get(path, root).status == 200, "\(path)")
      for other in others { #expect(try await guarded.get(path, other).status == 403, "\(path)") }
      #expect(try await guarded.get(path).status == 303, "\(path)")
    }
    #expect(try await guarded.get("/", root).text.contains("href=\"/accounts\""))
    #expect(try await !guarded.get("/", others[0]).text.contains("href=\"/accounts\""))
    #expect(try await guarded.get("/accounts/nobody", root).status == 404)
    // A form that was opened by an administrator is of no use to others.
    let page = try await guarded.get("/accounts", root)
    let csrf = try #require(page.hidden(CheckedForm.field))
    for cookie in ["bomay=\(others[0].text)", nil] {
      let got = try await guarded.post("/accounts", [(CheckedForm.field, csrf)] + Self.reader, cookie: cookie)
      #expect([403, 303].contains(got.status), "\(got.status)")
    }
    #expect(try guarded.accounts.store.account(named: "mai") == nil)
  }

  @Test("make an account that sets its password by the link which is shown once")
  func made() async throws {
    let (guarded, root) = try await administered()
    let fields =
      Self.reader + [
        ("grant-1.account-role", "reporter"), ("grant-1.below", "tu-ky"), ("grant-1.only-kind", "observe"),
      ]
    let got = try await submit(guarded, "/accounts", fields, root)
    #expect(got.status == 200 && got.header("Cache-Control") == "no-store")
    #expect(got.text.contains("Mai &amp; co") && !got.text.contains("Mai & co"))
    let account = try #require(try guarded.accounts.store.account(named: "mai"))
    #expect(account.grants.map(\.text) == ["reader", "reporter@tu-ky:observe"] && account.displayName == "Mai & co")
    guard
      case .begun = try await guarded.accounts.setPassword(
        GuardedServer.password, byLink: link(got), now: guarded.now)
    else {
      Issue.record("the link sets no password")
      return
    }
    let again = try await submit(guarded, "/accounts", Self.reader, root)
    #expect(again.status == 422 && again.text.contains("There is an account mai already"))
    let list = try await guarded.get("/accounts", root)
    #expect(list.text.contains("Reporter") && !list.text.contains("/setup/"))
  }

  @Test("tell all that is wrong at once, and make nothing then")
  func wrong() async throws {
    let (guarded, root) = try await administered()
    let fields = [
      ("account.account", "Mai Lan"), ("grant-0.below", "tu-ky"), ("grant-1.account-role", "king"),
      ("grant-2.account-role", "reader"), ("grant-2.below", "there is no such place"),
      ("grant-3.account-role", "reader"), ("grant-3.only-kind", "magic"),
    ]
    let got = try await submit(guarded, "/accounts", fields, root)
    #expect(got.status == 422)
    for fault in ["“mai lan”", "Role 1 says", "Role 2 says", "Role 3: choose", "Role 4: there is no such kind"] {
      #expect(got.text.contains(fault), "\(fault)")
    }
    #expect(got.text.contains("value=\"Mai Lan\"") && got.text.contains("value=\"there is no such place\""))
    #expect(try guarded.accounts.store.accounts().map(\.name) == ["root"])
  }

  @Test("change roles, and end the session of who is let in no more")
  func changed() async throws {
    let (guarded, root) = try await administered()
    let mai = try await guarded.add("mai", [Grant(.reader)])
    let saved = [("do", "save"), ("account.called", "Mai"), ("grant-0.account-role", "drafter")]
    #expect(try await submit(guarded, "/accounts/mai", saved, root).status == 200)
    #expect(try guarded.accounts.store.account(named: "mai")?.grants == [Grant(.drafter)])
    #expect(try await guarded.get("/record", mai).status == 200)
    let none = try await submit(guarded, "/accounts/mai", [("do", "save"), ("account.called", "Mai")], root)
    #expect(none.status == 422 && none.text.contains("one role at least"))
    _ = try await submit(guarded, "/accounts/mai", [("do", "disable")], root)
    #expect(try await guarded.get("/", mai).status == 303)
    #expect(try await submit(guarded, "/accounts/mai", [("do", "link")], root).status == 400)
    _ = try await submit(guarded, "/accounts/mai", [("do", "enable")], root)
    let link = try link(try await submit(guarded, "/accounts/mai", [("do", "link")], root))
    #expect(try guarded.accounts.account(ofLink: link, now: guarded.now)?.name == "mai")
  }

  @Test("leave the administrator who uses them one")
  func own() async throws {
    let (guarded, root) = try await administered()
    let acts = [
      [("do", "disable")], [("do", "save"), ("account.called", "Root"), ("grant-0.account-role", "reader")],
      [
        ("do", "save"), ("account.called", "Root"), ("grant-0.account-role", "administrator"),
        ("grant-0.below", "tu-ky"),
      ],
    ]
    for act in acts {
      let got = try await submit(guarded, "/accounts/root", act, root)
      #expect(got.status == 422 && got.text.contains("another administrator"), "\(act)")
    }
    #expect(try guarded.accounts.store.account(named: "root")?.isAdministrator == true)
    let more = [
      ("do", "save"), ("account.called", "Root"), ("grant-0.account-role", "administrator"),
      ("grant-1.account-role", "approver"),
    ]
    #expect(try await submit(guarded, "/accounts/root", more, root).status == 200)
    #expect(try guarded.accounts.store.account(named: "root")?.grants.count == 2)
  }

  @Test("show who looked at whom, without a name")
  func looks() async throws {
    let (guarded, root) = try await administered()
    let looks = ["p-one", "p-two"].map {
      Look(at: guarded.now, by: "lan", person: Identifier(rawValue: $0), address: "/persons/\($0)")
    }
    try guarded.accounts.store.add(looks)
    let all = try await guarded.get("/looks", root)
    #expect(all.text.contains("p-one") && all.text.contains("p-two") && all.text.contains("lan"))
    let one = try await guarded.get("/looks?person=p-two&by=lan", root)
    #expect(!one.text.contains("/persons/p-one") && one.text.contains("/persons/p-two"))
    #expect(try await !guarded.get("/looks?by=root", root).text.contains("/persons/p-two"))
  }

  @Test("show who did what to which account")
  func trail() async throws {
    let (guarded, root) = try await administered()
    _ = try await submit(guarded, "/accounts", Self.reader, root)
    let saved = [
      ("do", "save"), ("account.called", "Mai"), ("grant-0.account-role", "drafter"), ("grant-0.below", "tu-ky"),
    ]
    _ = try await submit(guarded, "/accounts/mai", saved, root)
    // What changes nothing and what is refused leaves no trace.
    _ = try await submit(guarded, "/accounts/mai", saved, root)
    _ = try await submit(guarded, "/accounts/mai", [("do", "save")], root)
    let events = try guarded.accounts.store.events(of: "mai", by: "root", most: 9)
    #expect(events.map(\.kind) == [.roles, .renamed, .link, .made])
    #expect(events.first?.before == "reader" && events.first?.after == "drafter@tu-ky")
    let got = try await guarded.get("/account-trail?of=mai", root)
    for text in ["roles changed", "drafter@tu-ky", "Mai &amp; co", "link for the password made"] {
      #expect(got.text.contains(text), "\(text)")
    }
    #expect(!got.text.contains("at the terminal"))
    #expect(try await guarded.get("/account-trail", root).text.contains("tester, at the terminal"))
  }

  @Test("show every role that an account has, and lose none that they cannot show")
  func many() async throws {
    let (guarded, root) = try await administered()
    for (name, count) in [("mai", 20), ("lan", AccountForm.most + 1)] {
      let grants = (0..<count).map { Grant(.drafter, under: Identifier(rawValue: "unit-\($0)")) }
      try await guarded.add(name, grants)
    }
    let page = try await guarded.get("/accounts/mai", root)
    #expect(page.text.contains("value=\"unit-19\"") && page.text.contains("name=\"grant-21.account-role\""))
    let saved = [("do", "save"), ("grant-0.account-role", "reader")]
    let refused = try await submit(guarded, "/accounts/lan", saved, root)
    #expect(refused.status == 422 && refused.text.contains("more roles than this page shows"))
    #expect(try guarded.accounts.store.account(named: "lan")?.grants.count == AccountForm.most + 1)
    // A line that is left blank hides none that stands below it.
    let gap = [("account.account", "Not A Name"), ("grant-6.account-role", "drafter")]
    let again = try await submit(guarded, "/accounts", gap, root)
    #expect(again.status == 422 && again.text.contains("name=\"grant-8.account-role\""))
  }
}
