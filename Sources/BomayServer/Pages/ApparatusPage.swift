// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// One level of the apparatus, at most ``run`` units a page: what is below waits to be opened.
struct ApparatusPage {
  let asked: Asked
  let linker: Linker
  /// The unit whose children are shown; those at the top where there is none.
  let unit: Identifier<OrgUnit>?

  static let run = 200

  private var words: Catalogue { asked.words }
  private var moment: AsOf { asked.moment }

  func content() throws -> Page.Content {
    let title = unit.map { moment.designation(of: $0, words.language) } ?? words.term("page.menu-apparatus")
    let (children, bodies) = unit.map { level(below: $0) } ?? top()
    // Children first, then bodies: the pages go through both.
    let all = children + bodies
    let last = max(1, (all.count + Self.run - 1) / Self.run)
    let page = try asked.number("page", in: 1...last, otherwise: 1)
    let shown = (page - 1) * Self.run..<min(all.count, page * Self.run)
    let nodes = all[shown].map { node($0) }
    let split = min(max(0, children.count - shown.lowerBound), nodes.count)
    return Page.Content(
      title: title, template: "apparatus",
      context: [
        "title": title, "top": unit == nil ? false : linker.to("/apparatus"), "trail": trail,
        "unit": unit.map { unit in
          ["link": linker.to("units", id: unit.rawValue), "chart": linker.to("chart", id: unit.rawValue)]
            as [String: Any]
        } ?? false,
        "children": Array(nodes.prefix(split)), "bodies": Array(nodes.dropFirst(split)),
        "hasBodies": split < nodes.count, "hasChildren": split > 0, "isEmpty": all.isEmpty,
        "pages": last > 1 ? pages(page, of: last, shown, all.count) : false,
      ])
  }

  private func level(below unit: Identifier<OrgUnit>) -> (
    children: [Identifier<OrgUnit>], bodies: [Identifier<OrgUnit>]
  ) {
    let children = moment.children(of: unit)
    let below = Set(children)
    return (children, moment.bodies(in: unit).filter { !below.contains($0) })
  }

  /// What has nothing above it, and the bodies of these areas that have nothing above them. Bodies of areas further
  /// down, like the councils of all communes, have nothing above them either; they stand with their area.
  private func top() -> (children: [Identifier<OrgUnit>], bodies: [Identifier<OrgUnit>]) {
    let roots = moment.roots().map { unit in
      // Where the area has ended or is not certain, nothing else leads to the body.
      let area = moment.related(unit, by: .locatedIn).determined
      return (unit: unit, area: area.flatMap { moment.isAlive($0) == .no ? nil : $0 })
    }
    let children = roots.filter { $0.area == nil }.map(\.unit)
    let areas = Set(children)
    return (children, roots.filter { root in root.area.map { areas.contains($0) } ?? false }.map(\.unit))
  }

  private var path: String { unit.map { "/apparatus/\(Query.encoded($0.rawValue))" } ?? "/apparatus" }

  private var trail: [[String: Any]] {
    (unit.map { asked.answers.ancestors(of: $0) } ?? []).map {
      ["label": moment.designation(of: $0, words.language), "link": linker.to("apparatus", id: $0.rawValue)]
    }
  }

  private func pages(_ page: Int, of last: Int, _ shown: Range<Int>, _ count: Int) -> [String: Any] {
    func link(_ number: Int) -> Any {
      (1...last).contains(number) ? linker.to(path, [("page", number == 1 ? "" : String(number))]) : false
    }
    let values = [
      "from": words.text(Int64(shown.lowerBound + 1)), "to": words.text(Int64(shown.upperBound)),
      "count": words.text(Int64(count)),
    ]
    return [
      "text": words.term("page.units-shown", values), "before": link(page - 1), "after": link(page + 1),
      "path": path, "page": String(page), "last": String(last),
    ]
  }

  private func node(_ id: Identifier<OrgUnit>) -> [String: Any] {
    let below = moment.children(of: id).count
    let bodies = moment.bodies(in: id).count
    let kind = moment.kind(of: id).possible
    return [
      "label": moment.designation(of: id, words.language), "link": linker.to("units", id: id.rawValue),
      "kind": kind.map { moment.charter?.kind($0)?.name[words.language] ?? $0.rawValue } ?? "",
      "open": below + bodies > 0
        ? [
          "link": linker.to("apparatus", id: id.rawValue),
          "label": [
            below > 0 ? words.term("page.units-below", ["count": words.text(Int64(below))]) : nil,
            bodies > 0 ? words.term("page.bodies-here", ["count": words.text(Int64(bodies))]) : nil,
          ].compactMap { $0 }.joined(separator: ", "),
        ] as [String: Any] : false,
    ]
  }
}
