// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// How far apart the days of a series are.
public enum Every: String, CaseIterable, Sendable {
  case day, month, year

  /// More days than this are no answer to a person, and a slip to a machine.
  public static let most = 100_000

  /// The days from the first on, up to and with the last; at most one more than ``most``.
  public func days(from: Day, to: Day) -> [Day] {
    var found: [Day] = []
    var steps = 0
    while found.count <= Every.most {
      let day: Day =
        switch self {
        case .day: from.adding(days: steps)
        case .month: from.adding(months: steps)
        case .year: from.adding(months: steps * 12)
        }
      // Behind the last day of the calendar the same one comes again.
      guard day <= to, found.last.map({ $0 < day }) ?? true else { break }
      found.append(day)
      steps += 1
    }
    return found
  }
}
