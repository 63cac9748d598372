// SPDX-License-Identifier: Apache-2.0
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
  }

  /// Seconds of the median of several runs.
  static func median(_ runs: Int, _ body: () -> Void) -> Double {
    var times: [Double] = []
    for _ in 0..<runs {
      let start = DispatchTime.now().uptimeNanoseconds
      body()
      times.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9)
    }
    return times.sorted()[runs / 2]
  }

  static func line(_ what: String, _ measured: String, bar: String) {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    print("  \(padded(what, 52))\(padded(measured, 26))bar: \(bar)")
  }

  static func format(_ value: Double, _ unit: String) -> String { String(format: "%.3g %@", value, unit) }

  static func residentBytes() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return 0 }
    return pages * 4096
  }

  static func fold(_ entries: [Entry], _ changes: Int) -> (Register, Int) {
    let before = residentBytes()
    var register = Register()
    for entry in entries { register.fold(entry) }
    let memory = residentBytes() - before
    let seconds = median(3) {
      var again = Register()
      for entry in entries { again.fold(entry) }
    }
    line("fold a decoded log", format(Double(changes) / seconds / 1e6, "million changes/s"), bar: "3")
    line("memory of the fold", format(Double(memory) / Double(changes), "bytes a change"), bar: "at most 200")
    line("facts folded", "\(register.factCount)", bar: "-")
    return (register, memory)
  }

  /// The limit: how long copying as many bytes takes.
  static func copy(_ register: Register, _ changes: Int, _ memory: Int) {
    let bytes = [UInt8](repeating: 1, count: max(1, memory))
    var total = 0
    let seconds = median(5) {
      var other = bytes
      other[total % other.count] = 2
      total += other.count
    }
    line("limit: copying those bytes", format(seconds * 1000, "ms"), bar: "-")
  }

  static func reads(_ register: Register) {
    guard let day = Day(year: 2018, month: 6, day: 1) else { return }
    let moments = [
      register.asOf(day, knownAt: .latest), register.asOf(day, knownAt: Revision(register.head.number / 2)),
    ]
    for (moment, name) in zip(moments, ["latest", "half-way"]) {
      let units = moment.units()
      var found = 0
      let seconds = median(5) {
        for index in 0..<100_000 {
          let id = units[(index &* 7919) % units.count]
          if moment.name(of: id).determined != nil { found += 1 }
        }
      }
      line("name of a unit, known at \(name)", format(seconds / 100_000 * 1e6, "us"), bar: "under 5 us")
      let posts = moment.posts()
      let held = median(5) {
        for index in 0..<100_000 { found += moment.holders(of: posts[(index &* 7919) % posts.count]).count }
      }
      line("holders of a post, known at \(name)", format(held / 100_000 * 1e6, "us"), bar: "under 5 us")
    }
  }

  static func chart() {
    let country = SyntheticCountry(changes: 180_000, seed: 3)
    var register = Register()
    for entry in country.entries { register.fold(entry) }
    guard let day = Day(year: 2016, month: 6, day: 1) else { return }
    let moment = register.asOf(day, knownAt: .latest)
    var count = 0
    let seconds = median(5) {
      count = 0
      var next = [SyntheticCountry.root]
      while let unit = next.popLast() {
        count += 1
        if moment.name(of: unit).determined != nil { next += moment.children(of: unit) }
      }
    }
    line("chart of \(count) units", format(seconds * 1000, "ms"), bar: "under 20 ms at 20,000")
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
      let seconds = median(51) {
        register.beginTrial()
        register.fold(entry)
        _ = register.checkTrial(on: entry.recordedAt.day)
        register.abandonTrial()
      }
      line(
        "check one decision on \(size) changes", format(seconds * 1e6, "us"),
        bar: size == 10_000 ? "-" : "1.5 times that on 10,000")
    }
  }
}
