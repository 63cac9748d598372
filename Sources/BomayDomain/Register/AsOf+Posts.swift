// SPDX-License-Identifier: Apache-2.0

/// A person in a post on a day.
public struct Holding: Hashable, Sendable {
  public let person: Identifier<Person>
  public let post: Identifier<Post>
  public let accession: Accession
  public let kind: HoldingKind?
  public let isActing: Bool
  public let from: Bound
  public let until: Bound?
  /// Months, where the holding is for a term.
  public let term: Int64?
  public let ratified: Identifier<Document>?
  public let rotatedFrom: Identifier<Post>?
  public let citation: Citation
  /// Whether the records leave open that it stands on the day.
  public let isUndetermined: Bool
}

extension AsOf {
  func number(_ id: Identifier<Post>) -> Int32? { register.posts.number(of: id) }
  func post(_ number: Int32) -> Identifier<Post> { register.posts.identifier(number) }
  func person(_ number: Int32) -> Identifier<Person> { register.persons.identifier(number) }

  public func knows(_ id: Identifier<Post>) -> Bool {
    number(id).map { !register.facts.history(.postLife, of: $0, knownAt: revision.number).isEmpty } ?? false
  }

  public func isAlive(_ id: Identifier<Post>) -> Truth { number(id).map { truth(.postLife, $0) } ?? .no }

  public func unit(of id: Identifier<Post>) -> Identifier<OrgUnit>? {
    guard let post = number(id) else { return nil }
    let unit = value(.postUnit, post)
    return unit < 0 ? nil : self.unit(unit)
  }

  public func role(of id: Identifier<Post>) -> Identifier<Role>? {
    guard let post = number(id) else { return nil }
    let role = value(.postRole, post)
    return role < 0 ? nil : register.names(.role).identifier(role)
  }

  public func seats(of id: Identifier<Post>) -> Count {
    guard let post = number(id) else { return .one }
    let seats = value(.postSeats, post)
    return seats < 0 ? .one : register.counts[seats]
  }

  /// How the post is called: the role and the unit it is in.
  public func designation(of id: Identifier<Post>, _ language: String) -> String {
    guard let post = number(id) else { return id.rawValue }
    let named = value(.postName, post)
    if named >= 0 { return register.texts[named] }
    guard let role = role(of: id), let unit = unit(of: id) else { return id.rawValue }
    let title = charter?.role(role)?.name[language] ?? role.rawValue
    return "\(title) \(designation(of: unit, language))"
  }

  func posts(_ unit: Int32) -> [Int32] {
    subjects(.postUnit, withValue: unit).filter { truth(.postLife, $0) != .no }
  }

  /// Posts of the unit that exist, or may exist, on the day.
  public func posts(of id: Identifier<OrgUnit>) -> [Identifier<Post>] {
    number(id).map { posts($0).map { post($0) } } ?? []
  }

  func posts(at seat: Charter.Seat, in area: Int32) -> [Int32] {
    guard let role = register.names(.role).number(of: seat.role.rawValue) else { return [] }
    let kinds = Set(seat.kinds.compactMap { register.names(.unitKind).number(of: $0.rawValue) })
    return located(in: area).filter { kinds.contains(value(.unitKind, $0)) }
      .flatMap { posts($0) }.filter { value(.postRole, $0) == role }
  }

  public func knows(_ id: Identifier<Person>) -> Bool {
    guard let person = register.persons.number(of: id) else { return false }
    return !register.facts.history(.personLife, of: person, knownAt: revision.number).isEmpty
  }

  /// The person's name; `nil` for an unnamed person.
  public func name(of id: Identifier<Person>) -> String? {
    guard let person = register.persons.number(of: id) else { return nil }
    let name = value(.personName, person)
    return name < 0 ? nil : register.texts[name]
  }

  public func birth(of id: Identifier<Person>) -> Bound? {
    guard let person = register.persons.number(of: id) else { return nil }
    let born = value(.personBorn, person)
    return born < 0 ? nil : register.bounds[born]
  }

  /// Who sits, or may sit, in the post on the day, as far as anybody is recorded.
  public func holders(of id: Identifier<Post>) -> [Holding] {
    guard let post = number(id) else { return [] }
    return register.tenuresOfPost[Int(post)].compactMap { holding($0) }
  }

  /// What the person holds, or may hold, on the day.
  public func holdings(of id: Identifier<Person>) -> [Holding] {
    guard let person = register.persons.number(of: id) else { return [] }
    return register.tenuresOfPerson[Int(person)].compactMap { holding($0) }
  }

  func holding(_ tenure: Int32) -> Holding? {
    switch answer(.tenure, tenure) {
    case .nothing: return nil
    case .fact(let row): return holding(tenure, row, false)
    case .between(let rows):
      let isOpen = rows.contains { $0 < 0 || register.facts[$0].value < 0 }
      return rows.first { $0 >= 0 && register.facts[$0].value >= 0 }.flatMap { holding(tenure, $0, isOpen) }
    }
  }

  private func holding(_ tenure: Int32, _ row: Int32, _ isUndetermined: Bool) -> Holding? {
    let fact = register.facts[row]
    guard fact.value >= 0 else { return nil }
    let value = register.holdings[fact.value]
    let key = register.tenures[tenure]
    return Holding(
      person: person(key.first), post: post(key.second), accession: value.accession, kind: value.kind,
      isActing: value.isActing, from: fact.from, until: fact.until, term: value.term,
      ratified: value.ratified < 0
        ? nil : register.names(.document).identifier(value.ratified),
      rotatedFrom: value.rotatedFrom < 0 ? nil : post(value.rotatedFrom), citation: citation(of: fact),
      isUndetermined: isUndetermined)
  }

