// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore

/// The register as it stands, following its log.
///
/// Each request asks for the register once and answers from that one value, whatever is recorded
/// meanwhile. The head of the log is looked at on each request, so that what another process has
/// recorded is seen by the next one.
actor LiveRegister {
  private(set) var session: RegisterSession
  private let seconds: @Sendable () -> Int64
  private var kept = KeptAnswers()
  private var mark: [UInt8]?
  private var lookedAt: Int64
  var keys = IdempotencyKeys()

  init(_ session: sending RegisterSession, seconds: @escaping @Sendable () -> Int64) throws(SessionError) {
    mark = try LiveRegister.mark(session.store)
    self.session = session
    self.seconds = seconds
    lookedAt = seconds()
  }

  /// The register now.
  func current() throws(SessionError) -> Snapshot {
    try forgetWhatWasErased()
    let head: Revision
    do { head = try session.store.head() } catch { throw .store(error) }
    if head > session.register.head {
      // Folding copies what another value still holds.
      kept.forgetRegisters()
      try session.follow()
    }
    return Snapshot(register: session.register, store: session.store, kept: kept)
  }

  /// What is erased from the store by another process is folded away within seconds. Erasing moves no head,
  /// so the mark of the store is compared, at most every few seconds.
  private func forgetWhatWasErased() throws(SessionError) {
    guard seconds() - lookedAt >= Self.secondsBetweenLooks else { return }
    lookedAt = seconds()
    let now = try LiveRegister.mark(session.store)
    guard now != mark else { return }
    session = try RegisterSession.open(session.store)
    kept = KeptAnswers()
    mark = now
  }

  /// Before this process records, since folding copies what another value still holds.
  func forgetKeptRegisters() { kept.forgetRegisters() }

  private static let secondsBetweenLooks: Int64 = 5

  private static func mark(_ store: any LogStore) throws(SessionError) -> [UInt8]? {
    do { return try store.mark() } catch { throw .store(error) }
  }
}
