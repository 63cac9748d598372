// SPDX-License-Identifier: Apache-2.0

/// What it would take to separate, in one locality, what a model has put together there. Nothing of it is on record:
/// it is worked out from what stands on the day.
///
/// Where one person holds two posts, a second head is needed. Where one unit stands for several, these are needed
/// again, each with a head of its own (R-B11).
public struct Separation: Hashable, Sendable {
  public let state: PilotState
  /// Bodies that would be more.
  public let bodies: Count
  /// Heads that would be more.
  public let heads: Count
  /// The units of which they are heads, or the unit that would be divided.
  public let units: [Identifier<OrgUnit>]
  /// Staff assigned to these units for the period in which the day lies.
  public let quota: [StaffFigure]

  /// Units among them for which no quota is on record: what separating would add to the staff cannot be told there.
  public var unitsWithoutQuota: [Identifier<OrgUnit>] {
    let known = Set(quota.map(\.unit))
    return units.filter { !known.contains($0) }
  }

  /// Whether a stop of the model is announced or decided here.
  public var isPlanned: Bool { state.state == .stopPlanned || state.state == .stopOverdue }
}

extension AsOf {
  /// Where the model is in force or may be, in the order of its localities; nowhere for a rule that puts nothing
  /// together.
  ///
  /// Where the records do not tell whether it is in force, what it would take lies between nought and all of it.
  public func separations(of model: Charter.ModelSpec) -> [Separation] {
    states(of: model).compactMap { state in
      guard state.presence.truth != .no, let area = number(state.locality) else { return nil }
      let more: Int64
      let bodies: Int64
      let units: [Int32]
      switch model.rule {
      case .oneHolder(let one, let other):
        (more, bodies) = (1, 0)
        units = (posts(at: one, in: area) + posts(at: other, in: area)).map { value(.postUnit, $0) }
      case .oneUnit(let separate, let joint):
        (more, bodies) = (Int64(separate.count) - 1, Int64(separate.count) - 1)
        units = located(in: area).filter { isOf([joint], $0) != .no }
      case .exactlyOne: return nil
      }
      let isCertain = state.presence.truth == .yes
      func count(_ number: Int64) -> Count { isCertain ? Count(number) : Count(atLeast: 0, atMost: number) }
      var seen: Set<Int32> = []
      let named = units.filter { $0 >= 0 && isAlive($0) != .no && seen.insert($0).inserted }
      return Separation(
        state: state, bodies: count(bodies), heads: count(more), units: named.map { unit($0) },
        quota: named.flatMap { quota(of: $0) })
    }
  }
}
