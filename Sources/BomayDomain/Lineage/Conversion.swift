// SPDX-License-Identifier: Apache-2.0

/// What a table counts, as far as the shares of a divided unit depend on it.
public enum ShareMeasure: String, Sendable, CaseIterable { case any, population, area }

/// How a unit whose shares are not known is divided all the same.
public enum Assumption: String, Sendable, CaseIterable {
  /// Every unit it went to gets as much.
  case equal
  /// As the ground, or the people, of the units it went to.
  case area, population
}

/// Where the values of one unit go, in whole parts of a whole.
public struct ConversionRule: Sendable {
  /// The places of the units it goes to, in ``ConversionPlan/targets``.
  public let targets: [Int]
  /// A weight for each; the first is all where there is one.
  public let weights: [Int64]
  /// Whether the weights are assumed rather than known.
  public let isEstimated: Bool
  /// Whether a change on the way may lie before or after one of the two days.
  public let isDayUnknown: Bool

  /// - Precondition: as many weights as targets, none below nought and not all of them nought.
  public init(targets: [Int], weights: [Int64], isEstimated: Bool, isDayUnknown: Bool = false) {
    precondition(targets.count == weights.count && weights.contains { $0 > 0 } && !weights.contains { $0 < 0 })
    self.targets = targets
    self.weights = weights
    self.isEstimated = isEstimated
    self.isDayUnknown = isDayUnknown
  }
}

/// Why the values of a unit cannot be carried over.
public enum ConversionObstacle: Hashable, Sendable {
  /// It went to several and the shares are not known.
  case sharesUnknown([Identifier<OrgUnit>])
  /// The weights that the assumption needs are not there for these.
  case weightsMissing([Identifier<OrgUnit>])
  /// The weights are all nought, or have more digits than can be counted together.
  case weightsUnusable([Identifier<OrgUnit>])
  /// Nothing follows it.
  case nothingFollows
}

/// How tables of the units of one day are carried over to those of another.
public struct ConversionPlan: Sendable {
  public let targets: [Identifier<OrgUnit>]
  public private(set) var rules: [Identifier<OrgUnit>: ConversionRule] = [:]
  public private(set) var obstacles: [Identifier<OrgUnit>: ConversionObstacle] = [:]

  /// - Parameters:
  ///   - map: every row between the two days, as ``AsOf/map(of:to:)`` gives it.
  ///   - weights: ground or people of the units of the second day, where an assumption needs them.
  public init(
    map: [MapRow], measure: ShareMeasure, assuming assumption: Assumption?,
    weights: [Identifier<OrgUnit>: Rational] = [:]
  ) {
    var order: [Identifier<OrgUnit>] = []
    var bySource: [Identifier<OrgUnit>: [MapRow]] = [:]
    var places: [Identifier<OrgUnit>: Int] = [:]
    var targets: [Identifier<OrgUnit>] = []
    for row in map {
      if let to = row.to, places[to] == nil {
        places[to] = targets.count
        targets.append(to)
      }
      guard let from = row.from else { continue }
      if bySource[from] == nil { order.append(from) }
      bySource[from, default: []].append(row)
    }
    self.targets = targets
    for source in order {
      let rows = bySource[source] ?? []
      let ends = rows.compactMap(\.to)
      guard ends.count == rows.count, !ends.isEmpty else {
        obstacles[source] = .nothingFollows
        continue
      }
      let numbers = ends.compactMap { places[$0] }
      let isOpen = rows.contains { $0.isDayUnknown }
      if rows.count == 1, rows[0].kind != .oneOf {
        rules[source] = ConversionRule(targets: numbers, weights: [1], isEstimated: false, isDayUnknown: isOpen)
        continue
      }
      if let known = ConversionPlan.whole(rows.map { ConversionPlan.share($0.share, measure, assumption) }) {
        rules[source] = ConversionRule(
          targets: numbers, weights: known,
          isEstimated: measure == .any && assumption != nil && rows.contains { $0.share.any == nil },
          isDayUnknown: isOpen)
        continue
      }
      switch assumption {
      case nil: obstacles[source] = .sharesUnknown(ends)
      case .equal:
        rules[source] = ConversionRule(
          targets: numbers, weights: ends.map { _ in 1 }, isEstimated: true, isDayUnknown: isOpen)
      case .area, .population:
        let missing = ends.filter { weights[$0] == nil }
        guard missing.isEmpty, let found = ConversionPlan.whole(ends.map { weights[$0] }) else {
          obstacles[source] = missing.isEmpty ? .weightsUnusable(ends) : .weightsMissing(missing)
          continue
        }
        rules[source] = ConversionRule(targets: numbers, weights: found, isEstimated: true, isDayUnknown: isOpen)
      }
    }
  }

  /// The share for what is counted; where anything may be, the assumption says which known one to take.
  private static func share(_ share: Share, _ measure: ShareMeasure, _ assumption: Assumption?) -> Rational? {
    switch measure {
    case .population: share.population
    case .area: share.area
    case .any:
      switch assumption {
      case .area: share.any ?? share.area
      case .population: share.any ?? share.population
      default: share.any
      }
    }
  }

  /// The same proportions in whole numbers; `nil` where one is not known or there is nothing to divide by.
  private static func whole(_ shares: [Rational?]) -> [Int64]? {
    var scale: Int64 = 1
    for share in shares {
      guard let share, share.isDefined, !(share < Rational(0)) else { return nil }
      let common = greatestCommonDivisor(scale, share.denominator)
      let (product, overflow) = scale.multipliedReportingOverflow(by: share.denominator / common)
      guard !overflow else { return nil }
      scale = product
    }
    var result: [Int64] = []
    for share in shares {
      guard let whole = share.flatMap({ ($0 * Rational(scale)).whole }) else { return nil }
      result.append(whole)
    }
    guard result.contains(where: { $0 > 0 }) else { return nil }
    return result
  }

  private static func greatestCommonDivisor(_ one: Int64, _ other: Int64) -> Int64 {
    var (a, b) = (one, other)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }
}

extension ConversionRule {
  /// Divides a whole number by the weights so that nothing is lost or made up: each part is rounded down,
  /// and what is left goes to the largest remainders, the first of equal ones first.
  ///
  /// - Parameter add: called with the place of each target and its part.
  @inlinable
  public func divide(_ value: Int64, _ add: (Int, Int64) -> Void) {
    guard weights.count > 1 else {
      add(targets[0], value)
      return
    }
    divideAmong(value, add)
  }

  @usableFromInline
  func divideAmong(_ value: Int64, _ add: (Int, Int64) -> Void) {
    let sum = weights.reduce(UInt64(0)) { $0 + UInt64($1) }
    let size = value.magnitude
    var parts: [(part: UInt64, rest: UInt64)] = []
    parts.reserveCapacity(weights.count)
    var given: UInt64 = 0
    for weight in weights {
      // The part is never more than the value itself, so that the quotient fits.
      let product = size.multipliedFullWidth(by: UInt64(weight))
      let (quotient, remainder) = sum.dividingFullWidth(product)
      parts.append((quotient, remainder))
      given += quotient
    }
    for _ in given..<size {
      var best = 0
      for place in parts.indices where parts[place].rest > parts[best].rest { best = place }
      parts[best].part += 1
      parts[best].rest = 0
    }
    for place in parts.indices {
      add(targets[place], value < 0 ? -Int64(parts[place].part) : Int64(parts[place].part))
    }
  }
}
