// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// That an entry is in a log of some size and root, with all that is needed to check it.
public struct EntryProof: Hashable, Sendable {
  public let revision: Revision
  public let bytes: [UInt8]
  public let head: TreeHead
  public let proof: InclusionProof

  public var leaf: [UInt8] { MerkleTree.leaf(bytes) }
  public var holds: Bool { proof.holds(leaf: leaf, in: head) }
}

/// That a log of some size and root is the beginning of a longer one.
public struct GrowthProof: Hashable, Sendable {
  public let older: TreeHead
  public let newer: TreeHead
  public let proof: ConsistencyProof

  public var holds: Bool { proof.holds(from: older, to: newer) }
}

/// Why nothing can be proved.
public enum ProofFault: Error, Hashable, Sendable {
  /// A log of that size has no such entry, or was never of such a size.
  case notInLog(Int, size: Int)
  /// The log has no entry of a revision that it should have.
  case missing(Revision)
}

/// Proofs are made from the bytes of the entries, not from the leaves stored with them. One pass reads
/// the log; nothing is folded.
extension LogStore {
  /// Proves that an entry is in the log as it was with the first `size` entries.
  ///
  /// - Throws: ``ProofFault``, ``StoreError``.
  public func proveEntry(_ revision: Revision, in size: Int) throws -> EntryProof {
    let index = Int(revision.number) - 1
    guard size >= 0, index >= 0, index < size else { throw ProofFault.notInLog(Int(revision.number), size: size) }
    var maker = ProofMaker(InclusionProof.parts(index: index, size: size))
    var bytes: [UInt8] = []
    try eachEntry(until: size) { entry in
      if entry.revision == revision { bytes = entry.bytes }
      maker.append(leaf: MerkleTree.leaf(entry.bytes))
    }
    return EntryProof(
      revision: revision, bytes: bytes, head: maker.whole.head,
      proof: InclusionProof(index: index, size: size, path: maker.path))
  }

  /// Proves that the log with its first `older` entries is the beginning of that with its first `newer`.
  ///
  /// - Throws: ``ProofFault``, ``StoreError``.
  public func proveGrowth(from older: Int, to newer: Int) throws -> GrowthProof {
    guard older >= 0, older <= newer else { throw ProofFault.notInLog(older, size: newer) }
    var maker = ProofMaker(ConsistencyProof.parts(older: older, newer: newer))
    var old = MerkleTree()
    try eachEntry(until: newer) { entry in
      let leaf = MerkleTree.leaf(entry.bytes)
      if old.size < older { old.append(leaf: leaf) }
      maker.append(leaf: leaf)
    }
    return GrowthProof(
      older: old.head, newer: maker.whole.head,
      proof: ConsistencyProof(older: older, newer: newer, path: maker.path))
  }

  /// The first `size` entries, none missing.
  private func eachEntry(until size: Int, _ body: (StoredEntry) -> Void) throws {
    let head = Int(try head().number)
    guard size <= head else { throw ProofFault.notInLog(size, size: head) }
    var read = 0
    try entries(after: .zero) { entries in
      for entry in entries where read < size {
        guard Int(entry.revision.number) == read + 1 else { throw ProofFault.missing(Revision(Int32(read) + 1)) }
        body(entry)
        read += 1
      }
    }
  }
}
