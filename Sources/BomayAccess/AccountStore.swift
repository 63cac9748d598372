// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// A sign-in that lasts.
public struct Session: Hashable, Sendable {
  public let digest: [UInt8]
  public let account: String
  public let begunAt: Instant
  /// When it was used last, to the minute.
  public let seenAt: Instant

  public init(digest: [UInt8], account: String, begunAt: Instant, seenAt: Instant) {
    self.digest = digest
    self.account = account
    self.begunAt = begunAt
    self.seenAt = seenAt
  }
}

/// How often somebody failed to sign in, and when last.
public struct Failures: Hashable, Sendable {
  public var count: Int
  public var lastAt: Instant

  public init(count: Int, lastAt: Instant) {
    self.count = count
    self.lastAt = lastAt
  }
}

/// That somebody was shown personal data of somebody.
public struct Look: Hashable, Sendable {
  public let at: Instant
  /// The name of the account.
  public let by: String
  public let person: Identifier<Person>
  /// The address asked for, without what stands behind the question mark.
  public let address: String

  public init(at: Instant, by: String, person: Identifier<Person>, address: String) {
    self.at = at
    self.by = by
    self.person = person
    self.address = address
  }
}

/// Why accounts cannot be read or written.
public enum AccountFault: Error, Hashable, Sendable {
  /// No file of accounts, or not one of this program.
  case notAccounts(path: String)
  /// Others than the owner may read the file.
  case exposed(path: String)
  case newer(path: String, format: Int)
  case alreadyThere(name: String)
  case failed(path: String, problem: String)
}

/// Where accounts, their sessions, links and failures are kept, what they draft, what was done to them, and who looked
/// at whom. Each call is done as a whole or not at all, whoever else calls.
public protocol AccountStore: DraftStore {
  func account(named name: String) throws(AccountFault) -> Account?
  /// In the order of their names.
  func accounts() throws(AccountFault) -> [Account]
  /// - Throws: ``AccountFault/alreadyThere(name:)`` where there is one of this name.
  func add(_ account: Account, _ mark: Mark) throws(AccountFault)
  /// Writes anew what there is of it but the password. Where it is disabled, its sessions and links end. What does not
  /// change is not noted.
  func change(_ account: Account, _ mark: Mark) throws(AccountFault)
  /// Sets the password and nothing else, and ends the account's sessions and links.
  ///
  /// - Returns: `false`, with nothing done, where the account is let in no more.
  func set(password: String, of name: String, _ mark: Mark) throws(AccountFault) -> Bool
  /// The last so many things done to accounts, the latest first; to one account or by one keeper only, where one is
  /// named.
  func events(of account: String?, by keeper: String?, most: Int) throws(AccountFault) -> [AccountEvent]

  func session(digest: [UInt8]) throws(AccountFault) -> Session?
  func begin(_ session: Session) throws(AccountFault)
  /// Notes that the session was used; one that has ended meanwhile stays ended.
  func touch(digest: [UInt8], at now: Instant) throws(AccountFault)
  func endSession(digest: [UInt8]) throws(AccountFault)
  /// Forgets sessions begun or seen last before these, and links and failures past their time.
  func forget(sessionsBegunBefore begun: Instant, seenBefore seen: Instant, now: Instant) throws(AccountFault)

  /// - Parameter endsOthers: whether those made for the account before are no good any more.
  func addLink(
    digest: [UInt8], for account: String, until end: Instant, endsOthers: Bool, _ mark: Mark
  ) throws(AccountFault)
  /// The account that the link is for; `nil` where there is none or it has had its time.
  func link(digest: [UInt8], now: Instant) throws(AccountFault) -> String?
  /// As ``link(digest:now:)``, and uses it up: of two who come at once, one gets the account.
  func useLink(digest: [UInt8], now: Instant) throws(AccountFault) -> String?

  /// Counts a failure of each key, unless one of them must wait: then nothing is counted.
  ///
  /// It is counted before the password is tried, so that whoever tries many at once gains nothing.
  ///
  /// - Returns: seconds that are still to wait; nought where the password may be tried.
  func beginAttempt(_ attempts: [Attempt], at now: Instant) throws(AccountFault) -> Int64
  func clearFailures(of keys: [String]) throws(AccountFault)

  func add(_ looks: [Look]) throws(AccountFault)
  /// The last so many, the latest first; of one account or person only, where one is named.
  func looks(by account: String?, at person: Identifier<Person>?, most: Int) throws(AccountFault) -> [Look]
}
