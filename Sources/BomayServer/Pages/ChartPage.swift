// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// The organisation chart of a unit, to look at and to print on a sheet lying down.
struct ChartPage {
  let asked: Asked
  let linker: Linker

  func content() throws -> Page.Content {
    let unit = try asked.unit()
    let words = asked.words
    // Two levels where they are few enough to be taken in at once.
    let two = OrgChart(of: unit, levels: 2, asked, linker)
    let usual = two.count <= OrgChart.fewBoxes ? 2 : 1
    let levels = try asked.number("levels", in: 1...OrgChart.mostLevels, otherwise: usual)
    let chart = levels == 2 ? two : OrgChart(of: unit, levels: levels, asked, linker)
    let name = asked.moment.designation(of: unit, words.language)
    let title = words.term("page.chart", ["unit": name])
    return Page.Content(
      title: title, template: "chart",
      context: [
        "title": title, "svg": OrgChartPicture(chart, words, asked.moment.day, title: title).svg,
        "path": "/chart/\(Query.encoded(unit.rawValue))", "below": linker.to("apparatus", id: unit.rawValue),
        "unit": linker.to("units", id: unit.rawValue),
        "trail": asked.answers.ancestors(of: unit).map {
          [
            "label": asked.moment.designation(of: $0, words.language), "link": linker.to("chart", id: $0.rawValue),
          ]
        },
        "levels": (1...OrgChart.mostLevels).map { number -> [String: Any] in
          ["number": String(number), "isChosen": number == levels]
        },
        "cut": chart.isCut ? words.term("page.chart-cut", ["count": words.text(Int64(OrgChart.most))]) : false,
      ])
  }
}

/// The units of a chart: few enough to be read on one sheet.
struct OrgChart {
  static let mostLevels = 3
  /// Boxes on a sheet.
  static let most = 120
  static let fewBoxes = 40
  /// Children of one unit that are drawn; below the first level fewer.
  private static let mostChildren = [60, 12, 8]

  struct Node {
    let name: String
    /// The unit's page.
    let link: String
    /// Whether the records leave open that it lives.
    let isOpen: Bool
    var children: [Node] = []
    /// Units below that are not drawn, and where they are.
    var hidden = 0
    var chart = ""
  }

  private(set) var root: Node
  private(set) var isCut = false
  private(set) var count = 1

  init(of unit: Identifier<OrgUnit>, levels: Int, _ asked: Asked, _ linker: Linker) {
    root = OrgChart.node(unit, asked, linker)
    var seen: Set<Identifier<OrgUnit>> = [unit]
    // Level by level, so that where there is no more room it is the lowest that goes without.
    var open: [(path: [Int], unit: Identifier<OrgUnit>)] = [([], unit)]
    for level in 0..<levels {
      var next: [(path: [Int], unit: Identifier<OrgUnit>)] = []
      for (path, parent) in open {
        let below = OrgChart.below(parent, asked).filter { seen.insert($0).inserted }
        let room = min(Self.mostChildren[level], Self.most - count)
        let drawn = below.prefix(max(0, room))
        if drawn.count < below.count, level == 0 || drawn.isEmpty { isCut = true }
        count += drawn.count
        for (place, child) in drawn.enumerated() { next.append((path + [place], child)) }
        change(path) { node in
          node.children = drawn.map { OrgChart.node($0, asked, linker) }
          node.hidden = below.count - drawn.count
        }
      }
      open = next
    }
    for (path, leaf) in open {
      let hidden = OrgChart.below(leaf, asked).count
      change(path) { $0.hidden = hidden }
    }
  }

  private static func below(_ unit: Identifier<OrgUnit>, _ asked: Asked) -> [Identifier<OrgUnit>] {
    let children = asked.moment.children(of: unit)
    let known = Set(children)
    return asked.moment.bodies(in: unit).filter { !known.contains($0) } + children
  }

  private static func node(_ unit: Identifier<OrgUnit>, _ asked: Asked, _ linker: Linker) -> Node {
    Node(
      name: asked.moment.designation(of: unit, asked.words.language), link: linker.to("units", id: unit.rawValue),
      isOpen: asked.moment.isAlive(unit) == .undetermined || asked.moment.parent(of: unit).isUndetermined,
      chart: linker.to("chart", id: unit.rawValue))
  }

  private mutating func change(_ path: [Int], _ body: (inout Node) -> Void) {
    func descend(_ node: inout Node, _ path: ArraySlice<Int>) {
      guard let place = path.first else { return body(&node) }
      descend(&node.children[place], path.dropFirst())
    }
    descend(&root, path[...])
  }
}
