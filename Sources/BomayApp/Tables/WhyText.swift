// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

extension Answers {
  /// Figures, targets, models, obligations, units: the tree under whatever the identifier names.
  public func why(_ id: String) -> WhyNode? {
    if let figure = moment.figure(Identifier(rawValue: id)), let expression = try? Expression(figure.expression) {
      let inner = moment.evaluate(expression)
      var node = WhyNode(
        "why.figure", ["id": .text(id)],
        result: figure.percent.map { words.percent($0) } ?? inner.value?.description, [inner.why])
      node.children.append(moment.why(figure.citation))
      return node
    }
    if let target = moment.target(Identifier(rawValue: id)) {
      return WhyNode(
        "why.target", ["id": .text(id), "by": .bound(target.by)], result: words.percent(target.value),
        target.why + [moment.why(target.citation)])
    }
    if moment.charter?.model(Identifier(rawValue: id)) != nil {
      var node = moment.why(coverageOf: id)
      node.children += moment.reported(Identifier(rawValue: id)).compactMap { why($0.id.rawValue) }
      return node
    }
    if let obligation = moment.obligations().first(where: { $0.id == id }) {
      return WhyNode(
        "why.obligation",
        ["id": .text(id), "unit": .unit(obligation.locality), "cause": .term("cause.\(obligation.cause.rawValue)")],
        result: words.term("obligation.\(obligation.state.rawValue)"),
        [moment.why(obligation.origin)] + obligation.closedBy.map { moment.why($0) })
    }
    if let observation = moment.observation(Identifier(rawValue: id)) {
      return WhyNode(
        "why.observation", ["id": .text(id), "on": .bound(observation.when)],
        result: observation.record.value?.description ?? observation.record.words, [moment.why(observation.citation)])
    }
    if moment.knows(Identifier<OrgUnit>(rawValue: id)) { return whyUnit(Identifier(rawValue: id)) }
    return nil
  }

  private func whyUnit(_ id: Identifier<OrgUnit>) -> WhyNode {
    let citations = moment.name(of: id).citations + moment.kind(of: id).citations + moment.parent(of: id).citations
    var seen: Set<Citation> = []
    return WhyNode(
      "why.unit", ["unit": .unit(id)], result: moment.designation(of: id, words.language),
      citations.filter { seen.insert($0).inserted }.map { moment.why($0) })
  }

  /// The tree, a line a node, indented.
  public func text(_ node: WhyNode, sources: (Identifier<Statement>) -> String? = { _ in nil }) -> String {
    var lines: [String] = []
    func add(_ node: WhyNode, _ depth: Int) {
      lines.append(String(repeating: "  ", count: depth) + line(node))
      if node.term == "why.statement", case .text(let id)? = node.values["id"],
        let text = sources(Identifier(rawValue: id))
      {
        lines.append(String(repeating: "  ", count: depth + 1) + "«" + text + "»")
      }
      for child in node.children { add(child, depth + 1) }
    }
    add(node, 0)
    return lines.joined(separator: "\n") + "\n"
  }

  /// What one node says, without those under it.
  public func line(_ node: WhyNode) -> String {
    var values = node.values.mapValues { words.text($0, moment) }
    if case .text(let kind)? = node.values["kind"] { values["kind"] = kindOrLevel(kind) }
    let line = words.term(node.term, values)
    guard let result = node.result, !result.isEmpty else { return line }
    return line + ": " + result
  }

  /// How a kind of unit, or a level of them, is called.
  private func kindOrLevel(_ id: String) -> String {
    let kind = moment.charter?.kind(Identifier(rawValue: id))?.name
    let level = moment.charter?.levels.first(where: { $0.id == id })?.name
    return (kind ?? level)?[words.language] ?? id
  }

  public func json(_ node: WhyNode) -> Cell {
    var members: [(String, Cell)] = [("node", .text(node.term))]
    for (key, value) in node.values.sorted(by: { $0.key < $1.key }) { members.append((key, cell(value))) }
    if let result = node.result { members.append(("result", .text(result))) }
    if !node.children.isEmpty { members.append(("children", .list(node.children.map { json($0) }))) }
    return .object(members)
  }

  private func cell(_ value: MessageValue) -> Cell {
    switch value {
    case .text(let text): .text(text)
    case .number(let number): .number(number)
    case .percent(let value): .percent(value)
    case .day(let day): .day(day)
    case .bound(let bound): .bound(bound)
    case .list(let items): .list(items.map { .text($0) })
    case .unit(let unit): cell(unit)
    case .decision(let decision): .text(decision.rawValue)
    case .term(let key): .term(key.split(separator: ".").last.map(String.init) ?? key, key: key)
    }
  }
}
