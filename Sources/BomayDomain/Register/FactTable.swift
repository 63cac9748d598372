// SPDX-License-Identifier: Apache-2.0

/// All facts. Those of a subject's attribute form a chain from the one that wins last to the one that is
/// overridden by all the others: latest effective day first, on equal days latest in the order of the
/// log. Recording a fact costs the walk to its place: none where it comes last, as most do.
///
/// A fact of an exact day and without an end covers those of the same day that stood first before it came:
/// they hang behind it, outside of the chain, and are looked at only where it is not known. A history that
/// is written anew over the same days is read like one that was written once.
///
/// What every fact has stands in rows of 32 bytes; what few have, a day known within bounds only, an end
/// or a correction, stands beside them.
struct FactTable: Sendable {
  private struct Row: BitwiseCopyable, Sendable {
    let subject: Int32
    let value: Int32
    let fromLatest: Int32
    let entry: Int32
    let place: Int32
    /// The fact that this one is tried before; -1 at the end of the chain.
    var next: Int32
    /// Where the rest is; -1 for the fact of an exact day without an end that is known since its entry.
    var detail: Int32
    let attribute: Attribute
    // 24 bits, so that no byte is left as it happens to lie: a snapshot is the same wherever it is made.
    private var coverHigh: UInt8 = 0
    private var coverLow: UInt16 = 0

    init(_ fact: Fact, detail: Int32) {
      subject = fact.subject
      value = fact.value
      fromLatest = fact.fromLatest
      entry = fact.entry
      place = fact.place
      next = -1
      self.detail = detail
      attribute = fact.attribute
    }

    /// Where the row that this one covers is told, counted from 1; 0: it covers none.
    var cover: Int {
      get { Int(coverHigh) << 16 | Int(coverLow) }
      set {
        coverHigh = UInt8(truncatingIfNeeded: newValue >> 16)
        coverLow = UInt16(truncatingIfNeeded: newValue)
      }
    }

    static let mostCovers = (1 << 24) - 1

    func wins(over other: Row) -> Bool {
      if fromLatest != other.fromLatest { return fromLatest > other.fromLatest }
      return (entry, place) >= (other.entry, other.place)
    }
  }

  private struct Detail: BitwiseCopyable, Sendable {
    let fromEarliest: Int32
    let untilEarliest: Int32
    let untilLatest: Int32
    let knownFrom: Int32
    var knownUntil: Int32

    init(_ fact: Fact) {
      fromEarliest = fact.fromEarliest
      untilEarliest = fact.untilEarliest
      untilLatest = fact.untilLatest
      knownFrom = fact.knownFrom
      knownUntil = fact.knownUntil
    }
  }

  /// A fact among those that give one value.
  private struct ValueLink: BitwiseCopyable, Sendable {
    let row: Int32
    let next: Int32
  }

