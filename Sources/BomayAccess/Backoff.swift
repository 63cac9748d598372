// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// How long whoever fails again and again must wait: after the free failures a second, and twice as long
/// each time.
public struct Backoff: Hashable, Sendable {
  /// Failures after which nobody waits yet.
  public let free: Int
  /// Seconds of the longest wait. An owner who knows the password is never shut out for longer.
  public let longest: Int64

  public init(free: Int, longest: Int64 = 900) {
    self.free = free
    self.longest = longest
  }

  /// Of one account, whether there is one of this name or not.
  public static let account = Backoff(free: 5)
  /// Of one address, behind which a whole office may sit.
  public static let address = Backoff(free: 20)

  /// Seconds still to wait.
  public func wait(after failures: Failures?, now: Instant) -> Int64 {
    guard let failures, failures.count >= free else { return 0 }
    let pause = min(longest, Int64(1) << Int64(min(failures.count - free, 30)))
    return max(0, min(pause, failures.lastAt.seconds + pause - now.seconds))
  }
}

/// Somebody about to try a password, and how often they may.
public struct Attempt: Hashable, Sendable {
  public let key: String
  public let backoff: Backoff

  public init(key: String, backoff: Backoff) {
    self.key = key
    self.backoff = backoff
  }
}