  /// Persons on record by this revision.
  public func persons() -> [Identifier<Person>] {
    (0..<Int32(register.persons.count)).map { person($0) }.filter { knows($0) }
  }

  /// Posts that exist, or may exist, on the day.
  public func posts() -> [Identifier<Post>] {
    (0..<Int32(register.posts.count)).filter { truth(.postLife, $0) != .no }.map { post($0) }
  }

  /// Pairs of posts of which is recorded that one person holds both, on the day.
  public func pairs() -> [(Identifier<Post>, Identifier<Post>)] {
    (0..<Int32(register.postPairs.count)).filter { truth(.oneHolder, $0) == .yes }.map {
      let key = register.postPairs[$0]
      return (post(key.first), post(key.second))
    }
  }

  /// The posts of which is recorded that whoever holds this one holds them too, on the day.
  public func pairs(of id: Identifier<Post>) -> [Identifier<Post>] {
    guard let number = number(id) else { return [] }
    return (0..<Int32(register.postPairs.count)).compactMap { pair in
      let key = register.postPairs[pair]
      guard key.first == number || key.second == number, truth(.oneHolder, pair) == .yes else { return nil }
      return post(key.first == number ? key.second : key.first)
    }
  }

  /// Whether one person holds both posts, as far as the records tell, and why.
  public func oneHolder(_ one: Identifier<Post>, _ other: Identifier<Post>) -> HolderComparison {
    guard let first = number(one), let second = number(other) else {
      return HolderComparison(truth: .undetermined, reason: .postNotOnRecord, citations: [])
    }
    let key = NumberPair(first: min(first, second), second: max(first, second))
    let linked: Stated<Int32> = register.postPairs.number(of: key).map { stated(.oneHolder, $0) { $0 } } ?? .nothing
    let mine = holders(of: one)
    let theirs = holders(of: other)
    let firm = (mine: mine.filter { !$0.isUndetermined }, theirs: theirs.filter { !$0.isUndetermined })
    if let shared = shared(firm.mine, firm.theirs, notBefore: linked) {
      return HolderComparison(truth: .yes, reason: .sameHolder, citations: [shared.citation])
    }
    if !firm.mine.isEmpty, !firm.theirs.isEmpty, mine.count == firm.mine.count, theirs.count == firm.theirs.count,
      Set(firm.mine.map(\.person)).isDisjoint(with: firm.theirs.map(\.person))
    {
      return HolderComparison(
        truth: .no, reason: .differentHolders, citations: firm.mine.map(\.citation) + firm.theirs.map(\.citation))
    }
    if case .value(0, let citation) = linked {
      return HolderComparison(truth: .no, reason: .separated, citations: [citation])
    }
    if case .between(_, let citations) = linked {
      return HolderComparison(truth: .undetermined, reason: .dayUnknown, citations: citations)
    }
    // Somebody has left one of the posts, and nobody has come: it is vacant from that day on.
    let since = linked.citations.first?.from
    for (post, holders) in [(first, mine), (second, theirs)] where !holders.contains(where: { !$0.isUndetermined }) {
      guard let left = departure(from: post, since: since) else { continue }
      return left.isCertain && holders.isEmpty
        ? HolderComparison(truth: .no, reason: .vacant, citations: [left.citation])
        : HolderComparison(truth: .undetermined, reason: .dayUnknown, citations: [left.citation])
    }
    if case .value(_, let citation) = linked {
      return HolderComparison(truth: .yes, reason: .oneHolderRecorded, citations: [citation])
    }
    return HolderComparison(truth: .undetermined, reason: .recordsSilent, citations: [])
  }

  /// A person in both posts; not one who was there before the posts were separated.
  private func shared(_ mine: [Holding], _ theirs: [Holding], notBefore linked: Stated<Int32>) -> Holding? {
    mine.first { mine in
      guard let other = theirs.first(where: { $0.person == mine.person }) else { return false }
      guard case .value(0, let separation) = linked else { return true }
      return separation.from.latest < max(mine.from.latest, other.from.latest)
    }
  }

  /// The departure that left the post empty, or may have, where one is recorded after `bound`.
  private func departure(from post: Int32, since bound: Bound?) -> (citation: Citation, isCertain: Bool)? {
    for tenure in register.tenuresOfPost[Int(post)] {
      let rows: [Int32]
      switch answer(.tenure, tenure) {
      case .nothing: continue
      case .fact(let row): rows = [row]
      case .between(let open): rows = open.filter { $0 >= 0 }
      }
      guard let row = rows.first(where: { register.facts[$0].value < 0 }) else { continue }
      let fact = register.facts[row]
      guard fact.from.latest >= bound?.earliest ?? Bound.distantPast else { continue }
      return (citation(of: fact), rows.count == 1 && fact.from.hasCome(by: day) == .yes)
    }
    return nil
  }
}

/// The answer to "does one person hold both?".
public struct HolderComparison: Hashable, Sendable {
  public let truth: Truth
  public let reason: PresenceReason
  public let citations: [Citation]
}
