// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// The answers of the register as tables, in one language.
public struct Answers: Sendable {
  public let moment: AsOf
  public let words: Catalogue
  private var saysNames = true

  public init(_ moment: AsOf, _ words: Catalogue) {
    self.moment = moment
    self.words = words
  }

  /// For tables that are read as JSON, where identifiers stand alone: no name is worked out for them.
  public func withoutNames() -> Answers {
    var answers = self
    answers.saysNames = false
    return answers
  }

  private func named(_ id: String, _ name: () -> String) -> Cell { .named(id, shown: saysNames ? name() : id) }

  func column(_ key: String) -> Table.Column { Table.Column(key, words.label(key)) }
  func columns(_ keys: String...) -> [Table.Column] { columns(keys) }
  func columns(_ keys: [String]) -> [Table.Column] { keys.map { column($0) } }

  func cell(_ unit: Identifier<OrgUnit>) -> Cell {
    named(unit.rawValue) { moment.designation(of: unit, words.language) }
  }
  func cell(_ unit: Identifier<OrgUnit>?) -> Cell { unit.map { cell($0) } ?? .nothing }
  func cell(_ post: Identifier<Post>) -> Cell {
    named(post.rawValue) { moment.designation(of: post, words.language) }
  }
  func cell(_ person: Identifier<Person>) -> Cell {
    named(person.rawValue) { moment.name(of: person) ?? "\(words.term("unnamed")) (\(person))" }
  }
  func cell(_ document: Identifier<Document>) -> Cell {
    named(document.rawValue) { moment.document(document)?.record.number ?? document.rawValue }
  }

  /// The percentage in force of all eligible; none where the records tell of no locality at all.
  private func percent(_ coverage: Coverage) -> Cell {
    guard coverage.undetermined.count < coverage.eligible, let share = coverage.share else { return .nothing }
    return .percent(share * Rational(100))
  }

  // MARK: Pilots

  public func pilots(_ model: Identifier<Model>? = nil) -> Table {
    table(of: moment.pilotStates().filter { model == nil || $0.model == model })
  }

  /// What rests on a document: pilots whose ground it is, that of their model where they name none, and decisions.
  /// Annulled ones are left out.
  public func resting(on document: Identifier<Document>) -> (pilots: Table, decisions: Table) {
    let states = moment.pilotStates().filter { moment.ground(of: $0).contains(document) }
    let lines = moment.log().filter { line in
      line.verb == .decided && line.decision?.document == document && line.decision?.isAnnulled == false
    }
    return (table(of: states), log(lines))
  }

  private func table(of states: [PilotState]) -> Table {
    Table(
      columns: columns("model", "locality", "state", "since") + [Table.Column("until", words.label("stops"))]
        + columns("basis", "replacement", "due", "pilot", "reason"),
      rows: states.map { state in
        [
          .text(state.model.rawValue), cell(state.locality),
          .term(state.state.rawValue, key: "state.\(state.state.rawValue)"),
          .optional(state.since), .optional(state.until), .list(state.basis.map { cell($0) }),
          replacement(state.replacement), .deadline(optional: state.due), .optional(state.pilot?.rawValue),
          reason(state),
        ]
      })
  }

  func replacement(_ text: String?) -> Cell {
    guard let text else { return .nothing }
    return ["separate-holders", "separate-units", "permanent"].contains(text)
      ? .term(text, key: "replacement.\(text)") : .text(text)
  }

  private func reason(_ state: PilotState) -> Cell {
    .term(state.presence.reason.rawValue, key: "presence.\(state.presence.reason.rawValue)")
  }

