// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@testable import BomayInterchange

@Suite("Reading the canonical form in one pass")
struct CanonicalReaderTests {
  /// As ``FieldFiller``, with texts that hold no control characters: these are left to the tree.
  private func entry(_ kind: ChangeKind, correcting: Bool = false) -> Entry {
    var change = Change(Action(blank: kind))
    var filler = FieldFiller(text: "T\u{1EEB} \"quoted\" \\ end, {not} [a] list")
    change.visit(&filler)
    change.action = change.action.carrying(PersonalAttributes(), commitment: "c0ffee")
    let decision = Decision(
      id: "d1", title: "x \\\"", document: "doc", rests: .reading, readings: ["r1"],
      signedOn: Bound.month(2019, 9), effective: .beforeRecords, after: "d0", note: "", reason: "r",
      changes: [change, change])
    return Entry(
      revision: Revision(7), batch: Revision(5), recordedAt: Instant(seconds: 1_667_203_200),
      recordedBy: Recorder(name: "a \"b\"", host: "h", software: "bomay 1"),
      act: correcting ? .correct(decision) : .decide(decision))
  }

  @Test("gives what the tree gives, for every kind of change", arguments: ChangeKind.allCases)
  func same(kind: ChangeKind) throws {
    for correcting in [false, true] {
      let entry = entry(kind, correcting: correcting)
      let bytes = EntryCoding.encode(entry)
      #expect(CanonicalReader.entry(bytes) == entry)
      #expect(try EntryCoding.decodeTree(bytes) == entry)
    }
  }

  /// What the tree finds fault with is never read, and what both read is the same.
  @Test("agrees with the tree on bytes that were altered", arguments: UInt64(1)...4)
  func altered(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces = [#"""#, "\\", "{", "}", "[", "]", ",", ":", "0", "9", "a", "-", ".", " ", "null", "true", "\u{1}"]
    var (readByBoth, refusedByBoth) = (0, 0)
    for _ in 0..<1500 {
      var mutant = EntryCoding.encode(entry(generator.pick(ChangeKind.allCases)))
      for _ in 0...generator.below(2) {
        let place = generator.below(mutant.count)
        switch generator.below(3) {
        case 0: mutant.remove(at: place)
        case 1: mutant[place] = UInt8(truncatingIfNeeded: generator.next())
        default: mutant.insert(contentsOf: generator.pick(pieces).utf8, at: place)
        }
      }
      let byTree = try? EntryCoding.decodeTree(mutant)
      if let fast = CanonicalReader.entry(mutant) {
        #expect(fast == byTree, "\(String(decoding: mutant, as: UTF8.self))")
        readByBoth += 1
      } else if byTree == nil {
        refusedByBoth += 1
      }
    }
    #expect(readByBoth > 75 && refusedByBoth > 75)
  }

  @Test(
    "leaves to the tree what is written in another form",
    arguments: [
      ("\"revision\":7", "\"revision\":\"7\""), ("\"format\":1", "\"format\":2"), ("\"format\":1", "\"format\": 1"),
      ("\"recordedBy\":", "\"recorded\\u0042y\":"), ("\"from\":\"h\"", "\"from\":\"h\",\"from\":\"h\""),
      ("\"readings\":[\"r1\"]", "\"readings\":\"r1\""), ("\"changes\":[", "\"changes\":[,"),
      ("\"decision\":\"d1\"", "\"decision\":\"d1\",\"correct\":\"d1\""), ("\"reason\":\"r\"", "\"reason\":null"),
    ])
  func otherForm(from: String, to: String) {
    let text = String(decoding: EntryCoding.encode(entry(.rename)), as: UTF8.self)
    let other = text.replacing(from, with: to)
    #expect(other != text)
    #expect(CanonicalReader.entry(Array(other.utf8)) == nil)
  }
}
