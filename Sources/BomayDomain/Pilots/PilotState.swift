// SPDX-License-Identifier: Apache-2.0

/// Where a model stands in a locality on a day (R-C2, R-C7).
///
/// - `notBegun`: never taken up there. Not the same as stopped.
/// - `running`: in force, no end announced.
/// - `stopPlanned`: in force, its stop announced and the day not past.
/// - `stopOverdue`: in force though the announced or decided stop has passed.
/// - `stopped`: no longer in force, or stopped by decision with nothing on record against it.
/// - `permanent`: in force for good.
/// - `undetermined`: the records do not tell.
public enum PilotStateWord: String, Sendable, CaseIterable {
  case notBegun, running, stopPlanned, stopOverdue, stopped, permanent, undetermined

  /// Whether it counts as in force.
  public var isInForce: Bool {
    switch self {
    case .running, .stopPlanned, .stopOverdue, .permanent: true
    case .notBegun, .stopped, .undetermined: false
    }
  }
}

/// One model in one locality: what was declared beside what is computed.
public struct PilotState: Hashable, Sendable {
  public let model: Identifier<Model>
  public let locality: Identifier<OrgUnit>
  public let pilot: Identifier<Pilot>?
  public let state: PilotStateWord
  public let presence: Presence
  public let since: Bound?
  public let until: Bound?
  public let basis: [Identifier<Document>]
  public let replacement: String?
  /// When what is to be done is to be done by: the stop, its settling, or the taking up.
  public let due: Bound?
  public let responsible: Identifier<OrgUnit>?
  public let reason: String?
  /// Whether the day of an announcement that is shown is itself unknown on this day.
  public let isDayUnknown: Bool
  public let citations: [Citation]
}

/// What the register holds about one pilot by a revision, for any day.
struct PilotFile {
  let pilot: Int32
  let start: StartPilot
  let started: Fact
}

extension AsOf {
  /// The documents that a pilot rests on: those it names, else those of its model.
  public func ground(of state: PilotState) -> [Identifier<Document>] {
    state.basis.isEmpty ? charter?.model(state.model)?.basis ?? [] : state.basis
  }

  /// Every pilot on record, in the order recorded.
  func pilotFiles() -> [PilotFile] {
    let names = register.names(.pilot)
    return (0..<Int32(names.count)).compactMap { pilot in
      guard let row = register.facts.history(.pilot, of: pilot, knownAt: revision.number).first,
        case .startPilot(let start) = register.records[Int(register.facts[row].value)]
      else { return nil }
      return PilotFile(pilot: pilot, start: start, started: register.facts[row])
    }
  }

  /// The fact of the attribute that has come, or may have come, by the day.
  private func latest(_ attribute: Attribute, _ subject: Int32) -> (fact: Fact, isDayUnknown: Bool)? {
    for row in register.facts.history(attribute, of: subject, knownAt: revision.number) {
      let fact = register.facts[row]
      switch fact.from.hasCome(by: day) {
      case .yes: return (fact, false)
      case .undetermined: return (fact, true)
      case .no: continue
      }
    }
    return nil
  }

  /// Localities of the model's kinds that live on the day.
  public func eligible(for model: Charter.ModelSpec) -> [Identifier<OrgUnit>] {
    units(of: model.localities)
  }

  /// Where the model stands in each eligible locality.
  public func states(of model: Charter.ModelSpec) -> [PilotState] {
    let files = pilotFiles().filter { $0.start.model == model.id }
    let byLocality = Dictionary(grouping: files) { $0.start.locality }
    return eligible(for: model).map { locality in
      state(of: model, in: locality, (byLocality[locality] ?? []).filter { $0.started.from.hasCome(by: day) != .no })
    }
  }

