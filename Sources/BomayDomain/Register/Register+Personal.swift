// SPDX-License-Identifier: Apache-2.0

extension Register {
  /// The register without the personal attributes of these persons: as if they had never been recorded. What is
  /// answered from it cannot tell them, whatever it is asked.
  ///
  /// It costs a look at each person; the facts are shared with the register.
  public func withoutPersonalData(
    of isHidden: (Identifier<Person>) -> Bool = { _ in true }
  ) -> Register {
    var hidden = self
    hidden.facts.hide([.personName, .personBorn, .personLocal]) { isHidden(persons.identifier($0)) }
    return hidden
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
