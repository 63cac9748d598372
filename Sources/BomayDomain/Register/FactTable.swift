// SPDX-License-Identifier: Apache-2.0

/// What a fact is about. Each attribute of each subject has a history of its own on both time axes.
enum Attribute: UInt8, CaseIterable, Sendable {
  case unitLife, unitKind, unitName, unitCode, unitParent, unitGuidedBy, unitLedBy, unitLocatedIn
  case unitNumber, unitSlot, unitSuccession, unitExtent, unitSettlement
  case postLife, postUnit, postRole, postSeats, postName, postSlot, postSuccession
  case personLife, personName, personBorn, personLocal, tenure, oneHolder, allowance
  case quota, headcount, movement, reduction
  case modelAdopted, modelWidened, notBegun
  case pilot, pilotAnnounced, pilotStopped, pilotPermanent, pilotEnds, pilotReview
  case observation, figure, target, limit
  case directive, directiveReport, directiveDone, programme, principle, training
  case document, documentRepealed, documentAmended, source, statement, reading, readingStatus
  case periodClosed

  /// Whether the values are subjects by which facts are found as well.
  var isFoundByValue: Bool {
    switch self {
    case .unitParent, .unitLocatedIn, .postUnit, .unitKind, .unitCode: true
    default: false
    }
  }
}

/// One value of one attribute of one subject: in force `[from, until)`, known from one revision on
/// and, once its decision is corrected or annulled, until another.
struct Fact: Sendable {
  var attribute: Attribute
  var subject: Int32
  var value: Int32
  var fromEarliest: Int32
  var fromLatest: Int32
  var untilEarliest: Int32
  var untilLatest: Int32
  /// The entry whose place in the order of the log it takes: a correction keeps that of the corrected.
  var entry: Int32
  var place: Int32
  var knownFrom: Int32
  var knownUntil: Int32 = .max
  var next: Int32 = -1
  var nextByValue: Int32 = -1

  var from: Bound { Bound(unchecked: Day(ordinal: fromEarliest), Day(ordinal: fromLatest)) }
  var until: Bound? {
    untilLatest == .max && untilEarliest == .max
      ? nil : Bound(unchecked: Day(ordinal: untilEarliest), Day(ordinal: untilLatest))
  }

  /// Whether it overrides one that comes below it in the chain, whatever the days not known turn out
  /// to be.
  func surelyOverrides(_ other: Fact) -> Bool {
    if fromEarliest == other.fromEarliest && fromLatest == other.fromLatest { return true }
    return fromEarliest >= other.fromLatest
  }

  func isKnown(at revision: Int32) -> Bool { knownFrom <= revision && revision < knownUntil }
}

/// What the table answers about one attribute of one subject on one day, as known at one revision.
enum FactAnswer: Equatable, Sendable {
  /// No value stands.
  case nothing
  /// The fact at this row.
  case fact(Int32)
  /// One of these, and the records do not tell which; `-1` stands for "no value".
  case between([Int32])
}

/// All facts in one flat array. The facts of a subject's attribute form a chain from the one that
/// wins last to the one that is overridden by all the others: latest effective day first, on equal
/// days latest in the order of the log. Recording a fact costs the walk to its place: none where it
/// comes last, as most do.
struct FactTable: Sendable {
  private(set) var rows: ContiguousArray<Fact> = []
  private var heads: [ContiguousArray<Int32>]
  private var headsByValue: [ContiguousArray<Int32>]
  /// What `after` says of the order of one day; empty in most registers.
  var order = LogOrder()
  private var journal: [Patch] = []
  /// How many trials are under way, one inside the other.
  private var depth = 0
  private var isJournalled: Bool { depth > 0 }

  private enum Patch {
    case head(Attribute, Int32, Int32)
    case headByValue(Attribute, Int32, Int32)
    case next(Int32, Int32)
    case knownUntil(Int32, Int32)
  }

  init() {
    heads = Array(repeating: [], count: Attribute.allCases.count)
    headsByValue = heads
  }

  var count: Int { rows.count }

  subscript(row: Int32) -> Fact { rows[Int(row)] }

  mutating func reserve(_ count: Int) { rows.reserveCapacity(count) }

  /// Whether the first comes before the other in a chain: it overrides it where both stand.
  private func wins(_ one: Fact, over other: Fact) -> Bool {
    (one.fromLatest, one.entry, one.place) >= (other.fromLatest, other.entry, other.place)
  }

