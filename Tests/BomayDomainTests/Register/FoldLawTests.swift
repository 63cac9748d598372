// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("The fold")
struct FoldLawTests {
  private func answers(_ register: Register, _ history: RandomHistory, _ scene: Scene) -> [[String]] {
    history.revisions.flatMap { revision in
      stride(from: 0, to: history.days.count, by: 3).map {
        register.asOf(history.days[$0], knownAt: revision).answers(about: scene)
      }
    }
  }

  @Test("of a log is one register, however often it is done", arguments: UInt64(1)...8)
  func twice(seed: UInt64) throws {
    var history = try RandomHistory.league(seed: seed)
    history.grow(by: 10)
    let (once, again) = (Register(folding: history.entries), Register(folding: history.entries))
    #expect(once.factCount == again.factCount)
    #expect(once.foldedBytes == again.foldedBytes)
    #expect(answers(once, history, .league) == answers(again, history, .league))
  }

  @Test("of a beginning and then of the rest is the fold of all", arguments: UInt64(1)...8)
  func prefix(seed: UInt64) throws {
    var history = try RandomHistory.apparatus(seed: seed)
    history.grow(by: 10)
    let whole = Register(folding: history.entries)
    let expected = answers(whole, history, .apparatus)
    for length in stride(from: 0, through: history.entries.count, by: 4) {
      let beginning = Register(folding: history.entries.prefix(length))
      var rest = beginning
      for entry in history.entries.dropFirst(length) { rest.fold(entry) }
      #expect(rest.head == whole.head)
      #expect(rest.factCount == whole.factCount)
      #expect(rest.foldedBytes == whole.foldedBytes)
      #expect(answers(rest, history, .apparatus) == expected)
      #expect(beginning.head == Revision(Int32(length)), "the copy that was kept is not folded on")
    }
  }

  @Test("never changes what was answered at a revision, whatever is recorded later", arguments: UInt64(1)...20)
  func pastStays(seed: UInt64) throws {
    var history = try seed.isMultiple(of: 2) ? RandomHistory.league(seed: seed) : .apparatus(seed: seed)
    history.grow(by: 12)
    let scene = seed.isMultiple(of: 2) ? Scene.league : .apparatus
    var register = Register()
    var said: [(revision: Revision, day: Day, answers: [String])] = []
    for entry in history.entries {
      register.fold(entry)
      for index in stride(from: Int(seed % 4), to: history.days.count, by: 4) {
        let past = register.asOf(history.days[index], knownAt: register.head)
        said.append((register.head, past.day, past.answers(about: scene)))
      }
    }
    for one in said {
      let now = register.asOf(one.day, knownAt: one.revision).answers(about: scene)
      #expect(now == one.answers, "on \(one.day), known at \(one.revision)")
    }
  }

  @Test("answers the empty register with nothing")
  func empty() throws {
    let past = Register().asOf(try .on("2020-01-01"), knownAt: .latest)
    #expect(past.units().isEmpty)
    #expect(past.decisions().isEmpty)
    #expect(past.isAlive("u0" as UnitID) == .no)
    #expect(past.obligations().isEmpty)
    #expect(past.coverage(of: "any") == nil)
    #expect(past.revision == .zero)
  }
}
