// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange
import BomayTesting
import Foundation
import Testing

@testable import BomayStore

/// The charter of the league was never a text: it is known by its lack of one.
private struct LeagueSnapshots: SnapshotCoding {
  private let inner = CanonicalSnapshots()

  func encode(_ record: Action) -> [UInt8] { inner.encode(record) }
  func records(_ bytes: [UInt8], ends: [Int]) throws(SnapshotFault) -> any StoredRecords {
    try inner.records(bytes, ends: ends)
  }
  func charter(_ text: String) throws(SnapshotFault) -> Charter {
    text.isEmpty ? League.charter : try inner.charter(text)
  }
}

@Suite("A snapshot of the fold")
struct SnapshotTests {
  private let folder: URL
  private let coding = LeagueSnapshots()

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("bomay-snapshot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func place(_ name: String = "a") -> SnapshotPlace {
    SnapshotPlace(path: folder.appendingPathComponent("\(name).fold").path, permissions: 0o640)
  }

  private func head(_ register: Register, software: String = "bomay 1", mark: UInt8 = 1) -> SnapshotHead {
    SnapshotHead(
      software: software, revision: register.head, leaf: [UInt8](repeating: 7, count: 32),
      mark: [UInt8](repeating: mark, count: 16))
  }

  private func history(_ seed: UInt64) throws -> [Entry] {
    var history = try seed % 2 == 0 ? RandomHistory.apparatus(seed: seed) : RandomHistory.league(seed: seed)
    history.grow(by: 40)
    return history.entries
  }

  @Test("is taken up as the register that it was made of, and folded on like it", arguments: UInt64(1)...12)
  func roundTrip(seed: UInt64) throws {
    let entries = try history(seed)
    for length in stride(from: 1, through: entries.count, by: 7) {
      let folded = Register(folding: entries.prefix(length))
      try SnapshotFile.write(folded, head(folded), coding, to: place())
      var taken = try #require(SnapshotFile.read(place().path, head(folded), coding))
      #expect(taken.digest == folded.digest && taken.factCount == folded.factCount && taken.head == folded.head)
      // What is tried on it and taken back leaves no trace.
      taken.beginTrial()
      for entry in entries.dropFirst(length).prefix(5) { taken.fold(entry) }
      taken.abandonTrial()
      #expect(
        SnapshotFile.digest(of: taken, head(taken), coding) == SnapshotFile.digest(of: folded, head(folded), coding))
      for entry in entries.dropFirst(length) { taken.fold(entry) }
      let whole = Register(folding: entries)
      #expect(taken.digest == whole.digest)
      // The same log gives the same bytes, however it was come by.
      #expect(
        SnapshotFile.digest(of: taken, head(taken), coding) == SnapshotFile.digest(of: whole, head(whole), coding))
    }
  }

  @Test("tells of what and of when it is, and who may read it")
  func kept() throws {
    let folded = Register(folding: try history(2))
    try SnapshotFile.write(folded, head(folded), coding, to: place())
    let kept = try #require(SnapshotFile.kept(place().path))
    #expect(kept.head == head(folded))
    #expect(kept.digest == SnapshotFile.digest(of: folded, head(folded), coding))
    let attributes = try FileManager.default.attributesOfItem(atPath: place().path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.fold"])
  }

  @Test("of another register, program or revision is not taken up")
  func foreign() throws {
    let entries = try history(4)
    let folded = Register(folding: entries)
    try SnapshotFile.write(folded, head(folded), coding, to: place())
    #expect(SnapshotFile.read(place().path, head(folded, software: "bomay 2"), coding) == nil)
    #expect(SnapshotFile.read(place().path, head(folded, mark: 2), coding) == nil)
    #expect(SnapshotFile.read(place().path, head(Register(folding: entries.dropLast())), coding) == nil)
    #expect(SnapshotFile.read(place("none").path, head(folded), coding) == nil)
    #expect(SnapshotFile.kept(place("none").path) == nil)
    #expect(SnapshotFile.read(place().path, head(folded), coding) != nil)
  }

  /// Any bit, anywhere: in the head, the body, the digests, the length.
  @Test("that was altered, cut or lengthened is not taken up", arguments: UInt64(1)...4)
  func altered(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let folded = Register(folding: try history(seed))
    try SnapshotFile.write(folded, head(folded), coding, to: place())
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: place().path)))
    func isRead(_ bytes: [UInt8]) throws -> Bool {
      try Data(bytes).write(to: URL(fileURLWithPath: place().path))
      return SnapshotFile.read(place().path, head(folded), coding) != nil
    }
    #expect(try isRead(bytes))
    for _ in 0..<150 {
      var other = bytes
      switch generator.below(4) {
      case 0: other.removeLast(1 + generator.below(bytes.count))
      case 1: other.append(UInt8(truncatingIfNeeded: generator.next()))
      case 2: other.remove(at: generator.below(bytes.count))
      default: other[generator.below(bytes.count)] ^= UInt8(1 << generator.below(8))
      }
      #expect(try !isRead(other))
      _ = SnapshotFile.kept(place().path)
    }
    for end in [bytes.count - 41, bytes.count - 1, 0, 1] { #expect(try !isRead(Array(bytes[..<end]))) }
  }

  /// Digests that fit do not make sense of a body: it is read, and never beyond its end.
  @Test("whose body makes no sense is refused and harms nothing", arguments: UInt64(1)...4)
  func senseless(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let folded = Register(folding: try history(seed))
    var body: [UInt8] = []
    folded.writeSnapshot(coding) { body += Array($0) }
    var refused = 0
    for _ in 0..<300 {
      var other = body
      if generator.happens(50) {
        other.removeLast(8 * (1 + generator.below(body.count / 8)))
      } else {
        // A count that is far too great.
        let place = 8 * generator.below(body.count / 8 - 1)
        other.replaceSubrange(place..<place + 8, with: [255, 255, 255, 255, 255, 255, 255, 127])
      }
      other.withUnsafeBytes { bytes in
        do { _ = try Register(snapshot: bytes, coding) } catch { refused += 1 }
      }
    }
    #expect(refused > 100)
  }

  @Test("is overwritten and gone when it is erased")
  func erased() throws {
    let folded = Register(folding: try history(6))
    try SnapshotFile.write(folded, head(folded), coding, to: place())
    // Who has the file open still sees what is on the disk under that name.
    let open = try #require(FileHandle(forReadingAtPath: place().path))
    try SnapshotFile.erase(place().path)
    #expect(!FileManager.default.fileExists(atPath: place().path))
    let left = try #require(try open.readToEnd())
    #expect(!left.isEmpty && left.allSatisfy { $0 == 0 })
    try SnapshotFile.erase(place().path)
  }

  @Test("is there whole or not at all, where it cannot be written")
  func unwritable() throws {
    let folded = Register(folding: try history(8))
    let nowhere = SnapshotPlace(path: folder.appendingPathComponent("none/a.fold").path, permissions: 0o600)
    #expect(throws: (any Error).self) { try SnapshotFile.write(folded, head(folded), coding, to: nowhere) }
    let occupied = SnapshotPlace(path: folder.appendingPathComponent("folder").path, permissions: 0o600)
    try FileManager.default.createDirectory(atPath: occupied.path + "/x", withIntermediateDirectories: true)
    #expect(throws: (any Error).self) { try SnapshotFile.write(folded, head(folded), coding, to: occupied) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["folder"])
  }
}
