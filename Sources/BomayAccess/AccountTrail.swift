// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// Who does something to an account.
public enum Keeper: Hashable, Sendable {
  /// Who is signed in as this account, or opened its link.
  case account(String)
  /// Who runs the program at the machine, as the machine calls them.
  case terminal(String)

  public var name: String {
    switch self {
    case .account(let name), .terminal(let name): name
    }
  }

  public var isAtTerminal: Bool {
    if case .terminal = self { true } else { false }
  }
}

/// By whom and when something is done to an account.
public struct Mark: Hashable, Sendable {
  public let by: Keeper
  public let at: Instant

  public init(by keeper: Keeper, at instant: Instant) {
    by = keeper
    at = instant
  }
}

/// Something that was done to an account. What is done is written with it, or neither is.
public struct AccountEvent: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case made, renamed, roles, disabled, enabled
    /// A link was made by which the password can be set.
    case link
    /// The password was set, by the link or by who knew the one before.
    case password
  }

  public let mark: Mark
  /// The account that it was done to.
  public let account: String
  public let kind: Kind
  /// Name or roles as they were and as they are, by ``Grant/text``; `nil` where there is none to tell.
  public let before, after: String?

  public init(_ kind: Kind, of account: String, _ mark: Mark, from before: String? = nil, to after: String? = nil) {
    self.mark = mark
    self.account = account
    self.kind = kind
    self.before = before
    self.after = after
  }

  /// What changes an account into another of the same name.
  public static func events(from old: Account, to new: Account, _ mark: Mark) -> [AccountEvent] {
    var events: [AccountEvent] = []
    if old.displayName != new.displayName {
      events.append(AccountEvent(.renamed, of: new.name, mark, from: old.displayName, to: new.displayName))
    }
    if old.grants != new.grants {
      events.append(AccountEvent(.roles, of: new.name, mark, from: old.rolesText, to: new.rolesText))
    }
    if old.isDisabled != new.isDisabled {
      events.append(AccountEvent(new.isDisabled ? .disabled : .enabled, of: new.name, mark))
    }
    return events
  }
}

extension Account {
  /// Its roles, as they are typed at the terminal.
  public var rolesText: String { grants.map(\.text).joined(separator: " ") }
}
