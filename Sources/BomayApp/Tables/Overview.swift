// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

extension Answers {
  /// Models whose localities are the areas of one level, as a matrix of localities by models.
  public func matrix(level: String) -> Table? {
    guard let charter = moment.charter else { return nil }
    let models = charter.models.filter { model in
      model.level == level && moment.coverage(of: model.id).map { !$0.inForce.isEmpty || !$0.missing.isEmpty } ?? false
    }
    guard !models.isEmpty else { return nil }
    let states = models.map { model in
      Dictionary(moment.states(of: model).map { ($0.locality, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let localities = moment.units(ofLevel: level)
    let rows = localities.map { locality -> [Cell] in
      [cell(locality)]
        + states.map { byLocality in
          guard let state = byLocality[locality] else { return .nothing }
          return state.state == .undetermined
            ? .text("?") : .term(state.state.rawValue, key: "mark.\(state.state.rawValue)")
        }
    }
    let totals: [Cell] =
      [.text(words.term("label.total"))]
      + models.map { model in
        moment.coverage(of: model.id).map { .text($0.outOf) } ?? .nothing
      }
    return Table(
      columns: [column("locality")] + models.map { Table.Column($0.id.rawValue, $0.id.rawValue) },
      rows: rows + [totals],
      notes: models.map { "\($0.id): \($0.name[words.language])" })
  }

  /// The area that the register is about, as of the day.
  public var place: String? {
    moment.roots().first { moment.area(of: $0) == $0 }.map { moment.designation(of: $0, words.language) }
  }

  /// The one page that a leader reads.
  public func overview(width: Int?) -> String {
    var parts: [String] = []
    func add(_ heading: String, _ table: Table?) {
      guard let table, !table.rows.isEmpty else { return }
      parts.append("== \(words.term(heading)) ==\n" + table.text(words, width: width))
    }
    let title = words.term("heading.overview")
    let place = place
    parts.append(
      [title, place].compactMap { $0 }.joined(separator: " - ") + "\n"
        + words.term("heading.asOf", ["day": words.text(moment.day)]) + " ("
        + words.term("heading.knownAt", ["revision": String(moment.revision.number)]) + ")\n")
    for level in moment.charter?.levels ?? [] { add("heading.models", matrix(level: level.id)) }
    let legend = PilotStateWord.allCases.map { word in
      let mark = word == .undetermined ? "?" : words.term("mark.\(word.rawValue)").prefix(1)
      return "\(mark) \(words.term("state.\(word.rawValue)"))"
    }
    parts.append(words.term("heading.legend") + ": " + legend.joined(separator: "; ") + "\n")
    add("heading.reported", reportedCoverage())
    add("heading.targets", shortTargets())
    add("heading.directives", shortDirectives())
    add("heading.obligations", shortObligations())
    add("heading.balances", shortBalances())
    return parts.joined(separator: "\n")
  }

  /// Figures that sources give for models.
  public func reportedCoverage() -> Table {
    let rows = (moment.charter?.models ?? []).flatMap { model in
      moment.reported(model.id).map { figure -> [Cell] in
        [
          .text(model.id.rawValue), .text(model.name[words.language]),
          figure.numerator.map { .value($0, decimals: 1) } ?? .nothing,
          figure.denominator.map { .value($0, decimals: 1) } ?? .nothing, .percent(optional: figure.percent),
        ]
      }
    }
    return Table(columns: columns("model", "name", "numerator", "denominator", "percent"), rows: rows)
  }

  private func shortTargets() -> Table {
    Table(
      columns: columns("target", "name", "value", "by", "current", "needed", "gap", "verdict"),
      rows: moment.targets().map { target in
        [
          .text(target.id.rawValue), .optional(target.name), .percent(target.value), .deadline(target.by),
          target.current.map { .value($0, decimals: 1) } ?? .nothing, .optional(target.needed), .optional(target.gap),
          .term(target.verdict.rawValue, key: "target.\(target.verdict.rawValue)"),
        ]
      })
  }

  /// Tasks with a deadline that are not done.
  public func shortDirectives() -> Table {
    let shown = moment.directives().filter { $0.daysLeft != nil && $0.state != .doneInTime && $0.state != .doneLate }
    return Table(
      columns: columns("directive", "content", "lead", "due", "daysLeft", "state"),
      rows: shown.map { row in
        [
          .text(row.id.rawValue), .text(row.record.content), .list(row.record.lead.map { cell($0) }),
          .deadline(optional: row.record.due), .optional(row.daysLeft.map { Int64($0) }),
          .term(row.state.rawValue, key: "directive.\(row.state.rawValue)"),
        ]
      })
  }

  private func shortObligations() -> Table {
    let shown = moment.obligations().filter { $0.state == .open || $0.state == .overdue }
    return Table(
      columns: columns("model", "locality", "cause", "due", "state"),
      rows: shown.map { item in
        [
          .text(item.model.rawValue), cell(item.locality),
          .term(item.cause.rawValue, key: "cause.\(item.cause.rawValue)"),
          .deadline(item.due), .term(item.state.rawValue, key: "obligation.\(item.state.rawValue)"),
        ]
      })
  }

  /// Re-homings with something open.
  public func shortBalances() -> Table {
    let shown = moment.balances().filter { !$0.open.isEmpty }
    return Table(
      columns: columns("unit", "total", "settled", "open"),
      rows: shown.map { balance in
        [
          cell(balance.ended), .number(Int64(balance.total)), .number(Int64(balance.total - balance.open.count)),
          .number(Int64(balance.open.count)),
        ]
      })
  }
}

extension AsOf {
  /// Areas of the level that live, or may live, on the day.
  public func units(ofLevel level: String) -> [Identifier<OrgUnit>] {
    units(of: (charter?.kinds ?? []).filter { $0.level == level && $0.family == "area" }.map(\.id))
  }
}