  // MARK: Writing

  mutating func insert(_ fact: Fact) {
    var fact = fact
    let row = Int32(truncatingIfNeeded: rows.count)
    let slot = Int(fact.attribute.rawValue)
    let subject = Int(fact.subject)
    if heads[slot].count <= subject {
      heads[slot].append(contentsOf: repeatElement(-1, count: subject + 1 - heads[slot].count))
    }
    var previous: Int32 = -1
    var current = heads[slot][subject]
    while current >= 0, !wins(fact, over: rows[Int(current)]) {
      previous = current
      current = rows[Int(current)].next
    }
    fact.next = current
    if fact.attribute.isFoundByValue, fact.value >= 0 { linkByValue(&fact, row, slot) }
    rows.append(fact)
    if previous >= 0 {
      if isJournalled { journal.append(.next(previous, current)) }
      rows[Int(previous)].next = row
    } else {
      if isJournalled { journal.append(.head(fact.attribute, fact.subject, heads[slot][subject])) }
      heads[slot][subject] = row
    }
  }

  private mutating func linkByValue(_ fact: inout Fact, _ row: Int32, _ slot: Int) {
    let value = Int(fact.value)
    if headsByValue[slot].count <= value {
      headsByValue[slot].append(contentsOf: repeatElement(-1, count: value + 1 - headsByValue[slot].count))
    }
    if isJournalled { journal.append(.headByValue(fact.attribute, fact.value, headsByValue[slot][value])) }
    fact.nextByValue = headsByValue[slot][value]
    headsByValue[slot][value] = row
  }

  /// From `revision` on the facts are known no more.
  mutating func retract(_ range: Range<Int>, at revision: Int32) {
    for row in range where rows[row].knownUntil == .max {
      if isJournalled { journal.append(.knownUntil(Int32(row), .max)) }
      rows[row].knownUntil = revision
    }
  }

  // MARK: Trying out

  /// Where a trial began.
  struct Mark: Sendable {
    let rows: Int
    let patches: Int
    let order: LogOrder
  }

  /// From here on what is written can be taken back with ``rewind(to:)``. Marks nest.
  mutating func mark() -> Mark {
    depth += 1
    return Mark(rows: rows.count, patches: journal.count, order: order)
  }

  /// Ends the innermost trial; what it wrote stays, and is taken back only with an outer one.
  mutating func keep() {
    depth -= 1
    if depth == 0 { journal.removeAll() }
  }

  /// Rows written before the mark that have been retracted since.
  func retracted(since mark: Mark) -> [Int32] {
    journal.dropFirst(mark.patches).compactMap {
      if case .knownUntil(let row, _) = $0, row < mark.rows { row } else { nil }
    }
  }

  mutating func rewind(to mark: Mark) {
    while journal.count > mark.patches {
      switch journal.removeLast() {
      case .head(let attribute, let subject, let old): heads[Int(attribute.rawValue)][Int(subject)] = old
      case .headByValue(let attribute, let value, let old):
        headsByValue[Int(attribute.rawValue)][Int(value)] = old
      case .next(let row, let old): rows[Int(row)].next = old
      case .knownUntil(let row, let old): rows[Int(row)].knownUntil = old
      }
    }
    rows.removeLast(rows.count - mark.rows)
    order = mark.order
    keep()
  }

  // MARK: Reading

  func head(_ attribute: Attribute, _ subject: Int32) -> Int32 {
    let chain = heads[Int(attribute.rawValue)]
    return subject >= 0 && Int(subject) < chain.count ? chain[Int(subject)] : -1
  }

  /// The state on a day: among what is known, the latest effective day on or before the day wins; on
  /// equal days, the order of the log. An `until` ends only its own value.
  ///
  /// Where days are known within bounds only, a value gives way to another only if that one's day
  /// surely is the later: what happened inside the span of another leaves both possible (ADR 0011).
  func answer(_ attribute: Attribute, of subject: Int32, on day: Int32, knownAt revision: Int32) -> FactAnswer {
    var found = Standing(day: day)
    if order.isEmpty {
      var row = head(attribute, subject)
      while row >= 0 {
        let fact = rows[Int(row)]
        if fact.isKnown(at: revision), found.isDone(after: row, fact) { break }
        row = fact.next
      }
    } else {
      for row in history(attribute, of: subject, knownAt: revision) where found.isDone(after: row, rows[Int(row)]) {
        break
      }
    }
    return answer(found)
  }

