// SPDX-License-Identifier: Apache-2.0
import Crypto

/// The Merkle tree of RFC 6962 over the entries of a log: a leaf is the SHA-256 of a nought byte and
/// the entry's bytes, a node that of a one byte and its two children.
///
/// Only the roots of the full subtrees are kept, so that an entry costs what it adds.
public struct MerkleTree: Hashable, Sendable {
  public private(set) var size: Int
  /// Roots of full subtrees, the largest first.
  private var peaks: [[UInt8]]

  public init() {
    size = 0
    peaks = []
  }

  public static func leaf(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: [0])
    hash.update(data: Array(bytes))
    return Array(hash.finalize())
  }

  static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: [1])
    hash.update(data: left)
    hash.update(data: right)
    return Array(hash.finalize())
  }

  public mutating func append(leaf: [UInt8]) {
    var top = leaf
    var rest = size
    while rest & 1 == 1 {
      top = MerkleTree.node(peaks.removeLast(), top)
      rest >>= 1
    }
    peaks.append(top)
    size += 1
  }

  /// The root, which for an empty log is the SHA-256 of nothing.
  public var root: [UInt8] {
    guard var root = peaks.last else { return Array(SHA256.hash(data: [UInt8]())) }
    for peak in peaks.dropLast().reversed() { root = MerkleTree.node(peak, root) }
    return root
  }

  public var rootText: String { hexadecimal(root) }
}

public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// SHA-256 in hexadecimal.
public func sha256(_ bytes: some Sequence<UInt8>) -> String {
  hexadecimal(SHA256.hash(data: Array(bytes)))
}
