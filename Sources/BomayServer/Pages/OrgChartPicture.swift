// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// Draws an organisation chart. The units of the first level stand side by side, in as many rows as they need;
/// those below hang under each on a line. Units with others under them come last, so that none stands beside an
/// empty column. So it is as wide as a screen or a sheet, however many there are.
struct OrgChartPicture {
  private let chart: OrgChart
  private let words: Catalogue
  private let day: Day
  private let title: String

  static let width = 1200
  private static let columns = 5
  private static let gap = 16
  private static let margin = 24
  private static let line = 16
  private static let step = 18

  init(_ chart: OrgChart, _ words: Catalogue, _ day: Day, title: String) {
    self.chart = chart
    self.words = words
    self.day = day
    self.title = title
  }

  /// A box with its place.
  private struct Box {
    let node: OrgChart.Node
    let depth: Int
    let lines: [String]
    let x: Int
    var y = 0
    let width: Int
    var height: Int { 12 + OrgChartPicture.line * lines.count + (node.hidden > 0 ? 16 : 0) }
  }

  private var count: Int { max(1, min(Self.columns, chart.root.children.count)) }
  private var columnWidth: Int { (Self.width - Self.margin - (count - 1) * Self.gap) / Self.columns }

  var svg: String {
    let rootLines = Self.lines(chart.root.name, letters: 52)
    let rootWidth = 420
    let root = Box(
      node: chart.root, depth: 0, lines: rootLines, x: (Self.width - rootWidth) / 2, y: 6, width: rootWidth)
    var parts = ""
    var y = root.y + root.height + 34
    var bus = root.y + root.height + 16
    let trunk = Self.margin / 2
    let rows =
      rows(of: chart.root.children.filter(\.children.isEmpty))
      + rows(of: chart.root.children.filter { !$0.children.isEmpty })
    for (place, row) in rows.enumerated() {
      let start = left(of: row.count)
      if place > 0 { bus = y - 18 }
      let columns = row.enumerated().map { index, node in
        column(node, x: start + index * (columnWidth + Self.gap), y: y)
      }
      let centres = columns.compactMap { $0.first.map { $0.x + $0.width / 2 } }
      let from = rows.count > 1 ? trunk : min(centres.first ?? 0, Self.width / 2)
      let to = max(centres.last ?? 0, place == 0 ? Self.width / 2 : 0)
      parts += path("M\(from) \(bus)H\(to)")
      for centre in centres { parts += path("M\(centre) \(bus)V\(y)") }
      for boxes in columns { parts += draw(boxes) }
      y = (columns.flatMap { $0 }.map { $0.y + $0.height }.max() ?? y) + 40
    }
    if !rows.isEmpty { parts = path("M\(Self.width / 2) \(root.y + root.height)V\(root.y + root.height + 16)") + parts }
    if rows.count > 1 { parts = path("M\(trunk) \(root.y + root.height + 16)V\(bus)") + parts }
    return head(height: rows.isEmpty ? root.y + root.height + 8 : y - 30) + parts + draw(root) + "</svg>\n"
  }

  private func rows(of nodes: [OrgChart.Node]) -> [[OrgChart.Node]] {
    stride(from: 0, to: nodes.count, by: count).map { Array(nodes[$0..<min($0 + count, nodes.count)]) }
  }

  private func left(of boxes: Int) -> Int {
    let used = boxes * columnWidth + (boxes - 1) * Self.gap
    // Rows beyond the first begin where the trunk is.
    return boxes < chart.root.children.count ? Self.margin : (Self.width - used) / 2
  }

  private func head(height: Int) -> String {
    let about = words.term("page.chart-about", ["count": words.text(Int64(chart.count)), "day": words.text(day)])
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="orgchart" viewBox="0 0 \(Self.width) \(height)" role="group" \
      aria-labelledby="chart-title chart-about">
      <title id="chart-title">\(EscapedHTML.escaped(title))</title>
      <desc id="chart-about">\(EscapedHTML.escaped(about))</desc>

      """
  }

  // MARK: Places

  /// A unit of the first level and all that hangs under it, one below the other.
  private func column(_ node: OrgChart.Node, x: Int, y: Int) -> [Box] {
    var boxes: [Box] = []
    var y = y
    func add(_ node: OrgChart.Node, _ depth: Int) {
      let indent = (depth - 1) * Self.step
      let width = columnWidth - indent
      let box = Box(
        node: node, depth: depth, lines: Self.lines(node.name, letters: (width - 16) / 7), x: x + indent, y: y,
        width: width)
      boxes.append(box)
      y += box.height + 8
      for child in node.children { add(child, depth + 1) }
    }
    add(node, 1)
    return boxes
  }

  /// At most three lines; what is longer is told by the title of the box.
  private static func lines(_ name: String, letters: Int) -> [String] {
    var lines: [String] = []
    for word in name.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= letters {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word.prefix(letters)))
      }
    }
    guard lines.count > 3 else { return lines }
    return Array(lines.prefix(2)) + [String(lines[2].prefix(letters - 1)) + "\u{2026}"]
  }

  // MARK: Drawing

  private func path(_ d: String) -> String { "<path class=\"line\" d=\"\(d)\"/>\n" }

  private func draw(_ boxes: [Box]) -> String {
    var parts = ""
    for (place, box) in boxes.enumerated() where box.depth > 1 {
      // From the line under its parent.
      guard let parent = boxes[..<place].last(where: { $0.depth == box.depth - 1 }) else { continue }
      let x = parent.x + Self.step / 2
      parts += path("M\(x) \(parent.y + parent.height)V\(box.y + box.height / 2)H\(box.x)")
    }
    return parts + boxes.map { draw($0) }.joined()
  }

  private func draw(_ box: Box) -> String {
    let name = EscapedHTML.escaped(box.node.name)
    var part = "<a href=\"\(EscapedHTML.escaped(box.node.link))\"><title>\(name)</title>"
    part += "<rect class=\"box d\(box.depth)\(box.node.isOpen ? " open" : "")\" x=\"\(box.x)\" y=\"\(box.y)\""
    part += " width=\"\(box.width)\" height=\"\(box.height)\" rx=\"4\"/>"
    let isRoot = box.depth == 0
    for (place, line) in box.lines.enumerated() {
      let mark = box.node.isOpen && place == box.lines.count - 1 ? " (?)" : ""
      part += "<text x=\"\(isRoot ? box.x + box.width / 2 : box.x + 8)\" y=\"\(box.y + 17 + Self.line * place)\""
      part += "\(isRoot ? " text-anchor=\"middle\"" : "")>\(EscapedHTML.escaped(line + mark))</text>"
    }
    part += "</a>\n"
    guard box.node.hidden > 0 else { return part }
    let key = box.node.children.isEmpty ? "page.units-below" : "page.more"
    let more = words.term(key, ["count": words.text(Int64(box.node.hidden))])
    let y = box.y + 17 + Self.line * box.lines.count
    part += "<a href=\"\(EscapedHTML.escaped(box.node.chart))\"><title>\(name): \(EscapedHTML.escaped(more))</title>"
    part += "<text class=\"more\(isRoot ? " top" : "")\" x=\"\(isRoot ? box.x + box.width / 2 : box.x + 8)\" y=\"\(y)\""
    part += "\(isRoot ? " text-anchor=\"middle\"" : "")>\u{25B8} \(EscapedHTML.escaped(more))</text></a>\n"
    return part
  }
}
