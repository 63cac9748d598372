// SPDX-License-Identifier: Apache-2.0

/// R-B7: a unit has more deputies than its norm since it, or the area where it is, was made of others:
/// they go down to the norm year by year, within the years that the law gives.
///
/// The norm is the parameter `deputies-most-KIND`, for each kind that has one; the years are
/// `surplus-road-years-area` from a merger of areas and `surplus-road-years-agency` from any other,
/// both counted from the day on which it took effect. Those who came after that day are no surplus of it.
enum SurplusDeputies: PostRule {
  static let code = "surplus-deputies"
  static let rule = "R-B7"
  static let severity = Severity.warning

  static func check(_ post: Int32, _ at: AsOf, _ findings: inout Findings) {
    let unit = at.value(.postUnit, post)
    guard unit >= 0, at.isDeputy(post), at.isAlive(unit) == .yes, let kind = at.kindSpec(unit),
      let norm = at.charter?.parameter("deputies-most-\(kind.id)", on: at.day)?.whole
    else { return }
    let now = at.deputies(unit)
    guard now > norm, let (event, years) = road(unit, at) else { return }
    let surplus = min(now, at.on(event).deputies(unit)) - norm
    guard surplus > 0 else { return }
    let plan = SurplusRoad(surplus, from: event, years: years)
    findings.add(
      self, about: [at.unit(unit).rawValue] + at.posts(unit).filter { at.isDeputy($0) }.map { at.post($0).rawValue },
      [
        "unit": .unit(at.unit(unit)), "count": .number(now), "norm": .number(norm), "surplus": .number(surplus),
        "event": .day(event), "limit": .day(plan.limit),
        "road": .list(plan.steps.map { "\($0.day.civil.year): \($0.left)" }), "day": .day(at.day),
      ], decisions: at.decisions(behind: .unitLife, unit))
  }

  /// The day of the event, and the years from it.
  private static func road(_ unit: Int32, _ at: AsOf) -> (Day, Int64)? {
    func made(_ unit: Int32) -> Day? {
      at.predecessions(of: at.unit(unit)).filter { $0.on.isExact && !$0.on.isBeforeRecords }.map(\.on.latest).max()
    }
    let area = at.value(.unitLocatedIn, unit)
    let ofArea = area >= 0 ? made(area) : nil
    guard let day = [made(unit), ofArea].compactMap({ $0 }).max() else { return nil }
    let name = day == ofArea ? "surplus-road-years-area" : "surplus-road-years-agency"
    return at.charter?.parameter(name, on: at.day)?.whole.flatMap { $0 > 0 ? (day, $0) : nil }
  }
}

extension AsOf {
  func isDeputy(_ post: Int32) -> Bool {
    role(of: self.post(post)).flatMap { charter?.role($0) }?.isDeputy ?? false
  }

  /// Persons who certainly are deputies in the unit on the day.
  func deputies(_ unit: Int32) -> Int64 {
    let holdings = posts(unit).filter { isDeputy($0) }.flatMap { holders(of: post($0)) }
    return Int64(Set(holdings.filter { !$0.isUndetermined }.map(\.person)).count)
  }
}
