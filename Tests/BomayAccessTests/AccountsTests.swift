// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayAccessSQLite
import BomayDomain
import Foundation
import Testing

/// Files that the tests write, gone when they end.
enum AccountsFixture {
  static let folder: URL = {
    atexit { try? FileManager.default.removeItem(at: AccountsFixture.folder) }
    return FileManager.default.temporaryDirectory.appendingPathComponent("bomay-access-\(UUID().uuidString)")
  }()

  static func path() throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appendingPathComponent("\(UUID().uuidString).accounts").path
  }

  static func accounts(_ path: String? = nil) throws -> Accounts {
    try Accounts(SQLiteAccountStore.open(at: path ?? self.path()), cost: ScryptCost(logRounds: 4))
  }

  static let password = "a long and quiet river"
  static let now = Instant(seconds: 1_000_000)

  /// With one account that has a password.
  static func withAccount(_ name: String = "lan") async throws -> (Accounts, Token) {
    let accounts = try accounts()
    try accounts.store.add(Account(name: name, displayName: "Lan", grants: [Grant(.reader)]), .testing)
    let link = try accounts.makeLink(for: name, .testing)
    guard case .begun(let token) = try await accounts.setPassword(password, byLink: link, now: now) else {
      throw AccountFault.failed(path: "", problem: "no session")
    }
    return (accounts, token)
  }
}

extension Mark {
  /// Of whoever does something in a test where it does not matter who.
  static let testing = Mark(by: .terminal("tester"), at: AccountsFixture.now)
}

extension Instant {
  func later(by seconds: Int64) -> Instant { Instant(seconds: self.seconds + seconds) }
}

@Suite("Accounts")
struct AccountsTests {
  private let now = AccountsFixture.now
  private let password = AccountsFixture.password

  @Test("a one-time link sets a password once, within its day")
  func links() async throws {
    let accounts = try AccountsFixture.accounts()
    try accounts.store.add(Account(name: "lan", displayName: "Lan", grants: [Grant(.administrator)]), .testing)
    #expect(try accounts.lacksAdministrator())
    let link = try accounts.makeLink(for: "lan", .testing)
    #expect(try accounts.account(ofLink: link, now: now)?.name == "lan")
    #expect(try await accounts.setPassword("short", byLink: link, now: now) == .weak)
    #expect(try await accounts.setPassword(password, byLink: link, now: now.later(by: 86_400)) == .refused)
    let first = try await accounts.setPassword(password, byLink: link, now: now)
    guard case .begun(let token) = first else {
      Issue.record("\(first)")
      return
    }
    #expect(try accounts.account(of: token, now: now)?.name == "lan")
    #expect(try await accounts.setPassword(password, byLink: link, now: now) == .refused)
    #expect(try await accounts.setPassword(password, byLink: Token(), now: now) == .refused)
    #expect(try !accounts.lacksAdministrator())
  }

  @Test("signing in takes name and password; neither of them alone")
  func signIn() async throws {
    let (accounts, _) = try await AccountsFixture.withAccount()
    for (name, password) in [("lan", "wrong"), ("mai", self.password), ("", ""), ("lan", ""), ("LAN", self.password)] {
      #expect(try await accounts.signIn(name, password, from: "a", now: now) == .refused)
    }
    guard case .begun = try await accounts.signIn("lan", password, from: "a", now: now) else {
      Issue.record("not signed in")
      return
    }
  }

  @Test("letters composed otherwise are the same password")
  func composed() async throws {
    let accounts = try AccountsFixture.accounts()
    try accounts.store.add(Account(name: "lan", displayName: "Lan", grants: []), .testing)
    let link = try accounts.makeLink(for: "lan", .testing)
    _ = try await accounts.setPassword("dòng sông êm đềm", byLink: link, now: now)
    let typed = "dòng sông êm đềm".decomposedStringWithCanonicalMapping
    guard case .begun = try await accounts.signIn("lan", typed, from: "a", now: now) else {
      Issue.record("not signed in")
      return
    }
  }

  @Test(
    "a session ends when it is idle, when it is old, when it is signed out",
    arguments: [
      (3599, true), (3600, false),
    ])
  func idle(seconds: Int64, lasts: Bool) async throws {
    let (accounts, token) = try await AccountsFixture.withAccount()
    #expect(try (accounts.account(of: token, now: now.later(by: seconds)) != nil) == lasts)
  }

  @Test("a session that is used ends after its day all the same")
  func old() async throws {
    let (accounts, token) = try await AccountsFixture.withAccount()
    for hour in 1..<24 {
      let at = now.later(by: Int64(hour) * 1800)
      #expect(try accounts.account(of: token, now: at) != nil)
    }
    #expect(try accounts.account(of: token, now: now.later(by: 12 * 3600)) == nil)
  }

