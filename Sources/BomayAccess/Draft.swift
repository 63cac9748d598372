// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// Where a draft is on its way to the log.
public enum DraftState: String, CaseIterable, Sendable {
  /// Its author is at work on it; nobody else sees it.
  case drafted
  /// Handed on to be appraised and approved.
  case submitted
  /// Somebody has appraised it and has nothing against it.
  case appraised
  /// Sent back to its author, with a remark.
  case returned
  /// It stands in the log.
  case recorded
  /// Turned down for good, with a remark.
  case refused
  /// Given up by its author.
  case withdrawn

  /// Whether anything can still become of it.
  public var isOpen: Bool { ![.recorded, .refused, .withdrawn].contains(self) }
  /// Whether it waits for somebody other than its author.
  public var isWaiting: Bool { self == .submitted || self == .appraised }
}

/// What somebody does with a draft.
public enum DraftAct: String, CaseIterable, Sendable {
  case save, submit, appraise, sendBack = "return", refuse, withdraw, record

  /// Whether the author does it, or others: nobody appraises or approves what is their own.
  public var isAuthors: Bool { [.save, .submit, .withdraw].contains(self) }
  /// Whether it must say why.
  public var needsRemark: Bool { self == .sendBack || self == .refuse }

  /// A right that allows it, in whoever is not kept from it by being the author.
  public var rights: Set<Right> {
    switch self {
    case .save, .submit, .withdraw: [.draft]
    case .appraise: [.appraise]
    case .sendBack: [.appraise, .approve]
    case .refuse, .record: [.approve]
    }
  }

  /// The state that it leads to; `nil` where it cannot be done in this state.
  public func state(after state: DraftState) -> DraftState? {
    switch (self, state) {
    case (.save, .drafted), (.save, .returned): .drafted
    case (.submit, .drafted), (.submit, .returned): .submitted
    case (.withdraw, _) where state.isOpen: .withdrawn
    case (.appraise, .submitted): .appraised
    case (.sendBack, _) where state.isWaiting: .returned
    case (.refuse, _) where state.isWaiting: .refused
    case (.record, _) where state.isWaiting: .recorded
    default: nil
    }
  }
}

/// One thing done with a draft.
public struct DraftStep: Hashable, Sendable {
  public let act: DraftAct
  public let at: Instant
  /// The name of the account.
  public let by: String
  public let remark: String

  public init(_ act: DraftAct, at: Instant, by: String, remark: String = "") {
    self.act = act
    self.at = at
    self.by = by
    self.remark = remark
  }
}

/// What is to be recorded, as its author has it.
public struct DraftContent: Hashable, Sendable {
  public let title: String
  /// By which form it was filled in, or as what else.
  public let form: String
  /// What was typed into the form, so that it can be taken up again.
  public let fields: String
  /// The decision document.
  public let text: String

  public init(title: String, form: String, fields: String, text: String) {
    self.title = title
    self.form = form
    self.fields = fields
    self.text = text
  }

  /// Characters of a title and of a remark.
  public static let longestTitle = 200
  public static let longestRemark = 2_000
  /// Bytes of fields and text together.
  public static let longest = 512 * 1024
}

/// A decision on its way to the log: prepared by one, appraised and approved by others. Drafts are no part of the log.
/// What is to be recorded is kept while the draft is open; afterwards the log has it, or nobody.
public struct Draft: Hashable, Sendable {
  /// Counted from 1, never used again.
  public let number: Int64
  /// The name of the account that prepares it.
  public let author: String
  public let state: DraftState
  public let content: DraftContent
  /// The entry of the log that it has become, the last where they are several.
  public let revision: Int32?
  /// From the first to the last.
  public let steps: [DraftStep]

  public init(
    number: Int64, author: String, state: DraftState, content: DraftContent, revision: Int32?, steps: [DraftStep]
  ) {
    self.number = number
    self.author = author
    self.state = state
    self.content = content
    self.revision = revision
    self.steps = steps
  }

  /// Whether the account may do it, as far as the state of the draft and whose it is tell.
  public func allows(_ act: DraftAct, by account: String) -> Bool {
    act.state(after: state) != nil && act.isAuthors == (author == account)
  }
}

/// Where drafts are kept. Each call is done as a whole or not at all, whoever else calls.
public protocol DraftStore: Sendable {
  /// Open drafts of one account are at most ``mostOpen``.
  ///
  /// - Returns: its number; `nil` where the account has as many open drafts as it may.
  func begin(_ content: DraftContent, in state: DraftState, _ step: DraftStep) throws(AccountFault) -> Int64?
  func draft(_ number: Int64) throws(AccountFault) -> Draft?
  /// The last so many, those that changed last first.
  func drafts(in states: Set<DraftState>, most: Int) throws(AccountFault) -> [Draft]
  /// How many are in one of the states and not by this account.
  func draftCount(in states: Set<DraftState>, notBy account: String) throws(AccountFault) -> Int

  /// Does one thing with a draft, where nothing was done with it since it was read.
  ///
  /// - Parameters:
  ///   - draft: as it was read.
  ///   - content: the new one, where it was changed. That of a draft that has ended is forgotten, but for its title.
  /// - Returns: whether it was done; not where somebody else came first, or it cannot be done in that state.
  func take(
    _ step: DraftStep, with draft: Draft, content: DraftContent?, revision: Int32?
  ) throws(AccountFault) -> Bool
}

extension DraftStore {
  public static var mostOpen: Int { 50 }
}
