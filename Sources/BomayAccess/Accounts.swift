// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// How long a sign-in lasts.
public struct SessionLimits: Hashable, Sendable {
  /// Seconds without a request.
  public var idle: Int64 = 3600
  /// Seconds since it began, whatever was asked meanwhile: a working day.
  public var whole: Int64 = 12 * 3600
  /// Seconds in which a one-time link can be used.
  public var link: Int64 = 24 * 3600

  public init() {}
}

/// What became of a sign-in or of a new password.
public enum SignIn: Hashable, Sendable {
  /// A session has begun.
  case begun(Token)
  /// Name, password or link are not right; which, nobody is told.
  case refused
  /// Seconds until the next try.
  case wait(Int64)
  /// The new password is too short, too simple, or the name of the account.
  case weak
}

/// Who signs in, and how.
public struct Accounts: Sendable {
  public let store: any AccountStore
  private let limits: SessionLimits
  private let hasher: PasswordHasher

  /// - Parameter cost: of one try; less than OWASP's is for tests alone.
  public init(_ store: any AccountStore, cost: ScryptCost = .owasp, limits: SessionLimits = SessionLimits()) {
    self.store = store
    self.limits = limits
    hasher = PasswordHasher(cost: cost)
  }

  // MARK: Sessions

  /// - Parameter address: where the request comes from.
  /// - Throws: ``AccountFault``.
  public func signIn(_ name: String, _ password: String, from address: String, now: Instant) async throws -> SignIn {
    let attempts = [
      Attempt(key: "account \(name.prefix(64))", backoff: .account),
      Attempt(key: "address \(address)", backoff: .address),
    ]
    try store.forget(
      sessionsBegunBefore: now.earlier(by: limits.whole), seenBefore: now.earlier(by: limits.idle), now: now)
    let wait = try store.beginAttempt(attempts, at: now)
    guard wait == 0 else { return .wait(wait) }
    let account = Account.isName(name) ? try store.account(named: name) : nil
    guard let isRight = try await matches(password, account) else { return .wait(1) }
    guard isRight, let account, !account.isDisabled else { return .refused }
    try store.clearFailures(of: attempts.map(\.key))
    return .begun(try begin(account.name, now))
  }

  /// - Returns: `nil` where too many passwords wait to be tried.
  private func matches(_ password: String, _ account: Account?) async throws -> Bool? {
    let kept = account?.password.flatMap { PasswordHash($0) }
    let hash = kept ?? hasher.decoy
    guard password.utf8.count <= PasswordRule.longest else { return false }
    return try await hasher.run { try hash.matches(password) }.map { $0 && kept != nil }
  }

  private func begin(_ name: String, _ now: Instant) throws(AccountFault) -> Token {
    let token = Token()
    try store.begin(Session(digest: token.digest, account: name, begunAt: now, seenAt: now))
    return token
  }

  /// The account whose session this is, as long as it lasts; each request makes it last on.
  public func account(of token: Token, now: Instant) throws(AccountFault) -> Account? {
    guard let session = try store.session(digest: token.digest), now.seconds - session.begunAt.seconds < limits.whole,
      now.seconds - session.seenAt.seconds < limits.idle, let account = try store.account(named: session.account),
      !account.isDisabled
    else { return nil }
    // Not each request need be written.
    if now.seconds - session.seenAt.seconds >= 60 { try store.touch(digest: session.digest, at: now) }
    return account
  }

  public func signOut(_ token: Token) throws(AccountFault) { try store.endSession(digest: token.digest) }

  // MARK: Passwords

  /// Whether no administrator can sign in yet: none was made, or none has set a password.
  public func lacksAdministrator() throws(AccountFault) -> Bool {
    try !store.accounts().contains { $0.isAdministrator && $0.password != nil }
  }

  /// Where no administrator can sign in yet: the name of one, made where there is none, and a link to set the
  /// password by.
  public func firstAdministrator(_ mark: Mark) throws(AccountFault) -> (name: String, link: Token)? {
    guard try lacksAdministrator() else { return nil }
    var first = try store.accounts().first { $0.isAdministrator }?.name
    if first == nil {
      var name = "admin"
      while try store.account(named: name) != nil { name += "1" }
      try store.add(Account(name: name, displayName: name, grants: [Grant(.administrator)]), mark)
      first = name
    }
    // Whoever was given a link for it already may use that one all the same.
    return try first.map { name throws(AccountFault) in (name, try link(for: name, endsOthers: false, mark)) }
  }

  /// A link by which a password is set, once. One that was made for the account before is no good any more.
  public func makeLink(for name: String, _ mark: Mark) throws(AccountFault) -> Token {
    try link(for: name, endsOthers: true, mark)
  }

  private func link(for name: String, endsOthers: Bool, _ mark: Mark) throws(AccountFault) -> Token {
    let token = Token()
    try store.addLink(
      digest: token.digest, for: name, until: Instant(seconds: mark.at.seconds + limits.link), endsOthers: endsOthers,
      mark)
    return token
  }

  /// The account that a link is for, as long as it can be used.
  public func account(ofLink token: Token, now: Instant) throws(AccountFault) -> Account? {
    guard let name = try store.link(digest: token.digest, now: now) else { return nil }
    return try store.account(named: name).flatMap { $0.isDisabled ? nil : $0 }
  }

  /// Sets the password of the account that the link is for, and signs it in. A password that is no good uses
  /// nothing up.
  public func setPassword(_ password: String, byLink token: Token, now: Instant) async throws -> SignIn {
    guard let account = try account(ofLink: token, now: now) else { return .refused }
    guard PasswordRule.allows(password, for: account.name) else { return .weak }
    guard let hash = try await hash(password) else { return .wait(1) }
    guard try store.useLink(digest: token.digest, now: now) == account.name else { return .refused }
    return try set(hash, account, now)
  }

  /// Changes the password of who is signed in. All other sessions of the account end.
  public func changePassword(
    of account: Account, from old: String, to new: String, now: Instant
  ) async throws -> SignIn {
    let attempt = Attempt(key: "account \(account.name)", backoff: .account)
    let wait = try store.beginAttempt([attempt], at: now)
    guard wait == 0 else { return .wait(wait) }
    guard let isRight = try await matches(old, account) else { return .wait(1) }
    guard isRight else { return .refused }
    try store.clearFailures(of: [attempt.key])
    guard PasswordRule.allows(new, for: account.name) else { return .weak }
    guard let hash = try await hash(new) else { return .wait(1) }
    return try set(hash, account, now)
  }

  private func hash(_ password: String) async throws -> PasswordHash? {
    let cost = hasher.cost
    return try await hasher.run { try PasswordHash(of: password, cost: cost) }
  }

  /// What was done to the account while the password was hashed stays done.
  private func set(_ hash: PasswordHash, _ account: Account, _ now: Instant) throws(AccountFault) -> SignIn {
    let mark = Mark(by: .account(account.name), at: now)
    guard try store.set(password: hash.text, of: account.name, mark) else { return .refused }
    return .begun(try begin(account.name, now))
  }
}

extension Instant {
  func earlier(by seconds: Int64) -> Instant { Instant(seconds: self.seconds - seconds) }
}
