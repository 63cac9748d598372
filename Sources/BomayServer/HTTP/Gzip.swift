// SPDX-License-Identifier: Apache-2.0
import CZlib

/// The coding `gzip` of an answer (RFC 9110, section 8.4.1.3).
enum Gzip {
  /// Bytes below which an answer fits a packet or so and is not worth the work.
  static let least = 1400

  /// Whether an answer of this type and size is sent compressed to who sent this `Accept-Encoding`.
  static func isWanted(_ accepted: String?, type: String, size: Int) -> Bool {
    guard size >= least, let accepted else { return false }
    let isText =
      type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("application/problem+json")
      || type.hasPrefix("image/svg+xml")
    return isText && !type.hasPrefix("text/event-stream") && isAccepted(accepted)
  }

  /// Whether gzip is let in, and is not less welcome than the plain answer.
  static func isAccepted(_ header: String) -> Bool {
    var weights: [String: Double] = [:]
    for item in header.split(separator: ",") {
      let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
      guard let name = parts.first else { continue }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      weights[name] = weight
    }
    let weight = weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0
    return weight > 0 && weight >= weights["identity"] ?? 0
  }

  /// - Returns: `nil` where zlib has no memory for it; the answer goes out as it is then.
  static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard bomay_gzip_begin(&stream, level) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))))
    let size: Int? = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = uInt(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = uInt(target.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : nil
      }
    }
    return size.map { Array(output.prefix($0)) }
  }

  /// Of 1 to 9: a table of 100 kB in about a millisecond, to within some hundredths of the smallest.
  private static let level: Int32 = 5
}
