// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import BomayTesting
import Foundation
import Testing

@Suite("bomay verify --against")
struct VerifyCommandTests {
  private let path: String
  private let entries: [StoredEntry]
  private let head: TreeHead

  init() throws {
    path = try DemoFixture.copy()
    let store = try SQLiteLogStore.open(at: path)
    var entries: [StoredEntry] = []
    try store.entries(after: .zero) { entries += $0 }
    self.entries = entries
    head = try store.tree().head
  }

  /// A register with these entries and leaves that fit them: as somebody writes it who has the file to
  /// himself.
  private func written(_ bytes: [[UInt8]]) throws -> String {
    let path = DemoFixture.folder.appendingPathComponent("\(UUID().uuidString).bomay").path
    let entries = bytes.enumerated().map { StoredEntry(revision: Revision(Int32($0.offset) + 1), bytes: $0.element) }
    try SQLiteLogStore.create(at: path).append(entries, personal: [], after: .zero)
    return path
  }

  private func verify(_ path: String, _ kept: String) throws -> BuiltProgram.Ended {
    try Program.bomay(["verify", "--against", kept, "--register", path, "--lang", "en"])
  }

  @Test("ends with 0 when the log is the one kept, or has grown since")
  func sound() throws {
    for size in [0, 1, 100, entries.count] {
      let kept = try SQLiteLogStore.open(at: path).tree(upTo: Revision(Int32(size)))
      let ran = try verify(path, kept.head.description)
      #expect(ran.status == 0 && ran.output.contains("The first \(size) "), "\(ran.complaint)")
    }
  }

  @Test("ends with 3 when a word was changed and all leaves made to fit, and says that it was rewritten")
  func rewritten() throws {
    var bytes = entries.map(\.bytes)
    let text = String(decoding: bytes[11], as: UTF8.self)
    bytes[11] = Array(text.replacing("bomay demo", with: "bomay dem0").utf8)
    try #require(bytes[11] != entries[11].bytes)
    let path = try written(bytes)
    let ran = try verify(path, head.description)
    #expect(ran.status == 3 && ran.output.isEmpty && ran.complaint.contains("rewritten"))
    // Alone, it is consistent; which is why a root is to be kept.
    let alone = try Program.bomay(["verify", "--register", path, "--lang", "en"])
    #expect(alone.status == 0 && alone.output.contains("not compared"))
  }

  @Test("ends with 3 when an entry can no longer be read, and still says that the log was rewritten")
  func unreadable() throws {
    var bytes = entries.map(\.bytes)
    bytes[11] = Array("{".utf8)
    let ran = try verify(written(bytes), head.description)
    #expect(ran.status == 3 && ran.complaint.contains("rewritten"))
  }

  @Test("ends with 3 when the tail was cut off, and says so")
  func cutOff() throws {
    let ran = try verify(written(entries.dropLast(3).map(\.bytes)), head.description)
    #expect(ran.status == 3 && ran.complaint.contains("cut off"))
  }

  @Test("ends with 2 for what is no size and root", arguments: ["", "225", "225:1b20", "-1:\(MerkleTree().rootText)"])
  func noRoot(kept: String) throws {
    #expect(try Program.bomay(["verify", "--against=\(kept)", "--register", path]).status == 2)
  }
}

@Suite("Who recorded an entry")
struct RecorderTests {
  @Test("is in it with machine and version")
  func recorded() throws {
    let path = DemoFixture.folder.appendingPathComponent("\(UUID().uuidString).bomay").path
    _ = DemoFixture.made
    let settings = ["BOMAY_AUTHOR": "van-thu", "BOMAY_HOST": "may-01"]
    let ran = try Program.bomay(["init", "--charter", "open", "--register", path], settings: settings)
    #expect(ran.status == 0, "\(ran.complaint)")
    var text = ""
    try SQLiteLogStore.open(at: path).entries(after: .zero) { text += String(decoding: $0[0].bytes, as: UTF8.self) }
    #expect(text.contains(#""from":"may-01""#) && text.contains(#""recordedBy":"van-thu""#))
    #expect(text.contains(#""software":"bomay "#))
  }

  @Test("is the machine's own name where none is set")
  func ownName() throws {
    let path = DemoFixture.folder.appendingPathComponent("\(UUID().uuidString).bomay").path
    _ = DemoFixture.made
    #expect(
      try Program.bomay(["init", "--charter", "open", "--register", path], settings: ["BOMAY_HOST": ""]).status == 0)
    var text = ""
    try SQLiteLogStore.open(at: path).entries(after: .zero) { text += String(decoding: $0[0].bytes, as: UTF8.self) }
    let host = try String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(text.contains("\"from\":\"\(host)\""))
  }

  @Test("is not in the demo, whose entries are the same wherever it is made")
  func demo() throws {
    let again = try DemoRegister.make(in: SQLiteLogStore.inMemory(), until: DemoRegister.day) { outcome, _ in
      Issue.record("\(outcome.errors)")
    }
    let made = try DemoFixture.session()
    #expect(made.register.head > Revision(100))
    #expect(try again.store.tree() == made.store.tree())
    #expect(again.register.digest == made.register.digest)
    try again.store.entries(after: .zero) { entries in
      for entry in entries {
        let text = String(decoding: entry.bytes, as: UTF8.self)
        #expect(!text.contains(#""software":"#) && text.contains(#""recordedBy":"bomay demo","revision""#))
      }
    }
  }
}
