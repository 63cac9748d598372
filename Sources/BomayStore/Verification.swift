// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// What reading every entry again has shown.
public struct Verification: Hashable, Sendable {
  /// Size and root as computed from the entries themselves.
  public let tree: MerkleTree
  /// Entries whose stored leaf is not that of their bytes.
  public let altered: [Revision]
  /// Revisions that should be there and are not.
  public let missing: [Revision]
}

extension LogStore {
  /// Computes every leaf anew. A log that is rewritten as a whole is consistent in itself: only a root
  /// kept elsewhere shows it.
  public func verify() throws -> Verification {
    var tree = MerkleTree()
    var altered: [Revision] = []
    var missing: [Revision] = []
    var expected = Revision(1)
    // What others append while this is read is left to the next time.
    let head = try head()
    let stored = try leaves()
    try entries(after: .zero) { entries in
      for entry in entries where entry.revision <= head {
        while expected < entry.revision {
          missing.append(expected)
          expected = expected.next
        }
        let leaf = MerkleTree.leaf(entry.bytes)
        if leaf != stored[entry.revision] { altered.append(entry.revision) }
        tree.append(leaf: leaf)
        expected = entry.revision.next
      }
    }
    return Verification(tree: tree, altered: altered, missing: missing)
  }
}
