// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayDomain

/// Who sends a request, and what they may do.
struct Caller: Hashable, Sendable {
  /// As it stands in the log, where they record; empty for whoever has no account.
  let name: String
  /// As pages call them.
  let displayName: String
  let grants: [Grant]
  /// Rights without an account, for the whole register.
  private let own: Set<Right>

  private init(name: String = "", displayName: String = "", grants: [Grant] = [], own: Set<Right> = []) {
    self.name = name
    self.displayName = displayName
    self.grants = grants
    self.own = own
  }

  init(_ account: Account) {
    self.init(name: account.name, displayName: account.displayName, grants: account.isDisabled ? [] : account.grants)
  }

  /// Whoever sits at this machine, where there are no accounts.
  static let keeper = Caller(own: [.read, .seePersonal])
  /// The same, where the server was started to record.
  static let recordingKeeper = Caller(own: [.read, .seePersonal, .report, .draft, .appraise, .approve])
  /// Whoever reads what is public.
  static let visitor = Caller(own: [.read])
  /// Whoever has not signed in.
  static let nobody = Caller()

  /// Whether they read without an account where others have one.
  var isVisitor: Bool { own == [.read] }
  var hasAccount: Bool { !name.isEmpty }

  /// Whether what they send may be recorded. Of whoever may approve below a unit, or one kind of change, it is once
  /// the batch is tried and all of it found within their reach (``BatchReach``).
  var mayRecord: Bool { may(.approve) }

  /// Whether they see the forms for recording: to record, or to draft what others record. Only who has an account hands
  /// a draft on.
  var mayFillIn: Bool { mayRecord || mayDraft }
  var mayDraft: Bool { hasAccount && (may(.draft) || may(.report)) }
  /// Whether there are drafts for them to see.
  var seesDrafts: Bool { mayDraft || hasAccount && (may(.appraise) || may(.approve)) }

  /// Whether they may do it somewhere at least: enough to be shown the way, never enough to do it.
  func may(_ right: Right) -> Bool { own.contains(right) || grants.contains { $0.role.rights.contains(right) } }

  /// Whether they may do it in the whole register and with every kind of change.
  func mayEverywhere(_ right: Right) -> Bool {
    own.contains(right) || grants.contains { $0.unit == nil && $0.kind == nil && $0.role.rights.contains(right) }
  }

  /// Whether they may do it with this unit.
  ///
  /// - Parameters:
  ///   - kind: the kind of change; `nil` for every kind, which a role for one kind does not give.
  ///   - moment: the register on the day of the act, never on a day that the caller chose.
  func may(_ right: Right, on unit: Identifier<OrgUnit>, of kind: ChangeKind? = nil, at moment: AsOf) -> Bool {
    if own.contains(right) { return true }
    return grants.contains { grant in
      grant.role.rights.contains(right) && (grant.kind == nil || grant.kind == kind)
        && (grant.unit.map { moment.isWithin(unit, $0) } ?? true)
    }
  }

  /// Units under which a right is given that is not given everywhere.
  func units(of right: Right) -> [Identifier<OrgUnit>] {
    grants.filter { $0.role.rights.contains(right) && $0.kind == nil }.compactMap(\.unit)
  }
}
