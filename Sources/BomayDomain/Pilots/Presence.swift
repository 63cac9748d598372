// SPDX-License-Identifier: Apache-2.0

/// Why a model is, is not, or may be in force in a place.
public enum PresenceReason: String, Sendable, CaseIterable {
  case sameHolder, oneHolderRecorded, jointUnit, exactlyOne
  case differentHolders, separated, vacant, unitsSeparate, noUnit, severalUnits
  case notBegun, stopped, dayUnknown, recordsSilent, postNotOnRecord
}

/// Whether a model is in force in a place, computed from posts, holders and units.
public struct Presence: Hashable, Sendable {
  public let truth: Truth
  public let reason: PresenceReason
  public let citations: [Citation]
}

extension AsOf {
  /// Whether the model's rule is fulfilled in the locality: from what stands there, not from what
  /// was declared. Where the records are silent the answer is undetermined, never "no".
  public func presence(of model: Charter.ModelSpec, in locality: Identifier<OrgUnit>) -> Presence {
    guard let area = number(locality) else {
      return Presence(truth: .undetermined, reason: .recordsSilent, citations: [])
    }
    switch model.rule {
    case .oneHolder(let one, let other): return oneHolder(one, other, in: area)
    case .oneUnit(let separate, let joint): return oneUnit(separate, joint, in: area)
    case .exactlyOne(let kind): return exactlyOne(kind, in: area)
    }
  }

  private func oneHolder(_ one: Charter.Seat, _ other: Charter.Seat, in area: Int32) -> Presence {
    let firsts = posts(at: one, in: area)
    let seconds = posts(at: other, in: area)
    guard !firsts.isEmpty, !seconds.isEmpty else {
      return Presence(truth: .undetermined, reason: .postNotOnRecord, citations: [])
    }
    var best: Presence?
    for first in firsts {
      for second in seconds {
        let found = oneHolder(post(first), post(second))
        let presence = Presence(truth: found.truth, reason: found.reason, citations: found.citations)
        if found.truth == .yes { return presence }
        if best == nil || (best?.truth == .no && found.truth == .undetermined) { best = presence }
      }
    }
    return best ?? Presence(truth: .undetermined, reason: .recordsSilent, citations: [])
  }

  private func oneUnit(
    _ separate: [Identifier<UnitKind>], _ joint: Identifier<UnitKind>, in area: Int32
  ) -> Presence {
    let candidates = register.facts.subjects(.unitLocatedIn, withValue: area, knownAt: revision.number)
    var ended: [Citation] = []
    var open: [Citation] = []
    for unit in candidates where everHadKind(unit, joint) {
      let life = stated(.unitLife, unit) { $0 }
      switch isAlive(unit) && isOf([joint], unit) {
      case .yes: return Presence(truth: .yes, reason: .jointUnit, citations: life.citations)
      case .undetermined: open += life.citations
      case .no: ended += life.citations
      }
    }
    if !open.isEmpty { return Presence(truth: .undetermined, reason: .dayUnknown, citations: open) }
    if !ended.isEmpty { return Presence(truth: .no, reason: .separated, citations: ended) }
    // Both offices standing because a template says that every locality has them tells nothing of
    // this one: only a decision or a reading about it does.
    let attested = separate.map { kind in
      candidates.compactMap { unit -> Citation? in
        guard value(.unitKind, unit) == register.names(.unitKind).number(of: kind.rawValue) ?? -2,
          case .value(1, let citation) = stated(.unitLife, unit, { $0 }), footing(of: citation) != .template
        else { return nil }
        return citation
      }
    }
    if attested.allSatisfy({ !$0.isEmpty }) {
      return Presence(truth: .no, reason: .unitsSeparate, citations: attested.flatMap { $0 })
    }
    return Presence(truth: .undetermined, reason: .recordsSilent, citations: [])
  }

  /// Whether the unit has had the kind on some day up to this one.
  private func everHadKind(_ unit: Int32, _ kind: Identifier<UnitKind>) -> Bool {
    guard let number = register.names(.unitKind).number(of: kind.rawValue) else { return false }
    return register.facts.history(.unitKind, of: unit, knownAt: revision.number).contains {
      register.facts[$0].value == number && register.facts[$0].from.hasCome(by: day) != .no
    }
  }

  private func exactlyOne(_ kind: Identifier<UnitKind>, in area: Int32) -> Presence {
    let units = located(in: area).filter { isOf([kind], $0) != .no }
    let citations = units.flatMap { stated(.unitLife, $0) { $0 }.citations }
    let total = units.reduce(Count(0)) { sum, unit in
      let number = self.number(of: unit)
      let isHere: Truth = value(.unitLocatedIn, unit) == area ? .yes : .undetermined
      return sum
        + ((isAlive(unit) && isOf([kind], unit) && isHere) == .yes ? number : Count(atLeast: 0, atMost: number.atMost))
    }
    if total.exact == 1 { return Presence(truth: .yes, reason: .exactlyOne, citations: citations) }
    if total.atLeast > 1 { return Presence(truth: .no, reason: .severalUnits, citations: citations) }
    if units.isEmpty { return Presence(truth: .undetermined, reason: .recordsSilent, citations: []) }
    return Presence(truth: .undetermined, reason: .dayUnknown, citations: citations)
  }

  /// What the decision behind a citation rests on.
  public func footing(of citation: Citation) -> Footing? {
    guard let decision = register.names(.decision).number(of: citation.decision.rawValue) else { return nil }
    return register.decisions.content(of: decision, knownAt: revision.number)?.rests
  }
}
