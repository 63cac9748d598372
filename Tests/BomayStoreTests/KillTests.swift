// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayStore
import BomayStoreSQLite
import BomayTesting
import Foundation
import GRDB
import Testing

/// A program that appends is killed, again and again, at random moments.
///
/// `BOMAY_KILL_SEED` runs the moments of an earlier run again, as far as the machine lets them be the same.
@Suite("A writer that is killed")
struct KillTests {
  static let seed =
    ProcessInfo.processInfo.environment["BOMAY_KILL_SEED"].flatMap { UInt64($0) }
    ?? UInt64.random(in: 0..<1_000_000)
  /// So many kills must have left a transaction half written in the file.
  static let needed = 100
  static let most = 2000
  /// A register is begun anew after so many kills, so that reading all of it stays quick.
  static let killsPerRegister = 10

  @Test("loses nothing that it acknowledged, and leaves no half batch", .timeLimit(.minutes(10)))
  func killed() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bomay-kill-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    print("kill test: seed \(Self.seed)")
    var generator = SeededGenerator(seed: Self.seed)
    var count = Count()
    var path = ""
    while count.unfinished < Self.needed, count.kills < Self.most {
      if count.kills % Self.killsPerRegister == 0 {
        if !path.isEmpty { try Self.remove(path) }
        path = folder.appendingPathComponent("\(count.kills).bomay").path
        try Self.make(path)
      }
      let told = try Self.kill(path, &generator)
      let log = WriteAheadLog(besides: path)
      count.kills += 1
      if told.begun > told.done { count.between += 1 }
      if log.unfinished > 0 { count.unfinished += 1 }
      // Frames of no ended transaction are there only while an append is under way.
      #expect(log.unfinished == 0 || told.begun > told.done)
      try Self.check(path, told, &count)
    }
    print(
      """
      kill test: \(count.kills) kills, \(count.between) between begin and done, \
      \(count.unfinished) left an unfinished transaction, \(count.keptUnacknowledged) batches were kept unacknowledged
      """)
    #expect(count.unfinished >= Self.needed)
  }

  private struct Count {
    var kills = 0
    var between = 0
    var unfinished = 0
    var keptUnacknowledged = 0
  }

  /// A register whose writer keeps few pages in memory, so that a long append is written to the file
  /// all along and not only at its end.
  private static func make(_ path: String) throws {
    _ = try SQLiteLogStore.create(at: path)
    let raw = try DatabaseQueue(path: path)
    try raw.writeWithoutTransaction { try $0.execute(sql: "PRAGMA default_cache_size = 10") }
    try raw.close()
  }

  private static func remove(_ path: String) throws {
    for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  // MARK: The kill

  /// What the writer had said when it died: the head that it found, the last revision that it was
  /// about to append, the last that it acknowledged.
  private struct Told {
    var opened: Int32?
    var begun: Int32 = 0
    var done: Int32 = 0

    mutating func hear(_ line: Substring) {
      let words = line.split(separator: " ")
      guard words.count == 2, let number = Int32(words[1]) else { return }
      switch words[0] {
      case "open": (opened, begun, done) = (number, number, number)
      case "begin": begun = number
      default: done = number
      }
    }
  }

  /// Starts a writer and kills it: one in eight while it opens, the others some time into an append.
  private static func kill(_ path: String, _ generator: inout SeededGenerator) throws -> Told {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = try BuiltProgram.url("bomay-writer")
    process.arguments = [path]
    process.standardOutput = pipe
    try process.run()
    var lines = Lines(pipe.fileHandleForReading)
    var told = Told()
    if generator.below(8) > 0 {
      for _ in 0...generator.below(3) {
        while let line = lines.next() {
          told.hear(line)
          if line.hasPrefix("begin") { break }
        }
      }
      usleep(UInt32(generator.below(6000)))
    } else {
      usleep(UInt32(generator.below(30_000)))
    }
    Foundation.kill(process.processIdentifier, SIGKILL)
    while let line = lines.next() { told.hear(line) }
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal, "it ended before it was killed")
    return told
  }

  /// Whole lines of a pipe; what was cut off in the middle is none.
  private struct Lines {
    let handle: FileHandle
    var rest: [UInt8] = []

    init(_ handle: FileHandle) { self.handle = handle }

    mutating func next() -> Substring? {
      while true {
        if let end = rest.firstIndex(of: 0x0A) {
          let line = String(decoding: rest[..<end], as: UTF8.self)
          rest.removeSubrange(...end)
          return line[...]
        }
        let more = handle.availableData
        if more.isEmpty { return nil }
        rest += more
      }
    }
  }

  // MARK: What is there afterwards

  private static func check(_ path: String, _ told: Told, _ count: inout Count) throws {
    let store = try SQLiteLogStore.open(at: path)
    let head = try store.head().number
    #expect(head >= told.done, "an acknowledged entry is lost")
    if told.opened != nil { #expect(head <= max(told.begun, told.done), "more is there than was begun") }
    if head > told.done, told.opened != nil { count.keptUnacknowledged += 1 }
    var batches = 0
    var expected = WriterBatch(after: 0)
    var next: Int32 = 1
    try store.entries(after: .zero) { entries in
      for entry in entries {
        if next > expected.last { expected = WriterBatch(after: expected.last) }
        if next == expected.first { batches += 1 }
        let isRight = entry.revision.number == next && entry.bytes == WriterBatch.bytes(next, in: expected)
        #expect(isRight, "entry \(next) is not what was appended")
        next += 1
      }
    }
    #expect(head == 0 || head == expected.last, "half a batch is there")
    #expect(try store.personal().count == batches, "personal records do not go with their batches")
    let found = try store.verify()
    #expect(found.altered.isEmpty && found.missing.isEmpty && found.tree.size == Int(head))
    // The next writer goes on.
    let batch = WriterBatch(after: head)
    try store.append(
      batch.revisions.map { StoredEntry(revision: Revision($0), bytes: WriterBatch.bytes($0, in: batch)) },
      personal: [SealedAttributes(salt: batch.salt, data: [1])], after: Revision(head))
    #expect(try store.head().number == batch.last)
  }
}
