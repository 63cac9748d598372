// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// What reading every entry again has shown.
public struct Verification: Hashable, Sendable {
  /// How the log stands to the size and root that were kept elsewhere.
  public enum Comparison: Hashable, Sendable {
    /// None was named.
    case notCompared
    /// The first so many entries are those of the root kept.
    case agrees(size: Int)
    /// They are not: this is their root.
    case differs(TreeHead)
    /// The log has only so many entries, fewer than the root kept is of.
    case cutOff(size: Int)
  }

  /// Size and root as computed from the entries themselves.
  public let tree: MerkleTree
  /// Entries whose stored leaf is not that of their bytes.
  public let altered: [Revision]
  /// Runs of revisions that should be there and are not.
  public let missing: [ClosedRange<Revision>]
  public let comparison: Comparison

  /// Whether nothing was found to be wrong.
  public var isSound: Bool {
    guard altered.isEmpty, missing.isEmpty else { return false }
    switch comparison {
    case .notCompared, .agrees: return true
    case .differs, .cutOff: return false
    }
  }
}

extension LogStore {
  /// Computes every leaf anew, of the entries there are when it begins.
  ///
  /// A log that is rewritten as a whole is consistent in itself: only a root kept elsewhere shows it.
  /// Of entries appended after that root was kept it says nothing.
  ///
  /// - Parameter kept: size and root of this log, kept where whoever can write the log cannot.
  public func verify(against kept: TreeHead? = nil) throws -> Verification {
    let head = try head()
    var tree = MerkleTree()
    var older: MerkleTree? = kept?.size == 0 ? tree : nil
    var altered: [Revision] = []
    var missing: [ClosedRange<Revision>] = []
    var last = Revision.zero
    try entries(after: .zero) { entries in
      let stored = try leaves(in: entries)
      for entry in entries where entry.revision <= head {
        if entry.revision > last.next { missing.append(last.next...Revision(entry.revision.number - 1)) }
        last = entry.revision
        let leaf = MerkleTree.leaf(entry.bytes)
        if leaf != stored[entry.revision] { altered.append(entry.revision) }
        tree.append(leaf: leaf)
        if tree.size == kept?.size { older = tree }
      }
    }
    return Verification(
      tree: tree, altered: altered, missing: missing, comparison: compare(kept, older, size: tree.size))
  }

  private func leaves(in run: [StoredEntry]) throws(StoreError) -> [Revision: [UInt8]] {
    guard let first = run.first, let last = run.last else { return [:] }
    return try leaves(first.revision...last.revision)
  }

  private func compare(_ kept: TreeHead?, _ older: MerkleTree?, size: Int) -> Verification.Comparison {
    guard let kept else { return .notCompared }
    guard let older else { return .cutOff(size: size) }
    return older.head == kept ? .agrees(size: kept.size) : .differs(older.head)
  }
}
