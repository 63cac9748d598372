// SPDX-License-Identifier: Apache-2.0

/// What a stopped pilot leaves to settle.
public enum ObligationCause: String, Sendable, CaseIterable {
  /// One person still holds both posts.
  case sameHolder = "same-holder"
  /// The joint office still lives, or the offices that replace it have no heads.
  case jointOffice = "joint-office"
  /// The allowance for the added post is still paid.
  case allowance
}

public enum ObligationState: String, Sendable, CaseIterable { case open, overdue, settled, lapsed }

/// Something left to do, derived from the state and never stored: only facts close it.
public struct Obligation: Hashable, Sendable {
  public let pilot: Identifier<Pilot>
  public let cause: ObligationCause
  public let model: Identifier<Model>
  public let locality: Identifier<OrgUnit>
  public let state: ObligationState
  /// The day from which it stands.
  public let since: Bound
  public let due: Bound
  public let responsible: Identifier<OrgUnit>?
  public let replacement: String?
  /// The decision or reading that announced or decided the stop.
  public let origin: Citation
  /// The decisions by which it was settled, or the end of the locality by which it lapsed.
  public let closedBy: [Citation]

  /// Stable: the pilot and the cause.
  public var id: String { "\(pilot)/\(cause.rawValue)" }

  /// Whether something is still to be done, in time or late.
  public var isOpen: Bool { state == .open || state == .overdue }
}

extension AsOf {
  /// What stopped pilots leave to settle on the day. Settled and lapsed ones are listed with the
  /// decisions that closed them.
  public func obligations() -> [Obligation] {
    pilotFiles().flatMap { obligations(of: $0) }
  }

  private func obligations(of file: PilotFile) -> [Obligation] {
    guard let model = charter?.model(file.start.model), let stop = stop(of: file) else { return [] }
    let locality = file.start.locality
    var found: [(ObligationCause, isSettled: Bool, [Citation])] = []
    let presence = presence(of: model, in: locality)
    switch model.rule {
    case .oneHolder(let one, let other):
      found.append((.sameHolder, presence.truth == .no, presence.citations))
      if let (citation, isPaid) = allowance(one, other, in: locality, at: stop.since) {
        found.append((.allowance, !isPaid, [citation]))
      }
    case .oneUnit(let separate, _):
      let (settled, citations) = officesSettled(separate, presence, in: locality)
      found.append((.jointOffice, settled, citations))
    case .exactlyOne: break
    }
    let life = number(locality).map { stated(.unitLife, $0) { $0 } } ?? .nothing
    let heir = life.determined == 0 ? heir(of: locality) : nil
    let id = Identifier<Pilot>(rawValue: register.names(.pilot)[file.pilot])
    return found.map { cause, isSettled, citations in
      var state = ObligationState.open
      var closedBy: [Citation] = []
      if isSettled {
        state = .settled
        closedBy = citations
      } else if life.determined == 0, heir == nil {
        state = .lapsed
        closedBy = life.citations
      } else if stop.due.latest < day {
        state = .overdue
      }
      return Obligation(
        pilot: id, cause: cause, model: model.id, locality: locality, state: state, since: stop.since,
        due: stop.due, responsible: heir ?? stop.terms.responsible, replacement: stop.terms.replacement,
        origin: stop.citation, closedBy: closedBy)
    }
  }

  private struct Stop {
    let since: Bound
    let due: Bound
    let terms: StopTerms
    let citation: Citation
  }

  /// The stop that has passed: decided with effect by the day, or announced for a time now over.
  private func stop(of file: PilotFile) -> Stop? {
    let known = revision.number
    for row in register.facts.history(.pilotStopped, of: file.pilot, knownAt: known) {
      let fact = register.facts[row]
      guard fact.from.hasCome(by: day) == .yes, case .stopPilot(let stop) = register.records[Int(fact.value)]
      else { continue }
      return Stop(
        since: fact.from, due: stop.terms.due ?? fact.from, terms: stop.terms, citation: citation(of: fact))
    }
    for row in register.facts.history(.pilotAnnounced, of: file.pilot, knownAt: known) {
      let fact = register.facts[row]
      guard case .announceStop(let plan) = register.records[Int(fact.value)], fact.from.hasCome(by: day) != .no
      else { continue }
      guard plan.by.latest < day else { return nil }
      return Stop(
        since: Bound(plan.by.latest.adding(days: 1)), due: plan.terms.due ?? plan.by, terms: plan.terms,
        citation: citation(of: fact))
    }
    return nil
  }