  /// `model, inForce, eligible, percent, missing: [{unit, reason, due}]`, and what is undetermined.
  public func coverage(_ models: [Identifier<Model>]) -> Table {
    Table(
      columns: columns("model", "inForce", "eligible", "percent", "atLeast", "missing", "undetermined", "reported"),
      rows: models.compactMap { moment.coverage(of: $0) }.map { coverage in
        [
          .text(coverage.model.rawValue), .number(Int64(coverage.inForce.count)), .number(Int64(coverage.eligible)),
          percent(coverage), .flag(coverage.isAtLeast),
          .list(
            coverage.missing.map { state in
              .object([
                ("unit", cell(state.locality)),
                ("state", .term(state.state.rawValue, key: "state.\(state.state.rawValue)")),
                ("reason", reason(state)), ("due", .deadline(optional: state.due)),
              ])
            }), .list(coverage.undetermined.map { cell($0.locality) }), .list(reported(coverage.model)),
        ]
      })
  }

  private func reported(_ model: Identifier<Model>) -> [Cell] {
    moment.reported(model).map { figure in
      .object([
        ("figure", .text(figure.id.rawValue)),
        ("numerator", figure.numerator.map { .value($0, decimals: 1) } ?? .nothing),
        ("denominator", figure.denominator.map { .value($0, decimals: 1) } ?? .nothing),
        ("percent", .percent(optional: figure.percent)),
      ])
    }
  }

  public func obligations(all: Bool) -> Table {
    table(of: moment.obligations().filter { all || $0.isOpen })
  }

  func table(of obligations: [Obligation]) -> Table {
    Table(
      columns: columns(
        "id", "pilot", "model", "locality", "cause", "state", "since", "due", "replacement", "responsible", "origin",
        "closedBy"),
      rows: obligations.map { item in
        [
          .text(item.id), .text(item.pilot.rawValue), .text(item.model.rawValue), cell(item.locality),
          .term(item.cause.rawValue, key: "cause.\(item.cause.rawValue)"),
          .term(item.state.rawValue, key: "obligation.\(item.state.rawValue)"), .bound(item.since),
          .deadline(item.due), replacement(item.replacement), cell(item.responsible),
          .text(item.origin.decision.rawValue), .list(item.closedBy.map { .text($0.decision.rawValue) }),
        ]
      })
  }

  public func balances() -> Table {
    Table(
      columns: columns("unit", "since", "total", "settled", "open", "destinations", "among", "decision"),
      rows: moment.balances().map { balance in
        [
          cell(balance.ended), .bound(balance.opened), .number(Int64(balance.total)),
          .number(Int64(balance.total - balance.open.count)), .number(Int64(balance.open.count)),
          .list(
            balance.settled.sorted { $0.key < $1.key }.map { parent, children in
              .object([("unit", cell(parent)), ("count", .number(Int64(children.count)))])
            }), .list(balance.among.map { cell($0) }), .text(balance.citation.decision.rawValue),
        ]
      })
  }

  // MARK: Figures

  public func figures() -> Table {
    Table(
      columns: columns(
        "id", "expression", "value", "unit", "numerator", "denominator", "percent", "published", "verdict",
        "dayUnknown", "name"),
      rows: moment.figures().map { figure in
        [
          .text(figure.id.rawValue), .text(figure.expression), value(of: figure),
          .optional(figure.unit), figure.numerator.map { .value($0, decimals: 1) } ?? .nothing,
          figure.denominator.map { .value($0, decimals: 1) } ?? .nothing, .percent(optional: figure.percent),
          .optional(figure.published), .term(figure.verdict.rawValue, key: "verdict.\(figure.verdict.rawValue)"),
          .flag(figure.isDayUnknown),
          .optional(figure.name),
        ]
      })
  }

  /// A percentage as one, with four decimals; any other value as it is.
  private func value(of figure: FigureRow) -> Cell {
    let value = figure.unit == "%" ? figure.percent ?? figure.value : figure.value
    return value.map { .value($0, decimals: 4) } ?? .nothing
  }

  public func targets() -> Table {
    Table(
      columns: columns(
        "target", "name", "value", "by", "current", "denominator", "percent", "needed", "gap", "daysLeft", "verdict"),
      rows: moment.targets().map { target in
        [
          .text(target.id.rawValue), .optional(target.name), .percent(target.value), .deadline(target.by),
          target.current.map { .value($0, decimals: 1) } ?? .nothing,
          target.denominator.map { .value($0, decimals: 1) } ?? .nothing, .percent(optional: target.percent),
          .optional(target.needed), .optional(target.gap), .number(Int64(target.daysLeft)),
          .term(target.verdict.rawValue, key: "target.\(target.verdict.rawValue)"),
        ]
      })
  }

