// SPDX-License-Identifier: Apache-2.0

/// A run of civil days, half-open: `[from, until)`, each bound as exactly known as its source.
///
/// `from` is the first day inside; `until` is the first day **after**. A decision that dissolves a
/// department "from 1 March" ends its period with `until` = 1 March, and the successor's period
/// begins that same day: no gap, no overlap, no `- 1 day`.
///
/// Source of the rule: SQL:2011 `PERIOD`, and ADR 0002.
public struct Period: Hashable, Sendable {
  /// The first day inside the period.
  public let from: Bound
  /// The first day after the period; `nil` while nothing on record ends it.
  public let until: Bound?

  /// Creates a period that can hold at least one day.
  ///
  /// - Throws: ``EmptyPeriod`` when `until` has certainly come by the time `from` comes.
  public init(from: Bound, until: Bound? = nil) throws(EmptyPeriod) {
    if let until, until.latest <= from.earliest { throw EmptyPeriod(from: from, until: until) }
    self.from = from
    self.until = until
  }

  init(unchecked from: Bound, until: Bound?) {
    self.from = from
    self.until = until
  }

  public func contains(_ day: Day) -> Truth {
    from.hasCome(by: day) && !(until?.hasCome(by: day) ?? .no)
  }

  /// Whether the two share a day.
  public func overlaps(_ other: Period) -> Truth {
    func begins(_ one: Period, before end: Bound?) -> Truth {
      guard let end else { return .yes }
      if one.from.latest < end.earliest { return .yes }
      return one.from.earliest < end.latest ? .undetermined : .no
    }
    return begins(self, before: other.until) && begins(other, before: until)
  }
}

/// Two bounds between which no day lies.
public struct EmptyPeriod: Error, Hashable, Sendable {
  public let from: Bound
  public let until: Bound
}

/// A place in the log: entry *n* was recorded at revision *n*. Revision 0 is the empty log.
///
/// "Known at revision *n*" means: with the first *n* entries on record and no more.
public struct Revision: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let number: Int32

  public init(_ number: Int32) { self.number = number }

  public static let zero = Revision(0)
  /// Later than any revision: everything that is on record.
  public static let latest = Revision(.max)

  public var next: Revision { Revision(number + 1) }
  public static func < (left: Revision, right: Revision) -> Bool { left.number < right.number }
  public var description: String { String(number) }
}
