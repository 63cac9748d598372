// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange

extension Answers {
  /// The map of the units of these kinds from the day of these answers to another.
  ///
  /// `from` and `to` are the codes on the two days, where the units bear codes; else their identifiers.
  public func map(_ kinds: [Identifier<UnitKind>], to other: Day) -> Table {
    let later = moment.on(other)
    let rows = moment.map(of: kinds, to: other).map { row -> [Cell] in
      [
        .optional(row.from.map { key($0, moment) }), .optional(row.from.map { plainName($0, moment) }),
        .optional(row.to.map { key($0, later) }), .optional(row.to.map { plainName($0, later) }),
        share(row.share.any), .term(row.kind.rawValue, key: "map.\(row.kind.rawValue)"), share(row.share.population),
        share(row.share.area), .optional(row.from?.rawValue), .optional(row.to?.rawValue),
        row.isDayUnknown || isCodeOpen(row.from, moment) || isCodeOpen(row.to, later) ? .flag(true) : .nothing,
      ]
    }
    return Table(
      columns: columns(
        "from", "from_name", "to", "to_name", "share", "kind", "share_population", "share_area", "from_unit", "to_unit",
        "day_unknown"), rows: rows)
  }

  private func isCodeOpen(_ unit: Identifier<OrgUnit>?, _ moment: AsOf) -> Bool {
    unit.map { moment.code(of: $0).isUndetermined } ?? false
  }

  /// The code most like one that nobody ever bore: with lost noughts before it, else by its letters.
  public func nearestUnitCode(to code: String) -> String? {
    let codes = Set(moment.units().compactMap { moment.code(of: $0).possible })
    return withNoughts(code, among: codes) ?? nearest(to: code, among: codes)
  }

  func share(_ value: Rational?) -> Cell { value.map { .value($0, decimals: 4) } ?? .nothing }

  /// The code of the unit on the day, or its identifier.
  func key(_ unit: Identifier<OrgUnit>, _ moment: AsOf) -> String {
    moment.code(of: unit).possible ?? unit.rawValue
  }

  func plainName(_ unit: Identifier<OrgUnit>, _ moment: AsOf) -> String {
    moment.name(of: unit).possible ?? unit.rawValue
  }

  /// Who bears the code on the day, and who bore it at other times.
  public func code(_ code: String) -> Table {
    let rows = moment.bearers(of: code).map { bearer -> [Cell] in
      [
        .text(bearer.unit.rawValue), .text(moment.on(bearer.shownOn).designation(of: bearer.unit, words.language)),
        .bound(bearer.from), .optional(bearer.until),
        .term(bearer.isNow.rawValue, key: "truth.\(bearer.isNow.rawValue)"), .text(bearer.citation.decision.rawValue),
      ]
    }
    return Table(columns: columns("unit", "name", "from", "until", "now", "decision"), rows: rows)
  }

  /// The number of units of kinds or levels over days.
  public func series(_ kinds: [String], days: [Day]) -> Table {
    let rows = days.map { day -> [Cell] in
      [.day(day)] + kinds.map { kind in cell(moment.on(day).count(kind)) }
    }
    return Table(columns: columns("day") + kinds.map { Table.Column($0, $0) }, rows: rows)
  }

  /// A figure over days.
  public func series(figure: String, days: [Day]) -> Table {
    let rows = days.map { day -> [Cell] in
      let row = moment.on(day).figures().first { $0.id.rawValue == figure }
      return [.day(day)]
        + [
          row?.value.map { .value($0, decimals: 1) } ?? .nothing, .optional(row?.numerator?.description),
          .optional(row?.denominator?.description), .percent(optional: row?.percent),
        ]
    }
    return Table(columns: columns("day", "value", "numerator", "denominator", "percent"), rows: rows)
  }

  /// In how many localities a model is in force, over days.
  public func series(model: Identifier<Model>, days: [Day]) -> Table {
    let rows = days.map { day -> [Cell] in
      guard let coverage = moment.on(day).coverage(of: model) else { return [.day(day), .nothing, .nothing, .nothing] }
      return [
        .day(day), .number(Int64(coverage.inForce.count)), .number(Int64(coverage.eligible)),
        .number(Int64(coverage.undetermined.count)),
      ]
    }
    return Table(columns: columns("day", "inForce", "eligible", "undetermined"), rows: rows)
  }

  private func cell(_ count: Count) -> Cell {
    count.exact.map { .number($0) } ?? .text(count.description)
  }
}
