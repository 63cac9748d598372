// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayStore
import Synchronization

/// What one request is answered from: the register at one moment, and the store it is folded from.
struct Snapshot: Sendable {
  let register: Register
  let store: any LogStore
  let findings: FoundBefore
}

/// Findings of the last few days and revisions that were asked about. They cost a walk over the whole
/// register, and for a day and a revision they never change.
final class FoundBefore: Sendable {
  private struct Key: Hashable {
    let day: Day
    let revision: Revision
  }

  private let kept = Mutex<[(key: Key, findings: [Diagnostic])]>([])
  private static let most = 8

  /// All findings of the moment, the worst first.
  func findings(at moment: AsOf) -> [Diagnostic] {
    let key = Key(day: moment.day, revision: moment.revision)
    if let found = kept.withLock({ $0.first { $0.key == key }?.findings }) { return found }
    let found = moment.findings().worstFirst()
    kept.withLock { kept in
      kept.append((key, found))
      if kept.count > Self.most { kept.removeFirst() }
    }
    return found
  }
}
