// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// The one page that a leader reads.
struct OverviewPage {
  let asked: Asked
  let linker: Linker

  private var answers: Answers { asked.answers }
  private var words: Catalogue { asked.words }
  private var moment: AsOf { asked.moment }

  var content: Page.Content {
    let targets = moment.targets()
    let directives = moment.directives()
    let obligations = moment.obligations().filter { $0.state == .open || $0.state == .overdue }
    let balances = moment.balances().filter { !$0.open.isEmpty }
    let title = words.term("page.menu-overview")
    return Page.Content(
      title: [title, answers.place].compactMap { $0 }.joined(separator: " – "), template: "overview",
      context: [
        "place": answers.place ?? words.term("heading.overview"),
        "tiles": tiles(targets, directives, obligations, balances),
        "matrices": matrices, "whatIf": linker.to(WhatIfPage.path),
        "legend": legend, "targets": targets.map { target($0) }, "hasTargets": !targets.isEmpty,
        "directives": table(answers.shortDirectives(), "heading.directives"),
        "obligations": table(answers.obligationsToSettle(), "heading.obligations"),
        "balances": table(answers.shortBalances(), "heading.balances"),
        "reported": table(answers.reportedCoverage(), "heading.reported"),
      ])
  }

  private func table(_ table: Table, _ heading: String) -> [String: Any] {
    TableView(table: table, linker: linker, words: words, caption: words.term(heading)).context
  }

  // MARK: Numbers at the top

  private func tiles(
    _ targets: [TargetRow], _ directives: [DirectiveRow], _ obligations: [Obligation], _ balances: [Balance]
  ) -> [[String: Any]] {
    let late = directives.filter { $0.state == .overdue }.count
    let due = directives.filter { $0.state == .notStarted || $0.state == .running }.count
    let overdue = obligations.filter { $0.state == .overdue }.count
    let lacking = targets.filter { $0.verdict == .lacking || $0.verdict == .notMaintained }.count
    let states = moment.pilotStates()
    let toStop = states.filter { $0.state == .stopPlanned }.count
    let stopLate = states.filter { $0.state == .stopOverdue }.count
    return [
      tile("page.tile-stops", toStop + stopLate, ["count": String(stopLate)], "/tables/pilots", toStop + stopLate > 0),
      tile("page.tile-obligations", overdue, ["count": String(obligations.count)], "/tables/obligations", overdue > 0),
      tile("page.tile-directives", late, ["count": String(due)], "/tables/directives", late > 0),
      tile("page.tile-targets", lacking, ["count": String(targets.count)], "/tables/targets", lacking > 0),
      tile(
        "page.tile-balances", balances.reduce(0) { $0 + $1.open.count }, ["count": String(balances.count)],
        "/tables/balances", !balances.isEmpty),
    ]
  }

  private func tile(
    _ key: String, _ number: Int, _ values: [String: String], _ path: String, _ isPressing: Bool
  ) -> [String: Any] {
    [
      "number": words.text(Int64(number)), "label": words.term(key), "note": words.term("\(key)-note", values),
      "link": linker.to(path), "class": isPressing ? "pressing" : "calm",
    ]
  }

  // MARK: Models by localities

  /// The longest first: it is what most questions are about.
  private var matrices: [[String: Any]] {
    let found = (moment.charter?.levels ?? []).compactMap { level in matrix(level) }
    return found.sorted { $0.rows > $1.rows }.map(\.context)
  }

  private func matrix(_ level: Charter.Named) -> (rows: Int, context: [String: Any])? {
    guard let table = answers.matrix(level: level.id), let charter = moment.charter else { return nil }
    let models = table.columns.dropFirst().map(\.key)
    let heads = models.map { model -> [String: Any] in
      let name = charter.model(Identifier(rawValue: model))?.name[words.language] ?? model
      return ["id": model, "name": name, "link": linker.to("why", id: model)]
    }
    let rows = table.rows.dropLast().map { row -> [String: Any] in
      guard case .named(let locality, let name)? = row.first else { return [:] }
      let cells = zip(models, row.dropFirst()).map { model, cell -> [String: Any] in
        let (word, label) = state(cell)
        return [
          "class": word, "label": label,
          "link": linker.to("/models/\(Query.encoded(model))/\(Query.encoded(locality))"),
        ]
      }
      return ["name": name, "link": linker.to("units", id: locality), "cells": cells]
    }
    let totals = zip(models, (table.rows.last ?? []).dropFirst()).map { model, cell -> [String: Any] in
      ["text": cell.shown(words), "link": linker.to("why", id: model)]
    }
    let context: [String: Any] = [
      "heading": words.term("heading.models"), "level": level.name[words.language], "heads": heads, "rows": rows,
      "totals": totals, "isNarrow": heads.count < 4,
    ]
    return (rows.count, context)
  }

  private func state(_ cell: Cell) -> (word: String, label: String) {
    switch cell {
    case .term(let word, _): (word, cell.shown(words))
    case .nothing: ("none", "")
    default: ("undetermined", "? " + words.term("page.state-unknown"))
    }
  }

  private var legend: [[String: Any]] {
    PilotStateWord.allCases.map { word in
      let mark = word == .undetermined ? "?" : String(words.term("mark.\(word.rawValue)").prefix(1))
      return ["class": word.rawValue, "mark": mark, "label": words.term("state.\(word.rawValue)")]
    }
  }

  // MARK: Targets

  private func target(_ row: TargetRow) -> [String: Any] {
    let current = row.current.map { words.text($0, decimals: $0.whole == nil ? 1 : 0) }
    let needed = row.needed.map { words.text($0) }
    let width = barWidth(row)
    let (now, lacking) =
      row.direction == .atMost ? ("page.target-at-most", "page.target-over") : ("page.target-now", "page.target-gap")
    let gap = row.gap.flatMap { $0 > 0 ? words.term(lacking, ["gap": words.text($0)]) : nil }
    return [
      "name": row.name ?? row.id.rawValue, "link": linker.to("why", id: row.id.rawValue),
      "value": words.percent(row.value), "by": words.text(row.by),
      "now": current.map { current in
        words.term(now, ["current": current, "needed": needed ?? "?"])
      } ?? "", "gap": gap ?? "",
      "verdict": row.verdict == .lacking && gap != nil ? "" : words.term("target.\(row.verdict.rawValue)"),
      "class": "s-\(row.verdict.rawValue)",
      "days": row.daysLeft >= 0
        ? words.term("page.days-left", ["count": words.text(Int64(row.daysLeft))])
        : words.term("page.days-over", ["count": words.text(Int64(-row.daysLeft))]),
      "bar": width.map { ["width": $0] } ?? false,
    ]
  }

  /// Hundredths of the way to the number needed.
  private func barWidth(_ row: TargetRow) -> Int? {
    guard let current = row.current, let needed = row.needed, needed > 0,
      let share = current * Rational(100) / Rational(needed)
    else { return nil }
    return Int(min(100, max(0, Int64(share.decimal(0)) ?? 0)))
  }
}

extension Answers {
  /// What is open or overdue, each with its identifier, so that its why is one step away.
  func obligationsToSettle() -> Table {
    let all = obligations(all: false)
    let wanted = ["id", "locality", "cause", "due", "responsible", "state"]
    let places = wanted.compactMap { key in all.columns.firstIndex { $0.key == key } }
    return Table(columns: places.map { all.columns[$0] }, rows: all.rows.map { row in places.map { row[$0] } })
  }
}
