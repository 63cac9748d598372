// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// The tree of units as of a day, below one unit or all that stand at the top.
public struct Chart: Sendable {
  let answers: Answers
  let roots: [Identifier<OrgUnit>]

  public init(_ answers: Answers, of root: Identifier<OrgUnit>?) {
    self.answers = answers
    roots = root.map { [$0] } ?? answers.moment.roots()
  }

  private func name(_ unit: Identifier<OrgUnit>) -> String {
    answers.moment.designation(of: unit, answers.words.language)
  }

  /// Visits each unit once, parents first. A ring, which the checks refuse, would end at its first member.
  private func walk(
    _ visit: (Identifier<OrgUnit>, _ depth: Int, _ parent: Identifier<OrgUnit>?, _ isLast: [Bool]) -> Void
  ) {
    var seen: Set<Identifier<OrgUnit>> = []
    func descend(_ unit: Identifier<OrgUnit>, _ depth: Int, _ parent: Identifier<OrgUnit>?, _ isLast: [Bool]) {
      guard seen.insert(unit).inserted else { return }
      visit(unit, depth, parent, isLast)
      // One whose parent is not known for certain stands under the first of them.
      let children = answers.moment.children(of: unit).filter { !seen.contains($0) }
      for (index, child) in children.enumerated() {
        descend(child, depth + 1, unit, isLast + [index == children.count - 1])
      }
    }
    for root in roots { descend(root, 0, nil, []) }
  }

  public var text: String {
    var lines = ""
    walk { unit, depth, _, isLast in
      let stem = isLast.dropLast().map { $0 ? "   " : "│  " }.joined()
      let branch = depth == 0 ? "" : isLast.last == true ? "└─ " : "├─ "
      let isOpen = answers.moment.isAlive(unit) == .undetermined || answers.moment.parent(of: unit).isUndetermined
      let mark = isOpen ? " (?)" : ""
      lines += "\(stem)\(branch)\(name(unit))\(mark)  [\(unit)]\n"
    }
    return lines
  }

  public var table: Table {
    var rows: [[Cell]] = []
    walk { unit, depth, parent, _ in
      let kind = answers.moment.kind(of: unit).possible?.rawValue
      rows.append([
        .text(unit.rawValue), .optional(parent?.rawValue), .number(Int64(depth)), .optional(kind), .text(name(unit)),
        .optional(answers.moment.code(of: unit).possible),
      ])
    }
    return Table(columns: answers.columns("id", "parent", "depth", "kind", "name", "code"), rows: rows)
  }

  public var json: String {
    func node(_ unit: Identifier<OrgUnit>, _ path: [Identifier<OrgUnit>]) -> Cell {
      let children = path.contains(unit) ? [] : answers.moment.children(of: unit)
      return .object([
        ("id", .text(unit.rawValue)), ("name", .text(name(unit))),
        ("kind", .optional(answers.moment.kind(of: unit).possible?.rawValue)),
        ("code", .optional(answers.moment.code(of: unit).possible)),
        ("children", .list(children.map { node($0, path + [unit]) })),
      ])
    }
    return Cell.list(roots.map { node($0, []) }).json
  }

  /// Graphviz.
  public var dot: String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    var lines = "digraph apparatus {\n  rankdir=LR;\n  node [shape=box];\n"
    walk { unit, _, parent, _ in
      lines += "  \(quoted(unit.rawValue)) [label=\(quoted(name(unit)))];\n"
      if let parent { lines += "  \(quoted(parent.rawValue)) -> \(quoted(unit.rawValue));\n" }
    }
    return lines + "}\n"
  }
}
