// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayAccessSQLite
import BomayDomain
import Foundation
import GRDB
import Testing

@Suite("What is kept of accounts")
struct KeepingTests {
  private let now = AccountsFixture.now

  @Test("nobody but the owner reads the file; an open one is refused")
  func mode() throws {
    let path = try AccountsFixture.path()
    _ = try SQLiteAccountStore.open(at: path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(throws: AccountFault.exposed(path: path)) { try SQLiteAccountStore.open(at: path) }
  }

  @Test("other files are left alone")
  func otherFiles() throws {
    let path = try AccountsFixture.path()
    let text = Data("something else, much longer than the head of a file of the kind that is looked for".utf8)
    #expect(
      FileManager.default.createFile(atPath: path, contents: text, attributes: [.posixPermissions: 0o600]))
    #expect(throws: AccountFault.notAccounts(path: path)) { try SQLiteAccountStore.open(at: path) }
    #expect(FileManager.default.contents(atPath: path) == text)
  }

  /// What the first version with accounts wrote, and an account and a session in it.
  private static let first = """
    CREATE TABLE account (
      name TEXT PRIMARY KEY, shown TEXT NOT NULL, grants TEXT NOT NULL, disabled INTEGER NOT NULL, password TEXT
    ) STRICT;
    CREATE TABLE session (
      digest BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account(name), begun INTEGER NOT NULL,
      seen INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE link (
      digest BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account(name), until INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE failure (key TEXT PRIMARY KEY, count INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
    CREATE TABLE look (
      number INTEGER PRIMARY KEY, at INTEGER NOT NULL, account TEXT NOT NULL, person TEXT NOT NULL,
      address TEXT NOT NULL
    ) STRICT;
    CREATE INDEX look_person ON look(person);
    INSERT INTO account VALUES ('lan', 'Lan', 'drafter@tu-ky reader', 0, NULL);
    INSERT INTO look VALUES (1, 999, 'lan', 'p-one', '/persons/p-one');
    PRAGMA application_id = 0x424F4D41;
    PRAGMA user_version = 1;
    """