  @Test("signing out ends this session alone; a new password all others, and the links")
  func ends() async throws {
    let (accounts, first) = try await AccountsFixture.withAccount()
    guard case .begun(let second) = try await accounts.signIn("lan", password, from: "a", now: now),
      case .begun(let third) = try await accounts.signIn("lan", password, from: "a", now: now),
      let account = try accounts.account(of: first, now: now)
    else {
      Issue.record("not signed in")
      return
    }
    try accounts.signOut(first)
    #expect(try accounts.account(of: first, now: now) == nil && accounts.account(of: second, now: now) != nil)
    let link = try accounts.makeLink(for: "lan", .testing)
    #expect(
      try await accounts.changePassword(of: account, from: "wrong", to: "some other long one", now: now) == .refused)
    #expect(try await accounts.changePassword(of: account, from: password, to: "lan", now: now) == .weak)
    guard
      case .begun(let fresh) = try await accounts.changePassword(
        of: account, from: password, to: "some other long one", now: now)
    else {
      Issue.record("not changed")
      return
    }
    #expect(try accounts.account(of: second, now: now) == nil && accounts.account(of: third, now: now) == nil)
    #expect(try accounts.account(of: fresh, now: now) != nil)
    #expect(try accounts.account(ofLink: link, now: now) == nil)
  }

  @Test("what was done to an account while it set a password stays done", arguments: [true, false])
  func meanwhile(isDisabled: Bool) async throws {
    let (accounts, _) = try await AccountsFixture.withAccount()
    // As it was read before the password was hashed.
    let stale = try #require(try accounts.store.account(named: "lan"))
    var changed = stale
    changed.grants = [Grant(.reader, under: Identifier(rawValue: "tu-ky"))]
    changed.isDisabled = isDisabled
    try accounts.store.change(changed, .testing)
    let outcome = try await accounts.changePassword(of: stale, from: password, to: "some other long one", now: now)
    let kept = try #require(try accounts.store.account(named: "lan"))
    #expect(kept.grants == changed.grants && kept.isDisabled == isDisabled)
    #expect((kept.password == stale.password) == isDisabled)
    #expect((outcome == .refused) == isDisabled)
    // And the other way round: roles that were read before a new password was set do not bring the old one back.
    try accounts.store.change(stale, .testing)
    #expect(try accounts.store.account(named: "lan")?.password == kept.password)
  }

  @Test("a disabled account has no session, no link, no sign-in")
  func disabled() async throws {
    let (accounts, token) = try await AccountsFixture.withAccount()
    let link = try accounts.makeLink(for: "lan", .testing)
    var account = try #require(try accounts.store.account(named: "lan"))
    account.isDisabled = true
    try accounts.store.change(account, .testing)
    #expect(try accounts.account(of: token, now: now) == nil)
    #expect(try accounts.account(ofLink: link, now: now) == nil)
    #expect(try await accounts.signIn("lan", password, from: "a", now: now) == .refused)
    account.isDisabled = false
    try accounts.store.change(account, .testing)
    #expect(try accounts.account(of: token, now: now) == nil)
  }

  @Test("who fails again and again waits, twice as long each time, and even with the right password")
  func lockOut() async throws {
    let (accounts, _) = try await AccountsFixture.withAccount()
    for _ in 0..<5 { #expect(try await accounts.signIn("lan", "wrong", from: "a", now: now) == .refused) }
    #expect(try await accounts.signIn("lan", password, from: "b", now: now) == .wait(1))
    #expect(try await accounts.signIn("lan", "wrong", from: "a", now: now.later(by: 1)) == .refused)
    #expect(try await accounts.signIn("lan", password, from: "a", now: now.later(by: 1)) == .wait(2))
    guard case .begun = try await accounts.signIn("lan", password, from: "a", now: now.later(by: 3)) else {
      Issue.record("not signed in")
      return
    }
    #expect(try await accounts.signIn("lan", "wrong", from: "a", now: now.later(by: 3)) == .refused)
  }

  @Test("names that there are not are waited for in the same way; so are addresses")
  func unknownNames() async throws {
    let (accounts, _) = try await AccountsFixture.withAccount()
    for _ in 0..<5 { #expect(try await accounts.signIn("nobody", "x", from: "a", now: now) == .refused) }
    #expect(try await accounts.signIn("nobody", "x", from: "b", now: now) == .wait(1))
    for number in 0..<15 {
      #expect(try await accounts.signIn("n\(number)", "x", from: "a", now: now) == .refused)
    }
    #expect(try await accounts.signIn("lan", password, from: "a", now: now) == .wait(1))
    guard case .begun = try await accounts.signIn("lan", password, from: "c", now: now) else {
      Issue.record("another address is shut out")
      return
    }
  }

  @Test("many at once are counted one by one")
  func atOnce() async throws {
    let (accounts, _) = try await AccountsFixture.withAccount()
    let now = now
    let tried = try await withThrowingTaskGroup(of: SignIn.self) { group in
      for _ in 0..<12 { group.addTask { try await accounts.signIn("lan", "wrong", from: "a", now: now) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(tried.filter { $0 == .refused }.count == 5)
  }

  @Test("a wait has its longest, and none is longer than that where the clock went back")
  func longest() {
    let backoff = Backoff(free: 5)
    #expect(backoff.wait(after: nil, now: now) == 0)
    #expect(backoff.wait(after: Failures(count: 4, lastAt: now), now: now) == 0)
    #expect(backoff.wait(after: Failures(count: 5, lastAt: now), now: now) == 1)
    #expect(backoff.wait(after: Failures(count: 9, lastAt: now), now: now) == 16)
    #expect(backoff.wait(after: Failures(count: 1_000, lastAt: now), now: now) == 900)
    #expect(backoff.wait(after: Failures(count: 1_000, lastAt: now.later(by: 9_999)), now: now) == 900)
    #expect(backoff.wait(after: Failures(count: 1_000, lastAt: now), now: now.later(by: 900)) == 0)
  }
}
