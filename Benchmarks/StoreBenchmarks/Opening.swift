// SPDX-License-Identifier: Apache-2.0
import BenchmarkSupport
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation

/// Opening a register by folding its log and from its snapshot, beside bare SQLite reading the same bytes.
struct Opening {
  private let log: WrittenLog

  init(_ log: WrittenLog) { self.log = log }

  func measure() throws {
    print("opening \(log.entries.count) entries, \(log.bytes >> 20) MiB, \(log.changes) changes")
    let snapshot = log.path + ".fold"
    var digests: Set<String> = []
    let (folded, bare) = try Measure.pair(
      3,
      {
        let session = try RegisterSession.open(SQLiteLogStore.open(at: log.path), keepingAfter: .max)
        digests.insert(String(session.register.factCount))
      }, { digests.insert(String(try BareSQLite.read(log.path) == log.bytes)) })
    Measure.line("folding the log", Measure.format(folded, "s"), bar: "-")
    Measure.line("limit: bare SQLite", Measure.format(bare, "s"), bar: "1.5 times that; ratio \(ratio(folded, bare))")
    let keeping = try Measure.once {
      _ = try RegisterSession.open(SQLiteLogStore.open(at: log.path), keepingAfter: 1)
    }
    Measure.line("folding the log and keeping a snapshot", Measure.format(keeping, "s"), bar: "-")
    let size = try FileManager.default.attributesOfItem(atPath: snapshot)[.size] as? Int ?? 0
    Measure.line(
      "the snapshot", Measure.format(Double(size) / Double(log.changes), "bytes a change"),
      bar: "60, or hashed lazily")
    let (taken, copied) = try Measure.pair(
      7,
      {
        let session = try RegisterSession.open(SQLiteLogStore.open(at: log.path))
        digests.insert(String(session.register.factCount))
      }, { digests.insert(String(try Data(contentsOf: URL(fileURLWithPath: snapshot)).count == size)) })
    Measure.line("from the snapshot, every digest compared", Measure.format(taken, "s"), bar: "under 0.2 s")
    Measure.line("limit: reading the file", Measure.format(copied, "s"), bar: "-")
    Measure.line("peak memory so far", "\(Measure.peakBytes() >> 20) MiB", bar: "-")
    guard digests.count == 2 else { throw BenchmarkFault(description: "answers differ: \(digests)") }
  }
}
