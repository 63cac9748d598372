// SPDX-License-Identifier: Apache-2.0

/// One run of days on which a unit bears a code. A code without a day says nothing: it may have been that
/// of others before.
public struct CodeBearer: Hashable, Sendable {
  public let unit: Identifier<OrgUnit>
  public let from: Bound
  /// The first day on which it bears the code no more; `nil` while it does.
  public let until: Bound?
  /// Whether it bears the code on the day asked about.
  public let isNow: Truth
  /// A day on which it bore the code, to show its name of then.
  public let shownOn: Day
  public let citation: Citation
}

extension AsOf {
  /// Everyone who ever bore the code, those of the day asked about first, then in the order of days.
  public func bearers(of code: String) -> [CodeBearer] {
    guard let text = register.texts.number(of: code) else { return [] }
    let units = register.facts.subjects(.unitCode, withValue: text, knownAt: revision.number)
    return units.flatMap { bearings(of: $0, text) }.sorted {
      ($0.isNow == .no ? 1 : 0, $0.from.latest, $0.unit) < ($1.isNow == .no ? 1 : 0, $1.from.latest, $1.unit)
    }
  }

  /// Something that begins or ends a bearing: a life, a code, or the end that a decision set to its code.
  private struct CodeTurn {
    let fact: Fact
    let on: Bound
    var isEndOfCode = false
  }

  /// The runs of days on which the unit bears the code: each begins with the code or the unit's return, and
  /// ends with another code or the unit.
  private func bearings(of unit: Int32, _ text: Int32) -> [CodeBearer] {
    func facts(_ attribute: Attribute) -> [Fact] {
      register.facts.history(attribute, of: unit, knownAt: revision.number).map { register.facts[$0] }
    }
    let codes = facts(.unitCode)
    let ends = codes.compactMap { fact in fact.until.map { CodeTurn(fact: fact, on: $0, isEndOfCode: true) } }
    let turns = ((codes + facts(.unitLife)).map { CodeTurn(fact: $0, on: $0.from) } + ends).sorted { one, other in
      if one.on.latest != other.on.latest { return one.on.latest < other.on.latest }
      return register.facts.precedes(one.fact, other.fact, knownAt: revision.number)
    }
    var found: [(from: Bound, until: Bound?, fact: Fact)] = []
    var isAlive = false
    var code: Fact?
    for turn in turns {
      let bore = isAlive && code?.value == text
      if turn.isEndOfCode {
        if code?.entry == turn.fact.entry, code?.place == turn.fact.place { code = nil }
      } else if turn.fact.attribute == .unitLife {
        isAlive = turn.fact.value == 1
      } else {
        code = turn.fact
      }
      guard let fact = isAlive ? code : nil, fact.value == text else {
        if bore { found[found.count - 1].until = turn.on }
        continue
      }
      if !bore { found.append((turn.on, nil, fact)) }
    }
    let now = self.isAlive(unit) && truth(.unitCode, unit, is: text)
    return found.map { run in
      let isInside = run.from.hasCome(by: day) != .no && run.until.map { $0.hasCome(by: day) != .yes } ?? true
      let first = run.from.isBeforeRecords ? run.until.map { $0.earliest.adding(days: -1) } ?? day : run.from.latest
      return CodeBearer(
        unit: self.unit(unit), from: run.from, until: run.until, isNow: isInside ? now : .no,
        shownOn: isInside && now != .no ? day : first, citation: citation(of: run.fact))
    }
  }

  /// Whether some unit has ever been of the kind, or the charter knows it.
  public func hasKind(_ kind: Identifier<UnitKind>) -> Bool {
    if charter?.kind(kind) != nil { return true }
    return register.names(.unitKind).number(of: kind.rawValue).map {
      !register.facts.subjects(.unitKind, withValue: $0, knownAt: revision.number).isEmpty
    } ?? false
  }
}
