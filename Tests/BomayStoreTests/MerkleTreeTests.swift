// SPDX-License-Identifier: Apache-2.0
import BomayStore
import Testing

@Suite("The Merkle tree of RFC 6962")
struct MerkleTreeTests {
  /// The leaves and roots of the reference implementation's published test data.
  static let leaves: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57), Array(0x60...0x6F),
  ]
  static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test("has the published root at every size", arguments: 0...8)
  func roots(size: Int) {
    var tree = MerkleTree()
    for leaf in Self.leaves.prefix(size) { tree.append(leaf: MerkleTree.leaf(leaf)) }
    #expect(tree.size == size)
    #expect(tree.rootText == Self.roots[size])
  }

  /// The definition, as slowly as it reads: split at the largest power of two below the size.
  private func slowRoot(_ leaves: ArraySlice<[UInt8]>) -> String {
    func root(_ part: ArraySlice<[UInt8]>) -> [UInt8] {
      if part.count == 1, let only = part.first { return MerkleTree.leaf(only) }
      var split = 1
      while split * 2 < part.count { split *= 2 }
      let middle = part.startIndex + split
      return bytes(sha256([1] + root(part[part.startIndex..<middle]) + root(part[middle...])))
    }
    return hexadecimal(root(leaves))
  }

  private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  @Test("agrees with the definition", arguments: [1, 2, 3, 7, 31, 32, 33, 100])
  func definition(size: Int) {
    let leaves = (0..<size).map { Array("entry \($0)".utf8) }
    var tree = MerkleTree()
    for leaf in leaves { tree.append(leaf: MerkleTree.leaf(leaf)) }
    #expect(tree.rootText == slowRoot(leaves[...]))
  }
}