  public func directives() -> Table {
    Table(
      columns: columns(
        "directive", "content", "giver", "lead", "partners", "about", "due", "daysLeft", "state", "progress", "decision"
      ),
      rows: moment.directives().map { row in
        [
          .text(row.id.rawValue), .text(row.record.content), cell(row.record.giver),
          .list(row.record.lead.map { cell($0) }), .list(row.record.partners.map { cell($0) }),
          .list(row.record.about.map { cell($0) }), .deadline(optional: row.record.due),
          .optional(row.daysLeft.map { Int64($0) }),
          .term(row.state.rawValue, key: "directive.\(row.state.rawValue)"), .optional(row.progress),
          .text(row.citation.decision.rawValue),
        ]
      })
  }

  /// Each addressee of a task that has not reported yet.
  public func unreported() -> Table {
    Table(
      columns: columns("unit", "directive", "content", "giver", "due", "daysLeft", "decision"),
      rows: moment.unreported().map { row in
        [
          cell(row.unit), .text(row.directive.id.rawValue), .text(row.directive.record.content),
          cell(row.directive.record.giver), .deadline(optional: row.directive.record.due),
          .optional(row.directive.daysLeft.map { Int64($0) }), .text(row.directive.citation.decision.rawValue),
        ]
      })
  }

  // MARK: Persons and staff

  public func holders(of unit: Identifier<OrgUnit>?) -> Table {
    let posts = unit.map { moment.posts(of: $0) } ?? moment.posts()
    let rows = posts.flatMap { moment.holders(of: $0) }.map { holding -> [Cell] in
      [
        cell(holding.post), cell(holding.person),
        .term(holding.accession.rawValue, key: "accession.\(holding.accession.rawValue)"),
        holding.kind.map { .term($0.rawValue, key: "holding.\($0.rawValue)") } ?? .nothing,
        .flag(holding.isActing), .bound(holding.from), .optional(holding.until),
        .text(holding.citation.decision.rawValue),
      ]
    }
    return Table(
      columns: columns("post", "person", "accession", "kind", "acting", "from", "until", "decision"), rows: rows)
  }

  public func vacancies() -> Table {
    let rows = moment.posts().compactMap { post in
      moment.vacantSince(post).map { since -> [Cell] in [cell(post), .bound(since)] }
    }
    return Table(columns: columns("post", "since"), rows: rows)
  }

  /// Persons who hold more than so many posts, and posts recorded as held by one.
  public func concurrent(over limit: Int) -> Table {
    let rows = moment.persons().compactMap { person -> [Cell]? in
      let held = moment.holdings(of: person)
      guard held.count > limit else { return nil }
      return [cell(person), .number(Int64(held.count)), .list(held.map { cell($0.post) })]
    }
    let pairs =
      limit < 2
      ? moment.pairs().map { one, other -> [Cell] in
        [.nothing, .number(2), .list([cell(one), cell(other)])]
      } : []
    return Table(columns: columns("person", "number", "posts"), rows: rows + pairs)
  }

  public func quota() -> Table {
    let rows = moment.quotas().map { quota -> [Cell] in
      let present = moment.headcount(of: quota.unit).first { $0.category == quota.category }
      return [
        cell(quota.unit), .text(quota.category.rawValue), .bound(quota.period), .number(quota.number),
        .optional(present?.number), .optional(present.map { $0.number - quota.number }),
      ]
    }
    return Table(columns: columns("unit", "category", "period", "assigned", "present", "difference"), rows: rows)
  }

