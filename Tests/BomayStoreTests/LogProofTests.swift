// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Testing

@Suite("Proofs of a log")
struct LogProofTests {
  private let store: SQLiteLogStore
  private let entries: [StoredEntry]
  /// Size and root after each entry, the empty log first.
  private let heads: [TreeHead]

  init() throws {
    entries = (1...40).map { StoredEntry(revision: Revision($0), bytes: Array("{\"n\":\($0)}".utf8)) }
    store = try SQLiteLogStore.inMemory()
    try store.append(entries, personal: [], after: .zero)
    var tree = MerkleTree()
    heads =
      [tree.head]
      + entries.map { entry in
        tree.append(leaf: MerkleTree.leaf(entry.bytes))
        return tree.head
      }
  }

  @Test("hold for every entry at every size")
  func everyEntry() throws {
    for size in 1...40 {
      for number in 1...size {
        let proof = try store.proveEntry(Revision(Int32(number)), in: size)
        #expect(proof.holds && proof.head == heads[size] && proof.bytes == entries[number - 1].bytes)
      }
    }
  }

  @Test("hold for the growth from every size to every other")
  func everyGrowth() throws {
    for newer in 0...40 {
      for older in 0...newer {
        let proof = try store.proveGrowth(from: older, to: newer)
        #expect(proof.holds && proof.older == heads[older] && proof.newer == heads[newer])
      }
    }
  }

  @Test("are not made of what the log has not")
  func notThere() throws {
    for (revision, size) in [(0, 40), (-1, 40), (41, 40), (20, 19), (1, 0)] {
      #expect(throws: ProofFault.notInLog(revision, size: size)) {
        try store.proveEntry(Revision(Int32(revision)), in: size)
      }
    }
    #expect(throws: ProofFault.notInLog(41, size: 40)) { try store.proveEntry(Revision(1), in: 41) }
    #expect(throws: ProofFault.notInLog(41, size: 40)) { try store.proveGrowth(from: 3, to: 41) }
    #expect(throws: ProofFault.notInLog(30, size: 20)) { try store.proveGrowth(from: 30, to: 20) }
    #expect(throws: ProofFault.notInLog(-1, size: 20)) { try store.proveGrowth(from: -1, to: 20) }
  }

  @Test("are not made over a gap")
  func gap() throws {
    let torn = try SQLiteLogStore.inMemory()
    try torn.append([entries[0], entries[2]], personal: [], after: .zero)
    #expect(throws: ProofFault.missing(Revision(2))) { try torn.proveEntry(Revision(3), in: 3) }
    #expect(throws: ProofFault.missing(Revision(2))) { try torn.proveGrowth(from: 1, to: 3) }
    #expect(try torn.proveEntry(Revision(1), in: 1).holds)
  }
}
