// SPDX-License-Identifier: Apache-2.0

/// When something begins or ends: a day, a day unknown within two days, or before all records.
///
/// A source that gives only a month, a quarter or a year gives a day unknown *within* it. The day is
/// never made up: before ``earliest`` the old state holds, from ``latest`` on the new one, and
/// between the two the answer is undetermined.
///
/// ```swift
/// let stop = Bound.month(2022, 10)!
/// stop.hasCome(by: Day("2022-09-30")!)  // no
/// stop.hasCome(by: Day("2022-10-15")!)  // undetermined
/// stop.hasCome(by: Day("2022-10-31")!)  // yes
/// ```
///
/// Source of the rule: ADR 0002.
public struct Bound: Hashable, BitwiseCopyable, Sendable {
  /// The first day on which it may have come; ``distantPast`` when nothing limits it.
  public let earliest: Day
  /// The day by which it has certainly come.
  public let latest: Day

  /// Stands for every day before the records begin; never shown as a day.
  public static let distantPast = Day(ordinal: .min)

  /// Came before all records: every day that can be asked about is after it.
  public static let beforeRecords = Bound(unchecked: distantPast, distantPast)

  init(unchecked earliest: Day, _ latest: Day) {
    self.earliest = earliest
    self.latest = latest
  }

  /// Exactly this day.
  public init(_ day: Day) { self.init(unchecked: day, day) }

  /// A day unknown from `earliest` to `latest`, both included; `nil` when they are the wrong way round.
  public init?(from earliest: Day, through latest: Day) {
    guard earliest <= latest else { return nil }
    self.init(unchecked: earliest, latest)
  }

  /// A day unknown, at the latest this one.
  public init(noLaterThan day: Day) { self.init(unchecked: Bound.distantPast, day) }

  public static func month(_ year: Int, _ month: Int) -> Bound? { months(year, month, month) }

  /// - Parameter quarter: 1 to 4.
  public static func quarter(_ year: Int, _ quarter: Int) -> Bound? {
    (1...4).contains(quarter) ? months(year, quarter * 3 - 2, quarter * 3) : nil
  }

  private static func months(_ year: Int, _ first: Int, _ last: Int) -> Bound? {
    guard let from = Day(year: year, month: first, day: 1), (1...12).contains(last),
      let through = Day(year: year, month: last, day: Day.length(ofMonth: last, year: year))
    else { return nil }
    return Bound(unchecked: from, through)
  }

  public static func year(_ year: Int) -> Bound? { years(year, year) }

  /// A plan period, both years included.
  public static func years(_ first: Int, _ last: Int) -> Bound? {
    guard let from = Day(year: first, month: 1, day: 1), let through = Day(year: last, month: 12, day: 31),
      first <= last
    else { return nil }
    return Bound(unchecked: from, through)
  }

  /// Whether the day is known.
  public var isExact: Bool { earliest == latest }

  public var isBeforeRecords: Bool { latest == Bound.distantPast }

  /// Whether it has come by the end of `day`.
  public func hasCome(by day: Day) -> Truth {
    if latest <= day { .yes } else if earliest <= day { .undetermined } else { .no }
  }

  /// Read as a deadline: the last day of the month, quarter or year named.
  public var deadline: Day { latest }
}

/// How exactly a ``Bound`` is known.
public enum Precision: String, Sendable, CaseIterable {
  case day, month, quarter, year, years, span, noLaterThan, beforeRecords
}

extension Bound {
  public var precision: Precision {
    if isBeforeRecords { return .beforeRecords }
    if isExact { return .day }
    if earliest == Bound.distantPast { return .noLaterThan }
    let (year, month, day) = earliest.civil
    let end = latest.civil
    guard day == 1, end.day == Day.length(ofMonth: end.month, year: end.year) else { return .span }
    if year == end.year && month == end.month { return .month }
    if year == end.year && month % 3 == 1 && end.month == month + 2 { return .quarter }
    if month == 1 && end.month == 12 { return year == end.year ? .year : .years }
    return .span
  }
}

extension Bound: CustomStringConvertible {
  /// As decision files write it: `2019-11-01`, `2022-10`, `2022-Q4`, `2022`, `2016..2020`,
  /// `2017-10-25..2022-07-07`, `..2017-10-24`, `before-records`.
  public var description: String {
    let first = earliest.description
    switch precision {
    case .beforeRecords: return "before-records"
    case .day: return first
    case .month: return String(first.prefix(7))
    case .quarter: return "\(first.prefix(4))-Q\((earliest.civil.month + 2) / 3)"
    case .year: return String(first.prefix(4))
    case .years: return "\(first.prefix(4))..\(latest.description.prefix(4))"
    case .noLaterThan: return "..\(latest)"
    case .span: return "\(first)..\(latest)"
    }
  }

  /// Reads what ``description`` writes, and `D/M/YYYY` for a day; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    if text == "before-records" {
      self = .beforeRecords
      return
    }
    if let gap = Bound.gap(in: String(text)) {
      let (left, right) = gap
      if left.isEmpty {
        guard let last = Bound(right), !last.isBeforeRecords else { return nil }
        self.init(noLaterThan: last.latest)
      } else {
        guard let first = Bound(left), let last = Bound(right), !first.isBeforeRecords else { return nil }
        self.init(from: first.earliest, through: last.latest)
      }
      return
    }
    guard let simple = Bound.simple(String(text)) else { return nil }
    self = simple
  }

  /// The two sides of the first `..`; a further one is left in the second side, which then does not read.
  private static func gap(in text: String) -> (String, String)? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 3 else { return nil }
    for index in 0..<(bytes.count - 1) where bytes[index] == 46 && bytes[index + 1] == 46 {
      let sides = (
        String(decoding: bytes[..<index], as: UTF8.self), String(decoding: bytes[(index + 2)...], as: UTF8.self)
      )
      return sides.1.contains("..") || sides.1.hasPrefix(".") ? ("", "?") : sides
    }
    return nil
  }

  private static func simple(_ text: String) -> Bound? {
    if let day = Day(text) { return Bound(day) }
    let slashed = text.split(separator: "/", omittingEmptySubsequences: false).map { digits($0) }
    if slashed.count == 3, let day = slashed[0], let month = slashed[1], let year = slashed[2], year >= 1000 {
      return Day(year: year, month: month, day: day).map { Bound($0) }
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let head = parts.first, head.utf8.count == 4, let year = digits(head), year > 0 else { return nil }
    if parts.count == 1 { return .year(year) }
    guard parts.count == 2, parts[1].utf8.count == 2 else { return nil }
    if parts[1].utf8.first == 81 { return digits(parts[1].dropFirst()).flatMap { .quarter(year, $0) } }
    return digits(parts[1]).flatMap { .month(year, $0) }
  }

  /// A number of digits only: no sign, no space.
  private static func digits(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }
}

/// Yes, no, or what the records do not tell. A blank is not a "no".
public enum Truth: String, Sendable {
  case no, undetermined, yes

  public static prefix func ! (truth: Truth) -> Truth {
    switch truth {
    case .no: .yes
    case .yes: .no
    case .undetermined: .undetermined
    }
  }

  public static func && (left: Truth, right: Truth) -> Truth {
    if left == .no || right == .no { .no } else if left == .yes && right == .yes { .yes } else { .undetermined }
  }

  public static func || (left: Truth, right: Truth) -> Truth {
    if left == .yes || right == .yes { .yes } else if left == .no && right == .no { .no } else { .undetermined }
  }
}
