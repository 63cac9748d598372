// SPDX-License-Identifier: Apache-2.0

/// The content of a decision from one revision on.
struct DecisionContent: Hashable, Sendable {
  let revision: Int32
  let facts: Range<Int>
  let title: String?
  let document: Identifier<Document>?
  let rests: Footing
  let readings: [Identifier<Reading>]
  let signedOn: Bound?
  let effective: Bound?
  let note: String?
  let reason: String?
  let changeCount: Int
}

/// A decision as it stands: its place in the log and what it has said since.
struct DecisionRecord: Sendable {
  let id: Identifier<Decision>
  /// Its place in the order of the log.
  let revision: Int32
  let recordedAt: Instant
  let recordedBy: String
  let contents: [DecisionContent]
  let annulledAt: Int32?
  let annulmentReason: String?

  func content(knownAt revision: Int32) -> DecisionContent? {
    if let annulledAt, annulledAt <= revision { return nil }
    return contents.last { $0.revision <= revision }
  }
}

/// Decisions by their number. A number that only other decisions name has none.
///
/// Kept as plain numbers, texts by their number: millions of decisions cost no allocation each, and are
/// read from a snapshot as they lie there.
struct DecisionTable: Sendable {
  /// What a decision is, and where the last of its contents stands.
  struct Row: BitwiseCopyable, Sendable {
    fileprivate let recordedAt: Int64
    /// 0: no decision.
    fileprivate let revision: Int32
    fileprivate let recordedBy: Int32
    fileprivate var latest: Int32 = -1
    /// 0: not annulled.
    fileprivate var annulledAt: Int32 = 0
    fileprivate var annulmentReason: Int32 = -1
    private let filling: Int32 = 0

    fileprivate init(recordedAt: Int64, revision: Int32, recordedBy: Int32) {
      self.recordedAt = recordedAt
      self.revision = revision
      self.recordedBy = recordedBy
    }

    fileprivate static let none = Row(recordedAt: 0, revision: 0, recordedBy: -1)
  }

  private struct Content: BitwiseCopyable, Sendable {
    let revision: Int32
    /// The content that this one took the place of; -1 for the first.
    let previous: Int32
    let firstFact: Int32
    let factCount: Int32
    let title: Int32
    let document: Int32
    let note: Int32
    let reason: Int32
    let readings: Int32
    let changeCount: Int32
    let signedOn: Days
    let effective: Days
    let rests: Int32
  }

  /// A bound or none, which is written as days the wrong way round.
  private struct Days: BitwiseCopyable, Sendable {
    let earliest: Int32
    let latest: Int32

    init(_ bound: Bound?) {
      earliest = bound?.earliest.ordinal ?? 1
      latest = bound?.latest.ordinal ?? 0
    }

    var bound: Bound? {
      earliest > latest ? nil : Bound(unchecked: Day(ordinal: earliest), Day(ordinal: latest))
    }
  }

  private var rows = RunArray<Row>()
  private var contents = RunArray<Content>()
  private var texts = NameInterner()
  private var lists = Interner<[Int32]>()
  /// Takes names out of what is read in words.
  var mask: NameMask?

  /// The numbers that have a decision, from the lowest up.
  var numbers: [Int32] { (0..<Int32(rows.count)).filter { rows[Int($0)].revision > 0 } }

  // MARK: Reading

  private func row(_ number: Int32) -> Row {
    number >= 0 && Int(number) < rows.count ? rows[Int(number)] : Row.none
  }

  /// The place in the log of the decision with the number; `nil` where there is none.
  func place(of number: Int32) -> Int32? {
    let revision = row(number).revision
    return revision > 0 ? revision : nil
  }

  func isAnnulled(_ number: Int32) -> Bool { row(number).annulledAt > 0 }

  /// The facts that the last content stated.
  func facts(of number: Int32) -> Range<Int>? {
    let latest = row(number).latest
    return latest >= 0 ? facts(contents[Int(latest)]) : nil
  }

  /// What the decision said as known at the revision; `nil` where it said nothing yet, or counts no more.
  func content(of number: Int32, knownAt revision: Int32) -> DecisionContent? {
    let row = row(number)
    guard row.annulledAt == 0 || row.annulledAt > revision else { return nil }
    var place = row.latest
    while place >= 0 {
      let content = contents[Int(place)]
      if content.revision <= revision { return read(content) }
      place = content.previous
    }
    return nil
  }

