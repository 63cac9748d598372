// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// How often somebody may ask: each has a bucket of requests that fills again as time passes.
final class RateLimits: Sendable {
  struct Rate: Sendable {
    /// Requests at once.
    let burst: Double
    let perSecond: Double
  }

  /// Behind one address a whole office may sit.
  static let address = Rate(burst: 600, perSecond: 60)
  static let account = Rate(burst: 240, perSecond: 20)

  private struct Bucket {
    var left: Double
    var at: Int64
  }

  private let buckets = Mutex<[String: Bucket]>([:])
  /// Buckets kept at once, so that whoever has many addresses fills no memory.
  static let most = 20_000

  var count: Int { buckets.withLock { $0.count } }

  /// Takes one request out of the bucket.
  ///
  /// - Returns: seconds until there is one again; nought where it was taken.
  func wait(_ rate: Rate, _ key: String, now: Int64) -> Int64 {
    buckets.withLock { buckets in
      var bucket = buckets[key] ?? Bucket(left: rate.burst, at: now)
      bucket.left = min(rate.burst, bucket.left + Double(max(0, now - bucket.at)) * rate.perSecond)
      bucket.at = now
      let isThere = bucket.left >= 1
      if isThere { bucket.left -= 1 }
      if buckets[key] == nil, buckets.count >= RateLimits.most { RateLimits.forget(&buckets, now) }
      buckets[key] = bucket
      return isThere ? 0 : Int64(((1 - bucket.left) / rate.perSecond).rounded(.up))
    }
  }

  /// Forgets those that are full again by now; where that is not half of them, the emptiest alone are kept.
  private static func forget(_ buckets: inout [String: Bucket], _ now: Int64) {
    buckets = buckets.filter { now - $0.value.at < 60 }
    guard buckets.count > most / 2 else { return }
    let kept = buckets.sorted { $0.value.left < $1.value.left }.prefix(most / 2)
    buckets = Dictionary(kept.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Addresses as senders are told apart by them: of IPv6 the half that names the network, since one sender has
/// all of the other half.
enum AddressKey {
  static func of(_ text: String) -> String {
    let text = text.prefix { $0 != "%" }
    guard text.utf8.count <= 45, text.utf8.allSatisfy({ isPart($0) }) else { return "unknown" }
    guard text.contains(":") else { return text.isEmpty ? "unknown" : String(text) }
    if let dotted = text.split(separator: ":").last, dotted.contains(".") { return String(dotted) }
    let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    let head = halves[0].split(separator: ":")
    let tail = halves.count > 1 ? halves[1].split(separator: ":") : []
    let gap = halves.count > 1 ? max(0, 8 - head.count - tail.count) : 0
    let groups = head.map(String.init) + Array(repeating: "0", count: gap) + tail.map(String.init)
    return groups.prefix(4).map { $0.lowercased() }.joined(separator: ":") + "::"
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: ":"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
