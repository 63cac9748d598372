// SPDX-License-Identifier: Apache-2.0

/// What entries recorded at one moment said something about, or took something back about.
public struct Restated: Hashable, Sendable {
  /// The last of the entries.
  public internal(set) var revision: Revision
  public internal(set) var recordedAt: Instant
  public internal(set) var units: Set<Identifier<OrgUnit>> = []
  public internal(set) var posts: Set<Identifier<Post>> = []
  public internal(set) var persons: Set<Identifier<Person>> = []
  /// Days on which any of it begins or ends, or may.
  public internal(set) var turningDays: Set<Day> = []
  /// The first day on which any of it can change an answer; `nil`: any day, before all records too.
  ///
  /// What is said of a unit, a post, a person or a tenure changes nothing before it begins; what is said
  /// of a pilot or a directive does, since a stop that is decided shows before its day.
  public internal(set) var since: Day? = Day(ordinal: .max)
}

extension Register {
  /// What was said anew after a revision, one item for all entries recorded at one moment.
  ///
  /// What moves a decision behind another of its day can change the answer about anything that either of
  /// them touches; where that has happened, everything counts as touched.
  public func restated(after revision: Revision) -> [Restated] {
    let first = Int(revision.number)
    guard first < stamps.count else { return [] }
    var found: [Restated] = []
    var places: [Int] = []
    for index in first..<stamps.count {
      let number = Revision(Int32(index + 1))
      if let last = found.last, last.recordedAt == stamps[index].recordedAt {
        found[found.count - 1].revision = number
      } else {
        found.append(Restated(revision: number, recordedAt: stamps[index].recordedAt))
      }
      places.append(found.count - 1)
    }
    for row in 0..<Int32(facts.count) {
      let fact = facts[row]
      for known in [fact.knownFrom, fact.knownUntil] where known > revision.number && known != .max {
        touch(fact, &found[places[Int(known) - first - 1]])
      }
    }
    if !facts.order.isEmpty { for index in found.indices { touchAll(&found[index]) } }
    return found
  }

  private func touch(_ fact: Fact, _ touched: inout Restated) {
    touched.turningDays.formUnion(fact.turningDays.lazy.map { Day(ordinal: $0) })
    if fact.attribute.owner == nil || fact.fromEarliest == .min {
      touched.since = nil
    } else if let since = touched.since {
      touched.since = min(since, Day(ordinal: fact.fromEarliest))
    }
    switch fact.attribute.owner {
    case .unit: touched.units.insert(units.identifier(fact.subject))
    case .post: touched.posts.insert(posts.identifier(fact.subject))
    case .person: touched.persons.insert(persons.identifier(fact.subject))
    case .tenure: touched.posts.insert(posts.identifier(tenures[fact.subject].second))
    case nil: break
    }
  }

  private func touchAll(_ touched: inout Restated) {
    touched.units = Set((0..<Int32(units.count)).map { units.identifier($0) })
    touched.posts = Set((0..<Int32(posts.count)).map { posts.identifier($0) })
    touched.persons = Set((0..<Int32(persons.count)).map { persons.identifier($0) })
    touched.since = nil
  }
}

extension AsOf {
  /// Days, in order, on which something on record about the unit begins or ends, or may.
  public func turningDays(of id: Identifier<OrgUnit>) -> [Day] {
    number(id).map { turningDays(.unit, $0) } ?? []
  }

  /// Days on which something on record about the post or its holders begins or ends, or may.
  public func turningDays(of id: Identifier<Post>) -> [Day] {
    guard let post = number(id) else { return [] }
    let tenures = register.tenuresOfPost[Int(post)].flatMap { turningDays(.tenure, $0) }
    return Set(turningDays(.post, post) + tenures).sorted()
  }

  public func turningDays(of id: Identifier<Person>) -> [Day] {
    register.persons.number(of: id).map { turningDays(.person, $0) } ?? []
  }

  private func turningDays(_ owner: Attribute.Owner, _ subject: Int32) -> [Day] {
    var days: Set<Int32> = []
    for attribute in Attribute.allCases where attribute.owner == owner {
      for row in register.facts.history(attribute, of: subject, knownAt: revision.number) {
        days.formUnion(register.facts[row].turningDays)
      }
    }
    return days.sorted().map { Day(ordinal: $0) }
  }

  /// Days on which anything on record begins or ends, or may.
  public func turningDays() -> [Day] {
    var days: Set<Int32> = []
    for row in 0..<Int32(register.facts.count) {
      let fact = register.facts[row]
      if fact.isKnown(at: revision.number) { days.formUnion(fact.turningDays) }
    }
    return days.sorted().map { Day(ordinal: $0) }
  }
}

extension Attribute {
  enum Owner { case unit, post, person, tenure }

  /// Whose the attribute is, of those that have tables of their own.
  var owner: Owner? {
    switch self {
    case .unitLife, .unitKind, .unitName, .unitCode, .unitParent, .unitLocatedIn, .unitNumber: .unit
    case .postLife, .postUnit, .postRole, .postSeats, .postName: .post
    case .personLife, .personName, .personBorn: .person
    case .tenure: .tenure
    default: nil
    }
  }
}

extension Fact {
  /// The first and the last day on which it may begin, and on which it may end; none for what is before
  /// all records or open. What begins within a span is certain from its last day on.
  fileprivate var turningDays: [Int32] {
    [fromEarliest, fromLatest, untilEarliest, untilLatest].filter { $0 != .min && $0 != .max }
  }
}
