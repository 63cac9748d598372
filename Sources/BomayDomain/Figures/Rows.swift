// SPDX-License-Identifier: Apache-2.0

/// How a computed figure stands to what was published.
public enum FigureVerdict: String, Sendable, CaseIterable {
  /// Equal to what was published.
  case agrees
  /// Equal once rounded to the decimals that were published; the house rule rounds to one.
  case roundingDiffers
  /// Equal, with a denominator that the source does not name.
  case implied
  /// More than 0.05 points from what was published.
  case differs
  /// Nothing was published: computed here.
  case derived
  /// Computed here, by adding different populations together.
  case mixed
  /// The records leave it open.
  case undetermined
}

/// One line of the arithmetic sheet.
public struct FigureRow: Sendable {
  public let id: Identifier<Figure>
  public let name: String?
  public let expression: String
  public let value: Rational?
  public let unit: String?
  public let numerator: Rational?
  public let denominator: Rational?
  /// 100 × numerator / denominator, exact.
  public let percent: Rational?
  public let published: String?
  public let verdict: FigureVerdict
  public let model: Identifier<Model>?
  public let note: String?
  public let isDayUnknown: Bool
  public let citation: Citation
}

extension AsOf {
  /// The arithmetic sheet: every defined figure, computed and set beside what was published.
  public func figures() -> [FigureRow] {
    register.names(.figure).keys.compactMap { figure(Identifier(rawValue: $0)) }
  }

  public func figure(_ id: Identifier<Figure>) -> FigureRow? {
    guard let (record, citation) = figureRecord(id), let expression = try? Expression(record.expression) else {
      return nil
    }
    let result = evaluate(expression)
    var top = record.numerator.flatMap { try? Expression($0) }
    var bottom = record.denominator.flatMap { try? Expression($0) }
    if top == nil, bottom == nil, case .quotient(let a, let b) = expression {
      top = a
      bottom = b
    }
    let numerator = top.flatMap { evaluate($0).value }
    let denominator = bottom.flatMap { evaluate($0).value }
    var percent: Rational?
    if let numerator, let denominator { percent = (numerator * Rational(100)) / denominator }
    return FigureRow(
      id: id, name: record.name, expression: record.expression, value: result.value, unit: record.unit,
      numerator: numerator, denominator: denominator, percent: percent, published: record.published,
      verdict: verdict(record, expression, result.value, percent), model: record.model, note: record.note,
      isDayUnknown: result.isDayUnknown, citation: citation)
  }

  private func verdict(
    _ record: DefineFigure, _ expression: Expression, _ value: Rational?, _ percent: Rational?
  ) -> FigureVerdict {
    guard let shown = percent ?? value else { return .undetermined }
    guard let published = record.published.flatMap({ PublishedNumber($0) }) else {
      return mixes(expression) ? .mixed : .derived
    }
    let (said, decimals) = (published.value, published.decimals)
    let alike = shown.rounded(decimals: decimals) == said.rounded(decimals: decimals)
    if !alike { return .differs }
    if decimals < 1, percent != nil, shown.rounded(decimals: 1) != said.rounded(decimals: 1) {
      return .roundingDiffers
    }
    return record.implied ? .implied : .agrees
  }

  /// Whether it adds plans or results of different populations (R-E10).
  private func mixes(_ expression: Expression) -> Bool {
    guard case .sum = expression.sumPart else { return false }
    let parts = expression.sumPart.names.compactMap { observation(Identifier(rawValue: $0))?.record }
      .filter { $0.role == .plan || $0.role == .actual }
    return Set(parts.map(\.indicator)).count > 1
  }

  /// Figures that report the coverage of a model.
  public func reported(_ model: Identifier<Model>) -> [FigureRow] {
    figures().filter { $0.model == model }
  }
}

extension Expression {
  /// The first sum inside a ratio, or the expression itself.
  var sumPart: Expression {
    switch self {
    case .quotient(let a, _), .ceiling(let a), .negated(let a): a.sumPart
    default: self
    }
  }
}

/// How far a target is, as a count and not only as a rate (R-F5).
public struct TargetRow: Sendable {
  public enum Verdict: String, Sendable, CaseIterable {
    case reached, lacking
    /// "Maintain 100%" where less than that stands (R-F6).
    case notMaintained
    case undetermined
  }

