// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// What somebody may be let do.
public enum Right: String, CaseIterable, Sendable {
  case read, seePersonal, report, draft, appraise, approve, administer
}

/// What somebody is in the house. Each role brings rights; nobody has one but through a role.
public enum AccountRole: String, CaseIterable, Sendable {
  case reader, reporter, drafter, appraiser, approver, administrator

  /// Who keeps the accounts need not know whose names are in the register, and does not see them.
  public var rights: Set<Right> {
    switch self {
    case .reader: [.read]
    case .reporter: [.read, .report]
    case .drafter: [.read, .seePersonal, .report, .draft]
    case .appraiser: [.read, .seePersonal, .appraise]
    case .approver: [.read, .seePersonal, .report, .draft, .appraise, .approve]
    case .administrator: [.read, .administer]
    }
  }
}

extension AccountRole {
  /// What a report tells: figures, staff, and what was done about a task.
  static let reported: Set<ChangeKind> = [.observe, .headcount, .movement, .reportDirective]

  /// Whether it gives the right where this kind of change is concerned: who may report drafts what a report tells.
  public func brings(_ right: Right, of kind: ChangeKind) -> Bool {
    rights.contains(right) || right == .draft && rights.contains(.report) && Self.reported.contains(kind)
  }
}

/// A role, and how far it reaches.
public struct Grant: Hashable, Sendable {
  public let role: AccountRole
  /// The unit under which it holds, itself included; `nil` for the whole register.
  public let unit: Identifier<OrgUnit>?
  /// The only kind of change that may be entered under it; `nil` for every kind.
  public let kind: ChangeKind?

  public init(_ role: AccountRole, under unit: Identifier<OrgUnit>? = nil, only kind: ChangeKind? = nil) {
    self.role = role
    self.unit = unit
    self.kind = kind
  }

  /// Reads `ROLE[@UNIT][:KIND]`, as in `reporter@tu-ky:observe`; `nil` where it is none.
  public init?(_ text: String) {
    let sides = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let parts = sides[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let role = AccountRole(rawValue: String(parts[0])), parts.count < 2 || !parts[1].isEmpty else { return nil }
    var kind: ChangeKind?
    if sides.count > 1 {
      guard let named = ChangeKind(rawValue: String(sides[1])) else { return nil }
      kind = named
    }
    self.init(role, under: parts.count > 1 ? Identifier(rawValue: String(parts[1])) : nil, only: kind)
  }

  /// As ``init(_:)`` reads it.
  public var text: String {
    role.rawValue + (unit.map { "@\($0.rawValue)" } ?? "") + (kind.map { ":\($0.rawValue)" } ?? "")
  }
}

/// Somebody who signs in. Accounts are no part of the log.
public struct Account: Hashable, Sendable {
  /// As it is typed to sign in and stands in the log, where the account records.
  public let name: String
  /// As people call them.
  public var displayName: String
  public var grants: [Grant]
  public var isDisabled: Bool
  /// ``PasswordHash/text``; `nil` until one is set by a one-time link.
  public var password: String?

  public init(
    name: String, displayName: String, grants: [Grant], isDisabled: Bool = false, password: String? = nil
  ) {
    self.name = name
    self.displayName = displayName
    self.grants = grants
    self.isDisabled = isDisabled
    self.password = password
  }

  /// Rights that hold for the whole register and every kind of change.
  public var rightsEverywhere: Set<Right> {
    grants.filter { $0.unit == nil && $0.kind == nil }.reduce(into: []) { $0.formUnion($1.role.rights) }
  }

  /// Rights that hold somewhere at least.
  public var rightsSomewhere: Set<Right> { grants.reduce(into: []) { $0.formUnion($1.role.rights) } }

  /// How it stands with it, for who keeps the accounts.
  public enum State: String, CaseIterable, Sendable {
    case active, disabled
    case withoutPassword = "without-password"
  }

  public var state: State { isDisabled ? .disabled : password == nil ? .withoutPassword : .active }

  public var isAdministrator: Bool { !isDisabled && rightsEverywhere.contains(.administer) }

  /// Whether it can be the name of an account: 1 to 64 of a to z, digits and `. _ @ -`, beginning with a
  /// letter or a digit. Two names that look alike are one.
  public static func isName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...64).contains(bytes.count), let first = bytes.first, isPlain(first) else { return false }
    return bytes.allSatisfy { isPlain($0) || ".-_@".utf8.contains($0) }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
