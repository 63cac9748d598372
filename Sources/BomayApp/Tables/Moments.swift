// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// Why what somebody wrote names no day or revision that can be asked about.
public enum MomentFault: Error, Hashable, Sendable {
  case notADay(String)
  case noSuchRevision(String, head: Revision)
  case notARevision(String)
}

extension Day {
  /// The day that somebody wrote as YEAR-MONTH-DAY.
  public init(asked text: String) throws(MomentFault) {
    guard let bound = Bound(text), bound.isExact, !bound.isBeforeRecords else { throw .notADay(text) }
    self = bound.latest
  }
}

extension Register {
  /// The revision that somebody wrote: its number, an instant, or a day, of which it is the last.
  public func revision(asked text: String) throws(MomentFault) -> Revision {
    if let number = Int32(text), number >= 0 {
      guard number <= head.number else { throw .noSuchRevision(text, head: head) }
      return Revision(number)
    }
    if let instant = Instant(text) { return revision(recordedBy: instant) }
    if let day = Day(text) {
      return revision(recordedBy: Instant(seconds: Int64(day.ordinal + 1) * 86_400 - 1))
    }
    throw .notARevision(text)
  }
}
