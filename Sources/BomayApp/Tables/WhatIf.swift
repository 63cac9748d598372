// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// What would be more, or left over, if something were arranged otherwise. Nothing of it is on record.
extension Answers {
  /// What separating each model everywhere would take: how many bodies and heads more, of these where a stop is planned
  /// already, and what is on record of the staff of the units concerned. Models that are in force nowhere on record are
  /// left out.
  public func separations(_ models: [Identifier<Model>]) -> Table {
    let rows = models.compactMap { id -> [Cell]? in
      let all = moment.charter?.model(id).map { moment.separations(of: $0) } ?? []
      guard all.contains(where: { $0.state.presence.truth == .yes }) else { return nil }
      let planned = all.filter(\.isPlanned)
      return [
        .text(id.rawValue), .number(Int64(all.filter { $0.state.presence.truth == .yes }.count)),
        .number(Int64(all.filter { $0.state.presence.truth == .undetermined }.count)),
        cell(sum(all, \.bodies)), cell(sum(all, \.heads)), .number(Int64(planned.count)),
        cell(sum(planned, \.bodies)), cell(sum(planned, \.heads)), quota(all.flatMap(\.quota)),
        .number(Int64(all.reduce(0) { $0 + $1.unitsWithoutQuota.count })),
      ]
    }
    return Table(
      columns: columns(
        "model", "localities", "undetermined", "bodiesMore", "headsMore", "stopPlanned", "bodiesMoreThere",
        "headsMoreThere", "assigned", "unitsWithoutQuota"), rows: rows)
  }

  /// What separating one model would take in each locality where it is in force or may be.
  public func separation(_ model: Identifier<Model>) -> Table {
    let rows = (moment.charter?.model(model).map { moment.separations(of: $0) } ?? []).map { row -> [Cell] in
      [
        cell(row.state.locality), .term(row.state.state.rawValue, key: "state.\(row.state.state.rawValue)"),
        .list(row.units.map { cell($0) }), cell(row.bodies), cell(row.heads), quota(row.quota),
        .number(Int64(row.unitsWithoutQuota.count)),
      ]
    }
    return Table(
      columns: columns("locality", "state", "units", "bodiesMore", "headsMore", "assigned", "unitsWithoutQuota"),
      rows: rows)
  }

  /// What a merger would leave over, as fields.
  public func merger(_ outlook: MergerOutlook) -> Table {
    let kind = moment.charter?.kind(outlook.kind)?.name[words.language] ?? outlook.kind.rawValue
    let rows: [(String, Cell)] = [
      ("units", .list(outlook.parts.map { cell($0.unit) })), ("kind", .named(outlook.kind.rawValue, shown: kind)),
      ("heads", cell(outlook.heads)), ("headsLeftOver", cell(outlook.headsLeftOver)),
      ("deputies", cell(outlook.deputies)), ("deputiesNorm", .optional(outlook.norm)),
      ("surplusDeputies", outlook.surplus.map { cell($0) } ?? .nothing),
      (
        "surplusRoad",
        .list(
          outlook.road?.steps.map { step in
            .object([("on", .day(step.day)), ("left", .number(step.left))])
          } ?? [])
      ),
      ("assigned", quota(outlook.parts.flatMap(\.quota))), ("present", quota(outlook.parts.flatMap(\.headcount))),
      (
        "unitsWithoutQuota", .number(Int64(outlook.parts.filter { $0.quota.isEmpty }.count))
      ),
    ]
    var table = fields(rows.map { field($0.0, $0.1) })
    if outlook.norm == nil { table.notes = [words.term("what-if.no-norm", ["kind": kind])] }
    return table
  }

  /// Who leads each of the units that would be merged, and its staff.
  public func parts(of outlook: MergerOutlook) -> Table {
    Table(
      columns: columns("unit", "headSeats", "heads", "deputies", "assigned", "present"),
      rows: outlook.parts.map { part in
        [
          cell(part.unit), cell(part.headSeats), cell(part.heads), cell(part.deputies), quota(part.quota),
          quota(part.headcount),
        ]
      })
  }

  private func sum(_ all: [Separation], _ count: (Separation) -> Count) -> Count {
    all.reduce(Count(0)) { $0 + count($1) }
  }

  /// A number, or its bounds as files write them and people read them.
  private func cell(_ count: Count) -> Cell {
    if let exact = count.exact { return .number(exact) }
    var values = ["least": words.text(count.atLeast)]
    values["most"] = count.atMost.map { words.text($0) }
    let key = count.atMost != nil ? "count.between" : count.atLeast == 0 ? "count.unknown" : "count.at-least"
    return .named(count.description, shown: words.term(key, values))
  }

  /// By category, never added together.
  private func quota(_ figures: [StaffFigure]) -> Cell {
    let byCategory = Dictionary(grouping: figures, by: \.category).sorted { $0.key < $1.key }
    return .list(
      byCategory.map { category, figures in
        let name = moment.charter?.categories.first { $0.id == category }?.name[words.language]
        return .object([
          ("category", .named(category.rawValue, shown: name ?? category.rawValue)),
          ("number", .number(figures.reduce(0) { $0 + $1.number })),
        ])
      })
  }
}
