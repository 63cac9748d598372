// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// Tells all who listen that the log has gone on, and now and then that it has not, so that nobody takes a
/// dead line for silence. One look at the log serves them all; nobody is kept a list of what they missed, since
/// the log has it.
actor Bell {
  /// Listeners at once.
  static let most = 100

  private let period: Duration
  private let looksBetweenSigns: Int
  private let head: @Sendable () async throws -> Revision
  private var listeners: [Int: AsyncStream<Revision>.Continuation] = [:]
  private var last = 0
  private var watch: Task<Void, Never>?

  /// - Parameters:
  ///   - period: between two looks at the log.
  ///   - looksBetweenSigns: looks that find nothing before it rings all the same; 75 are 15 seconds.
  ///   - head: the head of the log.
  init(
    period: Duration = .milliseconds(200), looksBetweenSigns: Int = 75,
    head: @escaping @Sendable () async throws -> Revision
  ) {
    self.period = period
    self.looksBetweenSigns = looksBetweenSigns
    self.head = head
  }

  var count: Int { listeners.count }

  /// Rings with the head of the log. Of several rings that were not heard only the last is kept.
  ///
  /// - Returns: `nil` where too many listen.
  func listen() -> (number: Int, rings: AsyncStream<Revision>)? {
    guard listeners.count < Self.most else { return nil }
    last += 1
    let (rings, continuation) = AsyncStream<Revision>.makeStream(bufferingPolicy: .bufferingNewest(1))
    listeners[last] = continuation
    if watch == nil { watch = Task { await look() } }
    return (last, rings)
  }

  func leave(_ number: Int) {
    listeners.removeValue(forKey: number)?.finish()
    guard listeners.isEmpty else { return }
    watch?.cancel()
    watch = nil
  }

  private func look() async {
    var known: Revision?
    var looks = 0
    while !Task.isCancelled {
      do {
        try await Task.sleep(for: period)
        looks += 1
        let now = try await head()
        guard now != known || looks >= looksBetweenSigns else { continue }
        (known, looks) = (now, 0)
        for listener in listeners.values { listener.yield(now) }
      } catch {
        // A store that is away is asked again; a cancelled sleep ends the loop.
        continue
      }
    }
  }
}