  public let id: Identifier<Target>
  public let name: String?
  public let indicator: Identifier<Indicator>
  public let value: Rational
  public let direction: TargetDirection
  public let by: Bound
  public let current: Rational?
  public let denominator: Rational?
  /// The count that just reaches the target: the least, or the most where it says how much there may be.
  public let needed: Int64?
  /// How many more are needed; nought once it is reached.
  public let gap: Int64?
  public let percent: Rational?
  public let daysLeft: Int
  public let verdict: Verdict
  /// What the current value and the denominator were made of.
  public let why: [WhyNode]
  public let citation: Citation
}

extension AsOf {
  public func targets() -> [TargetRow] {
    register.names(.target).keys.compactMap { target(Identifier(rawValue: $0)) }
  }

  public func target(_ id: Identifier<Target>) -> TargetRow? {
    guard case (.setTarget(let record), let fact)? = latestRecord(.target, .target, id.rawValue),
      fact.from.hasCome(by: day) != .no
    else { return nil }
    let parts = [record.current, record.denominator].map { text in
      text.flatMap { try? Expression($0) }.map { evaluate($0) }
    }
    let current = parts[0]?.value
    let denominator = parts[1]?.value
    let share = record.value * (Rational(1, over: 100) ?? Rational(0))
    let direction = record.direction ?? .atLeast
    let needed = denominator.map { direction == .atMost ? (share * $0).floor : (share * $0).ceiling }
    var percent: Rational?
    if let current, let denominator { percent = (current * Rational(100)) / denominator }
    var gap: Int64?
    var verdict = TargetRow.Verdict.undetermined
    if let current = current?.whole, let needed {
      switch direction {
      case .atLeast, .maintain:
        gap = max(0, needed - current)
        verdict = gap == 0 ? .reached : direction == .maintain ? .notMaintained : .lacking
      case .atMost:
        gap = max(0, current - needed)
        verdict = gap == 0 ? .reached : .lacking
      }
    }
    return TargetRow(
      id: id, name: record.name, indicator: record.indicator, value: record.value, direction: direction,
      by: record.by, current: current, denominator: denominator, needed: needed, gap: gap, percent: percent,
      daysLeft: day.days(until: record.by.deadline), verdict: verdict, why: parts.compactMap { $0?.why },
      citation: citation(of: fact))
  }
}

/// Where a task stands (R-G3).
public enum DirectiveState: String, Sendable, CaseIterable {
  case notStarted, running, doneInTime, doneLate, overdue, suspended, standing
}

public struct DirectiveRow: Sendable {
  public let id: Identifier<Directive>
  public let record: IssueDirective
  public let state: DirectiveState
  public let issued: Bound
  /// Days until the deadline; negative once it has passed, `nil` without one.
  public let daysLeft: Int?
  public let progress: String?
  public let evidence: Identifier<Document>?
  /// Leads that have ended, each with the units that follow it; none: orphaned (R-G4).
  public let endedLeads: [Identifier<OrgUnit>: [Identifier<OrgUnit>]]
  public let citation: Citation
}

extension AsOf {
  public func directives() -> [DirectiveRow] {
    register.names(.directive).keys.compactMap { directive(Identifier(rawValue: $0)) }
  }

  public func directive(_ id: Identifier<Directive>) -> DirectiveRow? {
    guard case (.issueDirective(let record), let fact)? = latestRecord(.directive, .directive, id.rawValue),
      fact.from.hasCome(by: day) != .no
    else { return nil }
    let daysLeft = record.due.map { day.days(until: $0.deadline) }
    var state: DirectiveState =
      if record.standing || record.due == nil { .standing } else if let daysLeft, daysLeft < 0 { .overdue } else {
        .notStarted
      }
    var progress: String?
    if case .value(.reportDirective(let report), _) = self.record(.directiveReport, fact.subject) {
      progress = report.progress
      if state == .notStarted { state = .running }
      if report.state == .suspended { state = .suspended }
    }
    var evidence: Identifier<Document>?
    if case .value(.completeDirective(let done), let citation) = self.record(.directiveDone, fact.subject) {
      evidence = done.evidence
      let inTime = record.due.map { citation.from.latest <= $0.deadline } ?? true
      state = inTime ? .doneInTime : .doneLate
    }
    var endedLeads: [Identifier<OrgUnit>: [Identifier<OrgUnit>]] = [:]
    for lead in record.lead where knows(lead) && isAlive(lead) == .no {
      endedLeads[lead] = followers(of: lead)
    }
    return DirectiveRow(
      id: id, record: record, state: state, issued: fact.from, daysLeft: daysLeft, progress: progress,
      evidence: evidence, endedLeads: endedLeads, citation: citation(of: fact))
  }
}
