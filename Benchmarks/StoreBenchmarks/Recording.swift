// SPDX-License-Identifier: Apache-2.0
import BenchmarkSupport
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation

/// One decision file, read, checked and on the disk, beside a bare commit of as many bytes.
enum Recording {
  static func measure(_ large: WrittenLog, _ folder: URL) throws {
    print("recording one decision durably")
    let small = try WrittenLog(changes: 10_000, in: folder)
    var seconds: [Double] = []
    for log in [small, large] {
      let session = try RegisterSession.open(SQLiteLogStore.open(at: log.path))
      let bare = try BareSQLite(folder.appendingPathComponent("commit-\(log.changes).db").path)
      // As large as the log, so that both write into trees of the same depth.
      try bare.insert(log.entries, leaf: Data(count: 32))
      var number = 0
      var next = log.entries.count
      let (ours, commit) = try Measure.pair(
        41,
        {
          number += 1
          let file = InputFile(name: "new", bytes: decision(number))
          let outcome = try session.record([file], at: Instant(seconds: 1_900_000_000), by: "bench")
          guard !outcome.hasErrors else { throw BenchmarkFault(description: "\(outcome.diagnostics)") }
        },
        {
          next += 1
          let entry = StoredEntry(revision: Revision(Int32(next)), bytes: [UInt8](repeating: 32, count: 300))
          try bare.insert([entry], leaf: Data(count: 32))
        })
      seconds.append(ours - commit)
      Measure.line("on \(log.changes) changes", Measure.format(ours * 1000, "ms"), bar: "-")
      Measure.line(
        "limit: bare commit", Measure.format(commit * 1000, "ms"),
        bar: "5 ms beyond; \(Measure.format((ours - commit) * 1000, "ms"))")
    }
    Measure.line("the larger beside the smaller, beyond the commit", ratio(seconds[1], seconds[0]), bar: "1.5")
  }

  private static func decision(_ number: Int) -> [UInt8] {
    Array(
      """
      decision: bench-\(number)
      rests: reading
      effective: 2030-01-01
      changes:
        - {establish: bench-\(number), kind: body, name: Bench \(number), parent: u70}
      """.utf8)
  }
}
