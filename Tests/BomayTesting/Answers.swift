// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// The things that the random histories speak of, by identifiers that never depend on a register.
public struct Scene: Sendable {
  public let units: [UnitID]
  public let posts: [PostID]
  public let persons: [PersonID]

  public init(units: [UnitID], posts: [PostID], persons: [PersonID]) {
    self.units = units
    self.posts = posts
    self.persons = persons
  }

  public static let apparatus = Scene(
    units: RandomHistory.apparatusUnits, posts: RandomHistory.apparatusPosts, persons: RandomHistory.apparatusPersons)

  public static let league = Scene(
    units: RandomHistory.leagueIslands + RandomHistory.leagueIslands.map { League.body("counting-house", $0) },
    posts: RandomHistory.leagueIslands.flatMap { [League.warden($0), League.speaker($0)] },
    persons: RandomHistory.apparatusPersons)
}

extension AsOf {
  /// All that the register answers about a scene, a line each, with the decisions it cites: two
  /// registers with the same lines cannot be told apart by asking.
  public func answers(about scene: Scene) -> [String] {
    var lines = [
      "units \(units())", "roots \(roots())", "posts \(posts())", "persons \(persons())", "pairs \(pairs())",
      "decisions \(decisions().map { "\($0.id)@\($0.revision) \($0.isCorrected) \($0.isAnnulled)" })",
    ]
    for unit in scene.units {
      lines.append("\(unit) lives \(isAlive(unit)) known \(knows(unit)) kind \(shown(kind(of: unit)))")
      lines.append("\(unit) name \(shown(name(of: unit))) parent \(shown(parent(of: unit)))")
      lines.append("\(unit) children \(children(of: unit)) bodies \(bodies(in: unit)) posts \(posts(of: unit))")
      lines.append("\(unit) gave way to \(successions(of: unit).map { "\($0.kind) \($0.successors) \($0.on)" })")
    }
    for post in scene.posts {
      lines.append("\(post) lives \(isAlive(post)) in \(shown(unit(of: post))) seats \(seats(of: post))")
      for holding in holders(of: post) {
        let doubt = holding.isUndetermined ? " perhaps" : ""
        lines.append("\(post) held by \(holding.person)\(doubt) \(holding.accession) [\(holding.citation.decision)]")
      }
    }
    for person in scene.persons {
      lines.append("\(person) named \(name(of: person) ?? "-") holds \(holdings(of: person).map(\.post))")
    }
    return lines + modelLines()
  }

  private func modelLines() -> [String] {
    pilotStates().map { row in
      "\(row.model) in \(row.locality) \(row.state) \(row.presence.reason) \(row.citations.map(\.decision))"
    }
      + obligations().map { "obligation \($0.id) \($0.state) since \($0.since) \($0.closedBy.map(\.decision))" }
      + balances().map { "balance of \($0.ended) total \($0.total) open \($0.open)" }
  }

  private func shown<Value>(_ stated: Stated<Value>) -> String {
    switch stated {
    case .nothing: "-"
    case .value(let value, let citation): "\(value) [\(citation.decision)@\(citation.revision)]"
    case .between(let values, let citations): "between \(values) \(citations.map(\.decision))"
    }
  }

  private func shown<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "-" }
}
