// SPDX-License-Identifier: Apache-2.0

/// How many entries a log has and the root over them: what is kept elsewhere to tell later whether the
/// log is still the same. Written `SIZE:ROOT`, as printed reports bear it.
public struct TreeHead: Hashable, Sendable, CustomStringConvertible {
  public let size: Int
  /// 32 bytes.
  public let root: [UInt8]

  public init(size: Int, root: [UInt8]) {
    self.size = size
    self.root = root
  }

  /// Reads what ``description`` writes; capital hexadecimal digits too. `nil` for any other text.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
      let size = Int(parts[0]), let root = bytes(hexadecimal: parts[1]), root.count == 32
    else { return nil }
    self.init(size: size, root: root)
  }

  public var rootText: String { hexadecimal(root) }
  public var description: String { "\(size):\(rootText)" }
}

extension MerkleTree {
  public var head: TreeHead { TreeHead(size: size, root: root) }
}

/// What ``hexadecimal(_:)`` writes, capital digits too; `nil` for any other text.
func bytes(hexadecimal text: some StringProtocol) -> [UInt8]? {
  let digits = text.utf8.map { digit -> UInt8? in
    switch digit {
    case 48...57: digit - 48
    case 65...70: digit - 55
    case 97...102: digit - 87
    default: nil
    }
  }
  guard digits.count % 2 == 0 else { return nil }
  var bytes: [UInt8] = []
  for place in stride(from: 0, to: digits.count, by: 2) {
    guard let high = digits[place], let low = digits[place + 1] else { return nil }
    bytes.append(high << 4 | low)
  }
  return bytes
}