  private var rows = RunArray<Row>()
  private var details: ContiguousArray<Detail> = []
  private var links = RunArray<ValueLink>()
  /// Rows that are covered by others.
  private var covered = RunArray<Int32>()
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
    case cover(Int32, Int)
    /// A row known no more, and where its details were before; -1 for nowhere.
    case retracted(Int32, detail: Int32)
  }

  init() {
    heads = Array(repeating: [], count: Attribute.allCases.count)
    headsByValue = heads
  }

  var count: Int { rows.count }

  subscript(row: Int32) -> Fact { fact(rows[Int(row)]) }

  private func fact(_ row: Row) -> Fact {
    var fact = Fact(
      attribute: row.attribute, subject: row.subject, value: row.value, fromEarliest: row.fromLatest,
      fromLatest: row.fromLatest, entry: row.entry, place: row.place, knownFrom: row.entry)
    guard row.detail >= 0 else { return fact }
    let detail = details[Int(row.detail)]
    fact.fromEarliest = detail.fromEarliest
    fact.untilEarliest = detail.untilEarliest
    fact.untilLatest = detail.untilLatest
    fact.knownFrom = detail.knownFrom
    fact.knownUntil = detail.knownUntil
    return fact
  }

  // MARK: Writing

  mutating func insert(_ fact: Fact) {
    var detail: Int32 = -1
    if fact.fromEarliest != fact.fromLatest || fact.untilEarliest != .max || fact.untilLatest != .max
      || fact.knownFrom != fact.entry
    {
      detail = Int32(truncatingIfNeeded: details.count)
      details.append(Detail(fact))
    }
    var row = Row(fact, detail: detail)
    let number = Int32(truncatingIfNeeded: rows.count)
    let slot = Int(fact.attribute.rawValue)
    let subject = Int(fact.subject)
    while heads[slot].count <= subject { heads[slot].append(-1) }
    let head = heads[slot][subject]
    var previous: Int32 = -1
    var current = head
    while current >= 0 {
      let other = rows[Int(current)]
      if row.wins(over: other) { break }
      if other.cover > 0, other.fromLatest == row.fromLatest { uncover(current) }
      previous = current
      current = rows[Int(current)].next
    }
    row.next = current
    if current >= 0, fact.isExact, fact.untilLatest == .max, fact.untilEarliest == .max { cover(current, by: &row) }
    rows.append(row)
    if previous >= 0 {
      setNext(of: previous, number)
    } else {
      if isJournalled { journal.append(.head(fact.attribute, fact.subject, head)) }
      heads[slot][subject] = number
    }
    if fact.attribute.isFoundByValue, fact.value >= 0 { link(fact, number, slot) }
  }

  /// Hangs a row behind the one that is put before it, if both are of one exact day.
  private mutating func cover(_ number: Int32, by row: inout Row) {
    let other = rows[Int(number)]
    guard other.fromLatest == row.fromLatest, fact(other).isExact, covered.count < Row.mostCovers else { return }
    covered.append(number)
    row.cover = covered.count
    row.next = other.next
  }

  /// Puts the rows that this one covers back into the chain.
  private mutating func uncover(_ number: Int32) {
    let rest = rows[Int(number)].next
    var last = number
    while rows[Int(last)].cover > 0 {
      let cover = rows[Int(last)].cover
      let next = covered[cover - 1]
      if isJournalled { journal.append(.cover(last, cover)) }
      rows[Int(last)].cover = 0
      setNext(of: last, next)
      last = next
    }
    setNext(of: last, rest)
  }

  private mutating func setNext(of row: Int32, _ next: Int32) {
    if isJournalled { journal.append(.next(row, rows[Int(row)].next)) }
    rows[Int(row)].next = next
  }

  private mutating func link(_ fact: Fact, _ row: Int32, _ slot: Int) {
    let value = Int(fact.value)
    while headsByValue[slot].count <= value { headsByValue[slot].append(-1) }
    let head = headsByValue[slot][value]
    if isJournalled { journal.append(.headByValue(fact.attribute, fact.value, head)) }
    headsByValue[slot][value] = Int32(truncatingIfNeeded: links.count)
    links.append(ValueLink(row: row, next: head))
  }

  /// From `revision` on the facts are known no more.
  mutating func retract(_ range: Range<Int>, at revision: Int32) {
    for row in range {
      let detail = rows[row].detail
      if detail < 0 {
        var new = Detail(fact(rows[row]))
        new.knownUntil = revision
        rows[row].detail = Int32(truncatingIfNeeded: details.count)
        details.append(new)
      } else if details[Int(detail)].knownUntil == .max {
        details[Int(detail)].knownUntil = revision
      } else {
        continue
      }
      if isJournalled { journal.append(.retracted(Int32(truncatingIfNeeded: row), detail: detail)) }
    }
  }

  /// Takes what these attributes say of some subjects out of every answer. The rows stay; nothing leads to them.
  mutating func hide(_ attributes: [Attribute], of isHidden: (Int32) -> Bool) {
    for attribute in attributes {
      let slot = Int(attribute.rawValue)
      for subject in heads[slot].indices where heads[slot][subject] >= 0 && isHidden(Int32(subject)) {
        heads[slot][subject] = -1
      }
    }
  }

  /// Every row of the subject's attribute, known still or not.
  func everything(_ attribute: Attribute, of subject: Int32) -> [Int32] {
    var found: [Int32] = []
    forEachRow(attribute, of: subject) { number, _ in found.append(number) }
    return found
  }

  /// Every row of a subject's attribute, the one that wins last first.
  private func forEachRow(_ attribute: Attribute, of subject: Int32, _ body: (Int32, Row) -> Void) {
    var first = head(attribute, subject)
    while first >= 0 {
      let row = rows[Int(first)]
      body(first, row)
      var cover = row.cover
      while cover > 0 {
        let number = covered[cover - 1]
        let behind = rows[Int(number)]
        body(number, behind)
        cover = behind.cover
      }
      first = row.next
    }
  }

  // MARK: Trying out

  /// Where a trial began.
  struct Mark: Sendable {
    let rows: Int
    let details: Int
    let links: Int
    let covered: Int
    let patches: Int
    let order: LogOrder
  }

  /// From here on what is written can be taken back with ``rewind(to:)``. Marks nest.
  mutating func mark() -> Mark {
    depth += 1
    return Mark(
      rows: rows.count, details: details.count, links: links.count, covered: covered.count, patches: journal.count,
      order: order)
  }

  /// Ends the innermost trial; what it wrote stays, and is taken back only with an outer one.
  mutating func keep() {
    depth -= 1
    if depth == 0 { journal.removeAll() }
  }

  /// Rows written before the mark that have been retracted since.
  func retracted(since mark: Mark) -> [Int32] {
    journal.dropFirst(mark.patches).compactMap {
      if case .retracted(let row, _) = $0, row < mark.rows { row } else { nil }
    }
  }

  mutating func rewind(to mark: Mark) {
    while journal.count > mark.patches {
      switch journal.removeLast() {
      case .head(let attribute, let subject, let old): heads[Int(attribute.rawValue)][Int(subject)] = old
      case .headByValue(let attribute, let value, let old):
        headsByValue[Int(attribute.rawValue)][Int(value)] = old
      case .next(let row, let old): rows[Int(row)].next = old
      case .cover(let row, let old): rows[Int(row)].cover = old
      case .retracted(let row, let detail):
        rows[Int(row)].detail = detail
        if detail >= 0 { details[Int(detail)].knownUntil = .max }
      }
    }
    rows.truncate(to: mark.rows)
    details.removeLast(details.count - mark.details)
    links.truncate(to: mark.links)
    covered.truncate(to: mark.covered)
    order = mark.order
    keep()
  }

  // MARK: Reading

  private func head(_ attribute: Attribute, _ subject: Int32) -> Int32 {
    let slot = Int(attribute.rawValue)
    return subject >= 0 && Int(subject) < heads[slot].count ? heads[slot][Int(subject)] : -1
  }

  private func isKnown(_ row: Row, at revision: Int32) -> Bool {
    guard row.detail >= 0 else { return row.entry <= revision }
    let detail = details[Int(row.detail)]
    return detail.knownFrom <= revision && revision < detail.knownUntil
  }

  /// The state on a day: among what is known, the latest effective day on or before the day wins; on
  /// equal days, the order of the log. An `until` ends only its own value.
  ///
  /// Where days are known within bounds only, a value gives way to another only if that one's day
  /// surely is the later: what happened inside the span of another leaves both possible (ADR 0011).
  func answer(_ attribute: Attribute, of subject: Int32, on day: Int32, knownAt revision: Int32) -> FactAnswer {
    guard order.isEmpty else {
      var found = Standing(day: day)
      for row in history(attribute, of: subject, knownAt: revision) where found.isDone(after: row, self[row]) {
        break
      }
      return answer(found)
    }
    var number = head(attribute, subject)
    // Most facts are of an exact day and were never corrected: the first that has begun is the answer.
    while number >= 0 {
      let row = rows[Int(number)]
      guard row.detail < 0 else { return answer(from: number, on: day, knownAt: revision) }
      if row.fromLatest <= day {
        if row.entry <= revision { return .fact(number) }
        guard row.cover == 0 else { return answer(from: number, on: day, knownAt: revision) }
      }
      number = row.next
    }
    return .nothing
  }

  /// As ``answer(_:of:on:knownAt:)``, from this row of the chain down.
  private func answer(from first: Int32, on day: Int32, knownAt revision: Int32) -> FactAnswer {
    var found = Standing(day: day)
    var number = first
    while number >= 0 {
      let row = rows[Int(number)]
      if isKnown(row, at: revision) {
        if found.isDone(after: number, fact(row)) { break }
      } else if row.fromLatest <= day, isDone(behind: row, &found, knownAt: revision) {
        break
      }
      number = row.next
    }
    return answer(found)
  }

  /// Goes through what a row covers that is not known itself.
  private func isDone(behind row: Row, _ found: inout Standing, knownAt revision: Int32) -> Bool {
    var cover = row.cover
    while cover > 0 {
      let number = covered[cover - 1]
      let row = rows[Int(number)]
      if isKnown(row, at: revision), found.isDone(after: number, fact(row)) { return true }
      cover = row.cover
    }
    return false
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
    forEachRow(attribute, of: subject) { number, row in if isKnown(row, at: revision) { found.append(number) } }
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
    let slot = Int(attribute.rawValue)
    guard value >= 0, Int(value) < headsByValue[slot].count else { return }
    var place = headsByValue[slot][Int(value)]
    while place >= 0 {
      let link = links[Int(place)]
      let row = rows[Int(link.row)]
      if isKnown(row, at: revision) { body(link.row, fact(row)) }
      place = link.next
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

  // MARK: Snapshot

  func write(to snapshot: inout SnapshotWriter) {
    snapshot.write(rows)
    snapshot.write(details)
    snapshot.write(links)
    snapshot.write(covered)
    for numbers in heads + headsByValue { snapshot.write(trimming: numbers) }
    order.write(to: &snapshot)
  }

  init(from snapshot: inout SnapshotReader) throws(SnapshotFault) {
    self.init()
    rows = try snapshot.runs()
    details = try snapshot.array()
    links = try snapshot.runs()
    covered = try snapshot.runs()
    for slot in heads.indices { heads[slot] = try snapshot.array() }
    for slot in heads.indices { headsByValue[slot] = try snapshot.array() }
    order = try LogOrder(from: &snapshot)
  }
}
