// SPDX-License-Identifier: Apache-2.0
import BomayTesting
import Testing

@testable import BomayDomain

/// Facts of one subject, written again and again over the same few days.
private struct Scribbler {
  var table = FactTable()
  var all: [Fact] = []
  var retracted: [Int: Int32] = [:]
  var revision: Int32 = 0
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func write() {
    revision += 1
    let day = Int32(generator.below(6)) * 10
    var fact = Fact(
      attribute: .unitName, subject: 0, value: Int32(generator.below(4)), fromEarliest: day, fromLatest: day,
      entry: revision, place: 0, knownFrom: revision)
    // A correction takes the place of the corrected in the order.
    if generator.happens(15), revision > 1 { fact.entry = 1 + Int32(generator.below(Int(revision))) }
    fact.place = Int32(all.count)
    if generator.happens(15) { fact.fromEarliest -= Int32(generator.below(25)) }
    if generator.happens(15) {
      fact.untilEarliest = day + 1 + Int32(generator.below(30))
      fact.untilLatest = fact.untilEarliest + Int32(generator.below(2) * 7)
    }
    table.insert(fact)
    all.append(fact)
    if generator.happens(20) {
      let row = generator.below(all.count)
      revision += 1
      table.retract(row..<row + 1, at: revision)
      if retracted[row] == nil { retracted[row] = revision }
    }
  }

  /// The known facts in order, found by sorting all of them.
  func history(knownAt revision: Int32) -> [Int32] {
    all.indices.filter { all[$0].knownFrom <= revision && revision < retracted[$0] ?? .max }
      .sorted { a, b in
        let (one, other) = (all[a], all[b])
        return (one.fromLatest, one.entry, one.place) > (other.fromLatest, other.entry, other.place)
      }
      .map { Int32($0) }
  }
}

@Suite("Facts that are covered by later ones of their day")
struct CoveredFactTests {
  private func check(_ scribbler: Scribbler) {
    let table = scribbler.table
    // Where entries may come after others, every fact is looked at.
    var thorough = table
    thorough.order.claim(1_000_000, after: 1_000_001, at: 1_000_002)
    #expect(!thorough.order.isEmpty)
    for revision in 0...scribbler.revision {
      #expect(table.history(.unitName, of: 0, knownAt: revision) == scribbler.history(knownAt: revision))
      let days = Array(Int32(-30)...90)
      let fast = days.map { table.answer(.unitName, of: 0, on: $0, knownAt: revision) }
      #expect(fast == days.map { thorough.answer(.unitName, of: 0, on: $0, knownAt: revision) }, "at \(revision)")
    }
  }

  @Test("are found wherever they count", arguments: UInt64(1)...60)
  func found(seed: UInt64) {
    var scribbler = Scribbler(seed: seed)
    for _ in 0..<25 { scribbler.write() }
    check(scribbler)
  }

  @Test("stand as before when a trial is taken back", arguments: UInt64(1)...60)
  func trials(seed: UInt64) {
    var scribbler = Scribbler(seed: seed)
    for _ in 0..<12 { scribbler.write() }
    var tried = scribbler
    let mark = tried.table.mark()
    for _ in 0..<8 { tried.write() }
    check(tried)
    tried.table.rewind(to: mark)
    scribbler.table = tried.table
    check(scribbler)
    for _ in 0..<6 { scribbler.write() }
    check(scribbler)
  }
}
