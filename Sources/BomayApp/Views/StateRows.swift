// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// What the tables of states say on one day. A value that the records leave open is left out and the row
/// is marked as undetermined.
extension AsOf {
  func unitRow(_ unit: Identifier<OrgUnit>) -> [Row] {
    let life = isAlive(unit)
    guard life != .no else { return [] }
    let (kind, name, code, parent) = (kind(of: unit), name(of: unit), code(of: unit), parent(of: unit))
    var above: String?
    var isOpen =
      life == .undetermined || kind.isUndetermined || name.isUndetermined || code.isUndetermined
      || parent.isUndetermined
    switch parent.determined {
    case .unit(let id): above = id.rawValue
    case .among: isOpen = true
    case nil: break
    }
    return [
      Row(
        unit.rawValue,
        [
          ("kind", text(kind.determined?.rawValue)), ("name", text(name.determined)), ("code", text(code.determined)),
          ("parent", text(above)), ("area", text(area(of: unit)?.rawValue)), ("certain", .flag(life == .yes)),
          ("undetermined", .flag(isOpen)),
        ])
    ]
  }

  func postRow(_ post: Identifier<Post>) -> [Row] {
    let life = isAlive(post)
    guard life != .no else { return [] }
    let seats = seats(of: post)
    return [
      Row(
        post.rawValue,
        [
          ("unit", text(unit(of: post)?.rawValue)), ("role", text(role(of: post)?.rawValue)),
          ("seats", number(seats.exact)), ("certain", .flag(life == .yes)),
        ])
    ]
  }

  func holdingRows(_ post: Identifier<Post>) -> [Row] {
    // Whoever holds a post that is no more holds none.
    guard isAlive(post) != .no else { return [] }
    return holders(of: post).map { holding in
      Row(
        post.rawValue,
        [
          ("person", text(holding.person.rawValue)), ("accession", text(holding.accession.rawValue)),
          ("kind", text(holding.kind?.rawValue)), ("acting", .flag(holding.isActing)),
          ("decision", text(holding.citation.decision.rawValue)), ("certain", .flag(!holding.isUndetermined)),
        ])
    }
  }

  func personRow(_ person: Identifier<Person>) -> [Row] {
    let (name, birth) = (name(of: person), birth(of: person))
    guard name != nil || birth != nil else { return [] }
    return [Row(person.rawValue, [("name", text(name)), ("born", text(birth?.description))])]
  }

  func pilotRows() -> ([Row], deadlines: [Bound?]) {
    let states = pilotStates()
    let rows = states.map { state in
      Row(
        "\(state.model)/\(state.locality)",
        [
          ("model", text(state.model.rawValue)), ("locality", text(state.locality.rawValue)),
          ("pilot", text(state.pilot?.rawValue)), ("state", text(state.state.rawValue)),
          ("in_force", .flag(state.state.isInForce)), ("reason", text(state.presence.reason.rawValue)),
          ("due", text(state.due?.description)),
        ])
    }
    return (rows, states.flatMap { [$0.due, $0.until] })
  }

  func targetRows() -> ([Row], deadlines: [Bound?]) {
    let targets = targets()
    let rows = targets.map { target in
      Row(
        target.id.rawValue,
        [
          ("name", text(target.name)), ("indicator", text(target.indicator.rawValue)),
          ("value", text(target.value.description)), ("by", text(target.by.description)),
          ("current", text(target.current?.description)), ("denominator", text(target.denominator?.description)),
          ("needed", number(target.needed)), ("gap", number(target.gap)),
          ("verdict", text(target.verdict.rawValue)),
        ])
    }
    return (rows, targets.map(\.by))
  }

  func directiveRows() -> ([Row], deadlines: [Bound?]) {
    let directives = directives()
    let rows = directives.map { directive in
      Row(
        directive.id.rawValue,
        [
          ("content", text(directive.record.content)), ("giver", text(directive.record.giver.rawValue)),
          ("lead", .list(directive.record.lead.map { text($0.rawValue) })),
          ("due", text(directive.record.due?.description)),
          ("state", text(directive.state.rawValue)), ("progress", text(directive.progress)),
        ])
    }
    return (rows, directives.map(\.record.due))
  }

  /// Databases hold no nought in a text, and no line needs the other control characters.
  private func text(_ text: String) -> Cell {
    .text(String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 })))
  }

  private func text(_ text: String?) -> Cell? { text.map { self.text($0) } }
  private func number(_ number: Int64?) -> Cell? { number.map { .number($0) } }
}