  public func rotations() -> Table {
    // Whose term ends next comes first; those without a term come last.
    let rows = moment.rotations().sorted(byDay: \.ends).map { row -> [Cell] in
      [
        cell(row.holding.person), cell(row.from), cell(row.holding.post),
        .term(row.direction.rawValue, key: "direction.\(row.direction.rawValue)"), .bound(row.holding.from),
        .optional(row.holding.term), row.ends.map { .day($0) } ?? .nothing,
        .optional(row.ends.map { Int64(moment.day.days(until: $0)) }), .nothing, .nothing,
      ]
    }
    let reported = moment.observations().filter { $0.record.role == .flow }.map { view -> [Cell] in
      [
        .nothing, .nothing, .nothing, .nothing, .bound(view.when), .nothing, .nothing, .nothing,
        .text(view.record.indicator.rawValue), view.record.value.map { .value($0, decimals: 0) } ?? .nothing,
      ]
    }
    return Table(
      columns: columns("person", "from", "to", "direction", "since", "term", "ends", "daysLeft", "indicator", "count"),
      rows: rows + reported)
  }

  public func allowances() -> Table {
    let rows = moment.allowances().map { view -> [Cell] in
      [
        cell(view.grant.person), cell(view.grant.main), cell(view.grant.post), .text(view.grant.rule),
        .percent(view.percent), .value(view.grant.coefficient, decimals: 2),
        view.monthly.map { .number($0.rounded(decimals: 0)) } ?? .nothing, .bound(view.from), .optional(view.until),
      ]
    }
    return Table(
      columns: columns("person", "main", "post", "rule", "percent", "coefficient", "monthly", "from", "until"),
      rows: rows)
  }

  public func count(_ kinds: [String]) -> Table {
    Table(
      columns: columns("kind", "count"),
      rows: kinds.map { kind in
        let count = moment.count(kind)
        return [.text(kind), count.exact.map { .number($0) } ?? .text(count.description)]
      })
  }

  // MARK: Findings and log

  /// What proving the log came to; `compared` entries agree with a root kept elsewhere.
  public static func verified(size: Int, root: String, digest: String, compared: Int?) -> Table {
    Table(
      columns: ["size", "root", "digest", "compared"].map { Table.Column($0, $0) },
      rows: [[.number(Int64(size)), .text(root), .text(digest), .optional(compared.map { Int64($0) })]])
  }

  public func findings(_ diagnostics: [Diagnostic]) -> Table {
    Table(
      columns: columns("severity", "code", "rule", "about", "finding", "decisions"),
      rows: diagnostics.map { diagnostic in
        [
          .term(diagnostic.severity.rawValue, key: "severity.\(diagnostic.severity.rawValue)"),
          .text(diagnostic.code), .optional(diagnostic.rule), .list(diagnostic.about.map { .text($0) }),
          .text(words.words(diagnostic, moment).summary), .list(diagnostic.decisions.map { .text($0.rawValue) }),
        ]
      })
  }

  public func log() -> Table { log(moment.log()) }

  /// The entries whose places, counted from 0, are in the run; those that there are.
  public func log(_ run: Range<Int>) -> Table {
    log(run.compactMap { moment.entry(at: Revision(Int32(clamping: $0 + 1))) })
  }

  public func log(_ lines: [AsOf.LogLine]) -> Table {
    Table(
      columns: columns(
        "revision", "entry", "decision", "title", "document", "rests", "signed", "effective", "changes",
        "recordedAt", "state", "reason"),
      rows: lines.map { line in
        let decision = line.decision
        let now = decision.flatMap { moment.decision($0.id) }
        return [
          .number(Int64(line.revision.number)), .term(line.verb.rawValue, key: "entry.\(line.verb.rawValue)"),
          .optional(decision?.id.rawValue), .optional(decision?.title),
          decision?.document.map { cell($0) } ?? .nothing,
          decision.map { .term($0.rests.rawValue, key: "rests.\($0.rests.rawValue)") } ?? .nothing,
          .optional(decision?.signedOn), .optional(decision?.effective),
          .optional(decision.map { Int64($0.changeCount) }), .instant(line.recordedAt),
          now?.isAnnulled == true
            ? .term("annulled", key: "entry.annulled")
            : now?.isCorrected == true ? .term("corrected", key: "entry.corrected") : .nothing,
          .optional(line.reason),
        ]
      })
  }
}
