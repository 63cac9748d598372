// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// A day or bound that a test writes and the calendar has not: the test fails and says which.
public struct NoSuchDay: Error, Hashable, Sendable {
  public let text: String
}

extension Day {
  public static func on(_ iso: String) throws(NoSuchDay) -> Day {
    guard let day = Day(iso) else { throw NoSuchDay(text: iso) }
    return day
  }

  /// Every day from `first` to `last`, both included.
  public static func each(from first: Day, through last: Day) -> [Day] {
    (first.ordinal...last.ordinal).map(Day.init(ordinal:))
  }
}

extension Bound {
  public static func of(_ text: String) throws(NoSuchDay) -> Bound {
    guard let bound = Bound(text) else { throw NoSuchDay(text: text) }
    return bound
  }
}

public typealias UnitID = Identifier<OrgUnit>
public typealias PostID = Identifier<Post>
public typealias PersonID = Identifier<Person>
public typealias DecisionID = Identifier<Decision>
public typealias KindID = Identifier<UnitKind>
public typealias RoleID = Identifier<Role>
public typealias ModelID = Identifier<Model>
public typealias PilotID = Identifier<Pilot>

/// In tests alone an identifier may be written as a literal.
extension Identifier: ExpressibleByExtendedGraphemeClusterLiteral {}
extension Identifier: ExpressibleByUnicodeScalarLiteral {}
extension Identifier: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(rawValue: value) }
}
