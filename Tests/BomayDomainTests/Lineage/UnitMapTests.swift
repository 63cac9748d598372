// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("The map between two days")
struct UnitMapTests {
  private func rows(_ territory: RandomTerritory, _ from: Day, _ to: Day) -> [MapRow] {
    territory.log.register.asOf(from, knownAt: .latest).map(of: ["isle"], to: to)
  }

  private func spans(_ territory: RandomTerritory) -> [(Day, Day)] {
    let all = ([territory.days[0].adding(days: -1)] + territory.days).enumerated().filter { $0.offset % 3 != 1 }
    let days = all.map(\.element)
    return days.enumerated().flatMap { place, day in days[place...].map { (day, $0) } }
  }

  @Test("says what really became of each unit, and of no share more than the log tells", arguments: UInt64(1)...60)
  func agreesWithWhatHappened(seed: UInt64) throws {
    let territory = try RandomTerritory(seed: seed, hidesShares: !seed.isMultiple(of: 3))
    for (first, last) in spans(territory) {
      let truth = territory.truth(from: first, to: last)
      let found = Dictionary(grouping: rows(territory, first, last).filter { $0.from != nil }) { $0.from ?? "" }
      #expect(Set(found.keys) == Set(truth.keys), "seed \(seed)")
      for (source, held) in truth {
        let own = found[source] ?? []
        #expect(Set(own.compactMap(\.to)) == Set(held.keys), "seed \(seed), \(source), \(first) to \(last)")
        for row in own {
          guard let to = row.to else { continue }
          if let share = row.share.any { #expect(share == held[to], "seed \(seed), \(source) to \(to)") }
          if seed.isMultiple(of: 3) { #expect(row.share.any != nil, "every share was told: seed \(seed)") }
          #expect((row.kind == .itself) == (own.count == 1 && to == source))
          #expect((row.kind == .whole) == (own.count == 1 && to != source))
        }
      }
    }
  }

  @Test("by way of a day between is the map itself", arguments: UInt64(1)...30)
  func composes(seed: UInt64) throws {
    let territory = try RandomTerritory(seed: seed * 3, hidesShares: false)
    let first = territory.days[0].adding(days: -1)
    let last = territory.days[territory.days.count - 1]
    let direct = shares(rows(territory, first, last))
    for middle in territory.days {
      var composed: [Pair: Rational] = [:]
      let further = shares(rows(territory, middle, last))
      for (pair, share) in shares(rows(territory, first, middle)) {
        for (next, more) in further where next.from == pair.to {
          composed[Pair(from: pair.from, to: next.to), default: Rational(0)] =
            (composed[
              Pair(from: pair.from, to: next.to)] ?? Rational(0)) + share * more
        }
      }
      #expect(composed == direct, "seed \(seed), by way of \(middle)")
    }
  }

  private struct Pair: Hashable {
    let from: UnitID
    let to: UnitID
  }

  private func shares(_ rows: [MapRow]) -> [Pair: Rational] {
    var found: [Pair: Rational] = [:]
    for row in rows {
      if let from = row.from, let to = row.to, let share = row.share.any { found[Pair(from: from, to: to)] = share }
    }
    return found
  }

  @Test("loses nothing and makes nothing up where the shares are known", arguments: UInt64(1)...20)
  func conserves(seed: UInt64) throws {
    let territory = try RandomTerritory(seed: seed * 3, hidesShares: false)
    let map = rows(territory, territory.days[0].adding(days: -1), territory.days[territory.days.count - 1])
    for (source, own) in Dictionary(grouping: map.filter { $0.from != nil }, by: \.from) {
      #expect(
        own.compactMap(\.share.any).reduce(Rational(0)) { $0 + $1 } == Rational(1), "\(String(describing: source))")
    }
  }

  @Test("backwards has the same pairs, and a share only where nothing else is in it", arguments: UInt64(1)...20)
  func backwards(seed: UInt64) throws {
    let territory = try RandomTerritory(seed: seed, hidesShares: true)
    for (first, last) in spans(territory) {
      let there = Set(
        rows(territory, first, last).compactMap { row in row.from.flatMap { from in row.to.map { [from, $0] } } })
      let back = rows(territory, last, first)
      #expect(Set(back.compactMap { row in row.from.flatMap { from in row.to.map { [$0, from] } } }) == there)
      for (_, own) in Dictionary(grouping: back.filter { $0.to != nil && $0.from != nil }, by: \.from) {
        #expect(own.allSatisfy { ($0.share.any == Rational(1)) == (own.count == 1) })
      }
    }
  }

  @Test("follows a chain of one day to its end and shows no middle unit overnight")
  func chain() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2010-01-01", .establish("a", kind: "isle"), .establish("b", kind: "isle"))
    try log.decide("d2", on: "2020-01-01", .merge(["a", "b"], into: "m", kind: "isle"))
    try log.decide("d3", on: "2020-01-01", .divide("m", into: ["x", "y"], kind: "isle"))
    try log.decide("d4", on: "2020-01-01", .absorb(["y"], into: "x"))
    let map = try log.asOf("2019-12-31").map(of: ["isle"], to: .on("2020-01-01"))
    #expect(map.map(\.to) == ["x", "x"])
    #expect(map.allSatisfy { $0.share == .whole && $0.kind == .whole })
    for day in ["2019-12-31", "2020-01-01"] { #expect(try log.asOf(day).isAlive("m" as UnitID) == .no) }
  }

  @Test("leads the same ways by any day between, whatever was restored without a word", arguments: UInt64(1)...40)
  func restoring(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var log = LogBuilder()
    var alive: [UnitID] = ["a", "b", "c", "d", "e"]
    var ended: [UnitID] = []
    let first = try Day.on("2000-01-01")
    log.append(
      .decide(
        Decision(
          id: "begin", effective: .beforeRecords, changes: alive.map { .establish($0, kind: "isle") })))
    var days = [first]
    for number in 1...8 {
      let day = first.adding(days: number * 400)
      days.append(day.adding(days: 1))
      if !ended.isEmpty, alive.count < 3 || generator.happens(50) {
        let unit = ended.remove(at: generator.below(ended.count))
        alive.append(unit)
        try log.decide(DecisionID(rawValue: "r\(number)"), on: day.description, .restore(unit))
      } else {
        let unit = alive.remove(at: generator.below(alive.count))
        try log.decide(
          DecisionID(rawValue: "m\(number)"), on: day.description,
          .absorb([unit], into: alive[generator.below(alive.count)]))
        ended.append(unit)
      }
    }
    func ways(_ from: Day, _ to: Day) -> [UnitID: Set<UnitID>] {
      let rows = log.register.asOf(from, knownAt: .latest).map(of: ["isle"], to: to)
      #expect(!rows.contains { $0.kind == .nothing || $0.kind == .new || $0.isDayUnknown }, "seed \(seed)")
      for own in Dictionary(grouping: rows, by: \.from).values {
        #expect(!(Rational(1) < own.compactMap(\.share.any).reduce(Rational(0)) { $0 + $1 }), "seed \(seed)")
        #expect(own.count == 1 || own.allSatisfy { $0.share.any == nil }, "a share was made up: seed \(seed)")
      }
      return Dictionary(grouping: rows) { $0.from ?? "" }.mapValues { Set($0.compactMap(\.to)) }
    }
    let last = days[days.count - 1]
    let direct = ways(first, last)
    for unit in ["a", "b", "c", "d", "e"] as [UnitID] where alive.contains(unit) {
      #expect(direct[unit]?.contains(unit) == true, "seed \(seed), \(unit)")
    }
    for between in days.dropFirst().dropLast() {
      let further = ways(between, last)
      let composed = ways(first, between).mapValues { reached in
        reached.reduce(into: Set<UnitID>()) { $0.formUnion(further[$1] ?? []) }
      }
      #expect(composed == direct, "seed \(seed), by way of \(between)")
    }
  }

  @Test("follows a unit that was restored out of the one that took it in")
  func restored() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2010-01-01", .establish("a", kind: "isle"), .establish("b", kind: "isle"))
    try log.decide("d2", on: "2015-01-01", .absorb(["a"], into: "b"))
    var record = Rearrange()
    record.units = ["b"]
    record.keep = ["b"]
    record.links = [Passing(from: "b", to: "a")]
    try log.decide("d3", on: "2020-01-01", .restore("a"), Change(.rearrange(record)))
    let map = try log.asOf("2014-01-01").map(of: ["isle"], to: .on("2021-01-01"))
    #expect(map.filter { $0.from == "a" }.map(\.to) == ["a", "b"])
    #expect(map.allSatisfy { $0.share.any == nil && $0.kind == .part })
  }