  @Test("a file that the first version wrote is read and goes on, with all that was in it")
  func lifted() throws {
    let path = try AccountsFixture.path()
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in try db.execute(sql: Self.first) }
    try queue.close()
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    for _ in 0..<2 {
      let store = try SQLiteAccountStore.open(at: path)
      let account = try #require(try store.account(named: "lan"))
      #expect(account.displayName == "Lan" && account.grants.map(\.text) == ["drafter@tu-ky", "reader"])
      #expect(try store.looks(by: "lan", at: nil, most: 9).map(\.address) == ["/persons/p-one"])
      // What only newer layouts have.
      try store.change(Account(name: "lan", displayName: "Lan", grants: account.grants, isDisabled: true), .testing)
      try store.change(account, .testing)
      #expect(try store.events(of: "lan", by: nil, most: 2).map(\.kind) == [.enabled, .disabled])
      let content = DraftContent(title: "T", form: "rename", fields: "a=b", text: "decision: x")
      #expect(try store.begin(content, in: .drafted, DraftStep(.save, at: now, by: "lan")) != nil)
    }
  }

  @Test("the file holds no token and no password")
  func secrets() async throws {
    let path = try AccountsFixture.path()
    let accounts = try AccountsFixture.accounts(path)
    try accounts.store.add(Account(name: "lan", displayName: "Lan", grants: [Grant(.reader)]), .testing)
    let unused = try accounts.makeLink(for: "lan", .testing)
    let link = try accounts.makeLink(for: "lan", .testing)
    guard case .begun(let token) = try await accounts.setPassword(AccountsFixture.password, byLink: link, now: now)
    else {
      Issue.record("no session")
      return
    }
    let files = ["", "-wal"].compactMap { FileManager.default.contents(atPath: path + $0) }
    #expect(files.contains { $0.range(of: Data(token.digest)) != nil })
    for secret in [token.text, link.text, unused.text, AccountsFixture.password] {
      #expect(files.allSatisfy { $0.range(of: Data(secret.utf8)) == nil })
    }
  }

  @Test("two names cannot be the same")
  func twice() throws {
    let store = try AccountsFixture.accounts().store
    let account = Account(
      name: "lan", displayName: "Lan", grants: [Grant(.drafter, under: Identifier(rawValue: "tu-ky"))])
    try store.add(account, .testing)
    #expect(throws: AccountFault.alreadyThere(name: "lan")) { try store.add(account, .testing) }
    #expect(try store.accounts() == [account])
  }

  @Test("what is done to accounts is told the latest first: by whom, from what, to what, and nothing that was not done")
  func trail() async throws {
    let accounts = try AccountsFixture.accounts()
    let store = accounts.store
    func mark(_ seconds: Int64) -> Mark { Mark(by: .account("root"), at: now.later(by: seconds)) }
    var lan = Account(name: "lan", displayName: "Lan", grants: [Grant(.reader)])
    try store.add(Account(name: "root", displayName: "Root", grants: [Grant(.administrator)]), .testing)
    try store.add(lan, mark(1))
    #expect(throws: AccountFault.self) { try store.add(lan, mark(2)) }
    lan.grants.append(Grant(.drafter, under: Identifier(rawValue: "tu-ky")))
    lan.displayName = "Lan Mai"
    try store.change(lan, mark(3))
    try store.change(lan, mark(4))
    let link = try accounts.makeLink(for: "lan", mark(5))
    _ = try await accounts.setPassword(AccountsFixture.password, byLink: link, now: now.later(by: 6))
    lan.isDisabled = true
    try store.change(lan, mark(7))
    #expect(try store.set(password: "", of: "lan", mark(8)) == false)
    lan.isDisabled = false
    try store.change(lan, mark(9))
    try store.change(Account(name: "nobody", displayName: "", grants: []), mark(10))
    let own = Mark(by: .account("lan"), at: now.later(by: 6))
    let expected = [
      AccountEvent(.enabled, of: "lan", mark(9)), AccountEvent(.disabled, of: "lan", mark(7)),
      AccountEvent(.password, of: "lan", own), AccountEvent(.link, of: "lan", mark(5)),
      AccountEvent(.roles, of: "lan", mark(3), from: "reader", to: "reader drafter@tu-ky"),
      AccountEvent(.renamed, of: "lan", mark(3), from: "Lan", to: "Lan Mai"),
      AccountEvent(.made, of: "lan", mark(1), to: "reader"),
    ]
    #expect(try store.events(of: "lan", by: nil, most: 9) == expected)
    #expect(try store.events(of: nil, by: "lan", most: 9) == [expected[2]])
    #expect(
      try store.events(of: nil, by: "tester", most: 9) == [
        AccountEvent(.made, of: "root", .testing, to: "administrator")
      ])
    #expect(try store.events(of: nil, by: nil, most: 2) == Array(expected.prefix(2)))
  }

  @Test("a new link is the only one: who had an older one sets no password by it")
  func links() throws {
    let accounts = try AccountsFixture.accounts()
    for name in ["lan", "mai"] {
      try accounts.store.add(Account(name: name, displayName: name, grants: [Grant(.reader)]), .testing)
    }
    let (older, other) = (try accounts.makeLink(for: "lan", .testing), try accounts.makeLink(for: "mai", .testing))
    let newer = try accounts.makeLink(for: "lan", .testing)
    #expect(try accounts.account(ofLink: older, now: now) == nil)
    #expect(try accounts.account(ofLink: newer, now: now)?.name == "lan")
    #expect(try accounts.account(ofLink: other, now: now)?.name == "mai")
  }

  @Test("a server that starts without an administrator ends no link that one was given")
  func started() throws {
    let accounts = try AccountsFixture.accounts()
    try accounts.store.add(Account(name: "root", displayName: "Root", grants: [Grant(.administrator)]), .testing)
    let given = try accounts.makeLink(for: "root", .testing)
    for _ in 0..<2 {
      let first = try #require(try accounts.firstAdministrator(.testing))
      #expect(first.name == "root")
      for link in [given, first.link] { #expect(try accounts.account(ofLink: link, now: now)?.name == "root") }
    }
  }

  @Test("looks are told the latest first, of one account or one person")
  func looks() throws {
    let store = try AccountsFixture.accounts().store
    let looks = [("lan", "p1"), ("mai", "p1"), ("lan", "p2")].enumerated().map { place, look in
      Look(at: now.later(by: Int64(place)), by: look.0, person: Identifier(rawValue: look.1), address: "/persons/x")
    }
    try store.add(looks)
    #expect(try store.looks(by: nil, at: nil, most: 10) == looks.reversed())
    #expect(try store.looks(by: "lan", at: nil, most: 10).count == 2)
    #expect(try store.looks(by: nil, at: Identifier(rawValue: "p1"), most: 10).map(\.by) == ["mai", "lan"])
    #expect(try store.looks(by: "lan", at: nil, most: 1) == [looks[2]])
  }
}