  private func answer(_ found: Standing) -> FactAnswer {
    if found.open.isEmpty { return found.sure.map { .fact($0) } ?? .nothing }
    return narrowed(found.open + (found.sure.map { [$0] } ?? (found.certain.isEmpty ? [-1] : [])))
  }

  /// What may stand on a day, gathered from the fact that wins last down.
  private struct Standing {
    let day: Int32
    /// Facts that stand, or may, and that no other surely overrides.
    private(set) var open: [Int32] = []
    /// Those among them that stand for certain, though the day on which they began is not known.
    private(set) var certain: [Fact] = []
    /// The fact that stands for certain since a day that is known: nothing below it counts.
    private(set) var sure: Int32?

    init(day: Int32) { self.day = day }

    mutating func isDone(after row: Int32, _ fact: Fact) -> Bool {
      guard fact.fromEarliest <= day, fact.untilLatest > day else { return false }
      guard !certain.contains(where: { $0.surelyOverrides(fact) }) else { return false }
      guard fact.fromLatest <= day, fact.untilEarliest > day else {
        open.append(row)
        return false
      }
      if fact.fromEarliest == fact.fromLatest {
        sure = row
        return true
      }
      open.append(row)
      certain.append(fact)
      return false
    }
  }

  /// Rows that state the same value leave nothing open.
  private func narrowed(_ candidates: [Int32]) -> FactAnswer {
    if let first = candidates.first, first >= 0,
      candidates.allSatisfy({ $0 >= 0 && rows[Int($0)].value == rows[Int(first)].value })
    {
      return .fact(candidates[candidates.count - 1])
    }
    return .between(candidates)
  }

  /// Whether the first takes effect before the other: by latest days, on one day by the order of the log.
  func precedes(_ one: Fact, _ other: Fact, knownAt revision: Int32) -> Bool {
    if one.fromLatest != other.fromLatest { return one.fromLatest < other.fromLatest }
    if one.entry == other.entry { return one.place < other.place }
    guard !order.isEmpty else { return one.entry < other.entry }
    return order.key(of: one.entry, knownAt: revision)
      .lexicographicallyPrecedes(order.key(of: other.entry, knownAt: revision))
  }

  /// The known facts of a subject's attribute, the one that wins last first.
  func history(_ attribute: Attribute, of subject: Int32, knownAt revision: Int32) -> [Int32] {
    var found: [Int32] = []
    var row = head(attribute, subject)
    while row >= 0 {
      if rows[Int(row)].isKnown(at: revision) { found.append(row) }
      row = rows[Int(row)].next
    }
    guard !order.isEmpty, found.count > 1 else { return found }
    // Keys are needed only among facts of one day.
    var keys: [Int32: [Int32]] = [:]
    func key(_ entry: Int32) -> [Int32] {
      if let known = keys[entry] { return known }
      let key = order.key(of: entry, knownAt: revision)
      keys[entry] = key
      return key
    }
    return found.sorted { a, b in
      let (one, other) = (rows[Int(a)], rows[Int(b)])
      if one.fromLatest != other.fromLatest { return one.fromLatest > other.fromLatest }
      if one.entry == other.entry { return one.place > other.place }
      return key(other.entry).lexicographicallyPrecedes(key(one.entry))
    }
  }

  /// Calls `body` with every known fact that gives this value, the last recorded first.
  func forEach(_ attribute: Attribute, withValue value: Int32, knownAt revision: Int32, _ body: (Int32, Fact) -> Void) {
    let chain = headsByValue[Int(attribute.rawValue)]
    guard value >= 0, Int(value) < chain.count else { return }
    var row = chain[Int(value)]
    while row >= 0 {
      let fact = rows[Int(row)]
      if fact.isKnown(at: revision) { body(row, fact) }
      row = fact.nextByValue
    }
  }

  /// Every subject that some known fact ever gave this value, each once, in the order recorded.
  func subjects(_ attribute: Attribute, withValue value: Int32, knownAt revision: Int32) -> [Int32] {
    var found: [Int32] = []
    var seen: Set<Int32> = []
    forEach(attribute, withValue: value, knownAt: revision) { _, fact in
      if seen.insert(fact.subject).inserted { found.append(fact.subject) }
    }
    return found.reversed()
  }
}