  func state(of model: Charter.ModelSpec, in locality: Identifier<OrgUnit>, _ files: [PilotFile]) -> PilotState {
    let presence = presence(of: model, in: locality)
    // Of several, the one that began last; on equal days the one recorded last.
    let last = files.enumerated().max {
      ($0.element.started.from.latest, $0.offset) < ($1.element.started.from.latest, $1.offset)
    }
    guard let file = last?.element else { return undeclared(model, locality, presence) }
    let stopped = latest(.pilotStopped, file.pilot)
    let announced = latest(.pilotAnnounced, file.pilot)
    let permanent = latest(.pilotPermanent, file.pilot)
    var terms = StopTerms()
    var due: Bound?
    var word = PilotStateWord.running
    var until: Bound?
    if let stopped, case .stopPilot(let stop) = register.records[Int(stopped.fact.value)] {
      terms = stop.terms
      due = stop.terms.due ?? stopped.fact.from
      until = stopped.fact.from
      word = stopped.isDayUnknown ? .stopPlanned : presence.truth == .yes ? .stopOverdue : .stopped
    } else if let announced, case .announceStop(let plan) = register.records[Int(announced.fact.value)] {
      terms = plan.terms
      due = plan.terms.due ?? plan.by
      until = plan.by
      word = plan.by.latest < day ? .stopOverdue : .stopPlanned
    } else if permanent != nil || file.start.permanent {
      word = .permanent
    }
    switch presence.truth {
    case .no: word = .stopped
    case .undetermined where word != .stopped: word = .undetermined
    default: break
    }
    if case .value(let end, _) = ends(file.pilot), until == nil { until = end }
    return PilotState(
      model: model.id, locality: locality, pilot: register.names(.pilot).identifier(file.pilot),
      state: word, presence: presence, since: file.started.from, until: until ?? file.start.ends,
      basis: file.start.basis, replacement: terms.replacement, due: due, responsible: terms.responsible,
      reason: terms.reason, isDayUnknown: (stopped ?? announced)?.isDayUnknown ?? false,
      citations: [citation(of: file.started)] + [stopped, announced].compactMap { $0.map { citation(of: $0.fact) } }
        + presence.citations)
  }

  private func ends(_ pilot: Int32) -> Stated<Bound> {
    stated(.pilotEnds, pilot) {
      if case .extendPilot(let change) = register.records[Int($0)] { change.ends } else { nil }
    }
  }

  private func undeclared(
    _ model: Charter.ModelSpec, _ locality: Identifier<OrgUnit>, _ presence: Presence
  ) -> PilotState {
    var declared: NotBegun?
    var citations = presence.citations
    var isDayUnknown = false
    if let first = register.names(.model).number(of: model.id.rawValue), let second = number(locality),
      let key = register.modelLocalities.number(of: NumberPair(first: first, second: second)),
      let found = latest(.notBegun, key), case .notBegun(let change) = register.records[Int(found.fact.value)]
    {
      declared = change
      isDayUnknown = found.isDayUnknown
      citations.append(citation(of: found.fact))
    }
    let word: PilotStateWord =
      switch presence.truth {
      case .yes: model.isPermanent ? .permanent : .running
      case .no: .notBegun
      case .undetermined: declared == nil ? .undetermined : .notBegun
      }
    return PilotState(
      model: model.id, locality: locality, pilot: nil, state: word,
      presence: declared != nil && presence.truth == .undetermined
        ? Presence(truth: .no, reason: .notBegun, citations: citations) : presence,
      since: nil, until: nil, basis: [], replacement: nil, due: declared?.due, responsible: nil,
      reason: declared?.reason, isDayUnknown: isDayUnknown, citations: citations)
  }
}

/// How far a model has come: in force + not begun + stopped + undetermined = eligible (R-C7).
public struct Coverage: Hashable, Sendable {
  public let model: Identifier<Model>
  public let rows: [PilotState]

  public var eligible: Int { rows.count }
  public var inForce: [PilotState] { rows.filter { $0.state.isInForce } }
  public var missing: [PilotState] { rows.filter { !$0.state.isInForce && $0.state != .undetermined } }
  public var undetermined: [PilotState] { rows.filter { $0.state == .undetermined } }
  /// Whether the records leave places open, so that the count is a least one.
  public var isAtLeast: Bool { !undetermined.isEmpty }
  /// `10/12`, `≥ 2/12`, or `?/235` where nothing is on record of any place.
  public var outOf: String {
    if !rows.isEmpty, undetermined.count == eligible { return "?/\(eligible)" }
    return "\(isAtLeast ? "≥ " : "")\(inForce.count)/\(eligible)"
  }
  public var share: Rational? { Rational(Int64(inForce.count), over: Int64(eligible)) }
}

extension AsOf {
  public func coverage(of model: Identifier<Model>) -> Coverage? {
    charter?.model(model).map { Coverage(model: model, rows: states(of: $0)) }
  }

  /// Where every model stands in every locality for which anything is on record.
  public func pilotStates() -> [PilotState] {
    (charter?.models ?? []).flatMap { states(of: $0) }.filter { $0.state != .undetermined || $0.pilot != nil }
  }
}
