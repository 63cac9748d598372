// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Synchronization

/// Tries passwords one after the other on a thread of its own: each takes 128 MiB and some tenths of a second,
/// and neither memory nor the threads of other requests are for whoever sends many.
final class PasswordHasher: Sendable {
  private let queue = DispatchQueue(label: "bomay.passwords")
  private let waiting = Mutex(0)
  let cost: ScryptCost
  /// Of no password: tried where there is no account, so that an answer takes as long as where there is one.
  let decoy: PasswordHash

  /// Whoever comes when so many wait is sent away.
  static let most = 16

  init(cost: ScryptCost) {
    self.cost = cost
    decoy = PasswordHash.decoy(cost)
  }

  /// - Returns: `nil` where too many wait already.
  func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value? {
    let mayWait = waiting.withLock { count in
      guard count < PasswordHasher.most else { return false }
      count += 1
      return true
    }
    guard mayWait else { return nil }
    defer { waiting.withLock { $0 -= 1 } }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try work() }) }
    }
  }
}
