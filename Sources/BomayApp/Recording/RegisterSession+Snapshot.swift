// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange
public import BomayStore

/// What a snapshot beside the log is worth.
public enum SnapshotFinding: Hashable, Sendable {
  /// None is kept, or it is of another register or program: it is not read.
  case none
  /// The log, folded again, is what the snapshot holds.
  case agrees(Revision)
  /// It is not: the snapshot was altered together with its digests.
  case differs(Revision)
}

/// A snapshot that is kept beside a log and says that it is of that log.
struct KeptSnapshot {
  let path: String
  let head: SnapshotHead
  /// That it ends with.
  let digest: [UInt8]

  /// - Returns: `nil` where none is kept, or one of another register or program. One that was written
  ///   before something was erased still holds that, and is overwritten.
  init?(of store: any LogStore) throws(StoreError) {
    guard let place = try store.snapshotPlace(), let kept = SnapshotFile.kept(place.path) else { return nil }
    guard let mark = try store.mark(), kept.head.mark == mark else {
      // Who may not overwrite it leaves that to who may.
      do { try SnapshotFile.erase(place.path) } catch { return nil }
      return nil
    }
    guard kept.head.software == Software.nameAndVersion, kept.head.revision > .zero,
      try store.leaf(kept.head.revision) == kept.head.leaf
    else { return nil }
    path = place.path
    (head, digest) = kept
  }

  /// The register as the snapshot holds it; `nil` when it is not whole.
  func read() -> Register? { SnapshotFile.read(path, head, CanonicalSnapshots()) }

  /// Whether the register, folded up to the same revision, is what the snapshot holds.
  func agrees(with register: Register) -> Bool {
    SnapshotFile.digest(of: register, head, CanonicalSnapshots()) == digest
  }
}

extension RegisterSession {
  /// How many facts must have been folded before a snapshot of them is worth its room.
  public static let factsWorthASnapshot = 200_000

  /// Keeps a snapshot of the register for whoever opens it next.
  ///
  /// Who may not write it, or has no room for it, does without.
  ///
  /// - Returns: whether it was written.
  @discardableResult
  func keepSnapshot() throws(SessionError) -> Bool {
    do {
      guard let place = try store.snapshotPlace(), let mark = try store.mark(),
        let leaf = try store.leaf(register.head)
      else { return false }
      let head = SnapshotHead(
        software: Software.nameAndVersion, revision: register.head, leaf: leaf, mark: mark)
      do { try SnapshotFile.write(register, head, CanonicalSnapshots(), to: place) } catch { return false }
      // What was erased while it was written is in it.
      guard try store.mark() == mark else {
        try SnapshotFile.erase(place.path)
        return false
      }
      return true
    } catch let error as StoreError {
      throw .store(error)
    } catch {
      throw .store(.failed(path: "", problem: "\(error)"))
    }
  }

  /// Folds the whole log again, whatever snapshot is kept, and says whether that one is true to it.
  public static func refold(
    _ store: any LogStore, progress: (Revision) -> Void = { _ in }
  ) throws(SessionError) -> (session: RegisterSession, snapshot: SnapshotFinding) {
    let kept: KeptSnapshot?
    do { kept = try KeptSnapshot(of: store) } catch { throw .store(error) }
    let session = RegisterSession(store: store)
    var finding = SnapshotFinding.none
    try session.follow(progress: progress) { entry in
      guard let kept, entry.revision == kept.head.revision else { return }
      finding = kept.agrees(with: session.register) ? .agrees(entry.revision) : .differs(entry.revision)
    }
    return (session, finding)
  }
}
