// SPDX-License-Identifier: Apache-2.0

/// A batch as the program that is killed while it writes appends it: each entry says its own revision
/// and that of the first and the last of its batch, so that half a batch is told from a whole one.
public struct WriterBatch: Hashable, Sendable {
  public let first: Int32
  public let last: Int32

  /// The batch that comes after so many entries; its size is worked out from them alone.
  public init(after head: Int32) {
    var generator = SeededGenerator(seed: UInt64(head))
    first = head + 1
    last = head + Int32(1 + generator.below(60))
  }

  public var revisions: ClosedRange<Int32> { first...last }

  /// What is appended under a revision: of a few bytes to several pages.
  public static func bytes(_ revision: Int32, in batch: WriterBatch) -> [UInt8] {
    var generator = SeededGenerator(seed: UInt64(revision) &* 7919)
    let filler = [UInt8](repeating: UInt8(97 + generator.below(26)), count: generator.below(9000))
    return Array("{\"batch\":[\(batch.first),\(batch.last)],\"entry\":\(revision),\"filler\":\"".utf8) + filler
      + Array("\"}".utf8)
  }

  /// The salt of the one personal record that each batch seals.
  public var salt: [UInt8] { Array("batch \(first)".utf8) }
}
