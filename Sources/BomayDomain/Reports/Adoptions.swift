// SPDX-License-Identifier: Apache-2.0

extension AsOf {
  /// The documents on which a model was adopted, by the day: the latest adoption that names any.
  /// `nil` where none is on record.
  public func adoption(of model: Identifier<Model>) -> (basis: [Identifier<Document>], citation: Citation)? {
    guard let number = register.names(.model).number(of: model.rawValue) else { return nil }
    for row in register.facts.history(.modelAdopted, of: number, knownAt: revision.number) {
      let fact = register.facts[row]
      guard fact.from.hasCome(by: day) != .no, case .adoptModel(let change) = register.records[Int(fact.value)],
        !change.basis.isEmpty
      else { continue }
      return (change.basis, citation(of: fact))
    }
    return nil
  }
}
