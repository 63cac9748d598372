// SPDX-License-Identifier: Apache-2.0

/// A value with what it was made of, down to the decisions, documents and statements under it.
public struct WhyNode: Hashable, Sendable {
  /// A key of the catalogue.
  public var term: String
  public var values: [String: MessageValue]
  public var result: String?
  public var children: [WhyNode]

  public init(_ term: String, _ values: [String: MessageValue] = [:], result: String? = nil, _ children: [WhyNode] = [])
  {
    self.term = term
    self.values = values
    self.result = result
    self.children = children
  }
}

/// What an expression comes to on a day; `nil` where the records leave it open.
public struct Evaluated: Hashable, Sendable {
  public let value: Rational?
  public let why: WhyNode
  /// Whether a day on which it rests is itself unknown.
  public let isDayUnknown: Bool
}

extension AsOf {
  public func evaluate(_ expression: Expression) -> Evaluated {
    let result = evaluate(expression, [])
    guard let value = result.value, !value.isDefined else { return result }
    return Evaluated(value: nil, why: result.why, isDayUnknown: result.isDayUnknown)
  }

  private func evaluate(_ expression: Expression, _ path: [String]) -> Evaluated {
    switch expression {
    case .number(let value):
      return Evaluated(value: value, why: WhyNode("why.number", result: value.description), isDayUnknown: false)
    case .named(let name): return named(name, path)
    case .count(let kind):
      let count = count(kind)
      return Evaluated(
        value: count.exact.map { Rational($0) },
        why: WhyNode("why.count", ["kind": .text(kind), "day": .day(day)], result: count.description),
        isDayUnknown: false)
    case .inForce(let model):
      let coverage = coverage(of: Identifier(rawValue: model))
      return Evaluated(
        value: coverage.map { Rational(Int64($0.inForce.count)) }, why: why(coverageOf: model), isDayUnknown: false)
    case .eligible(let model):
      let count = coverage(of: Identifier(rawValue: model))?.eligible
      return Evaluated(
        value: count.map { Rational(Int64($0)) },
        why: WhyNode("why.eligible", ["model": .text(model), "day": .day(day)], result: count.map(String.init)),
        isDayUnknown: false)
    case .ceiling(let inner):
      return unary("why.ceiling", inner, path) { $0.isDefined ? Rational($0.ceiling) : .undefined }
    case .negated(let inner): return unary("why.negated", inner, path) { -$0 }
    case .sum(let a, let b): return binary("why.sum", a, b, path) { $0 + $1 }
    case .difference(let a, let b): return binary("why.difference", a, b, path) { $0 - $1 }
    case .product(let a, let b): return binary("why.product", a, b, path) { $0 * $1 }
    case .quotient(let a, let b): return binary("why.quotient", a, b, path) { $0 / $1 }
    }
  }

  private func unary(
    _ term: String, _ inner: Expression, _ path: [String], _ apply: (Rational) -> Rational
  ) -> Evaluated {
    let inner = evaluate(inner, path)
    let value = inner.value.map(apply)
    return Evaluated(
      value: value, why: WhyNode(term, result: value?.description, [inner.why]), isDayUnknown: inner.isDayUnknown)
  }

  private func binary(
    _ term: String, _ left: Expression, _ right: Expression, _ path: [String],
    _ apply: (Rational, Rational) -> Rational?
  ) -> Evaluated {
    let a = evaluate(left, path)
    let b = evaluate(right, path)
    let value: Rational? = if let a = a.value, let b = b.value { apply(a, b) } else { nil }
    return Evaluated(
      value: value, why: WhyNode(term, result: value?.description, [a.why, b.why]),
      isDayUnknown: a.isDayUnknown || b.isDayUnknown)
  }

  private func named(_ name: String, _ path: [String]) -> Evaluated {
    if let observation = observation(Identifier(rawValue: name)) {
      let value = observation.record.value ?? observation.record.range?.exact.map { Rational($0) }
      let shown = value?.description ?? observation.record.range?.description ?? observation.record.words
      return Evaluated(
        value: value,
        why: WhyNode(
          "why.observation", ["id": .text(name), "on": .bound(observation.when)], result: shown,
          [why(observation.citation)]),
        isDayUnknown: !observation.when.isExact)
    }
    if !path.contains(name), let figure = figureRecord(Identifier(rawValue: name)),
      let expression = try? Expression(figure.record.expression)
    {
      let inner = evaluate(expression, path + [name])
      return Evaluated(
        value: inner.value,
        why: WhyNode("why.figure", ["id": .text(name)], result: inner.value?.description, [inner.why]),
        isDayUnknown: inner.isDayUnknown)
    }
    return Evaluated(value: nil, why: WhyNode("why.unknown", ["id": .text(name)]), isDayUnknown: false)
  }

