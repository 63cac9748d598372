// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayDomain

extension RegisterServer {
  /// Notes whose personal data stands in what the caller is about to be shown. Where it cannot be noted, nothing is
  /// shown.
  ///
  /// - Throws: ``Refusal/unavailable(_:)``.
  func note(_ shown: String, _ asked: Asked) throws { try note(persons(in: shown, asked), asked) }

  /// Whose personal data stands in what the caller is about to be shown; nobody's where no looks are noted.
  func persons(in shown: String, _ asked: Asked) -> Set<Identifier<Person>> {
    guard gate.protection.accounts != nil, asked.caller.hasAccount, asked.caller.may(.seePersonal) else { return [] }
    var persons = asked.snapshot.kept.names(of: asked.register, in: asked.snapshot.view).persons(in: shown)
    let person = Identifier<Person>(rawValue: asked.part("id"))
    if asked.isAboutPerson, asked.moment.birth(of: person) != nil { persons.insert(person) }
    return persons
  }

  func note(_ persons: Set<Identifier<Person>>, _ asked: Asked) throws {
    guard !persons.isEmpty, let accounts = gate.protection.accounts else { return }
    let now = gate.now
    do {
      try accounts.store.add(
        persons.sorted().map { Look(at: now, by: asked.caller.name, person: $0, address: asked.path) })
    } catch {
      throw Refusal.unavailable("\(error)")
    }
  }
}

extension Asked {
  /// Whether one person is what was asked for.
  fileprivate var isAboutPerson: Bool {
    path.hasPrefix("/persons/") || path.hasPrefix("\(Endpoint.base)/persons/")
  }
}
