// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayDomain
import Testing

@Suite("Drafts")
struct DraftTests {
  private let now = AccountsFixture.now
  private static let content = DraftContent(title: "T", form: "rename", fields: "a=b", text: "decision: x")

  private func store() throws -> any AccountStore {
    let store = try AccountsFixture.accounts().store
    for name in ["lan", "mai"] {
      try store.add(Account(name: name, displayName: name, grants: [Grant(.drafter)]), .testing)
    }
    return store
  }

  /// What can be done in each state, written out: the slow way round.
  private static let ways: [DraftState: [DraftAct: DraftState]] = [
    .drafted: [.save: .drafted, .submit: .submitted, .withdraw: .withdrawn],
    .submitted: [
      .appraise: .appraised, .sendBack: .returned, .refuse: .refused, .record: .recorded, .withdraw: .withdrawn,
    ],
    .appraised: [.sendBack: .returned, .refuse: .refused, .record: .recorded, .withdraw: .withdrawn],
    .returned: [.save: .drafted, .submit: .submitted, .withdraw: .withdrawn],
    .recorded: [:], .refused: [:], .withdrawn: [:],
  ]

  @Test("go from state to state as they may, and no other way", arguments: DraftState.allCases)
  func ways(state: DraftState) throws {
    let ways = try #require(Self.ways[state])
    for act in DraftAct.allCases { #expect(act.state(after: state) == ways[act], "\(act)") }
    #expect(state.isOpen == !ways.isEmpty)
  }

  @Test("are worked on by their author and decided by others")
  func whose() {
    for state in DraftState.allCases {
      let draft = Draft(number: 1, author: "lan", state: state, content: Self.content, revision: nil, steps: [])
      for act in DraftAct.allCases {
        let isPossible = Self.ways[state]?[act] != nil
        let isAuthors = [.save, .submit, .withdraw].contains(act)
        #expect(draft.allows(act, by: "lan") == (isPossible && isAuthors), "\(state) \(act)")
        #expect(draft.allows(act, by: "mai") == (isPossible && !isAuthors), "\(state) \(act)")
      }
    }
    #expect(DraftAct.allCases.filter(\.needsRemark) == [.sendBack, .refuse])
  }

  @Test("are kept step by step; who comes second does nothing, and what has ended is forgotten")
  func kept() throws {
    let store = try store()
    let number = try #require(try store.begin(Self.content, in: .drafted, DraftStep(.save, at: now, by: "lan")))
    let first = try #require(try store.draft(number))
    #expect(first.state == .drafted && first.content == Self.content && first.author == "lan")
    let handedOn = DraftStep(.submit, at: now.later(by: 1), by: "lan", remark: "r")
    let changed = DraftContent(title: "T2", form: "rename", fields: "a=c", text: "decision: y")
    #expect(try store.take(handedOn, with: first, content: changed, revision: nil))
    // The page of the second was made before.
    #expect(try !store.take(DraftStep(.withdraw, at: now, by: "lan"), with: first, content: nil, revision: nil))
    let second = try #require(try store.draft(number))
    #expect(second.state == .submitted && second.content == changed && second.steps.map(\.remark) == ["", "r"])
    #expect(try !store.take(DraftStep(.save, at: now, by: "lan"), with: second, content: nil, revision: nil))
    #expect(try store.take(DraftStep(.record, at: now, by: "mai"), with: second, content: nil, revision: 245))
    let ended = try #require(try store.draft(number))
    #expect(ended.state == .recorded && ended.revision == 245 && ended.content.title == "T2")
    #expect(ended.content.text.isEmpty && ended.content.fields.isEmpty)
    #expect(ended.steps.map(\.by) == ["lan", "lan", "mai"])
    #expect(try store.drafts(in: [.recorded], most: 5) == [ended])
    #expect(try store.drafts(in: Set(DraftState.allCases).subtracting([.recorded]), most: 5).isEmpty)
    #expect(try store.draft(number + 1) == nil)
  }

  @Test("of one account do not fill the disk")
  func bounded() throws {
    let store = try store()
    func begin(_ name: String) throws -> Int64? {
      try store.begin(Self.content, in: .drafted, DraftStep(.save, at: now, by: name))
    }
    let numbers = try (0..<50).compactMap { _ in try begin("lan") }
    #expect(numbers.count == 50 && Set(numbers).count == 50)
    #expect(try begin("lan") == nil)
    #expect(try begin("mai") != nil)
    let one = try #require(try store.draft(numbers[0]))
    #expect(try store.take(DraftStep(.withdraw, at: now, by: "lan"), with: one, content: nil, revision: nil))
    #expect(try begin("lan") != nil)
    #expect(try store.drafts(in: [.drafted], most: 10).count == 10)
  }
}
