// SPDX-License-Identifier: Apache-2.0

/// One thing that was recorded about a unit, post, person or pilot.
public struct LifeEvent: Hashable, Sendable {
  /// What was stated: `name`, `kind`, `parent`, `life` …
  public let what: String
  public let value: MessageValue
  public let from: Bound
  public let until: Bound?
  public let citation: Citation
}

extension AsOf {
  private static let unitAttributes: [(Attribute, String)] = [
    (.unitLife, "life"), (.unitKind, "kind"), (.unitName, "name"), (.unitCode, "code"), (.unitParent, "parent"),
    (.unitLocatedIn, "locatedIn"), (.unitGuidedBy, "guidedBy"), (.unitLedBy, "ledBy"), (.unitNumber, "number"),
    (.unitSuccession, "succession"), (.unitExtent, "extent"),
  ]

  /// All that is recorded about the unit by the revision, whatever the day, in the order of days.
  public func life(of id: Identifier<OrgUnit>) -> [LifeEvent] {
    guard let unit = number(id) else { return [] }
    return events(AsOf.unitAttributes, unit)
  }

  public func life(of id: Identifier<Post>) -> [LifeEvent] {
    guard let post = number(id) else { return [] }
    var found = events(
      [(.postLife, "life"), (.postUnit, "unit"), (.postRole, "role"), (.postName, "name")], post)
    for tenure in register.tenuresOfPost[Int(post)] { found += events([(.tenure, "holder")], tenure) }
    for pair in register.pairsOfPost[Int(post)] { found += events([(.oneHolder, "oneHolder")], pair) }
    return found.sorted { $0.from.latest < $1.from.latest }
  }

  public func life(of id: Identifier<Person>) -> [LifeEvent] {
    guard let person = register.persons.number(of: id) else { return [] }
    var found = events([(.personName, "name")], person)
    for tenure in register.tenuresOfPerson[Int(person)] { found += events([(.tenure, "post")], tenure) }
    return found.sorted { $0.from.latest < $1.from.latest }
  }

  public func life(of id: Identifier<Pilot>) -> [LifeEvent] {
    guard let pilot = register.names(.pilot).number(of: id) else { return [] }
    return events(
      [
        (.pilot, "start"), (.pilotAnnounced, "announced"), (.pilotStopped, "stopped"), (.pilotPermanent, "permanent"),
        (.pilotEnds, "extended"), (.pilotReview, "review"),
      ], pilot)
  }

  private func events(_ attributes: [(Attribute, String)], _ subject: Int32) -> [LifeEvent] {
    attributes.flatMap { attribute, what in
      register.facts.history(attribute, of: subject, knownAt: revision.number).map { row in
        let fact = register.facts[row]
        return LifeEvent(
          what: what, value: shown(attribute, subject, fact.value), from: fact.from, until: fact.until,
          citation: citation(of: fact))
      }
    }.sorted { ($0.from.latest, $0.citation.revision) < ($1.from.latest, $1.citation.revision) }
  }

  private func shown(_ attribute: Attribute, _ subject: Int32, _ value: Int32) -> MessageValue {
    switch attribute {
    case .unitLife, .postLife: return .term(value == 1 ? "life.begins" : "life.ends")
    case .unitKind: return .text(register.names(.unitKind)[value])
    case .unitName, .unitCode, .postName, .personName:
      return value < 0 ? .term("unnamed") : .text(register.texts[value])
    case .unitParent, .unitLocatedIn, .unitGuidedBy, .unitLedBy, .postUnit:
      switch parentage(value) {
      case .unit(let unit)?: return .unit(unit)
      case .among(let units)?: return .list(units.map(\.rawValue))
      case nil: return .term("none")
      }
    case .unitNumber: return .text(register.counts[value].description)
    case .unitSuccession:
      let step = register.successions[value]
      return .list(step.successors.map { unit($0).rawValue })
    case .postRole: return .text(register.names(.role)[value])
    case .tenure:
      let key = register.tenures[subject]
      return .list([person(key.first).rawValue, post(key.second).rawValue, value < 0 ? "-" : "+"])
    case .oneHolder:
      let key = register.postPairs[subject]
      return .list([post(key.first).rawValue, post(key.second).rawValue, value == 1 ? "+" : "-"])
    default: return .text("")
    }
  }
}

extension AsOf {
  /// Every unit ever recorded, with all the names that it bore, the latest first.
  public func allNames() -> [(Identifier<OrgUnit>, [String])] {
    (0..<Int32(register.units.count)).compactMap { unit in
      let rows = register.facts.history(.unitLife, of: unit, knownAt: revision.number)
      guard !rows.isEmpty else { return nil }
      var seen: Set<Int32> = []
      let names = register.facts.history(.unitName, of: unit, knownAt: revision.number)
        .map { register.facts[$0].value }.filter { seen.insert($0).inserted }.map { register.texts[$0] }
      return (self.unit(unit), names)
    }
  }
}
