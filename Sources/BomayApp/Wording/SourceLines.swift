// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The lines of a file as YAML counts them, whatever they end with; cut when the first one is asked for,
/// so that a large file without faults costs nothing.
public final class SourceLines {
  private let bytes: [UInt8]
  private lazy var ranges = cut()

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The line of this number, counted from 1, in NFC; `nil` behind the last.
  public subscript(number: Int) -> String? {
    guard number > 0, number <= ranges.count else { return nil }
    return String(decoding: bytes[ranges[number - 1]], as: UTF8.self).precomposedStringWithCanonicalMapping
  }

  private func cut() -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var position = start
    bytes.withUnsafeBufferPointer { bytes in
      while position < bytes.count {
        let length = SourceLines.lineEnd(bytes, position)
        guard length > 0 else {
          position += 1
          continue
        }
        found.append(start..<position)
        position += length
        start = position
      }
    }
    found.append(start..<bytes.count)
    return found
  }

  /// How many bytes of a line end stand here: LF, CR, CRLF, next line, line or paragraph separator.
  private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
    switch bytes[place] {
    case 0x0A: return 1
    case 0x0D: return place + 1 < bytes.count && bytes[place + 1] == 0x0A ? 2 : 1
    case 0xC2: return place + 1 < bytes.count && bytes[place + 1] == 0x85 ? 2 : 0
    case 0xE2:
      guard place + 2 < bytes.count, bytes[place + 1] == 0x80 else { return 0 }
      return bytes[place + 2] == 0xA8 || bytes[place + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }
}
