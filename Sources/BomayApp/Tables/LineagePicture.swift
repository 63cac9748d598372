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

  private var last: AsOf { answers.moment.on(graph.to) }

  private func name(_ unit: Identifier<OrgUnit>, _ moment: AsOf) -> String {
    moment.designation(of: unit, words.language)
  }

  /// The days, in order, on which the unit begins and on which it ends.
  private func turningDays(_ unit: Identifier<OrgUnit>) -> (begins: [Bound], ends: [Bound]) {
    let life = answers.moment.life(of: unit).filter { $0.what == "life" }
    func days(_ word: String) -> [Bound] { life.filter { $0.value == .term(word) }.map(\.from) }
    return (days("life.begins"), days("life.ends"))
  }

  /// The first and the last day of the span on which the unit is there, as far as its days are known.
  private func stay(_ unit: Identifier<OrgUnit>) -> (first: Day, last: Day) {
    let (begins, ends) = turningDays(unit)
    let first =
      answers.moment.isAlive(unit) == .no
      ? begins.map(\.latest).first { $0 > graph.from && $0 <= graph.to } ?? graph.to : graph.from
    let end = last.isAlive(unit) == .no ? ends.map(\.latest).last { $0 > graph.from && $0 <= graph.to } : nil
    return (first, max(first, end?.adding(days: -1) ?? graph.to))
  }

  /// How the unit is called on the way: on its first day, and on its last where that is another name.
  func shownName(_ unit: Identifier<OrgUnit>) -> String {
    let stay = stay(unit)
    let (first, last) = (name(unit, answers.moment.on(stay.first)), name(unit, answers.moment.on(stay.last)))
    return first == last ? first : "\(first) \u{2192} \(last)"
  }

  /// How a unit is called on the eve of an act that it passes something on by.
  private func before(_ unit: Identifier<OrgUnit>, _ on: Bound) -> String {
    let eve = answers.moment.on(on.earliest.adding(days: -1))
    return name(unit, eve.isAlive(unit) == .no ? answers.moment.on(on.latest) : eve)
  }

  private func after(_ unit: Identifier<OrgUnit>, _ on: Bound) -> String { name(unit, answers.moment.on(on.latest)) }

  func shownShares(_ link: LineageGraph.Link) -> String {
    if let any = link.share.any { return words.percent(any * Rational(100)) }
    let people = link.share.population.map {
      words.term("share.population", ["value": words.percent($0 * Rational(100))])
    }
    let area = link.share.area.map { words.term("share.area", ["value": words.percent($0 * Rational(100))]) }
    let known = [people, area].compactMap { $0 }.joined(separator: ", ")
    return known.isEmpty ? words.term(link.isOneOf ? "share.oneOf" : "share.unknown") : known
  }

  /// On which days of the span the unit lives.
  func shownDays(_ unit: Identifier<OrgUnit>) -> String {
    let days = turningDays(unit)
    func within(_ bounds: [Bound]) -> Bound? {
      bounds.last { $0.latest > graph.from && $0.earliest <= graph.to }
    }
    let begins = answers.moment.isAlive(unit) == .no ? within(days.begins) : nil
    let ends = last.isAlive(unit) == .no ? within(days.ends) : nil
    let parts = [
      begins.map { words.term("lineage.begins", ["day": words.text($0)]) },
      ends.map { words.term("lineage.ends", ["day": words.text($0)]) },
    ].compactMap { $0 }
    return ([unit.rawValue] + parts).joined(separator: " \u{00B7} ")
  }

  func act(_ citation: Citation) -> String {
    let decision = answers.moment.decision(citation.decision)
    let number = decision?.document.flatMap { last.document($0)?.record.number }
    return number ?? decision?.title ?? citation.decision.rawValue
  }

  /// The acts by which a unit was renamed, reclassified, moved or ended while it was on the way.
  func told(_ unit: Identifier<OrgUnit>) -> [String] {
    graph.turns.filter { $0.unit == unit }.map { "\(words.text($0.on)) \u{00B7} \(act($0.citation))" }
  }

  private func kinds(_ turn: LineageGraph.Turn) -> String {
    turn.kinds.map { words.term("change.\($0.rawValue)") }.joined(separator: ", ")
  }

  /// What a turn made of a unit: another name, or where it went, or the code that it got.
  private func outcome(_ turn: LineageGraph.Turn) -> String {
    if turn.kinds == [.dissolve] { return words.term("none") }
    let now = answers.moment.on(turn.on.latest)
    let (one, other) = (before(turn.unit, turn.on), after(turn.unit, turn.on))
    if one != other { return other }
    if turn.kinds.contains(.transfer), case .unit(let parent)? = now.parent(of: turn.unit).possible {
      return name(parent, now)
    }
    return turn.kinds.contains(.recode) ? now.code(of: turn.unit).possible ?? other : other
  }

  // MARK: Text and tables

  public var text: String {
    var lines = "\(shownName(graph.root)) [\(graph.root)]: \(words.text(graph.from)) - \(words.text(graph.to))\n"
    guard !graph.links.isEmpty || !graph.turns.isEmpty else {
      let isThere = graph.nodes.contains { $0.isThereFirst != .no || $0.isThereLast != .no }
      return lines + words.term(isThere ? "lineage.nothing" : "lineage.absent") + "\n"
    }
    let told =
      graph.links.map { link in
        let kind = words.term("change.\(link.kind.rawValue)")
        let way = "\(before(link.from, link.on)) -> \(after(link.to, link.on))"
        return (link.on, link.citation.revision, "\(way)  (\(kind), \(shownShares(link)); \(act(link.citation)))")
      }
      + graph.turns.map { turn in
        let way = "\(before(turn.unit, turn.on)) -> \(outcome(turn))"
        return (turn.on, turn.citation.revision, "\(way)  (\(kinds(turn)); \(act(turn.citation)))")
      }
    var day: Bound?
    for (on, _, line) in told.sorted(by: { ($0.0.latest, $0.1) < ($1.0.latest, $1.1) }) {
      if on != day {
        lines += "\n\(words.text(on))\n"
        day = on
      }
      lines += "  \(line)\n"
    }
    let there = graph.nodes.filter { $0.isThereLast != .no && $0.distance >= 0 }
    guard !there.isEmpty else { return lines }
    lines += "\n" + words.term("lineage.last", ["day": words.text(graph.to)]) + "\n"
    for node in there {
      lines += "  \(name(node.unit, last)) [\(node.unit)]\(node.isThereLast == .undetermined ? " (?)" : "")\n"
    }
    return lines
  }

  private static let columns = [
    "from", "from_name", "to", "to_name", "on", "kind", "share", "share_population", "share_area", "one_of", "decision",
    "document",
  ]

  /// A row for each passing, then one for each turn of a unit, with the unit on both sides.
  public var table: Table {
    Table(columns: answers.columns(Self.columns), rows: graph.links.map { row($0) } + graph.turns.map { row($0) })
  }

  private func row(_ link: LineageGraph.Link) -> [Cell] {
    [
      .text(link.from.rawValue), .text(before(link.from, link.on)), .text(link.to.rawValue),
      .text(after(link.to, link.on)), .bound(link.on), .term(link.kind.rawValue, key: "change.\(link.kind.rawValue)"),
      answers.share(link.share.any), answers.share(link.share.population), answers.share(link.share.area),
      .flag(link.isOneOf), .text(link.citation.decision.rawValue), .text(act(link.citation)),
    ]
  }

  private func row(_ turn: LineageGraph.Turn) -> [Cell] {
    let isEnd = turn.kinds == [.dissolve]
    return [
      .text(turn.unit.rawValue), .text(before(turn.unit, turn.on)), isEnd ? .nothing : .text(turn.unit.rawValue),
      isEnd ? .nothing : .text(after(turn.unit, turn.on)), .bound(turn.on),
      .list(turn.kinds.map { .term($0.rawValue, key: "change.\($0.rawValue)") }), .nothing, .nothing, .nothing,
      .flag(false), .text(turn.citation.decision.rawValue), .text(act(turn.citation)),
    ]
  }

  public var json: String {
    let nodes = graph.nodes.map { node -> Cell in
      .object([
        ("unit", .text(node.unit.rawValue)), ("name", .text(shownName(node.unit))),
        ("distance", .number(Int64(node.distance))),
        ("first", .text(node.isThereFirst.rawValue)), ("last", .text(node.isThereLast.rawValue)),
      ])
    }
    func objects(_ rows: [[Cell]]) -> Cell {
      .list(rows.map { row in .object(zip(Self.columns, row).map { ($0, $1) }) })
    }
    return Cell.object([
      ("unit", .text(graph.root.rawValue)), ("from", .day(graph.from)), ("to", .day(graph.to)), ("nodes", .list(nodes)),
      ("links", objects(graph.links.map { row($0) })), ("turns", objects(graph.turns.map { row($0) })),
    ]).json
  }

  /// Graphviz.
  public var dot: String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
    var lines = "digraph lineage {\n  rankdir=LR;\n  node [shape=box];\n"
    for node in graph.nodes {
      let style = node.unit == graph.root ? ", penwidth=2" : ""
      let label = ([shownName(node.unit)] + told(node.unit)).joined(separator: "\n")
      lines += "  \(quoted(node.unit.rawValue)) [label=\(quoted(label))\(style)];\n"
    }
    for link in graph.links {
      let label = "\(words.text(link.on)) \(shownShares(link))\n\(act(link.citation))"
      lines +=
        "  \(quoted(link.from.rawValue)) -> \(quoted(link.to.rawValue)) [label=\(quoted(label))"
        + (link.isOneOf || link.share.any == nil ? ", style=dashed" : "") + "];\n"
    }
    return lines + "}\n"
  }
}
