// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension LineageView {
  private struct Box {
    let unit: Identifier<OrgUnit>
    let lines: [String]
    let days: [String]
    var column = 0
    var y = 0
    var height: Int { 10 + 16 * lines.count + 14 * days.count }
  }

  private static let width = 290
  private static let gap = 170

  /// A picture of how units flow into each other, from left to right: a column for each step, a band for
  /// each passing, whole where the share is known and hatched where it is not. Needs nothing beside itself.
  public var svg: String {
    var boxes = columns()
    layOut(&boxes)
    let places = Dictionary(boxes.map { ($0.unit, $0) }, uniquingKeysWith: { first, _ in first })
    let columnCount = (boxes.map(\.column).max() ?? 0) + 1
    let across = columnCount * Self.width + (columnCount - 1) * Self.gap + 40
    let down = (boxes.map { $0.y + $0.height }.max() ?? 0) + 20
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(across) \(down)" width="\(across)" height="\(down)" \
      font-family="sans-serif" font-size="13" role="img">
      <title>\(escaped(title))</title>
      <rect width="100%" height="100%" fill="#fff"/>
      <text x="20" y="26" font-size="15" font-weight="bold">\(escaped(title))</text>

      """
    for link in graph.links {
      guard let one = places[link.from], let other = places[link.to] else { continue }
      svg += band(link, one, other)
    }
    for box in boxes { svg += draw(box) }
    return svg + "</svg>\n"
  }

  private var title: String {
    "\(shownName(graph.root)): \(answers.words.text(graph.from)) \u{2013} \(answers.words.text(graph.to))"
  }

  // MARK: Places

  /// Each unit in a column to the right of all that it was made of.
  private func columns() -> [Box] {
    var column: [Identifier<OrgUnit>: Int] = [:]
    for node in graph.nodes { column[node.unit] = 0 }
    // Two that gave each other something stand side by side.
    let onward = graph.links.filter { link in link.from != link.to && !leads(from: link.to, to: link.from) }
    for _ in graph.nodes {
      var isChanged = false
      for link in onward {
        let wanted = (column[link.from] ?? 0) + 1
        if (column[link.to] ?? 0) < wanted, wanted <= graph.nodes.count {
          column[link.to] = wanted
          isChanged = true
        }
      }
      if !isChanged { break }
    }
    return graph.nodes.map { node in
      Box(
        unit: node.unit, lines: Table.lines(of: shownName(node.unit), width: 28),
        days: Table.lines(of: shownDays(node.unit), width: 36)
          + told(node.unit).flatMap { Table.lines(of: $0, width: 36) },
        column: column[node.unit] ?? 0)
    }
  }

  private func leads(from start: Identifier<OrgUnit>, to end: Identifier<OrgUnit>) -> Bool {
    var seen: Set<Identifier<OrgUnit>> = []
    var open = [start]
    while let next = open.popLast() {
      if next == end { return true }
      guard seen.insert(next).inserted else { continue }
      open += graph.links.filter { $0.from == next }.map(\.to)
    }
    return false
  }

  /// One below the other, each column in the order of where its bands come from.
  private func layOut(_ boxes: inout [Box]) {
    var place: [Identifier<OrgUnit>: Double] = [:]
    for column in 0...(boxes.map(\.column).max() ?? 0) {
      let own = boxes.indices.filter { boxes[$0].column == column }
      func centre(_ index: Int) -> Double {
        let from = graph.links.filter { $0.to == boxes[index].unit }.compactMap { place[$0.from] }
        return from.isEmpty ? 0 : from.reduce(0, +) / Double(from.count)
      }
      var y = 46
      for index in own.sorted(by: { (centre($0), boxes[$0].unit) < (centre($1), boxes[$1].unit) }) {
        boxes[index].y = y
        place[boxes[index].unit] = Double(y)
        y += boxes[index].height + 18
      }
    }
    // Short columns stand in the middle of the tallest.
    let tallest = boxes.map { $0.y + $0.height }.max() ?? 0
    for column in Set(boxes.map(\.column)) {
      let own = boxes.indices.filter { boxes[$0].column == column }
      let end = own.map { boxes[$0].y + boxes[$0].height }.max() ?? 0
      for index in own { boxes[index].y += (tallest - end) / 2 }
    }
  }

  // MARK: Drawing

  private func x(_ box: Box) -> Int { 20 + box.column * (Self.width + Self.gap) }

  private func draw(_ box: Box) -> String {
    let isRoot = box.unit == graph.root
    let isLast = graph.nodes.contains { $0.unit == box.unit && $0.isThereLast == .yes }
    var svg = "<rect x=\"\(x(box))\" y=\"\(box.y)\" width=\"\(Self.width)\" height=\"\(box.height)\" rx=\"4\" "
    svg += "fill=\"\(isRoot ? "#fff3c4" : isLast ? "#e3f1e3" : "#eef0f3")\" stroke=\"#334\" "
    svg += "stroke-width=\"\(isRoot ? 2 : 1)\"/>\n"
    for (place, line) in box.lines.enumerated() {
      svg += "<text x=\"\(x(box) + 10)\" y=\"\(box.y + 18 + 16 * place)\">\(escaped(line))</text>\n"
    }
    for (place, line) in box.days.enumerated() {
      let y = box.y + 16 + 16 * box.lines.count + 14 * place
      svg += "<text x=\"\(x(box) + 10)\" y=\"\(y)\" font-size=\"11\" fill=\"#556\">\(escaped(line))</text>\n"
    }
    return svg
  }

  private func band(_ link: LineageGraph.Link, _ one: Box, _ other: Box) -> String {
    let isKnown = link.share.any != nil && !link.isOneOf
    let isBack = other.column <= one.column
    let (x1, x2) = (x(one) + (isBack ? 0 : Self.width), x(other) + (isBack ? Self.width : 0))
    let (y1, y2) = (one.y + one.height / 2, other.y + other.height / 2)
    let middle = (x1 + x2) / 2
    var svg = "<path d=\"M\(x1) \(y1) C\(middle) \(y1) \(middle) \(y2) \(x2) \(y2)\" fill=\"none\" "
    svg += "stroke=\"\(isKnown ? "#3a6ea5" : "#a5703a")\" stroke-width=\"\(isKnown ? 5 : 3)\" opacity=\"0.55\""
    svg += isKnown ? "/>\n" : " stroke-dasharray=\"7 5\"/>\n"
    // The label stands at the end that the band has to itself.
    let isShared = graph.links.filter { $0.to == link.to }.count > 1
    let x = isShared ? (isBack ? x1 - 8 : x1 + 8) : (isBack ? x2 + 8 : x2 - 8)
    let isEnd = isShared == isBack
    let label = "\(answers.words.text(link.on)) \u{00B7} \(shownShares(link))"
    svg += "<text x=\"\(x)\" y=\"\((isShared ? y1 : y2) - 7)\" font-size=\"10\" fill=\"#334\""
    let anchor = isEnd ? " text-anchor=\"end\"" : ""
    svg += "\(anchor)>\(escaped(label))</text>\n"
    svg += "<text x=\"\(x)\" y=\"\((isShared ? y1 : y2) + 13)\" font-size=\"10\" fill=\"#334\"\(anchor)>"
    return svg + "\(escaped(Table.lines(of: act(link.citation), width: 26).first ?? ""))</text>\n"
  }

  /// By scalars: a sign with a combining mark behind it is one character, and a sign all the same.
  private func escaped(_ text: String) -> String {
    text.unicodeScalars.filter { $0.value >= 0x20 }.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      default: String(scalar)
      }
    }.joined()
  }
}
