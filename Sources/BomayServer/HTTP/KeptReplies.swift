// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import NIOCore
import Synchronization

/// Answers of the last seconds, given again to who asks the same of the same register with the same rights.
///
/// Whatever an answer is made of is in its key: where the log stands, what of it is seen, who asks, what waits
/// for them, what day it is.
/// What is not in the log, like the text of a source, is told within ``seconds``. When something was erased all of it
/// is dropped with the ``KeptAnswers`` it belongs to. That somebody looked at personal data is noted anew each time.
final class KeptReplies: Sendable {
  struct Key: Hashable {
    let head: Revision
    let view: View
    let caller: Caller
    let today: Day
    let language: String
    /// Path and query, as they were asked for.
    let address: String
    /// How many drafts wait for the caller.
    var waiting = 0
    let isZipped: Bool

    /// By what tells most answers apart; the rest is looked at where that is the same.
    func hash(into hasher: inout Hasher) {
      hasher.combine(head)
      hasher.combine(address)
    }
  }

  struct Kept: Sendable {
    let reply: RenderedReply
    /// Whose personal data is in it.
    let persons: Set<Identifier<Person>>
    fileprivate let at: Int64
  }

  private struct All {
    var kept: [Key: Kept] = [:]
    /// The oldest first, from ``first`` on: what stands before it is gone.
    var order: [Key] = []
    var first = 0
    var bytes = 0

    /// Takes out the oldest; those behind it are moved up once in a while.
    mutating func forgetOldest() {
      let oldest = order[first]
      first += 1
      bytes -= kept.removeValue(forKey: oldest)?.reply.body.readableBytes ?? 0
      guard first > KeptReplies.most else { return }
      order.removeFirst(first)
      first = 0
    }
  }

  static let seconds: Int64 = 5
  /// Answers, bytes of one of them and of all.
  static let most = 512
  static let largest = 512 * 1024
  static let mostBytes = 32 * 1024 * 1024

  private let all = Mutex(All())

  func reply(_ key: Key, at now: Int64) -> Kept? {
    all.withLock { all in
      guard let kept = all.kept[key] else { return nil }
      // A clock that was put back makes nothing last longer.
      return (0..<Self.seconds).contains(now - kept.at) ? kept : nil
    }
  }

  func keep(_ reply: RenderedReply, _ persons: Set<Identifier<Person>>, for key: Key, at now: Int64) {
    let size = reply.body.readableBytes
    guard size <= Self.largest else { return }
    all.withLock { all in
      if let old = all.kept[key] {
        all.bytes -= old.reply.body.readableBytes
        all.order[all.first...].removeAll { $0 == key }
      }
      all.kept[key] = Kept(reply: reply, persons: persons, at: now)
      all.order.append(key)
      all.bytes += size
      while all.kept.count > Self.most || all.bytes > Self.mostBytes { all.forgetOldest() }
    }
  }

  /// How many there are, and their bytes.
  var size: (count: Int, bytes: Int) { all.withLock { ($0.kept.count, $0.bytes) } }
}
