// SPDX-License-Identifier: Apache-2.0

/// That a leaf is in a tree at its place (RFC 6962, section 2.1.1).
///
/// The path holds the roots of the parts beside which the leaf lies, the smallest first.
public struct InclusionProof: Hashable, Sendable {
  /// The place of the leaf, from 0.
  public let index: Int
  /// How many leaves the tree has.
  public let size: Int
  public let path: [[UInt8]]

  public init(index: Int, size: Int, path: [[UInt8]]) {
    self.index = index
    self.size = size
    self.path = path
  }

  /// The root to which the leaf leads; `nil` when the path is not one of such a place.
  public func root(leaf: [UInt8]) -> [UInt8]? {
    guard index >= 0, index < size else { return nil }
    return InclusionProof.climb(leaf, index, size, path[...])
  }

  /// Whether this proves that the leaf is in the tree of that size and root.
  public func holds(leaf: [UInt8], in head: TreeHead) -> Bool {
    size == head.size && root(leaf: leaf) == head.root
  }

  private static func climb(_ leaf: [UInt8], _ index: Int, _ size: Int, _ path: ArraySlice<[UInt8]>) -> [UInt8]? {
    guard size > 1 else { return path.isEmpty ? leaf : nil }
    guard let beside = path.last else { return nil }
    let left = MerkleTree.leftPart(of: size)
    if index < left {
      return climb(leaf, index, left, path.dropLast()).map { MerkleTree.node($0, beside) }
    }
    return climb(leaf, index - left, size - left, path.dropLast()).map { MerkleTree.node(beside, $0) }
  }

  /// The runs of leaves whose roots make the path, in its order.
  ///
  /// - Precondition: `index` is below `size`.
  static func parts(index: Int, size: Int) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var run = 0..<size
    while run.count > 1 {
      let middle = run.lowerBound + MerkleTree.leftPart(of: run.count)
      parts.append(index < middle ? middle..<run.upperBound : run.lowerBound..<middle)
      run = index < middle ? run.lowerBound..<middle : middle..<run.upperBound
    }
    return parts.reversed()
  }
}

/// That a tree is the beginning of another: nothing of it was altered, taken away or put in between
/// (RFC 6962, section 2.1.2).
public struct ConsistencyProof: Hashable, Sendable {
  /// How many leaves the older tree has; 0 is the beginning of every tree.
  public let older: Int
  public let newer: Int
  public let path: [[UInt8]]

  public init(older: Int, newer: Int, path: [[UInt8]]) {
    self.older = older
    self.newer = newer
    self.path = path
  }

  /// Whether this proves that the older tree is the beginning of the newer one.
  public func holds(from old: TreeHead, to new: TreeHead) -> Bool {
    guard old.size == older, new.size == newer, older >= 0, older <= newer else { return false }
    guard older > 0 else { return path.isEmpty && old == MerkleTree().head }
    let roots = ConsistencyProof.climb(old.root, older, newer, isWhole: true, path[...])
    return roots?.older == old.root && roots?.newer == new.root
  }

  /// The roots that a part of the newer tree and its beginning have, by the path.
  ///
  /// - Parameter isWhole: whether the part begins with the whole of the older tree, whose root is known
  ///   and therefore not in the path.
  private static func climb(
    _ root: [UInt8], _ older: Int, _ newer: Int, isWhole: Bool, _ path: ArraySlice<[UInt8]>
  ) -> (older: [UInt8], newer: [UInt8])? {
    if older == newer {
      if isWhole { return path.isEmpty ? (root, root) : nil }
      return path.count == 1 ? path.last.map { ($0, $0) } : nil
    }
    guard let beside = path.last else { return nil }
    let left = MerkleTree.leftPart(of: newer)
    if older <= left {
      return climb(root, older, left, isWhole: isWhole, path.dropLast())
        .map { ($0.older, MerkleTree.node($0.newer, beside)) }
    }
    return climb(root, older - left, newer - left, isWhole: false, path.dropLast())
      .map { (MerkleTree.node(beside, $0.older), MerkleTree.node(beside, $0.newer)) }
  }

  /// The runs of leaves whose roots make the path, in its order.
  ///
  /// - Precondition: `older` is not above `newer`.
  static func parts(older: Int, newer: Int) -> [Range<Int>] {
    guard older > 0 else { return [] }
    var parts: [Range<Int>] = []
    var run = 0..<newer
    var isWhole = true
    while run.upperBound != older {
      let middle = run.lowerBound + MerkleTree.leftPart(of: run.count)
      if older <= middle {
        parts.append(middle..<run.upperBound)
        run = run.lowerBound..<middle
      } else {
        parts.append(run.lowerBound..<middle)
        run = middle..<run.upperBound
        isWhole = false
      }
    }
    if !isWhole { parts.append(run) }
    return parts.reversed()
  }
}

extension MerkleTree {
  /// How many leaves lie left of the root: the largest power of two below their number.
  ///
  /// - Precondition: there are two leaves or more.
  static func leftPart(of size: Int) -> Int { 1 << (Int.bitWidth - 1 - (size - 1).leadingZeroBitCount) }
}

/// Makes proofs in one pass over the leaves, keeping no leaf: the path is the roots of runs of them.
struct ProofMaker {
  private let parts: [Range<Int>]
  private var trees: [MerkleTree]
  /// The parts in the order of their leaves, as places in the path.
  private let order: [Int]
  private var next = 0
  private(set) var whole = MerkleTree()

  init(_ parts: [Range<Int>]) {
    self.parts = parts
    trees = parts.map { _ in MerkleTree() }
    order = parts.indices.sorted { parts[$0].lowerBound < parts[$1].lowerBound }
  }

  mutating func append(leaf: [UInt8]) {
    let index = whole.size
    whole.append(leaf: leaf)
    if next < order.count, index >= parts[order[next]].upperBound { next += 1 }
    guard next < order.count, parts[order[next]].contains(index) else { return }
    trees[order[next]].append(leaf: leaf)
  }

  var path: [[UInt8]] { trees.map(\.root) }
}

extension InclusionProof {
  /// The proof for one of these leaves; `nil` where there is none of that index.
  public init?(index: Int, of leaves: some Collection<[UInt8]>) {
    guard index >= 0, index < leaves.count else { return nil }
    var maker = ProofMaker(InclusionProof.parts(index: index, size: leaves.count))
    for leaf in leaves { maker.append(leaf: leaf) }
    self.init(index: index, size: leaves.count, path: maker.path)
  }
}

extension ConsistencyProof {
  /// The proof that the first so many of these leaves are their beginning; `nil` where there are fewer.
  public init?(older: Int, of leaves: some Collection<[UInt8]>) {
    guard older >= 0, older <= leaves.count else { return nil }
    var maker = ProofMaker(ConsistencyProof.parts(older: older, newer: leaves.count))
    for leaf in leaves { maker.append(leaf: leaf) }
    self.init(older: older, newer: leaves.count, path: maker.path)
  }
}
