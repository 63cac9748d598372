// SPDX-License-Identifier: Apache-2.0
import BomayStore

/// Keys under which batches were recorded, so that one sent again is not recorded again. Kept for a day, in
/// memory and so many at most: what goes beyond that the expected revision guards, which has moved by then.
struct IdempotencyKeys {
  private struct Use {
    let body: String
    let receipt: Receipt
    let at: Int64
  }

  enum Known {
    case same(Receipt)
    case other
  }

  /// Characters of a key.
  static let longest = 200
  static let most = 1_000
  static let seconds: Int64 = 24 * 3600

  /// By the key, as it was sent, behind who sent it.
  private var uses: [String: Use] = [:]
  /// The keys, the oldest first.
  private var order: [String] = []

  /// What was recorded under the key, or that it was another batch; `nil` where the key is new.
  func known(_ key: String, by owner: String, body: [UInt8], at now: Int64) -> Known? {
    guard let use = uses[name(key, owner)], now - use.at < Self.seconds else { return nil }
    return use.body == sha256(body) ? .same(use.receipt) : .other
  }

  mutating func note(_ key: String, by owner: String, body: [UInt8], _ receipt: Receipt, at now: Int64) {
    let old = order.prefix { name in uses[name].map { now - $0.at >= Self.seconds } ?? true }
    forget(max(old.count, order.count - Self.most + 1))
    let name = name(key, owner)
    order.removeAll { $0 == name }
    order.append(name)
    uses[name] = Use(body: sha256(body), receipt: receipt, at: now)
  }

  private mutating func forget(_ count: Int) {
    guard count > 0 else { return }
    for name in order.prefix(count) { uses[name] = nil }
    order.removeFirst(min(count, order.count))
  }

  /// Nobody meets the keys of another.
  private func name(_ key: String, _ owner: String) -> String { "\(owner.utf8.count):\(owner)\(key)" }

  /// Whether it can be a key: visible ASCII, and not too long.
  static func isKey(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= longest && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
