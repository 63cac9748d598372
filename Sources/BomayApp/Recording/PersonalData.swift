// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange
import BomayStore

extension Entry {
  /// Commitments of the entry to personal attributes that are kept beside the log.
  var commitments: [String] {
    switch act {
    case .decide(let decision), .correct(let decision): decision.changes.compactMap { $0.action.personal?.commitment }
    case .adopt, .annul: []
    }
  }

  /// The entry with the personal attributes that it commits to, as far as they have not been erased.
  func opened(with personal: [String: SealedAttributes]) -> Entry {
    guard !personal.isEmpty else { return self }
    func opened(_ decision: Decision) -> Decision {
      var decision = decision
      for index in decision.changes.indices {
        guard let commitment = decision.changes[index].action.personal?.commitment,
          let sealed = personal[commitment], sealed.commitment == commitment,
          let attributes = PersonalCoding.decode(sealed.data)
        else { continue }
        let action = decision.changes[index].action
        decision.changes[index].action = action.carrying(attributes, commitment: commitment)
      }
      return decision
    }
    let act: Act =
      switch act {
      case .decide(let decision): .decide(opened(decision))
      case .correct(let decision): .correct(opened(decision))
      case .adopt, .annul: act
      }
    return saying(act)
  }
}

extension RegisterSession {
  /// Decisions that say a name of somebody in their own words, as far as they have not been corrected or annulled
  /// since, and those that were annulled for a reason that says it. Erasing leaves these words, and nothing tells then
  /// that they are a name.
  public func decisions(
    naming person: Identifier<Person>
  ) throws -> (own: [Identifier<Decision>], annulled: [Identifier<Decision>]) {
    let nameless = register.withoutPersonalData { $0 == person }
    var naming: [Identifier<Decision>] = []
    var annulled: [Identifier<Decision>] = []
    try store.entries(after: .zero) { entries in
      for stored in entries {
        guard let entry = try? EntryCoding.decode(stored.bytes) else { continue }
        switch entry.act {
        case .decide(let decision), .correct(let decision):
          naming.removeAll { $0 == decision.id }
          if nameless.masked(decision) != decision { naming.append(decision.id) }
        case .annul(let id, let reason):
          naming.removeAll { $0 == id }
          if nameless.masked(reason) != reason { annulled.append(id) }
        case .adopt: continue
        }
      }
    }
    return (naming, annulled)
  }

  /// Erases all that is personal about somebody, for good; who held which post when, without a name,
  /// and every root of the log stay.
  ///
  /// - Returns: how many records were erased.
  public func erase(_ person: Identifier<Person>) throws -> Int {
    var commitments: [String] = []
    try store.entries(after: .zero) { entries in
      for stored in entries {
        guard let entry = try? EntryCoding.decode(stored.bytes) else { continue }
        switch entry.act {
        case .decide(let decision), .correct(let decision):
          commitments += decision.changes.compactMap(\.action.personal).filter { $0.person == person }
            .compactMap(\.commitment)
        case .adopt, .annul: continue
        }
      }
    }
    let kept = try store.personal()
    let found = commitments.filter { kept[$0] != nil }
    try store.erase(commitments: found)
    return found.count
  }
}