  @Test("leaves open which one took it in, unless all lead to one")
  func oneOf() throws {
    var log = LogBuilder()
    try log.decide(
      "d1", on: "2010-01-01", .establish("a", kind: "isle"), .establish("b", kind: "isle"),
      .establish("c", kind: "isle"))
    var record = Absorb()
    record.units = ["a"]
    record.among = ["b", "c"]
    try log.decide("d2", on: "2015-01-01", Change(.absorb(record)))
    try log.decide("d3", on: "2020-01-01", .merge(["b", "c"], into: "d", kind: "isle"))
    let open = try log.asOf("2014-01-01").map(of: ["isle"], to: .on("2016-01-01")).filter { $0.from == "a" }
    #expect(open.map(\.kind) == [.oneOf, .oneOf])
    #expect(open.allSatisfy { $0.share == .unknown })
    let settled = try log.asOf("2014-01-01").map(of: ["isle"], to: .on("2021-01-01")).filter { $0.from == "a" }
    #expect(settled.map(\.to) == ["d"])
    #expect(settled[0].kind == .whole && settled[0].share == .whole)
  }

  @Test("says when a day on the way is not known well enough")
  func roughDay() throws {
    var log = LogBuilder()
    try log.decide("d1", on: "2010-01-01", .establish("a", kind: "isle"), .establish("b", kind: "isle"))
    try log.decide("d2", on: "2020", .absorb(["a"], into: "b"))
    #expect(try log.asOf("2019-01-01").map(of: ["isle"], to: .on("2021-01-01")).allSatisfy { !$0.isDayUnknown })
    let rough = try log.asOf("2020-06-01").map(of: ["isle"], to: .on("2021-01-01"))
    #expect(rough.filter { $0.from == "a" }.allSatisfy { $0.isDayUnknown && $0.to == "b" })
  }
}

