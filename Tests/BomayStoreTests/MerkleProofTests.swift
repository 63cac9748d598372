// SPDX-License-Identifier: Apache-2.0
import BomayStore
import BomayTesting
import Testing

/// Root, audit path and consistency proof as the definitions of RFC 6962 read, over the leaves
/// themselves: nothing is kept, nothing is computed ahead.
enum SlowTree {
  static func split(_ count: Int) -> Int {
    var split = 1
    while split * 2 < count { split *= 2 }
    return split
  }

  static func root(_ leaves: [[UInt8]]) -> [UInt8] {
    if leaves.isEmpty { return bytes(sha256([])) }
    if leaves.count == 1 { return leaves[0] }
    let split = split(leaves.count)
    return bytes(sha256([1] + root(Array(leaves[..<split])) + root(Array(leaves[split...]))))
  }

  static func path(_ index: Int, _ leaves: [[UInt8]]) -> [[UInt8]] {
    if leaves.count == 1 { return [] }
    let split = split(leaves.count)
    let (left, right) = (Array(leaves[..<split]), Array(leaves[split...]))
    return index < split ? path(index, left) + [root(right)] : path(index - split, right) + [root(left)]
  }

  static func proof(_ older: Int, _ leaves: [[UInt8]], isWhole: Bool = true) -> [[UInt8]] {
    if older == leaves.count { return isWhole ? [] : [root(leaves)] }
    let split = split(leaves.count)
    let (left, right) = (Array(leaves[..<split]), Array(leaves[split...]))
    return older <= split
      ? proof(older, left, isWhole: isWhole) + [root(right)]
      : proof(older - split, right, isWhole: false) + [root(left)]
  }

  static func head(_ leaves: [[UInt8]]) -> TreeHead { TreeHead(size: leaves.count, root: root(leaves)) }

  static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

/// A published proof about the first `size` of the eight published leaves.
struct PublishedProof: Sendable, CustomTestStringConvertible {
  /// The place of the leaf, from 0; or the older size.
  let about: Int
  let size: Int
  let path: [String]

  init(_ about: Int, _ size: Int, _ path: String...) {
    self.about = about
    self.size = size
    self.path = path
  }

  var testDescription: String { "\(about) of \(size)" }