  /// - Parameter id: what the number stands for.
  func record(_ number: Int32, id: Identifier<Decision>) -> DecisionRecord? {
    let row = row(number)
    guard row.revision > 0 else { return nil }
    var found: [DecisionContent] = []
    var place = row.latest
    while place >= 0 {
      found.append(read(contents[Int(place)]))
      place = contents[Int(place)].previous
    }
    return DecisionRecord(
      id: id, revision: row.revision, recordedAt: Instant(seconds: row.recordedAt),
      recordedBy: text(row.recordedBy) ?? "", contents: found.reversed(),
      annulledAt: row.annulledAt > 0 ? row.annulledAt : nil, annulmentReason: said(row.annulmentReason))
  }

  private func facts(_ content: Content) -> Range<Int> {
    Int(content.firstFact)..<Int(content.firstFact) + Int(content.factCount)
  }

  private func read(_ content: Content) -> DecisionContent {
    DecisionContent(
      revision: content.revision, facts: facts(content), title: said(content.title),
      document: content.document < 0 ? nil : texts.identifier(content.document),
      rests: Footing.allCases[Int(content.rests)],
      readings: content.readings < 0 ? [] : lists[content.readings].map { texts.identifier($0) },
      signedOn: content.signedOn.bound, effective: content.effective.bound, note: said(content.note),
      reason: said(content.reason), changeCount: Int(content.changeCount))
  }

  private func text(_ number: Int32) -> String? { number < 0 ? nil : texts[number] }

  private func said(_ number: Int32) -> String? {
    let text = text(number)
    return mask.flatMap { mask in text.map { mask.masked($0) } } ?? text
  }

  // MARK: Writing

  private mutating func intern(_ text: String?) -> Int32 { text.map { texts.intern($0) } ?? -1 }

  /// A decision of this number comes on record.
  mutating func begin(_ number: Int32, revision: Int32, recordedAt: Instant, recordedBy: String) {
    restore(number, Row(recordedAt: recordedAt.seconds, revision: revision, recordedBy: intern(recordedBy)))
  }

  /// What the decision says from the revision on.
  mutating func state(_ decision: Decision, _ number: Int32, at revision: Int32, facts: Range<Int>) {
    let content = Content(
      revision: revision, previous: rows[Int(number)].latest, firstFact: Int32(truncatingIfNeeded: facts.lowerBound),
      factCount: Int32(truncatingIfNeeded: facts.count), title: intern(decision.title),
      document: decision.document.map { texts.intern($0) } ?? -1, note: intern(decision.note),
      reason: intern(decision.reason), readings: intern(decision.readings),
      changeCount: Int32(truncatingIfNeeded: decision.changes.count), signedOn: Days(decision.signedOn),
      effective: Days(decision.effective),
      rests: Int32(truncatingIfNeeded: Footing.allCases.firstIndex(of: decision.rests) ?? 0))
    rows[Int(number)].latest = Int32(truncatingIfNeeded: contents.count)
    contents.append(content)
  }

  private mutating func intern(_ readings: [Identifier<Reading>]) -> Int32 {
    readings.isEmpty ? -1 : lists.intern(readings.map { texts.intern($0) })
  }

  /// From the revision on the decision counts no more.
  mutating func annul(_ number: Int32, at revision: Int32, reason: String?) {
    rows[Int(number)].annulledAt = revision
    rows[Int(number)].annulmentReason = intern(reason)
  }

  // MARK: Trying out

  struct Mark: Sendable {
    fileprivate let contents: Int
    fileprivate let texts: Int
    fileprivate let lists: Int
  }

  func mark() -> Mark { Mark(contents: contents.count, texts: texts.count, lists: lists.count) }

  /// The decision as it is now; `nil` where there is none, or it has not said anything yet.
  func row(remembered number: Int32) -> Row? {
    let row = row(number)
    return row.latest < 0 ? nil : row
  }

  /// Puts back what was remembered of a decision, or that there was none.
  mutating func restore(_ number: Int32, _ row: Row?) {
    while rows.count <= Int(number) { rows.append(Row.none) }
    rows[Int(number)] = row ?? Row.none
  }

  mutating func truncate(to mark: Mark) {
    contents.truncate(to: mark.contents)
    texts.truncate(to: mark.texts)
    lists.truncate(to: mark.lists)
    var count = rows.count
    while count > 0, rows[count - 1].revision == 0 { count -= 1 }
    rows.truncate(to: count)
  }
}

// MARK: - Snapshot

extension DecisionTable {
  func write(to snapshot: inout SnapshotWriter) {
    snapshot.write(rows)
    snapshot.write(contents)
    texts.write(to: &snapshot)
    snapshot.write(lists: lists.keys)
  }

  init(from snapshot: inout SnapshotReader) throws(SnapshotFault) {
    rows = try snapshot.runs()
    contents = try snapshot.runs()
    texts = try NameInterner(from: &snapshot)
    lists = Interner(try snapshot.lists())
  }
}
