// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain

/// What becomes of drafts: kept, handed on, sent back, recorded. It asks who may; the register alone says what can be
/// recorded.
struct DraftDesk: Sendable {
  let server: RegisterServer
  let accounts: Accounts
  let caller: Caller

  private var store: any AccountStore { accounts.store }
  private var now: Instant { server.gate.now }

  /// What the draft is, with what it would change now and what the caller may do with it.
  struct Seen: Sendable {
    let draft: Draft
    /// `nil` where it has ended: what it said is forgotten.
    let preview: Preview?
    let acts: [DraftAct]
  }

  // MARK: Looking

  /// - Throws: ``Refusal`` where there is none for the caller to see.
  func seen(_ number: Int64) async throws -> Seen {
    guard let draft = try stored({ () throws(AccountFault) in try store.draft(number) }),
      let seen = try await seen(draft)
    else { throw Refusal.notFound }
    return seen
  }

  /// `nil` where it is not for the caller to see: what its author is still at work on or never handed on, and what lies
  /// beyond their reach.
  private func seen(_ draft: Draft) async throws -> Seen? {
    let isOwn = draft.author == caller.name
    guard isOwn || draft.state != .drafted && wasHandedOn(draft) else { return nil }
    guard draft.state.isOpen else {
      return isOwn || mayLookBack(at: draft) ? Seen(draft: draft, preview: nil, acts: []) : nil
    }
    let preview = try await server.tried(file(draft), by: caller)
    guard isOwn || !preview.reach.isDisjoint(with: [.appraise, .approve]) else { return nil }
    let acts = DraftAct.allCases.filter { act in
      draft.allows(act, by: caller.name) && !preview.reach.isDisjoint(with: act.rights)
        && ![.save, .submit].contains(act) && (act != .record || preview.canBeRecorded)
    }
    return Seen(draft: draft, preview: preview, acts: isOwn && !acts.contains(.withdraw) ? [.withdraw] : acts)
  }

  private func wasHandedOn(_ draft: Draft) -> Bool { draft.steps.contains { $0.act == .submit } }

  /// Of what has ended, who sees everything, and who had to do with it.
  private func mayLookBack(at draft: Draft) -> Bool {
    caller.decidesEverywhere || draft.steps.contains { $0.by == caller.name }
  }

  /// Drafts that the list shows of each kind.
  static let most = 100

  /// Those that wait for the caller, their own that are open, and what has ended; each the latest first.
  func list() async throws -> (waiting: [Draft], own: [Draft], ended: [Draft]) {
    var waiting: [Draft] = []
    var own: [Draft] = []
    var tried = 0
    let waitingStates = caller.waitingStates
    let open = Set(DraftState.allCases.filter(\.isOpen))
    for draft in try stored({ () throws(AccountFault) in try store.drafts(in: open, most: 10 * Self.most) }) {
      if draft.author == caller.name {
        own.append(draft)
      } else if waitingStates.contains(draft.state), waiting.count < Self.most,
        try await isForCaller(draft, &tried)
      {
        waiting.append(draft)
      }
    }
    let ended = try stored { () throws(AccountFault) in
      try store.drafts(in: Set(DraftState.allCases).subtracting(open), most: 10 * Self.most)
    }.filter { $0.author == caller.name || wasHandedOn($0) && mayLookBack(at: $0) }
    return (waiting, own, Array(ended.prefix(Self.most)))
  }

  /// Whether it waits for the caller. What lies within reach of a role for a part of the register is known once it was
  /// tried, and so many are at most.
  private func isForCaller(_ draft: Draft, _ tried: inout Int) async throws -> Bool {
    if caller.decidesEverywhere { return true }
    guard tried < 2 * Self.most else { return false }
    tried += 1
    return try await seen(draft)?.acts.isEmpty == false
  }

  /// How people call those who did something with these.
  func names(_ drafts: [Draft]) throws -> [String: String] {
    var names: [String: String] = [:]
    for name in Set(drafts.flatMap(\.steps).map(\.by)) {
      names[name] = try stored({ () throws(AccountFault) in try store.account(named: name) })?.displayName
    }
    return names
  }

  func file(_ draft: Draft) -> InputFile { InputFile(name: "draft", bytes: Array(draft.content.text.utf8)) }

  // MARK: Writing

  /// What the caller would write on: a draft of their own that is with them.
  ///
  /// - Returns: `nil` where it is theirs and no longer with them.
  /// - Throws: ``Refusal`` where it is not theirs.
  func own(_ number: Int64) throws -> Draft? {
    guard let draft = try stored({ () throws(AccountFault) in try store.draft(number) }), draft.author == caller.name
    else { throw Refusal.notFound }
    return draft.allows(.save, by: caller.name) ? draft : nil
  }