  /// Published with the reference implementation of Certificate Transparency.
  static let inclusion = [
    PublishedProof(0, 1),
    PublishedProof(
      0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
    PublishedProof(
      5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    PublishedProof(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    PublishedProof(
      1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
  ]

  static let consistency = [
    PublishedProof(1, 1),
    PublishedProof(
      1, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
    PublishedProof(
      6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    PublishedProof(
      2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
  ]
}

@Suite("Proofs of RFC 6962")
struct MerkleProofTests {
  private static let most = 70
  private static let leaves = (0..<most).map { MerkleTree.leaf(Array("entry \($0)".utf8)) }
  private static let heads = (0...most).map { SlowTree.head(Array(leaves.prefix($0))) }
  private static let published = MerkleTreeTests.leaves.map { MerkleTree.leaf($0) }

  @Test("of a leaf are the published ones", arguments: PublishedProof.inclusion)
  func publishedInclusion(published: PublishedProof) throws {
    let leaves = Array(Self.published.prefix(published.size))
    let proof = try #require(InclusionProof(index: published.about, of: leaves))
    #expect(proof.path.map { hexadecimal($0) } == published.path)
    let head = try #require(TreeHead("\(published.size):\(MerkleTreeTests.roots[published.size])"))
    #expect(proof.holds(leaf: leaves[published.about], in: head))
  }

  @Test("of growth are the published ones", arguments: PublishedProof.consistency)
  func publishedConsistency(published: PublishedProof) throws {
    let proof = try #require(ConsistencyProof(older: published.about, of: Self.published.prefix(published.size)))
    #expect(proof.path.map { hexadecimal($0) } == published.path)
    let older = try #require(TreeHead("\(published.about):\(MerkleTreeTests.roots[published.about])"))
    let newer = try #require(TreeHead("\(published.size):\(MerkleTreeTests.roots[published.size])"))
    #expect(proof.holds(from: older, to: newer))
  }

  @Test("of every leaf are those of the definition, and hold for it alone", arguments: 1...most)
  func inclusion(size: Int) throws {
    let leaves = Array(Self.leaves.prefix(size))
    let head = Self.heads[size]
    for index in 0..<size {
      let proof = try #require(InclusionProof(index: index, of: leaves))
      #expect(proof.path == SlowTree.path(index, leaves))
      for other in [0, index - 1, index, index + 1, size - 1] where leaves.indices.contains(other) {
        #expect(proof.holds(leaf: leaves[other], in: head) == (other == index))
      }
    }
    #expect(InclusionProof(index: size, of: leaves) == nil)
    #expect(InclusionProof(index: -1, of: leaves) == nil)
  }

  @Test("of growth from every size are those of the definition", arguments: 0...most)
  func consistency(size: Int) throws {
    let leaves = Array(Self.leaves.prefix(size))
    let newer = Self.heads[size]
    for older in 0...size {
      let old = Self.heads[older]
      let proof = try #require(ConsistencyProof(older: older, of: leaves))
      #expect(proof.path == (older == 0 ? [] : SlowTree.proof(older, leaves)))
      #expect(proof.holds(from: old, to: newer))
      // A log that had said something else is not the beginning of this one.
      if older % 7 == 1 {
        var other = Array(leaves.prefix(older))
        other[older / 2] = MerkleTree.leaf([0xFF])
        #expect(!proof.holds(from: SlowTree.head(other), to: newer))
      }
    }
    #expect(ConsistencyProof(older: size + 1, of: leaves) == nil)
  }

  /// Every way in which a path can be other than it is: a bit of it, its length, its order.
  private func altered(_ path: [[UInt8]]) -> [[[UInt8]]] {
    var found: [[[UInt8]]] = [path + [Array(repeating: 0, count: 32)], [Array(repeating: 0, count: 32)] + path]
    for index in path.indices {
      for bit in [0, 131, 255] {
        var changed = path
        changed[index][bit / 8] ^= 1 << UInt8(bit % 8)
        found.append(changed)
      }
      found.append(path.indices.filter { $0 != index }.map { path[$0] })
      found.append(path + [path[index]])
      if index > 0, path[index] != path[index - 1] {
        var changed = path
        changed.swapAt(index, index - 1)
        found.append(changed)
      }
    }
    return found
  }

  @Test("that are altered are refused", arguments: [1, 2, 3, 4, 5, 7, 8, 9, 16, 21, 33, 64, 70])
  func refused(size: Int) throws {
    let leaves = Array(Self.leaves.prefix(size))
    let head = Self.heads[size]
    for index in 0..<size {
      let path = SlowTree.path(index, leaves)
      for path in altered(path) {
        #expect(!InclusionProof(index: index, size: size, path: path).holds(leaf: leaves[index], in: head))
      }
      for other in [-1, index - 1, index + 1, size] where other != index {
        #expect(!InclusionProof(index: other, size: size, path: path).holds(leaf: leaves[index], in: head))
      }
      let longer = TreeHead(size: size + 1, root: head.root)
      #expect(!InclusionProof(index: index, size: size, path: path).holds(leaf: leaves[index], in: longer))
    }
    for older in 1...size {
      let old = Self.heads[older]
      let path = SlowTree.proof(older, leaves)
      for path in altered(path) {
        #expect(!ConsistencyProof(older: older, newer: size, path: path).holds(from: old, to: head))
      }
      let wrong = TreeHead(size: older, root: Array(repeating: 7, count: 32))
      #expect(!ConsistencyProof(older: older, newer: size, path: path).holds(from: wrong, to: head))
      #expect(!ConsistencyProof(older: older, newer: size, path: path).holds(from: old, to: wrong))
    }
  }

  @Test("of nonsense are refused and do not trap")
  func nonsense() {
    let leaf = Self.leaves[0]
    for (index, size) in [(0, 0), (5, 3), (-1, 4), (0, Int.max), (Int.max - 1, Int.max), (Int.min, Int.min)] {
      #expect(
        !InclusionProof(index: index, size: size, path: []).holds(leaf: leaf, in: TreeHead(size: size, root: leaf)))
    }
    let empty = TreeHead(size: 0, root: leaf)
    for (older, newer) in [(0, 5), (5, 3), (-1, 4), (3, Int.max), (Int.min, 0)] {
      let proof = ConsistencyProof(older: older, newer: newer, path: [])
      #expect(!proof.holds(from: TreeHead(size: older, root: leaf), to: TreeHead(size: newer, root: leaf)))
    }
    #expect(!ConsistencyProof(older: 0, newer: 0, path: []).holds(from: empty, to: empty))
  }
}

@Suite("Size and root as written down")
struct TreeHeadTests {
  private static let root = MerkleTreeTests.roots[3]

  @Test("are read back, in capitals too")
  func read() throws {
    let head = try #require(TreeHead("3:\(Self.root)"))
    #expect(head.size == 3 && head.rootText == Self.root && head.description == "3:\(Self.root)")
    #expect(TreeHead("3:\(Self.root.uppercased())") == head)
    #expect(TreeHead("0003:\(Self.root)") == head)
  }

  @Test(
    "are told from any other text",
    arguments: [
      "", ":", "3", "3:", ":\(root)", "x:\(root)", "-3:\(root)", "+3:\(root)", "3:\(root)0", "3:\(root)00",
      "3:\(root.dropLast(2))", "3:\(root.dropLast())", "3:\(root.dropLast())g", "3:\(root):1",
      "99999999999999999999:\(root)", " 3:\(root)",
    ])
  func others(text: String) { #expect(TreeHead(text) == nil) }
}
