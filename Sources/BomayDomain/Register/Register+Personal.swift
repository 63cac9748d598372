// SPDX-License-Identifier: Apache-2.0

extension Register {
  /// The register without the personal attributes of these persons: as if they had never been recorded. What is
  /// answered from it cannot tell them, whatever it is asked. Their names are gone from titles, notes and other words
  /// as well, as far as they stand there as they are on record.
  ///
  /// It costs a look at each person; the facts are shared with the register, and words are masked as they are read.
  public func withoutPersonalData(
    of isHidden: (Identifier<Person>) -> Bool = { _ in true }
  ) -> Register {
    var hidden = self
    hidden.facts.hide([.personName, .personBorn, .personLocal]) { isHidden(persons.identifier($0)) }
    hidden.mask = NameMask(personalNames.filter { isHidden($0.person) })
    return hidden
  }

  /// Words that do not come from the register, like the bytes of an entry, without the names that it does not tell.
  public func masked(_ text: String) -> String { mask?.masked(text) ?? text }

  /// As ``masked(_:)-(String)``, for all that a decision says in words.
  public func masked(_ decision: Decision) -> Decision {
    guard let mask else { return decision }
    var decision = decision
    decision.title = decision.title.map { mask.masked($0) }
    decision.note = decision.note.map { mask.masked($0) }
    decision.reason = decision.reason.map { mask.masked($0) }
    for place in decision.changes.indices {
      decision.changes[place].action = mask.masked(decision.changes[place].action)
    }
    return decision
  }

  /// Every name that was ever recorded of somebody and has not been erased, corrected ones included.
  public var personalNames: [(person: Identifier<Person>, name: String)] {
    (0..<Int32(facts.count)).compactMap { row in
      let fact = facts[row]
      guard fact.attribute == .personName, fact.value >= 0 else { return nil }
      return (persons.identifier(fact.subject), texts[fact.value])
    }
  }
}

extension AsOf {
  /// Findings without those that rest on births which this register does not tell: by trying one term after the other
  /// a birth could be found out.
  public func told(_ findings: [Diagnostic]) -> [Diagnostic] {
    findings.filter { finding in
      guard finding.code == AgeBeforeTermEnds.code, let person = finding.about.first else { return true }
      return tellsBirth(of: Identifier(rawValue: person))
    }
  }

  /// On whatever day it became known.
  private func tellsBirth(of id: Identifier<Person>) -> Bool {
    register.persons.number(of: id).map { !register.facts.everything(.personBorn, of: $0).isEmpty } ?? false
  }
}
