// SPDX-License-Identifier: Apache-2.0

/// Staff of one category in one unit: assigned for a period, or present on a day.
public struct StaffFigure: Hashable, Sendable {
  public let unit: Identifier<OrgUnit>
  public let category: Identifier<StaffCategory>
  /// The period of a quota, the day of a headcount.
  public let period: Bound
  public let number: Int64
  public let citation: Citation
}

extension AsOf {
  /// The quota assigned to the unit for the period in which the day lies.
  func quota(of unit: Int32) -> [StaffFigure] {
    staff(.quota) { $0.unit == unit && $0.period.earliest <= day && day <= $0.period.latest }
  }

  public func quota(of id: Identifier<OrgUnit>) -> [StaffFigure] { number(id).map { quota(of: $0) } ?? [] }

  /// The latest headcount of each category on or before the day.
  public func headcount(of id: Identifier<OrgUnit>) -> [StaffFigure] {
    number(id).map { headcount(of: $0) } ?? []
  }

  func headcount(of unit: Int32) -> [StaffFigure] {
    let all = staff(.headcount) { $0.unit == unit && $0.period.hasCome(by: day) != .no }
    return Dictionary(grouping: all, by: \.category).values.compactMap {
      $0.max { $0.period.latest < $1.period.latest }
    }.sorted { $0.category < $1.category }
  }

  /// Every unit's quota for the period in which the day lies.
  public func quotas() -> [StaffFigure] {
    staff(.quota) { $0.period.earliest <= day && day <= $0.period.latest }
  }

  func staff(_ attribute: Attribute, _ isWanted: (StaffKey) -> Bool) -> [StaffFigure] {
    (0..<Int32(register.staffKeys.count)).compactMap { number in
      let key = register.staffKeys[number]
      guard isWanted(key),
        let row = register.facts.history(attribute, of: number, knownAt: revision.number).first
      else { return nil }
      let fact = register.facts[row]
      let amount: Int64
      switch register.records[Int(fact.value)] {
      case .assignQuota(let change): amount = change.number
      case .headcount(let change): amount = change.number
      default: return nil
      }
      return StaffFigure(
        unit: unit(key.unit), category: register.names(.category).identifier(key.category),
        period: key.period, number: amount, citation: citation(of: fact))
    }
  }

  /// Movements of staff on record that have begun by the day.
  public func movements() -> [(StaffMovement, Citation)] {
    (0..<Int32(register.staffKeys.count)).compactMap { number in
      guard register.staffKeys[number].period.hasCome(by: day) != .no,
        let row = register.facts.history(.movement, of: number, knownAt: revision.number).first,
        case .movement(let change) = register.records[Int(register.facts[row].value)]
      else { return nil }
      return (change, citation(of: register.facts[row]))
    }
  }

  /// Cases of reduction that have come by the day.
  public func reductions() -> [(ReductionCase, Citation)] {
    (0..<Int32(register.staffKeys.count)).flatMap { number in
      register.facts.history(.reduction, of: number, knownAt: revision.number).compactMap { row in
        guard case .reduce(let change) = register.records[Int(register.facts[row].value)],
          change.on.hasCome(by: day) != .no
        else { return nil }
        return (change, citation(of: register.facts[row]))
      }
    }
  }

  /// An allowance in force, with what it costs in the month of the day.
  public struct AllowanceView: Sendable {
    public let grant: GrantAllowance
    public let percent: Rational
    /// Money a month: percent × coefficient × base salary in force on the day (R-I5), exact.
    public let monthly: Rational?
    public let from: Bound
    public let until: Bound?
    public let citation: Citation
  }

  public func allowances() -> [AllowanceView] {
    (0..<Int32(register.tenures.count)).compactMap { tenure in
      guard case .value(.allowance(let grant), let citation) = record(.allowance, tenure) else { return nil }
      let percent = charter?.parameter(grant.rule, on: day) ?? Rational(0)
      var monthly: Rational?
      if let salary = charter?.parameter("base-salary", on: day) {
        monthly = percent * grant.coefficient * salary * (Rational(1, over: 100) ?? Rational(0))
      }
      return AllowanceView(
        grant: grant, percent: percent, monthly: monthly, from: citation.from, until: citation.until,
        citation: citation)
    }
  }
}

/// Where a rotation went (R-I2).
public enum RotationDirection: String, Sendable, CaseIterable { case down, up, level }

/// A rotation on record: direction computed from the levels of the two posts.
public struct RotationRow: Hashable, Sendable {
  public let holding: Holding
  public let from: Identifier<Post>
  public let direction: RotationDirection
  /// The last month of the term, where it has one.
  public let ends: Day?
}

extension AsOf {
  public func rotations() -> [RotationRow] {
    persons().flatMap { person in
      register.tenuresOfPerson[Int(register.persons.number(of: person.rawValue) ?? 0)].compactMap { tenure in
        guard let holding = holding(tenure), holding.accession == .rotate, let from = holding.rotatedFrom else {
          return nil
        }
        return RotationRow(
          holding: holding, from: from, direction: direction(from, holding.post),
          ends: holding.term.map { holding.from.latest.adding(months: Int($0)) })
      }
    }
  }

  private func level(of post: Identifier<Post>) -> Int? {
    guard let unit = unit(of: post), let number = number(unit) else { return nil }
    let kind = kindSpec(number) ?? kind(of: unit).possible.flatMap { charter?.kind($0) }
    return kind.flatMap { kind in charter?.levels.firstIndex { $0.id == kind.level } }
  }

  private func direction(_ from: Identifier<Post>, _ to: Identifier<Post>) -> RotationDirection {
    guard let a = level(of: from), let b = level(of: to), a != b else { return .level }
    return a < b ? .down : .up
  }
}
