// SPDX-License-Identifier: Apache-2.0
import BenchmarkSupport
import BomayApp
import BomayDomain
import BomayInterchange
import BomayStore
import BomayStoreSQLite
import Foundation

/// A country of twenty million changes: loaded, opened and asked, with memory and size.
enum WholeCountry {
  static func measure(changes: Int, _ folder: URL) throws {
    print("a whole country of \(changes) changes (nothing in it is real)")
    let path = folder.appendingPathComponent("country.bomay").path
    let loading = try Measure.once { try load(changes, path) }
    Measure.line("making and loading it", Measure.format(loading, "s"), bar: "-")
    Measure.line("the file", "\(try size(path) >> 20) MiB", bar: "-")
    var folding = 0.0
    try autoreleasing {
      folding = try Measure.once {
        let session = try RegisterSession.open(SQLiteLogStore.open(at: path), keepingAfter: .max)
        try ask(session.register)
        Measure.line("facts", "\(session.register.factCount)", bar: "-")
        Measure.line("memory of the fold", "\(Measure.residentBytes() >> 20) MiB", bar: "200 bytes a change")
      }
    }
    Measure.line("folding the log and asking it", Measure.format(folding, "s"), bar: "-")
    let keeping = try Measure.once { _ = try RegisterSession.open(SQLiteLogStore.open(at: path), keepingAfter: 1) }
    Measure.line("folding the log and keeping a snapshot", Measure.format(keeping, "s"), bar: "-")
    Measure.line("the snapshot", "\(try size(path + ".fold") >> 20) MiB", bar: "-")
    let taken = try Measure.once {
      try ask(RegisterSession.open(SQLiteLogStore.open(at: path), keepingAfter: .max).register)
    }
    Measure.line("from the snapshot, and asking it", Measure.format(taken, "s"), bar: "-")
    Measure.line("peak memory", "\(Measure.peakBytes() >> 20) MiB", bar: "-")
  }

  private static func autoreleasing(_ body: () throws -> Void) rethrows { try body() }

  private static func load(_ changes: Int, _ path: String) throws {
    let store = try SQLiteLogStore.create(at: path)
    var run: [StoredEntry] = []
    var head = Revision.zero
    var failure: (any Error)?
    func send() {
      do { try store.append(run, personal: [], after: head) } catch { failure = failure ?? error }
      head = run.last?.revision ?? head
      run.removeAll(keepingCapacity: true)
    }
    _ = SyntheticCountry(changes: changes, seed: 7, charter: try WrittenLog.charter()) { entry in
      run.append(StoredEntry(revision: entry.revision, bytes: EntryCoding.encode(entry)))
      if run.count == 50_000 { send() }
    }
    send()
    if let failure { throw failure }
  }

  private static func size(_ path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
  }

  /// Names and holders of units all over the country, on a day in its midst.
  private static func ask(_ register: Register) throws {
    guard let day = Day("2019-06-01") else { return }
    let moment = register.asOf(day, knownAt: .latest)
    let units = moment.units()
    var found = 0
    let seconds = Measure.once {
      for index in 0..<100_000 where moment.name(of: units[(index &* 7919) % units.count]).determined != nil {
        found += 1
      }
    }
    guard found > 0 else { throw BenchmarkFault(description: "no unit has a name") }
    Measure.line(
      "name of one of \(units.count) units", Measure.format(seconds / 100_000 * 1e6, "us"), bar: "under 5 us")
  }
}