  // MARK: Records behind figures

  /// An observation with the day or period it is of.
  public struct ObservationView: Sendable {
    public let record: Observe
    public let when: Bound
    public let citation: Citation
  }

  /// An observation known at the revision. It is shown on any day of its interval and after it: a
  /// reported value is the last one reported until another is.
  public func observation(_ id: Identifier<Observation>) -> ObservationView? {
    guard let number = register.names(.observation).number(of: id),
      let row = register.facts.history(.observation, of: number, knownAt: revision.number).first,
      case .observe(let record) = register.records[Int(register.facts[row].value)]
    else { return nil }
    let fact = register.facts[row]
    let when = record.on ?? record.period ?? fact.from
    guard when.hasCome(by: day) != .no else { return nil }
    return ObservationView(record: record, when: when, citation: citation(of: fact))
  }

  public func observations() -> [ObservationView] {
    register.names(.observation).keys.compactMap { observation(Identifier(rawValue: $0)) }
  }

  func figureRecord(_ id: Identifier<Figure>) -> (record: DefineFigure, citation: Citation)? {
    guard let number = register.names(.figure).number(of: id),
      let row = register.facts.history(.figure, of: number, knownAt: revision.number).first,
      case .figure(let record) = register.records[Int(register.facts[row].value)]
    else { return nil }
    return (record, citation(of: register.facts[row]))
  }

  // MARK: Why

  /// A decision with the document that carries it and the readings and statements that feed it.
  public func why(_ citation: Citation) -> WhyNode {
    var node = WhyNode(
      "why.decision", ["id": .decision(citation.decision), "revision": .number(Int64(citation.revision.number))])
    guard let number = register.names(.decision).number(of: citation.decision.rawValue),
      let content = register.decisions.content(of: number, knownAt: revision.number)
    else { return node }
    node.values["rests"] = .term("rests.\(content.rests.rawValue)")
    if let document = content.document { node.children.append(why(document)) }
    for reading in content.readings { node.children.append(why(reading)) }
    return node
  }

  func why(_ id: Identifier<Document>) -> WhyNode {
    guard let document = document(id) else { return WhyNode("why.document", ["id": .text(id.rawValue)]) }
    return WhyNode(
      "why.document", ["id": .text(id.rawValue)],
      result: [document.record.number, document.record.date?.description].compactMap { $0 }.joined(separator: ", "))
  }

  func why(_ id: Identifier<Reading>) -> WhyNode {
    guard let reading = reading(id) else { return WhyNode("why.reading", ["id": .text(id.rawValue)]) }
    let statements = reading.record.statements.map { statement -> WhyNode in
      let found = self.statement(statement)
      let spans = found?.spans.map { "\($0.start)-\($0.end)" }.joined(separator: ", ") ?? ""
      return WhyNode(
        "why.statement", ["id": .text(statement.rawValue), "source": .text(found?.source.rawValue ?? "?")],
        result: spans)
    }
    return WhyNode(
      "why.reading",
      [
        "id": .text(id.rawValue), "confidence": .text(reading.record.confidence.description),
        "repair": .term("repair.\(reading.record.repair.rawValue)"),
        "status": .term("reading-status.\(reading.status.rawValue)"),
      ], result: reading.record.claim, statements)
  }

  /// Locality by locality, with what each state rests on.
  public func why(coverageOf model: String) -> WhyNode {
    guard let coverage = coverage(of: Identifier(rawValue: model)) else {
      return WhyNode("why.unknown", ["id": .text(model)])
    }
    let rows = coverage.rows.filter { $0.state != .undetermined }.map { row in
      var cited: Set<Citation> = []
      return WhyNode(
        "why.state",
        [
          "unit": .unit(row.locality), "state": .term("state.\(row.state.rawValue)"),
          "reason": .term("presence.\(row.presence.reason.rawValue)"),
        ], row.citations.filter { cited.insert($0).inserted }.map { why($0) })
    }
    return WhyNode(
      "why.coverage", ["model": .text(model), "day": .day(day)],
      result: coverage.outOf, rows)
  }
}
