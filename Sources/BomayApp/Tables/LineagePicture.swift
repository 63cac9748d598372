// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// The lineage of one unit as text, table, JSON, DOT or a picture.
public struct LineageView: Sendable {
  let answers: Answers
  let graph: LineageGraph

  /// - Parameters:
  ///   - answers: as of one of the two days.
  ///   - day: the other, earlier or later: lineage goes both ways.
  public init?(_ answers: Answers, of unit: Identifier<OrgUnit>, to day: Day) {
    let (first, last) = (min(answers.moment.day, day), max(answers.moment.day, day))
    let answers = Answers(answers.moment.on(first), answers.words)
    guard let graph = answers.moment.lineage(of: unit, to: last) else { return nil }
    self.answers = answers
    self.graph = graph
  }

  private var words: Catalogue { answers.words }

  /// The name on the first day on which the unit is there within the span.
  func shownName(_ unit: Identifier<OrgUnit>) -> String {
    if answers.moment.isAlive(unit) != .no { return answers.moment.designation(of: unit, words.language) }
    let first = graph.links.filter { $0.to == unit }.map(\.on.latest).min() ?? graph.to
    return answers.moment.on(first).designation(of: unit, words.language)
  }

  func shownShares(_ link: LineageGraph.Link) -> String {
    if let any = link.share.any { return words.percent(any * Rational(100)) }
    let people = link.share.population.map {
      words.term("share.population", ["value": words.percent($0 * Rational(100))])
    }
    let area = link.share.area.map { words.term("share.area", ["value": words.percent($0 * Rational(100))]) }
    let known = [people, area].compactMap { $0 }.joined(separator: ", ")
    return known.isEmpty ? words.term(link.isOneOf ? "share.oneOf" : "share.unknown") : known
  }

  /// On which days of the span the unit lives, as far as its changes tell.
  func shownDays(_ unit: Identifier<OrgUnit>) -> String {
    let begins =
      answers.moment.isAlive(unit) == .no
      ? graph.links.filter { $0.to == unit }.map(\.on).min { $0.latest < $1.latest } : nil
    let ends =
      answers.moment.on(graph.to).isAlive(unit) == .no
      ? graph.links.filter { $0.from == unit && !$0.survives }.map(\.on).max { $0.latest < $1.latest } : nil
    let parts = [
      begins.map { words.term("lineage.begins", ["day": words.text($0)]) },
      ends.map { words.term("lineage.ends", ["day": words.text($0)]) },
    ].compactMap { $0 }
    return ([unit.rawValue] + parts).joined(separator: " \u{00B7} ")
  }

  private func act(_ link: LineageGraph.Link) -> String {
    let decision = answers.moment.decision(link.citation.decision)
    let number = decision?.document.flatMap { answers.moment.on(graph.to).document($0)?.record.number }
    return number ?? decision?.title ?? link.citation.decision.rawValue
  }

  // MARK: Text and tables

  public var text: String {
    var lines = "\(shownName(graph.root)) [\(graph.root)]: \(words.text(graph.from)) - \(words.text(graph.to))\n"
    guard !graph.links.isEmpty else { return lines + words.term("lineage.nothing") + "\n" }
    var day: Bound?
    for link in graph.links {
      if link.on != day {
        lines += "\n\(words.text(link.on))\n"
        day = link.on
      }
      let kind = words.term("change.\(link.kind.rawValue)")
      lines += "  \(shownName(link.from)) -> \(shownName(link.to))  (\(kind), \(shownShares(link)); \(act(link)))\n"
    }
    let last = graph.nodes.filter { $0.isThereLast != .no && $0.distance >= 0 }
    lines += "\n" + words.term("lineage.last", ["day": words.text(graph.to)]) + "\n"
    for node in last {
      lines += "  \(answers.moment.on(graph.to).designation(of: node.unit, words.language)) [\(node.unit)]\n"
    }
    return lines
  }

  public var table: Table {
    let rows = graph.links.map { link -> [Cell] in
      [
        .text(link.from.rawValue), .text(shownName(link.from)), .text(link.to.rawValue), .text(shownName(link.to)),
        .bound(link.on), .term(link.kind.rawValue, key: "change.\(link.kind.rawValue)"), answers.share(link.share.any),
        answers.share(link.share.population), answers.share(link.share.area), .flag(link.isOneOf),
        .text(link.citation.decision.rawValue), .text(act(link)),
      ]
    }
    return Table(
      columns: answers.columns(
        "from", "from_name", "to", "to_name", "on", "kind", "share", "share_population", "share_area", "one_of",
        "decision", "document"), rows: rows)
  }

  public var json: String {
    let nodes = graph.nodes.map { node -> Cell in
      .object([
        ("unit", .text(node.unit.rawValue)), ("name", .text(shownName(node.unit))),
        ("distance", .number(Int64(node.distance))),
        ("first", .text(node.isThereFirst.rawValue)), ("last", .text(node.isThereLast.rawValue)),
      ])
    }
    let links = zip(table.rows, graph.links).map { row, _ -> Cell in
      .object(zip(table.columns.map(\.key), row).map { ($0, $1) })
    }
    return Cell.object([
      ("unit", .text(graph.root.rawValue)), ("from", .day(graph.from)), ("to", .day(graph.to)), ("nodes", .list(nodes)),
      ("links", .list(links)),
    ]).json
  }

  /// Graphviz.
  public var dot: String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    var lines = "digraph lineage {\n  rankdir=LR;\n  node [shape=box];\n"
    for node in graph.nodes {
      let style = node.unit == graph.root ? ", penwidth=2" : ""
      lines += "  \(quoted(node.unit.rawValue)) [label=\(quoted(shownName(node.unit)))\(style)];\n"
    }
    for link in graph.links {
      let label = "\(words.text(link.on)) \(shownShares(link))"
      lines +=
        "  \(quoted(link.from.rawValue)) -> \(quoted(link.to.rawValue)) [label=\(quoted(label))"
        + (link.isOneOf || link.share.any == nil ? ", style=dashed" : "") + "];\n"
    }
    return lines + "}\n"
  }
}
