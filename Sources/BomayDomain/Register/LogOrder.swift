// SPDX-License-Identifier: Apache-2.0

/// The order of decisions of one day: that of the log, unless a decision says that it comes *after*
/// another. What it says is known from the revision that says it, so that past answers stay.
struct LogOrder: Sendable {
  private struct Claim: Sendable {
    let revision: Int32
    /// The decision that comes first; -1 where a correction has taken the claim back.
    let decision: Int32
  }

  private var claims: [Int32: [Claim]] = [:]
  /// Places of the decisions that claims name; one may be recorded later than the claim.
  private var entries: [Int32: Int32] = [:]

  init() {}

  var isEmpty: Bool { claims.isEmpty }

  /// Says, from `revision` on, which decision the entry comes after; -1 for none.
  mutating func claim(_ entry: Int32, after decision: Int32, at revision: Int32) {
    guard decision >= 0 || claims[entry] != nil else { return }
    claims[entry, default: []].append(Claim(revision: revision, decision: decision))
    if decision >= 0, entries[decision] == nil { entries[decision] = -1 }
  }

  /// Tells the place of a decision, where some claim has named it.
  mutating func place(_ decision: Int32, at entry: Int32) {
    if entries[decision] != nil { entries[decision] = entry }
  }

  /// Compared element by element: just after the entry it follows, before the next of the log.
  ///
  /// An entry that follows a later one stands behind it, where that one stands; one that follows an
  /// earlier one is where it is already.
  func key(of entry: Int32, knownAt revision: Int32) -> [Int32] {
    var chain = [entry]
    var seen: Set<Int32> = [entry]
    while let before = first(of: chain[chain.count - 1], knownAt: revision), seen.insert(before).inserted {
      chain.append(before)
    }
    var key: [Int32] = []
    for one in chain.reversed() {
      // The entry itself is a key of one element: it comes first unless the other's begins higher.
      if let head = key.first, one < head || (one == head && key.count > 1) { key.append(one) } else { key = [one] }
    }
    return key
  }

  /// The entry that this one comes after, as known at the revision.
  private func first(of entry: Int32, knownAt revision: Int32) -> Int32? {
    guard let decision = claimed(entry, knownAt: revision), let first = entries[decision], first > 0,
      first <= revision
    else { return nil }
    return first
  }

  /// The decision that the entry says it comes after, as known at the revision.
  func claimed(_ entry: Int32, knownAt revision: Int32) -> Int32? {
    guard let claim = claims[entry]?.last(where: { $0.revision <= revision }), claim.decision >= 0 else { return nil }
    return claim.decision
  }

  /// Whether what decisions say of their order runs in a circle through this one.
  func isCircular(_ entry: Int32, knownAt revision: Int32) -> Bool {
    var path: Set<Int32> = []
    var current = entry
    while path.insert(current).inserted {
      guard let claim = claims[current]?.last(where: { $0.revision <= revision }), claim.decision >= 0,
        let first = entries[claim.decision], first > 0
      else { return false }
      current = first
    }
    return true
  }

  /// Claims in the order of their entries, for the digest.
  var claimed: [[Int32]] {
    claims.sorted { $0.key < $1.key }.flatMap { entry, claims in claims.map { [entry, $0.revision, $0.decision] } }
  }

  func write(to snapshot: inout SnapshotWriter) {
    snapshot.write(lists: claimed)
    snapshot.write(lists: entries.sorted { $0.key < $1.key }.map { [$0.key, $0.value] })
  }

  init(from snapshot: inout SnapshotReader) throws(SnapshotFault) {
    for claim: [Int32] in try snapshot.lists() {
      guard claim.count == 3 else { throw SnapshotFault() }
      claims[claim[0], default: []].append(Claim(revision: claim[1], decision: claim[2]))
    }
    for place: [Int32] in try snapshot.lists() {
      guard place.count == 2 else { throw SnapshotFault() }
      entries[place[0]] = place[1]
    }
  }
}
