// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// Findings as programs read them: what, why, how to mend it, and where it stands in what was sent.
struct FindingCells {
  private let diagnostics: [Diagnostic]
  private let moment: AsOf?
  private let places: DocumentPlaces
  private let words: Catalogue

  /// - Parameter moment: what their reader sees of the register.
  init(_ diagnostics: [Diagnostic], _ moment: AsOf?, _ file: InputFile, _ words: Catalogue) {
    self.diagnostics = (moment?.told(diagnostics) ?? diagnostics).worstFirst()
    self.moment = moment
    places = DocumentPlaces(file)
    self.words = words
  }

  var cell: Cell { .list(diagnostics.map { cell($0) }) }

  private func cell(_ diagnostic: Diagnostic) -> Cell {
    let (summary, reason, remedies) = words.words(diagnostic, moment)
    var members: [(String, Cell)] = [
      ("severity", .text(diagnostic.severity.rawValue)), ("code", .text(diagnostic.code)),
      ("detail", .text(summary)), ("reason", .text(reason)), ("remedies", .list(remedies.map { .text($0) })),
    ]
    if let rule = diagnostic.rule { members.append(("rule", .text(rule))) }
    if let span = diagnostic.span {
      members += [("line", .number(Int64(span.line))), ("column", .number(Int64(span.column)))]
      if let pointer = places.pointer(of: span) { members.append(("pointer", .text(pointer))) }
    }
    members += [
      ("about", .list(diagnostic.about.map { .text($0) })),
      ("decisions", .list(diagnostic.decisions.map { .text($0.rawValue) })),
    ]
    return .object(members)
  }
}

extension Effect {
  var cell: Cell {
    .object([("on", .day(day)), ("changes", changes.cell), ("opened", opened.cell), ("closed", closed.cell)])
  }
}

extension Meanwhile {
  var cell: Cell {
    .object([
      ("revision", .number(Int64(revision.number))), ("entry", .text(kind.rawValue)), ("id", .text(id)),
      ("title", title.map { .text($0) } ?? .nothing), ("recordedBy", .text(recordedBy)),
    ])
  }
}

extension Table {
  /// The rows as objects.
  var cell: Cell { .list(rows.map { row in .object(zip(columns, row).map { ($0.key, $1) }) }) }
}
