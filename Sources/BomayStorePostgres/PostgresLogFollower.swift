// SPDX-License-Identifier: Apache-2.0
public import BomayStore
import Synchronization

/// Hears of what any process appends to a register.
///
/// ```swift
/// let follower = try PostgresLogFollower(of: store)
/// while true {
///   if try follower.wait(milliseconds: 60_000) { try session.follow() }
/// }
/// ```
///
/// Whoever is woken asks for all after the last revision it has. So no entry is missed: not one appended
/// before listening began, nor one appended while the connection was cut.
public final class PostgresLogFollower: Sendable {
  private struct Ear {
    let connection: Connection
    /// Whether the connection is new, so that something may have gone by unheard.
    var isFresh = true
  }

  private let ear: Mutex<Ear>
  private let path: String

  /// - Throws: ``StoreError/unreachable(path:problem:)``.
  public init(of store: PostgresLogStore) throws(StoreError) {
    path = store.address.shown
    do {
      ear = Mutex(
        Ear(connection: try Connection(to: store.address, opening: ["LISTEN \(PostgresLogStore.channel)"])))
    } catch {
      throw PostgresLogStore.storeError(error, store.address.shown)
    }
  }

  /// Waits until the log may have gone on, and blocks its thread meanwhile. A lost connection is made anew.
  ///
  /// - Returns: false when the time has passed, the connection is whole and nothing was heard.
  /// - Throws: ``StoreError/unreachable(path:problem:)`` when the server stays away; wait again to go on trying.
  public func wait(milliseconds: Int32) throws(StoreError) -> Bool {
    try ear.withLock { (ear: inout Ear) throws(StoreError) -> Bool in
      do {
        return try PostgresLogFollower.listen(&ear, milliseconds)
      } catch {
        guard let fault = error as? Fault, fault.isLost else { throw PostgresLogStore.storeError(error, path) }
      }
      ear.isFresh = true
      do { try ear.connection.reconnect() } catch { throw PostgresLogStore.storeError(error, path) }
      ear.isFresh = false
      return true
    }
  }

  private static func listen(_ ear: inout Ear, _ milliseconds: Int32) throws -> Bool {
    if ear.isFresh {
      // A server that went away before the first question is found here.
      try ear.connection.execute("")
      ear.isFresh = false
      return true
    }
    if try ear.connection.awaitNotification(milliseconds: milliseconds) { return true }
    // Silence may be that of a dead line: the question shows it.
    try ear.connection.execute("")
    return try ear.connection.awaitNotification(milliseconds: 0)
  }
}
