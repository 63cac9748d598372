// SPDX-License-Identifier: Apache-2.0

/// A rotation from its beginning to what came after it.
public struct PastRotation: Hashable, Sendable {
  public let person: Identifier<Person>
  public let from: Identifier<Post>
  public let to: Identifier<Post>
  public let accession: Accession
  public let direction: RotationDirection
  public let begun: Bound
  /// Months.
  public let term: Int64?
  /// When the person left the post; `nil` while the rotation stands.
  public let ended: Bound?
  /// The post that the person came to when it ended.
  public let next: Identifier<Post>?
  public let citation: Citation
}

extension AsOf {
  /// Rotations that have begun, or may have begun, by the day: those that are over as well.
  public func pastRotations() -> [PastRotation] {
    persons().flatMap { person -> [PastRotation] in
      guard let number = register.persons.number(of: person.rawValue) else { return [] }
      let tenures = Array(register.tenuresOfPerson[Int(number)])
      return tenures.flatMap { rotations(person, $0, among: tenures) }
    }.sorted { ($0.begun.latest, $0.citation.revision) < ($1.begun.latest, $1.citation.revision) }
  }

  private func tenureFacts(_ tenure: Int32) -> [Fact] {
    register.facts.history(.tenure, of: tenure, knownAt: revision.number).map { register.facts[$0] }
      .filter { $0.from.hasCome(by: day) != .no }.reversed()
  }

  private func rotations(_ person: Identifier<Person>, _ tenure: Int32, among tenures: [Int32]) -> [PastRotation] {
    let facts = tenureFacts(tenure)
    return facts.enumerated().compactMap { index, fact in
      guard fact.value >= 0 else { return nil }
      let holding = register.holdings[fact.value]
      guard holding.accession == .rotate, holding.rotatedFrom >= 0 else { return nil }
      let left = facts[(index + 1)...].first { $0.value < 0 }?.from
      let ended = left ?? fact.until.flatMap { $0.hasCome(by: day) == .no ? nil : $0 }
      let next = ended.flatMap { end in
        tenures.filter { $0 != tenure }.compactMap { other in
          tenureFacts(other).first { $0.value >= 0 && $0.from.latest >= end.latest }.map { (other, $0.from) }
        }.min { $0.1.latest < $1.1.latest }?.0
      }
      let from = post(holding.rotatedFrom)
      let to = post(register.tenures[tenure].second)
      return PastRotation(
        person: person, from: from, to: to, accession: holding.accession, direction: direction(from: from, to: to),
        begun: fact.from, term: holding.term, ended: ended, next: next.map { post(register.tenures[$0].second) },
        citation: citation(of: fact))
    }
  }

  /// From the levels of the two posts (R-I2); of a unit that has ended, its last level.
  private func direction(from: Identifier<Post>, to: Identifier<Post>) -> RotationDirection {
    func level(_ post: Identifier<Post>) -> Int? {
      let spec = self.unit(of: post).flatMap { self.kind(of: $0).possible }.flatMap { charter?.kind($0) }
      return spec.flatMap { spec in charter?.levels.firstIndex { $0.id == spec.level } }
    }
    guard let a = level(from), let b = level(to), a != b else { return .level }
    return a < b ? .down : .up
  }
}
