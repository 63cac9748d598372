// SPDX-License-Identifier: Apache-2.0
import BenchmarkSupport
import BomayDomain
import Foundation

/// Measures what the design promises and prints the bar beside each figure. Nothing here passes or
/// fails: machines differ, so ratios and medians are to be quoted.
@main
enum Benchmarks {
  static func main() {
    let arguments = CommandLine.arguments
    let size = arguments.count > 1 ? Int(arguments[1]) ?? 1_000_000 : 1_000_000
    print("synthetic country of \(size) changes (nothing in it is real)")
    let country = SyntheticCountry(changes: size, seed: 7)
    let changes = country.entries.reduce(0) { total, entry in
      if case .decide(let decision) = entry.act { total + decision.changes.count } else { total }
    }
    let (register, memory) = fold(country.entries, changes)
    if arguments.contains("fold") { return }
    copy(register, changes, memory)
    reads(register)
    chart()
    recording()
    overwritten()
  }

  static func fold(_ entries: [Entry], _ changes: Int) -> (Register, Int) {
    let before = Measure.residentBytes()
    var register = Register()
    for entry in entries { register.fold(entry) }
    let memory = Measure.residentBytes() - before
    let seconds = Measure.median(3) {
      var again = Register()
      for entry in entries { again.fold(entry) }
    }
    Measure.line("fold a decoded log", Measure.format(Double(changes) / seconds / 1e6, "million changes/s"), bar: "3")
    Measure.line(
      "memory of the fold", Measure.format(Double(memory) / Double(changes), "bytes a change"), bar: "at most 200")
    Measure.line("facts folded", "\(register.factCount)", bar: "-")
    return (register, memory)
  }

  /// The limit: how long copying as many bytes takes.
  static func copy(_ register: Register, _ changes: Int, _ memory: Int) {
    let bytes = [UInt8](repeating: 1, count: max(1, memory))
    var total = 0
    let seconds = Measure.median(5) {
      var other = bytes
      other[total % other.count] = 2
      total += other.count
    }
    Measure.line("limit: copying those bytes", Measure.format(seconds * 1000, "ms"), bar: "-")
  }

  static func reads(_ register: Register) {
    guard let day = Day(year: 2018, month: 6, day: 1) else { return }
    let moments = [
      register.asOf(day, knownAt: .latest), register.asOf(day, knownAt: Revision(register.head.number / 2)),
    ]
    for (moment, name) in zip(moments, ["latest", "half-way"]) {
      let units = moment.units()
      var found = 0
      let seconds = Measure.median(5) {
        for index in 0..<100_000 {
          let id = units[(index &* 7919) % units.count]
          if moment.name(of: id).determined != nil { found += 1 }
        }
      }
      Measure.line("name of a unit, known at \(name)", Measure.format(seconds / 100_000 * 1e6, "us"), bar: "under 5 us")
      let posts = moment.posts()
      let held = Measure.median(5) {
        for index in 0..<100_000 { found += moment.holders(of: posts[(index &* 7919) % posts.count]).count }
      }
      Measure.line("holders of a post, known at \(name)", Measure.format(held / 100_000 * 1e6, "us"), bar: "under 5 us")
    }
  }

  static func chart() {
    let country = SyntheticCountry(changes: 180_000, seed: 3)
    var register = Register()
    for entry in country.entries { register.fold(entry) }
    guard let day = Day(year: 2016, month: 6, day: 1) else { return }
    let moment = register.asOf(day, knownAt: .latest)
    var count = 0
    let seconds = Measure.median(5) {
      count = 0
      var next = [SyntheticCountry.root]
      while let unit = next.popLast() {
        count += 1
        if moment.name(of: unit).determined != nil { next += moment.children(of: unit) }
      }
    }
    Measure.line("chart of \(count) units", Measure.format(seconds * 1000, "ms"), bar: "under 20 ms at 20,000")
  }

  /// Units that take a new name each month of ten years, the months stated once, and stated five times over.
  static func overwritten() {
    let units = 2000
    func register(times: Int) -> Register {
      var register = Register()
      let establish = (0..<units).map { number -> Change in
        var new = Establish()
        new.unit = Identifier(rawValue: "u\(number)")
        (new.kind, new.name) = (Identifier(rawValue: "body"), "Unit")
        return Change(.establish(new))
      }
      func decide(_ id: String, _ day: Day, _ changes: [Change]) {
        let decision = Decision(
          id: Identifier(rawValue: id), rests: .reading, effective: Bound(day), changes: changes)
        register.fold(
          Entry(
            revision: register.head.next, batch: register.head.next, recordedAt: Instant(seconds: 1_900_000_000),
            recordedBy: "bench", act: .decide(decision)))
      }
      decide("d", Day(ordinal: 16_000), establish)
      for round in 0..<times {
        for month in 0..<120 {
          let renames = (0..<units).map { number -> Change in
            var rename = Rename()
            rename.unit = Identifier(rawValue: "u\(number)")
            rename.name = "Name \(month) of \(round)"
            return Change(.rename(rename))
          }
          decide("d\(round).\(month)", Day(ordinal: 16_000 + Int32(month) * 30), renames)
        }
      }
      return register
    }
    let (once, often) = (register(times: 1), register(times: 5))
    var found = 0
    func read(_ register: Register) {
      for index in 0..<200_000 {
        let moment = register.asOf(Day(ordinal: 16_000 + Int32((index &* 7919) % 3600)), knownAt: .latest)
        let unit = Identifier<OrgUnit>(rawValue: "u\((index &* 104_729) % units)")
        if moment.name(of: unit).determined != nil { found += 1 }
      }
    }
    let (single, fivefold) = Measure.pair(7, { read(once) }, { read(often) })
    Measure.line("name on any day, months stated once", Measure.format(single / 200_000 * 1e6, "us"), bar: "-")
    Measure.line(
      "the same, months stated five times over", Measure.format(fivefold / 200_000 * 1e6, "us"),
      bar: "1.5 times; \(Measure.format(fivefold / single, "times"))")
  }

  /// One decision on trial, checked and taken back, on a small and on a large register.
  static func recording() {
    for size in [10_000, 1_000_000] {
      let country = SyntheticCountry(changes: size, seed: 5)
      var register = Register()
      for entry in country.entries { register.fold(entry) }
      var appoint = Appoint()
      appoint.installation.person = Identifier(rawValue: "p1")
      appoint.installation.post = Identifier(rawValue: "u70/head")
      appoint.installation.kind = .concurrent
      let decision = Decision(
        id: Identifier(rawValue: "new"), rests: .reading, effective: Day("2030-01-01").map { Bound($0) },
        changes: [Change(.appoint(appoint))])
      let entry = Entry(
        revision: register.head.next, batch: register.head.next, recordedAt: Instant(seconds: 1_900_000_000),
        recordedBy: "bench", act: .decide(decision))
      let seconds = Measure.median(51) {
        register.beginTrial()
        register.fold(entry)
        _ = register.checkTrial(on: entry.recordedAt.day)
        register.abandonTrial()
      }
      Measure.line(
        "check one decision on \(size) changes", Measure.format(seconds * 1e6, "us"),
        bar: size == 10_000 ? "-" : "1.5 times that on 10,000")
    }
  }
}
