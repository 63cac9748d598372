// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import BomayTesting
import Foundation
import Testing

@Suite("What bomay proof prints")
struct ProofTests {
  private static let checker = Program.file("docs/spec/check-proof.py")
  private let path: String
  /// Size and root of the whole log and of a part of it.
  private let now: TreeHead
  private let before: TreeHead

  init() throws {
    path = try DemoFixture.copy()
    let store = try SQLiteLogStore.open(at: path)
    now = try store.tree().head
    before = try store.tree(upTo: Revision(100)).head
  }

  private func proof(_ arguments: String...) throws -> String {
    let ran = try Program.bomay(["proof"] + arguments + ["--format", "json", "--register", path])
    try #require(ran.status == 0, "\(ran.complaint)")
    return ran.output
  }

  private func isAccepted(_ proof: String, _ kept: TreeHead...) throws -> Bool {
    try isAccepted(proof, kept.map(\.description))
  }

  private func isAccepted(_ proof: String, _ kept: [String]) throws -> Bool {
    let ran = try Program.python([Self.checker, "-"] + kept, input: proof)
    #expect(ran.complaint.isEmpty, "\(ran.complaint)")
    let isProved = ran.output.hasSuffix("proved\n") && !ran.output.hasSuffix("NOT proved\n")
    #expect(isProved == (ran.status == 0))
    return isProved
  }

  @Test("of an entry is accepted by the checker of the description", arguments: [1, 2, 12, 64, 65, 100])
  func entry(number: Int) throws {
    #expect(try isAccepted(proof("\(number)"), now))
    #expect(try isAccepted(proof("\(number)", "--size", "100"), before))
  }

  @Test("of the last entry is accepted, too")
  func last() throws { #expect(try isAccepted(proof("\(now.size)"), now)) }

  @Test("of growth is accepted by the checker of the description", arguments: [0, 1, 2, 63, 64, 99, 100])
  func growth(older: Int) throws {
    let old = try SQLiteLogStore.open(at: path).tree(upTo: Revision(Int32(older))).head
    #expect(try isAccepted(proof("--from", "\(older)"), old, now))
    #expect(try isAccepted(proof("--from", "\(older)", "--size=100"), before, old))
  }

  @Test("holds the entry byte for byte")
  func bytes() throws {
    var bytes: [UInt8] = []
    try SQLiteLogStore.open(at: path).entries(after: Revision(11)) { bytes = $0[0].bytes }
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(proof("12").utf8)) as? [[String: Any]])
    #expect(rows.count == 1 && rows[0]["bytes"] as? String == String(decoding: bytes, as: UTF8.self))
    let text = try Program.bomay(["proof", "12", "--register", path, "--lang", "en"]).output
    #expect(text.hasPrefix("Entry 12 is in the log \(now) "))
    #expect(text.contains(String(decoding: bytes, as: UTF8.self)) && text.contains(hexadecimal(MerkleTree.leaf(bytes))))
    for hash in try #require(rows[0]["path"] as? [String]) { #expect(text.contains("  \(hash)\n")) }
  }

  /// The proof with one member made another.
  private func altered(_ proof: String, _ key: String, _ change: (Any) -> Any) throws -> String {
    var rows = try #require(JSONSerialization.jsonObject(with: Data(proof.utf8)) as? [[String: Any]])
    rows[0][key] = change(try #require(rows[0][key]))
    return String(decoding: try JSONSerialization.data(withJSONObject: rows), as: UTF8.self)
  }

  private static func flipped(_ hash: Any) -> Any {
    let text = hash as? String ?? ""
    return (text.hasPrefix("0") ? "1" : "0") + text.dropFirst()
  }

  private static let pathChanges: [@Sendable ([Any]) -> [Any]] = [
    { [flipped($0[0])] + $0.dropFirst() }, { $0.dropLast() + [flipped($0[$0.count - 1])] }, { Array($0.dropFirst()) },
    { $0.dropLast() }, { $0 + [$0[0]] }, { $0.reversed() }, { _ in [] },
  ]

  @Test("of an entry is refused when anything of it is altered")
  func alteredEntry() throws {
    let sound = try proof("12")
    #expect(try isAccepted(altered(sound, "size") { $0 }, now))
    for (key, change) in [
      ("entry", { ($0 as? Int ?? 0) + 1 }), ("entry", { _ in 0 }), ("entry", { _ in "12" }),
      ("size", { ($0 as? Int ?? 0) + 1 }), ("size", { _ in 12 }), ("root", Self.flipped), ("leaf", Self.flipped),
      ("bytes", { ($0 as? String ?? "") + " " }), ("bytes", { ($0 as? String ?? "").replacing("e", with: "f") }),
    ] as [(String, (Any) -> Any)] {
      #expect(try !isAccepted(altered(sound, key, change), now), "\(key)")
    }
    for change in Self.pathChanges {
      #expect(try !isAccepted(altered(sound, "path") { change($0 as? [Any] ?? []) }, now))
    }
  }

  @Test("of growth is refused when anything of it is altered")
  func alteredGrowth() throws {
    let sound = try proof("--from", "100")
    #expect(try isAccepted(altered(sound, "size") { $0 }, before, now))
    for (key, change) in [
      ("from", { ($0 as? Int ?? 0) + 1 }), ("from", { _ in 0 }), ("size", { ($0 as? Int ?? 0) + 1 }),
      ("root", Self.flipped), ("fromRoot", Self.flipped),
    ] as [(String, (Any) -> Any)] {
      let other = try altered(sound, key, change)
      #expect(try !isAccepted(other, before, now), "\(key)")
    }
    for change in Self.pathChanges {
      #expect(try !isAccepted(altered(sound, "path") { change($0 as? [Any] ?? []) }, before, now))
    }
  }

  @Test("proves nothing without a root from elsewhere, or with one of another log")
  func kept() throws {
    let entry = try proof("12")
    let growth = try proof("--from", "100")
    for proof in [entry, growth] {
      #expect(try !isAccepted(proof, []))
      #expect(try !isAccepted(proof, MerkleTree().head))
      #expect(try !isAccepted(proof, now, MerkleTree().head))
      #expect(try !isAccepted(proof, TreeHead(size: now.size + 1, root: now.root)))
      #expect(try !isAccepted(proof, TreeHead(size: now.size, root: before.root)))
    }
    #expect(try !isAccepted("[]", now) && !isAccepted("", now) && !isAccepted("[{}]", now))
  }

  @Test(
    "is of what the log has, or nothing",
    arguments: [["proof"], ["proof", "12", "--from", "3"], ["proof", "0"], ["proof", "100000"], ["proof", "x"]])
  func wrongUse(arguments: [String]) throws {
    let ran = try Program.bomay(arguments + ["--register", path])
    #expect(ran.status == 2 && ran.output.isEmpty && !ran.complaint.isEmpty)
  }
}
