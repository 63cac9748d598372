// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation
import Testing

@Suite("A log written to a file")
struct LogFileTests {
  private static let person = """
    decision: bo-nhiem-1
    document: ke-hoach-tinh-uy-2022
    effective: 2022-11-01
    changes:
      - {person: nguoi-1, name: Nguyen Van Thu Nghiem, born: 1975-05-20}
    """

  private func session() throws -> RegisterSession {
    let session = try DemoFixture.session()
    _ = try DemoFixture.record(Self.person, in: session)
    try session.store.addSource([0, 255, 10], sha256: sha256([0, 255, 10]))
    return session
  }

  private func lines(_ session: RegisterSession) throws -> [[UInt8]] {
    var bytes: [UInt8] = []
    try LogFile.write(session.store) { bytes += $0 }
    return bytes.split(separator: 0x0A).map { Array($0) }
  }

  /// Reads the lines in runs of a few bytes, so that lines are cut anywhere.
  private func read(_ lines: [[UInt8]], runs: Int = 70_001) throws -> SQLiteLogStore {
    let store = try SQLiteLogStore.inMemory()
    var rest = Array(lines.joined(separator: [0x0A]))[...]
    try LogFile.read(into: store) {
      defer { rest = rest.dropFirst(runs) }
      return Array(rest.prefix(runs))
    }
    return store
  }

  @Test("comes back with the same root, register, personal data and sources")
  func whole() throws {
    let session = try session()
    let store = try read(lines(session))
    #expect(try store.tree() == session.store.tree())
    #expect(try store.personal() == session.store.personal() && store.personal().count == 1)
    #expect(try store.sources() == session.store.sources() && store.sources().count == 1)
    #expect(try store.source(sha256: sha256([0, 255, 10])) == [0, 255, 10])
    #expect(try RegisterSession.open(store).register.digest == session.register.digest)
    #expect(try read(lines(session), runs: 1 << 24).head() == session.register.head)
  }

  @Test("says itself what each leaf is the hash of")
  func leaves() throws {
    let session = try session()
    var tree = MerkleTree()
    for line in try lines(session).dropFirst().prefix(Int(session.register.head.number)) {
      tree.append(leaf: MerkleTree.leaf(line))
    }
    #expect(try tree == session.store.tree())
  }

  @Test("is refused with any line altered, lost, doubled or put elsewhere")
  func altered() throws {
    let lines = try lines(session())
    let head = lines.count - 3
    func refusal(_ change: (inout [[UInt8]]) -> Void) -> LogFileFault? {
      var lines = lines
      change(&lines)
      do {
        _ = try read(lines)
        return nil
      } catch {
        return error as? LogFileFault
      }
    }
    func swap(_ line: inout [UInt8], _ old: String, _ new: String) {
      line = Array(String(decoding: line, as: UTF8.self).replacing(old, with: new, maxReplacements: 1).utf8)
    }
    let root = refusal { swap(&$0[100], "\"recordedBy\":\"bomay demo\"", "\"recordedBy\":\"somebody\"") }
    if case .root? = root {} else { Issue.record("\(String(describing: root))") }
    #expect(refusal { $0[100].removeLast() } == .line(101))
    #expect(refusal { $0.remove(at: 100) } == .line(101))
    #expect(refusal { $0.insert($0[100], at: 100) } == .line(102))
    #expect(refusal { $0.swapAt(100, 101) } == .line(101))
    #expect(refusal { $0.removeLast() } == .cut(lines: lines.count - 1, promised: lines.count))
    #expect(refusal { $0.append(Array("{}".utf8)) } == .cut(lines: lines.count + 1, promised: lines.count))
    #expect(refusal { swap(&$0[head + 1], "\"salt\":\"", "\"salt\":\"AA") } == .line(head + 2))
    #expect(refusal { swap(&$0[head + 2], "\"bytes\":\"", "\"bytes\":\"AAAA") } == .line(head + 3))
    #expect(refusal { swap(&$0[0], "\"format\":1", "\"format\":2") } == .newer(format: 2))
    #expect(refusal { swap(&$0[0], "\"bomay\":\"log\"", "\"bomay\":\"x\"") } == .notALog)
    #expect(refusal { swap(&$0[0], "\"entries\":", "\"entries\":-") } == .notALog)
    #expect(refusal { $0 = [] } == .notALog)
  }
}