@Suite("Dividing by weights")
struct DivisionTests {
  @Test("keeps every total to the last unit, each part within one of its due", arguments: UInt64(1)...200)
  func conserves(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let weights = (0..<(2 + generator.below(6))).map { _ in Int64(generator.below(1000)) }
    guard weights.contains(where: { $0 > 0 }) else { return }
    let value = (generator.happens(30) ? -1 : 1) * Int64(generator.below(1_000_000_000))
    let rule = ConversionRule(targets: Array(weights.indices), weights: weights, isEstimated: false)
    var parts = Array(repeating: Int64(0), count: weights.count)
    rule.divide(value) { parts[$0] += $1 }
    #expect(parts.reduce(0, +) == value)
    let sum = weights.reduce(0, +)
    for (part, weight) in zip(parts, weights) {
      let due = Double(value) * Double(weight) / Double(sum)
      #expect(abs(Double(part) - due) < 1.000001, "seed \(seed)")
    }
  }

  @Test("gives what is left to the largest remainders, the first of equal ones first")
  func largestRemainder() {
    func parts(_ value: Int64, _ weights: [Int64]) -> [Int64] {
      var parts = Array(repeating: Int64(0), count: weights.count)
      ConversionRule(targets: Array(weights.indices), weights: weights, isEstimated: false)
        .divide(value) { parts[$0] += $1 }
      return parts
    }
    #expect(parts(10, [1, 1, 1]) == [4, 3, 3])
    #expect(parts(10, [1, 2, 4]) == [1, 3, 6])
    #expect(parts(-10, [1, 1, 1]) == [-4, -3, -3])
    #expect(parts(1, [0, 5, 0]) == [0, 1, 0])
    #expect(parts(.max, [.max / 4, .max / 4]).reduce(0, +) == .max)
  }
}
