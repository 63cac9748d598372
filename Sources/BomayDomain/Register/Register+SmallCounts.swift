// SPDX-License-Identifier: Apache-2.0

extension Register {
  /// The register without counts of one to `most` persons, and without as many others as it takes that none of
  /// them is told by a total less the rest.
  ///
  /// Counts of units, posts or shares stay. It costs a look at each count and the units above it.
  public func withoutCounts(ofAtMost most: Int64) -> Register {
    var counts = PersonCounts(self)
    counts.hide(atMost: most)
    var register = self
    for attribute in PersonCounts.attributes {
      let hidden = counts.hidden(attribute)
      register.facts.hide([attribute]) { hidden.contains($0) }
    }
    return register
  }

  /// The register without a word of who recorded what.
  public func withoutRecorders() -> Register {
    var register = self
    register.tellsRecorders = false
    return register
  }
}

/// Counts of persons on record, each with what it is a count of.
private struct PersonCounts {
  /// What is counted alike, and so adds up: one category or indicator on one day or for one period.
  private struct Sort: Hashable {
    let attribute: Attribute
    let number: Int32
    let period: Bound
  }

  private struct Item {
    let sort: Sort
    let unit: Int32
    let subject: Int32
    /// Of several that were recorded, the one that tells most: the smallest that is not nought.
    let number: Int64
    var isHidden = false
  }

  static let attributes: [Attribute] = [.headcount, .movement, .reduction, .observation]

  private var items: [Item] = []
  private let register: Register

  func hidden(_ attribute: Attribute) -> Set<Int32> {
    Set(items.filter { $0.isHidden && $0.sort.attribute == attribute }.map(\.subject))
  }

  init(_ register: Register) {
    self.register = register
    for number in 0..<Int32(register.staffKeys.count) {
      let key = register.staffKeys[number]
      for attribute in [Attribute.headcount, .movement, .reduction] {
        add(attribute, number, key.unit, key.category, key.period)
      }
    }
    let observations = register.names(.observation)
    for number in 0..<Int32(observations.count) {
      guard let record = records(.observation, number).first, case .observe(let observed) = record,
        let unit = observed.area.flatMap({ register.units.number(of: $0) }),
        observed.measure == .persons || observed.measure == .attendances,
        let indicator = register.names(.indicator).number(of: observed.indicator.rawValue)
      else { continue }
      add(.observation, number, unit, indicator, observed.on ?? observed.period ?? .beforeRecords)
    }
  }

  private mutating func add(
    _ attribute: Attribute, _ subject: Int32, _ unit: Int32, _ number: Int32, _ period: Bound
  ) {
    let numbers = records(attribute, subject).flatMap { PersonCounts.numbers($0) }
    guard let least = numbers.filter({ $0 > 0 }).min() ?? numbers.first else { return }
    items.append(
      Item(
        sort: Sort(attribute: attribute, number: number, period: period), unit: unit, subject: subject,
        number: least))
  }

  /// All that was ever recorded of the subject, since earlier revisions can be asked for as well.
  private func records(_ attribute: Attribute, _ subject: Int32) -> [Action] {
    register.facts.everything(attribute, of: subject).compactMap { row in
      let value = register.facts[row].value
      return value >= 0 ? register.records[Int(value)] : nil
    }
  }

  private static func numbers(_ record: Action) -> [Int64] {
    switch record {
    case .headcount(let count): [count.number]
    case .movement(let movement): [movement.opening, movement.arrivals, movement.departures, movement.closing]
    case .reduce(let reduction): [reduction.number ?? 1]
    case .observe(let observed):
      (observed.value.flatMap { Int64($0.decimal(0)) }.map { [$0] } ?? [])
        + (observed.range.map { [$0.atLeast] } ?? [])
    default: []
    }
  }

  // MARK: Hiding

  mutating func hide(atMost most: Int64) {
    for index in items.indices where (1...most).contains(items[index].number) { items[index].isHidden = true }
    // The count of another day, taken for that of this one, would tell what is not.
    let small = Set(items.filter(\.isHidden).map { Kind($0) })
    for index in items.indices where small.contains(Kind(items[index])) { items[index].isHidden = true }
    var groups: [Group: [Int]] = [:]
    for index in items.indices {
      for parent in parents(of: items[index].unit) {
        groups[Group(sort: items[index].sort, parent: parent), default: []].append(index)
      }
    }
    let totals = Dictionary(
      items.indices.map { (Group(sort: items[$0].sort, parent: items[$0].unit), $0) },
      uniquingKeysWith: { one, _ in one })
    var isDone = false
    while !isDone {
      isDone = true
      for (group, children) in groups {
        guard let total = totals[group], !items[total].isHidden else { continue }
        let hidden = children.filter { items[$0].isHidden }
        let isSafe = hidden.count > 1 && hidden.reduce(0) { $0 + items[$1].number } > most
        guard !hidden.isEmpty, !isSafe else { continue }
        let next = children.filter { !items[$0].isHidden && items[$0].number > 0 }
          .min { items[$0].number < items[$1].number }
        items[next ?? total].isHidden = true
        isDone = false
      }
    }
  }

  /// One unit's counts of one sort, whatever the day.
  private struct Kind: Hashable {
    let unit: Int32
    let attribute: Attribute
    let number: Int32

    init(_ item: Item) {
      unit = item.unit
      attribute = item.sort.attribute
      number = item.sort.number
    }
  }

  private struct Group: Hashable {
    let sort: Sort
    let parent: Int32
  }

  /// Every unit that this one was ever recorded to stand under or to lie in.
  private func parents(of unit: Int32) -> Set<Int32> {
    let rows = [Attribute.unitParent, .unitLocatedIn].flatMap { register.facts.everything($0, of: unit) }
    return Set(rows.map { register.facts[$0].value }.filter { $0 >= 0 && $0 != unit })
  }
}
