// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

extension Answers {
  /// One level of the apparatus: the units directly under a unit, or those with none above them, each
  /// with the number of those under it.
  public func level(under parent: Identifier<OrgUnit>?) -> Table {
    let units = parent.map { moment.children(of: $0) } ?? moment.roots()
    return Table(
      columns: columns("id", "designation", "kind", "code", "children", "bodies"),
      rows: units.map { unit in
        [
          .text(unit.rawValue), .text(moment.designation(of: unit, words.language)), kindName(of: unit),
          .optional(moment.code(of: unit).possible), .number(Int64(moment.children(of: unit).count)),
          .number(Int64(moment.bodies(in: unit).count)),
        ]
      })
  }

  /// Bodies whose area is the unit.
  public func bodies(in area: Identifier<OrgUnit>) -> Table {
    Table(
      columns: columns("id", "designation", "kind", "children"),
      rows: moment.bodies(in: area).map { unit in
        [
          .text(unit.rawValue), .text(moment.designation(of: unit, words.language)), kindName(of: unit),
          .number(Int64(moment.children(of: unit).count)),
        ]
      })
  }

  private func kindName(of unit: Identifier<OrgUnit>) -> Cell {
    guard let kind = moment.kind(of: unit).possible else { return .nothing }
    return .named(kind.rawValue, shown: kindName(kind))
  }

  /// The units above a unit, from the top; where its parent is open, none above that.
  public func ancestors(of unit: Identifier<OrgUnit>) -> [Identifier<OrgUnit>] {
    var chain: [Identifier<OrgUnit>] = []
    var current = unit
    while case .unit(let parent)? = moment.parent(of: current).possible, !chain.contains(parent) {
      chain.insert(parent, at: 0)
      current = parent
    }
    return chain
  }

  /// Posts of a unit, each with who holds it.
  public func posts(of unit: Identifier<OrgUnit>) -> Table {
    Table(
      columns: columns("post", "seats", "holders"),
      rows: moment.posts(of: unit).map { post in
        [
          cell(post), .text(moment.seats(of: post).description),
          .list(moment.holders(of: post).map { cell($0.person) }),
        ]
      })
  }

  /// What became of a unit and what it was made of, step by step.
  public func passings(of unit: Identifier<OrgUnit>) -> (successors: Table, predecessors: Table) {
    func row(_ step: Succession, _ units: [Identifier<OrgUnit>]) -> [Cell] {
      [
        .bound(step.on), .term(step.kind.rawValue, key: "change.\(step.kind.rawValue)"), .list(units.map { cell($0) }),
        step.isOneOf ? .flag(true) : .nothing, .text(step.citation.decision.rawValue),
      ]
    }
    func table(_ key: String, _ rows: [[Cell]]) -> Table {
      Table(
        columns: [column("date"), column("change"), column(key), column("one_of"), column("decision")], rows: rows)
    }
    return (
      table("successors", moment.successions(of: unit).map { row($0, $0.successors) }),
      table("predecessors", moment.predecessions(of: unit).map { row($0, [$0.predecessor]) })
    )
  }

  /// What can be shown of one thing; units before posts, posts before persons, and so on, as ``show(_:)`` takes it.
  private static let shown: [Subject] = [
    .unit, .post, .person, .document, .pilot, .decision, .directive, .reading,
  ]

  /// What the identifier names.
  public func subject(of id: String) -> Subject? { Answers.shown.first { knows($0, id) } }

  /// Whether there is something of this kind, of those that can be shown, with the identifier.
  public func knows(_ subject: Subject, _ id: String) -> Bool {
    switch subject {
    case .unit: moment.knows(Identifier<OrgUnit>(rawValue: id))
    case .post: moment.knows(Identifier<Post>(rawValue: id))
    case .person: moment.knows(Identifier<Person>(rawValue: id))
    case .document: moment.document(Identifier(rawValue: id)) != nil
    case .pilot: !moment.life(of: Identifier<Pilot>(rawValue: id)).isEmpty
    case .decision: moment.decision(Identifier(rawValue: id)) != nil
    case .directive: moment.directive(Identifier(rawValue: id)) != nil
    case .reading: moment.reading(Identifier(rawValue: id)) != nil
    default: false
    }
  }

  /// Where one model stands in one locality: what was declared and what is computed.
  public func show(model: Identifier<Model>, in locality: Identifier<OrgUnit>) -> Table? {
    state(of: model, in: locality).map { show($0) }
  }

  /// The pilot that was declared of the model in the locality.
  public func pilot(of model: Identifier<Model>, in locality: Identifier<OrgUnit>) -> Identifier<Pilot>? {
    state(of: model, in: locality)?.pilot
  }

  private func state(of model: Identifier<Model>, in locality: Identifier<OrgUnit>) -> PilotState? {
    moment.charter?.model(model).flatMap { model in moment.states(of: model).first { $0.locality == locality } }
  }
}
