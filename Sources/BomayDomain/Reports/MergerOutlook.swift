// SPDX-License-Identifier: Apache-2.0

/// What would be left over if units were merged on the day. Nothing of it is on record: it is worked out from who
/// leads the units on the day, and from the norm of the kind that the new unit would have.
///
/// Deputies are counted as persons on record. A post of deputies may have more seats than holders on record, so that
/// they are at least so many.
public struct MergerOutlook: Hashable, Sendable {
  /// One of the units.
  public struct Part: Hashable, Sendable {
    public let unit: Identifier<OrgUnit>
    /// Seats of its heads.
    public let headSeats: Count
    /// Persons who are its heads.
    public let heads: Count
    /// Persons who are its deputies.
    public let deputies: Count
    public let quota: [StaffFigure]
    public let headcount: [StaffFigure]
  }

  public let parts: [Part]
  /// What the new unit would be.
  public let kind: Identifier<UnitKind>
  /// Persons who lead one of the units, each once.
  public let heads: Count
  /// Persons who are deputies of one of them, each once.
  public let deputies: Count
  /// Heads for whom the new unit has no post of head.
  public let headsLeftOver: Count
  /// Most deputies that it may have; `nil` where the charter has no norm for its kind.
  public let norm: Int64?
  /// Deputies beyond the norm; `nil` where there is none.
  public let surplus: Count?
  /// How many of those known may still be beyond it after each year.
  public let road: SurplusRoad?
}

/// How surplus deputies go down to the norm: year by year at an even pace, within the years that the law gives
/// (R-B7).
public struct SurplusRoad: Hashable, Sendable {
  public struct Step: Hashable, Sendable {
    /// One, two and more years after the day from which the years count.
    public let day: Day
    /// Deputies that may then be left beyond the norm.
    public let left: Int64
  }

  public let steps: [Step]
  /// The last of them: from then on there may be none.
  public let limit: Day

  /// - Parameters:
  ///   - surplus: deputies beyond the norm on the first day.
  ///   - years: at least one.
  init(_ surplus: Int64, from day: Day, years: Int64) {
    limit = day.adding(months: Int(years) * 12)
    steps = (1...max(1, years)).map { passed in
      Step(day: day.adding(months: Int(passed) * 12), left: (surplus * (years - passed) + years - 1) / years)
    }
  }
}

extension AsOf {
  /// - Parameters:
  ///   - units: at least one; one that is named twice counts once.
  ///   - kind: what the new unit would be; that of the first of them where it is `nil`.
  /// - Returns: `nil` where no unit is named, or the kind of the first is not on record.
  public func merger(of units: [Identifier<OrgUnit>], into kind: Identifier<UnitKind>? = nil) -> MergerOutlook? {
    var seen: Set<Identifier<OrgUnit>> = []
    let units = units.filter { number($0) != nil && seen.insert($0).inserted }
    guard let first = units.first, let kind = kind ?? self.kind(of: first).possible else { return nil }
    let leading = units.map { unit -> (heads: [Identifier<Post>], deputies: [Identifier<Post>]) in
      let posts = posts(of: unit).map { post in (post, role(of: post).flatMap { charter?.role($0) }) }
      return (
        posts.filter { $0.1?.isHead ?? false }.map(\.0), posts.filter { $0.1?.isDeputy ?? false }.map(\.0)
      )
    }
    let parts = zip(units, leading).map { unit, posts in
      MergerOutlook.Part(
        unit: unit, headSeats: posts.heads.reduce(Count(0)) { $0 + seats(of: $1) }, heads: persons(in: posts.heads),
        deputies: persons(in: posts.deputies), quota: quota(of: unit), headcount: headcount(of: unit))
    }
    let heads = persons(in: leading.flatMap(\.heads))
    let deputies = persons(in: leading.flatMap(\.deputies))
    let norm = charter?.parameter("deputies-most-\(kind)", on: day)?.whole
    let surplus = norm.map { deputies.beyond($0) }
    let years = charter?.parameter("surplus-road-years-agency", on: day)?.whole ?? 0
    return MergerOutlook(
      parts: parts, kind: kind, heads: heads, deputies: deputies, headsLeftOver: heads.beyond(1), norm: norm,
      surplus: surplus,
      road: surplus.flatMap { $0.atLeast > 0 && years > 0 ? SurplusRoad($0.atLeast, from: day, years: years) : nil })
  }

  /// How many persons hold these posts: at least those who certainly do, at most so many as there are seats. Where no
  /// such post is on record, nothing is known.
  private func persons(in posts: [Identifier<Post>]) -> Count {
    guard !posts.isEmpty else { return .undetermined }
    let holdings = posts.flatMap { holders(of: $0) }
    let certain = Set(holdings.filter { !$0.isUndetermined }.map(\.person)).count
    return Count(atLeast: Int64(certain), atMost: posts.reduce(Count(0)) { $0 + seats(of: $1) }.atMost)
  }
}

extension Count {
  /// How many of them are beyond so many.
  func beyond(_ number: Int64) -> Count {
    Count(atLeast: max(0, atLeast - number), atMost: atMost.map { max(0, $0 - number) })
  }
}
