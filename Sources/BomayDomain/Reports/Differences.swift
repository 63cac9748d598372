// SPDX-License-Identifier: Apache-2.0

/// What is otherwise between two moments.
public struct Difference: Hashable, Sendable {
  /// `established`, `ended`, `renamed`, `reclassified`, `moved`, `recoded`, `created`, `abolished`,
  /// `holder`, `pilot`.
  public let what: String
  public let subject: MessageValue
  public let id: String
  public let before: MessageValue?
  public let after: MessageValue?
  public let decisions: [Identifier<Decision>]
}

extension AsOf {
  /// What changed from this moment to another, unit by unit, post by post, pilot by pilot.
  public func differences(to other: AsOf) -> [Difference] {
    var found: [Difference] = []
    for number in 0..<Int32(max(register.units.count, other.register.units.count)) {
      found += differences(unit: number, to: other)
    }
    for number in 0..<Int32(max(register.posts.count, other.register.posts.count)) {
      let before = register.posts.count > Int(number) ? truth(.postLife, number) : .no
      let after = other.truth(.postLife, number)
      guard before != after else { continue }
      let id = other.post(number)
      found.append(
        Difference(
          what: after == .no ? "abolished" : "created", subject: .text(id.rawValue), id: id.rawValue,
          before: .term("truth.\(before.rawValue)"), after: .term("truth.\(after.rawValue)"),
          decisions: other.decisions(behind: .postLife, number)))
    }
    found += holders(to: other)
    found += pilots(to: other)
    return found
  }

  private func differences(unit number: Int32, to other: AsOf) -> [Difference] {
    let id = other.unit(number)
    let before = register.units.count > Int(number) ? isAlive(number) : .no
    let after = other.isAlive(number)
    if before != after {
      return [
        Difference(
          what: after == .no ? "ended" : before == .no ? "established" : "life", subject: .unit(id), id: id.rawValue,
          before: .term("truth.\(before.rawValue)"), after: .term("truth.\(after.rawValue)"),
          decisions: other.decisions(behind: .unitLife, number))
      ]
    }
    guard after != .no else { return [] }
    var found: [Difference] = []
    func compare(_ what: String, _ attribute: Attribute, _ shown: (AsOf) -> MessageValue?) {
      let a = shown(self)
      let b = shown(other)
      guard a != b else { return }
      found.append(
        Difference(
          what: what, subject: .unit(id), id: id.rawValue, before: a, after: b,
          decisions: other.decisions(behind: attribute, number)))
    }
    compare("renamed", .unitName) { $0.name(of: id).possible.map { .text($0) } }
    compare("reclassified", .unitKind) { $0.kind(of: id).possible.map { .text($0.rawValue) } }
    compare("recoded", .unitCode) { $0.code(of: id).possible.map { .text($0) } }
    compare("moved", .unitParent) {
      switch $0.parent(of: id).possible {
      case .unit(let parent)?: .unit(parent)
      case .among(let units)?: .list(units.map(\.rawValue))
      case nil: nil
      }
    }
    return found
  }

  private func holders(to other: AsOf) -> [Difference] {
    (0..<Int32(other.register.tenures.count)).compactMap { tenure in
      let before = register.tenures.count > Int(tenure) ? holding(tenure) : nil
      let after = other.holding(tenure)
      guard (before == nil) != (after == nil), let holding = after ?? before else { return nil }
      return Difference(
        what: "holder", subject: .text(holding.post.rawValue), id: holding.post.rawValue,
        before: before.map { .text($0.person.rawValue) }, after: after.map { .text($0.person.rawValue) },
        decisions: other.decisions(behind: .tenure, tenure))
    }
  }

  private func pilots(to other: AsOf) -> [Difference] {
    func states(_ moment: AsOf) -> [String: PilotState] {
      Dictionary(
        moment.pilotStates().map { ("\($0.model) \($0.locality)", $0) }, uniquingKeysWith: { first, _ in first })
    }
    let before = states(self)
    let after = states(other)
    return Set(before.keys).union(after.keys).sorted().compactMap { key in
      let a = before[key]
      let b = after[key]
      guard a?.state != b?.state, let any = b ?? a else { return nil }
      return Difference(
        what: "pilot", subject: .unit(any.locality), id: "\(any.model)",
        before: a.map { .term("state.\($0.state.rawValue)") }, after: b.map { .term("state.\($0.state.rawValue)") },
        decisions: Array(Set(any.citations.map(\.decision))).sorted())
    }
  }
}