  /// A joint office is settled only when the offices that it was made of live again and each has a head.
  private func officesSettled(
    _ separate: [Identifier<UnitKind>], _ presence: Presence, in locality: Identifier<OrgUnit>
  ) -> (Bool, [Citation]) {
    guard presence.truth == .no, let area = number(locality) else { return (false, []) }
    var citations = presence.citations
    for kind in separate {
      let kindNumber = register.names(.unitKind).number(of: kind.rawValue) ?? -2
      let offices = located(in: area).filter { value(.unitKind, $0) == kindNumber && isAlive($0) == .yes }
      let heads = offices.flatMap { posts($0) }.filter {
        role(of: post($0)).flatMap { charter?.role($0) }?.isHead ?? false
      }
      guard let holder = heads.flatMap({ holders(of: post($0)) }).first(where: { !$0.isUndetermined }) else {
        return (false, [])
      }
      citations.append(holder.citation)
    }
    return (true, citations)
  }

  /// The allowance for one of the posts that was paid when the pilot stopped, and whether it still is.
  private func allowance(
    _ one: Charter.Seat, _ other: Charter.Seat, in locality: Identifier<OrgUnit>, at stop: Bound
  ) -> (Citation, isPaid: Bool)? {
    guard let area = number(locality) else { return nil }
    var ended: Citation?
    for tenure in (posts(at: one, in: area) + posts(at: other, in: area)).flatMap({ register.tenuresOfPost[Int($0)] }) {
      if case .value(_, let citation) = record(.allowance, tenure) { return (citation, true) }
      for row in register.facts.history(.allowance, of: tenure, knownAt: revision.number) {
        let fact = register.facts[row]
        if let until = fact.until, until.hasCome(by: day) == .yes, until.latest > stop.earliest {
          ended = citation(of: fact)
        }
      }
    }
    return ended.map { ($0, false) }
  }

  /// The unit that a settlement names to take over what the ended locality had to settle.
  private func heir(of locality: Identifier<OrgUnit>) -> Identifier<OrgUnit>? {
    guard let unit = number(locality) else { return nil }
    for row in register.facts.history(.unitSettlement, of: unit, knownAt: revision.number) {
      if case .dissolve(let note) = register.records[Int(register.facts[row].value)],
        let heir = note.settle?.obligationsTo
      {
        return heir
      }
    }
    return nil
  }
}

/// Children of an ended unit whose destination the records do not tell: so many in, so many out.
public struct Balance: Hashable, Sendable {
  public let ended: Identifier<OrgUnit>
  public let opened: Bound
  public let total: Int
  /// Those with a destination, and which.
  public let settled: [Identifier<OrgUnit>: [Identifier<OrgUnit>]]
  public let open: [Identifier<OrgUnit>]
  /// Those that have ended since; settled + ended + open = total.
  public let endedChildren: [Identifier<OrgUnit>]
  public let among: [Identifier<OrgUnit>]
  public let citation: Citation
}

extension AsOf {
  /// Every re-homing that a unit's end has opened, settled or not.
  public func balances() -> [Balance] {
    Set(register.settlements[0]).sorted().compactMap { balance(of: $0) }
  }

  private func balance(of ended: Int32) -> Balance? {
    for row in register.facts.history(.unitSettlement, of: ended, knownAt: revision.number) {
      let fact = register.facts[row]
      guard fact.from.hasCome(by: day) != .no, case .dissolve(let note) = register.records[Int(fact.value)],
        let children = note.settle?.children, !children.isEmpty
      else { continue }
      let undetermined = children.filter { $0.to == nil }
      guard !undetermined.isEmpty else { return nil }
      var settled: [Identifier<OrgUnit>: [Identifier<OrgUnit>]] = [:]
      var open: [Identifier<OrgUnit>] = []
      let endedChildren = children.map(\.unit).filter { isAlive($0) == .no }
      for child in children where isAlive(child.unit) != .no {
        switch parent(of: child.unit) {
        case .value(.unit(let parent), _): settled[parent, default: []].append(child.unit)
        default: open.append(child.unit)
        }
      }
      return Balance(
        ended: unit(ended), opened: fact.from, total: children.count, settled: settled, open: open,
        endedChildren: endedChildren, among: undetermined.first?.among ?? [], citation: citation(of: fact))
    }
    return nil
  }
}