  /// Why a draft is not kept, or not handed on. Its words are `page.draft-REASON`.
  enum Fault: String, Error {
    case moved, full, long, unsound, unexplained
    case remark = "without-remark"

    /// Whether it is mended in the field for remarks.
    var asksForRemark: Bool { self == .remark || self == .unexplained }
  }

  /// Keeps what was typed, or hands it on.
  ///
  /// - Parameters:
  ///   - act: to save or to submit.
  ///   - draft: the one that is written on; `nil` for a new one.
  ///   - preview: what it would change; what is handed on has no error, and its warnings are explained.
  /// - Returns: the number of the draft.
  func keep(
    _ act: DraftAct, _ content: DraftContent, _ remark: String, in draft: Draft?, _ preview: Preview, isClear: Bool
  ) throws -> Int64 {
    guard content.text.utf8.count + content.fields.utf8.count <= DraftContent.longest,
      content.title.count <= DraftContent.longestTitle, remark.count <= DraftContent.longestRemark
    else { throw Fault.long }
    if act == .submit {
      guard isClear, preview.canBeSubmitted else { throw Fault.unsound }
      guard !remark.isEmpty || !preview.diagnostics.contains(where: { $0.severity == .warning }) else {
        throw Fault.unexplained
      }
    }
    let step = DraftStep(act, at: now, by: caller.name, remark: remark)
    guard let draft else {
      let state = act.state(after: .drafted) ?? .drafted
      guard
        let number = try stored({ () throws(AccountFault) in try store.begin(content, in: state, step) })
      else { throw Fault.full }
      return number
    }
    guard try take(step, with: draft, content: content) else { throw Fault.moved }
    return draft.number
  }

  // MARK: Deciding

  /// What has become of it.
  enum Done: Sendable {
    case done
    case recorded(ClosedRange<Int32>)
    /// Not done; what stands against it.
    case not(Fault?, Preview?)
  }

  /// - Parameters:
  ///   - form: with `remark`, and for recording what the page has shown.
  ///   - count: so many steps the draft had when the page was made.
  func act(_ act: DraftAct, on seen: Seen, _ form: SentForm, after count: Int) async throws -> Done {
    guard seen.draft.steps.count == count else { return .not(.moved, seen.preview) }
    guard let preview = seen.preview, seen.acts.contains(act) else { throw Refusal.forbidden }
    let remark = form["remark"]
    guard remark.count <= DraftContent.longestRemark else { return .not(.long, preview) }
    guard !act.needsRemark || !remark.isEmpty else { return .not(.remark, preview) }
    let step = DraftStep(act, at: now, by: caller.name, remark: remark)
    guard act == .record else {
      return try take(step, with: seen.draft, content: nil) ? .done : .not(.moved, preview)
    }
    switch try await server.send(file(seen.draft), form, by: caller) {
    case .previewed(let again): return .not(nil, again)
    case .recorded(let revisions):
      // It stands in the log, whatever becomes of the draft.
      _ = try take(step, with: seen.draft, content: nil, revision: revisions.upperBound)
      return .recorded(revisions)
    }
  }

  private func take(
    _ step: DraftStep, with draft: Draft, content: DraftContent?, revision: Int32? = nil
  ) throws -> Bool {
    try stored { () throws(AccountFault) in
      try store.take(step, with: draft, content: content, revision: revision)
    }
  }

  private func stored<Value>(_ body: () throws(AccountFault) -> Value) throws -> Value {
    do { return try body() } catch { throw Refusal.unavailable("\(error)") }
  }
}

extension Caller {
  /// Whether what is handed on lies within their reach, whatever it says.
  var decidesEverywhere: Bool { mayEverywhere(.appraise) || mayEverywhere(.approve) }

  /// States in which a draft waits for them: what was appraised waits for who may approve alone.
  var waitingStates: Set<DraftState> {
    Set(
      DraftState.allCases.filter { state in
        state.isWaiting && (may(.approve) || DraftAct.appraise.state(after: state) != nil)
      })
  }
}

extension RegisterServer {
  /// How many drafts wait for the caller; of who decides about a part of the register alone that is not counted, since
  /// each would have to be tried.
  func waitingDrafts(for caller: Caller) throws -> Int {
    guard caller.decidesEverywhere, let store = gate.protection.accounts?.store else { return 0 }
    do {
      return try store.draftCount(in: caller.waitingStates, notBy: caller.name)
    } catch {
      throw Refusal.unavailable("\(error)")
    }
  }
}
