// SPDX-License-Identifier: Apache-2.0

/// The register on a day, as known at a revision: both axes of time, always both named.
public struct AsOf: Sendable {
  public let register: Register
  public let day: Day
  public let revision: Revision
  public let charter: Charter?

  init(register: Register, day: Day, revision: Revision) {
    self.register = register
    self.day = day
    self.revision = min(revision, register.head)
    charter = register.charter(knownAt: revision)
  }

  /// The same knowledge on another day.
  public func on(_ other: Day) -> AsOf { AsOf(register: register, day: other, revision: revision) }
}

extension Register {
  /// Looks back: the state on `day` as it was known once `revision` had been recorded.
  ///
  /// The answer never changes again, whatever is recorded later.
  public func asOf(_ day: Day, knownAt revision: Revision) -> AsOf {
    AsOf(register: self, day: day, revision: revision)
  }
}

/// Where a value comes from.
public struct Citation: Hashable, Sendable {
  public let decision: Identifier<Decision>
  /// The entry that made it known, at the revision asked about.
  public let revision: Revision
  public let from: Bound
  public let until: Bound?
}

/// What the records say: nothing, a value, or one of several and not which.
public enum Stated<Value: Sendable>: Sendable {
  case nothing
  case value(Value, Citation)
  /// `nil` among them stands for "no value".
  case between([Value?], [Citation])

  /// The value where it is determined.
  public var determined: Value? { if case .value(let value, _) = self { value } else { nil } }

  public var citations: [Citation] {
    switch self {
    case .nothing: []
    case .value(_, let citation): [citation]
    case .between(_, let citations): citations
    }
  }

  public var isUndetermined: Bool { if case .between = self { true } else { false } }

  /// Every value that may stand.
  public var allPossible: [Value] {
    switch self {
    case .nothing: []
    case .value(let value, _): [value]
    case .between(let values, _): values.compactMap { $0 }
    }
  }

  /// Any value that may stand: the determined one, or the first of those between which it lies.
  public var possible: Value? {
    switch self {
    case .nothing: nil
    case .value(let value, _): value
    case .between(let values, _): values.compactMap { $0 }.first
    }
  }
}

extension AsOf {
  func answer(_ attribute: Attribute, _ subject: Int32) -> FactAnswer {
    register.facts.answer(attribute, of: subject, on: day.ordinal, knownAt: revision.number)
  }

  func stated<Value>(_ attribute: Attribute, _ subject: Int32, _ read: (Int32) -> Value?) -> Stated<Value> {
    switch answer(attribute, subject) {
    case .nothing: return .nothing
    case .fact(let row):
      let fact = register.facts[row]
      return read(fact.value).map { .value($0, citation(of: fact)) } ?? .nothing
    case .between(let rows):
      return .between(
        rows.map { $0 < 0 ? nil : read(register.facts[$0].value) },
        rows.filter { $0 >= 0 }.map { citation(of: register.facts[$0]) })
    }
  }

  func citation(of fact: Fact) -> Citation {
    Citation(
      decision: register.decision(at: fact.entry), revision: Revision(fact.knownFrom), from: fact.from,
      until: fact.until)
  }

  /// The value where it is determined, -1 where there is none.
  func value(_ attribute: Attribute, _ subject: Int32) -> Int32 {
    if case .fact(let row) = answer(attribute, subject) { register.facts[row].value } else { -1 }
  }

  /// Whether the attribute has this value.
  func truth(_ attribute: Attribute, _ subject: Int32, is value: Int32 = 1) -> Truth {
    switch answer(attribute, subject) {
    case .nothing: return .no
    case .fact(let row): return register.facts[row].value == value ? .yes : .no
    case .between(let rows):
      let ones = rows.filter { $0 >= 0 && register.facts[$0].value == value }.count
      return ones == rows.count ? .yes : ones == 0 ? .no : .undetermined
    }
  }

  /// The record in force, of attributes whose values are whole records.
  func record(_ attribute: Attribute, _ subject: Int32) -> Stated<Action> {
    stated(attribute, subject) { $0 >= 0 ? register.records[Int($0)] : nil }
  }

  /// Subjects whose value of the attribute is, or may be, `value`, in the order recorded.
  func subjects(_ attribute: Attribute, withValue value: Int32) -> [Int32] {
    var found: [Int32] = []
    var open: Set<Int32> = []
    register.facts.forEach(attribute, withValue: value, knownAt: revision.number) { row, fact in
      guard fact.fromEarliest <= day.ordinal else { return }
      switch answer(attribute, fact.subject) {
      case .nothing: break
      // One row answers for a subject, so that none is found twice.
      case .fact(let answering): if answering == row { found.append(fact.subject) }
      case .between(let rows):
        if rows.contains(row), open.insert(fact.subject).inserted { found.append(fact.subject) }
      }
    }
    return found.reversed()
  }
}

extension Register {
  func decision(at entry: Int32) -> Identifier<Decision> {
    let stamp = stamps[Int(entry) - 1]
    guard stamp.decision >= 0 else { return Identifier(rawValue: "") }
    return names[Register.slot(.decision)].identifier(stamp.decision)
  }
}
