// SPDX-License-Identifier: Apache-2.0

extension AsOf {
  /// Whether the unit is `root`, stands below it, or is a body of an area that does.
  ///
  /// Only what the records tell for certain counts: a unit whose parent is open is below neither.
  public func isWithin(_ unit: Identifier<OrgUnit>, _ root: Identifier<OrgUnit>) -> Bool {
    guard knows(unit) else { return false }
    var seen: Set<Identifier<OrgUnit>> = [unit]
    var rest = [unit]
    while let current = rest.popLast() {
      if current == root { return true }
      var above: [Identifier<OrgUnit>] = area(of: current).map { [$0] } ?? []
      if case .unit(let parent)? = parent(of: current).determined { above.append(parent) }
      rest += above.filter { seen.insert($0).inserted }
    }
    return false
  }
}
