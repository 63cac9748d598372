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
    var found: [CodeBearer] = []
    for unit in register.facts.subjects(.unitCode, withValue: text, knownAt: revision.number) {
      for row in register.facts.history(.unitCode, of: unit, knownAt: revision.number)
      where register.facts[row].value == text {
        found.append(bearer(unit, register.facts[row], text))
      }
    }
    return found.sorted {
      ($0.isNow == .no ? 1 : 0, $0.from.latest, $0.unit) < ($1.isNow == .no ? 1 : 0, $1.from.latest, $1.unit)
    }
  }

  private func bearer(_ unit: Int32, _ fact: Fact, _ text: Int32) -> CodeBearer {
    // It ends with the next code or with the unit, whichever comes first.
    let codes = register.facts.history(.unitCode, of: unit, knownAt: revision.number).map { register.facts[$0] }
    let lives = register.facts.history(.unitLife, of: unit, knownAt: revision.number).map { register.facts[$0] }
    let ends =
      codes.filter { $0.fromLatest > fact.fromLatest && $0.value != text }.map(\.from)
      + lives.filter { $0.value == 0 && $0.fromLatest > fact.fromLatest }.map(\.from) + [fact.until].compactMap { $0 }
    let until = ends.min { $0.latest < $1.latest }
    let now = isAlive(unit) && (value(.unitCode, unit) == text ? .yes : .no)
    let first =
      fact.from.latest == Bound.distantPast ? until.map { $0.earliest.adding(days: -1) } ?? day : fact.from.latest
    return CodeBearer(
      unit: self.unit(unit), from: fact.from, until: until, isNow: now, shownOn: now == .no ? first : day,
      citation: citation(of: fact))
  }

  /// Whether some unit has ever been of the kind, or the charter knows it.
  public func hasKind(_ kind: Identifier<UnitKind>) -> Bool {
    if charter?.kind(kind) != nil { return true }
    return register.names(.unitKind).number(of: kind.rawValue).map {
      !register.facts.subjects(.unitKind, withValue: $0, knownAt: revision.number).isEmpty
    } ?? false
  }
}