@Suite("Passwords, tokens and grants")
struct SecretTests {
  @Test("a hash is read as it was written, and matches its password alone")
  func hash() throws {
    let made = try PasswordHash(of: "correct horse", cost: ScryptCost(logRounds: 4))
    let hash = try #require(PasswordHash(made.text))
    #expect(hash == made && made.text.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
    #expect(try hash.matches("correct horse"))
    for other in ["correct hors", "correct horse ", "", "Correct horse", "correct horse\0"] {
      #expect(try !hash.matches(other))
    }
    #expect(try PasswordHash(of: "correct horse", cost: ScryptCost(logRounds: 4)).text != made.text)
  }

  @Test(
    "a hash that asks for too much, or is none, is not read",
    arguments: [
      "", "x", "$scrypt$", "$scrypt$ln=4,r=8,p=1$$", "$scrypt$ln=40,r=8,p=1$AAAAAAAAAAAAAAAA$\(zeros)",
      "$scrypt$ln=4,r=800,p=1$AAAAAAAAAAAAAAAA$\(zeros)", "$bcrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAA$\(zeros)",
      "$scrypt$ln=4,r=8$AAAAAAAAAAAAAAAA$\(zeros)", "$scrypt$ln=4,r=8,p=-1$AAAAAAAAAAAAAAAA$\(zeros)",
    ])
  func badHash(text: String) { #expect(PasswordHash(text) == nil) }

  private static let zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

  @Test("a hash of that form is read")
  func goodHash() { #expect(PasswordHash("$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAA$\(Self.zeros)") != nil) }

  @Test(
    "passwords are long, not all one letter, and not the name",
    arguments: [
      ("twelve twelve", true), ("short twelv", false), ("aaaaaaaaaaaaaaaaa", false), ("nguyenvanan1", false),
      ("nguyenvanan and the quiet river", true), (String(repeating: "abcdef", count: 200), false),
    ])
  func rule(password: String, isGood: Bool) { #expect(PasswordRule.allows(password, for: "nguyenvanan") == isGood) }

  @Test("tokens are new each time, and of one form")
  func tokens() {
    let tokens = Set((0..<100).map { _ in Token().text })
    #expect(tokens.count == 100 && tokens.allSatisfy { Token($0) != nil })
    for text in [
      "", "a", String(repeating: "a", count: 42), String(repeating: "a", count: 44),
      String(repeating: "=", count: 43), String(repeating: "é", count: 43),
    ] { #expect(Token(text) == nil) }
  }

  @Test("the token of a form belongs to its session")
  func formTokens() {
    let (one, other) = (Token(), Token())
    #expect(one.isFormToken(one.formToken) && one.formToken == Token(one.text)?.formToken)
    #expect(!one.isFormToken(other.formToken) && !one.isFormToken("") && !one.isFormToken(one.text))
  }

  @Test(
    "grants are read as they are written",
    arguments: [
      "reader", "reporter@tu-ky", "drafter@tu-ky/ban-to-chuc", "reporter@tu-ky:observe", "approver:appoint",
    ])
  func grants(text: String) { #expect(Grant(text)?.text == text) }

  @Test("what is no grant is none", arguments: ["", "king", "reader@", "reader:nothing", "@tu-ky", "Reader"])
  func noGrants(text: String) { #expect(Grant(text) == nil) }

  @Test(
    "names are plain",
    arguments: [
      ("lan", true), ("nguyen.van-an@so-noi-vu", true), ("", false), ("Lan", false), ("lan mai", false),
      ("-lan", false),
      ("lân", false), (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false),
    ])
  func names(name: String, isName: Bool) { #expect(Account.isName(name) == isName) }

  @Test("who keeps the accounts sees no personal data by that; scoped rights hold somewhere only")
  func rights() {
    #expect(
      !AccountRole.administrator.rights.contains(.seePersonal) && !AccountRole.reader.rights.contains(.seePersonal))
    let account = Account(
      name: "lan", displayName: "", grants: [Grant(.reader), Grant(.drafter, under: Identifier(rawValue: "tu-ky"))])
    #expect(account.rightsEverywhere == [.read] && account.rightsSomewhere.contains(.draft))
    #expect(!account.isAdministrator)
    #expect(
      !Account(name: "a", displayName: "", grants: [Grant(.administrator, under: Identifier(rawValue: "x"))])
        .isAdministrator)
  }
}
