// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// Reads records in the very form in which they are written, straight from their bytes.
///
/// It knows nothing of faults: what departs from that form in any way makes it odd. Such a record is read
/// by way of a tree instead, which tells what is wrong, or that nothing is.
struct CanonicalReader: FieldVisitor {
  private let source: CanonicalText
  private let members: [CanonicalText.Member]
  private var taken = 0
  private var isOdd = false

  /// - Parameter place: where an object stands; `nil` when none does.
  private init?(_ text: CanonicalText, _ place: Range<Int>) {
    guard let members = text.members(place) else { return nil }
    source = text
    self.members = members
  }

  /// Whether every member was asked for, and all was as it is written.
  private var isWhole: Bool { !isOdd && taken == members.count }

  // MARK: Finding

  private mutating func find(_ key: String) -> Range<Int>? {
    for member in members where source.isSame(member.key, key) {
      taken += 1
      return member.value
    }
    return nil
  }

  private mutating func need(_ key: String) -> Range<Int>? {
    let place = find(key)
    if place == nil { isOdd = true }
    return place
  }

  /// What is read of a value; where nothing can be, the record is odd.
  private mutating func read<T>(_ place: Range<Int>?, _ value: (Range<Int>) -> T?) -> T? {
    guard let place else { return nil }
    let value = value(place)
    if value == nil { isOdd = true }
    return value
  }

  /// What is read of a list; one that must hold something and does not is odd.
  private mutating func list<T>(
    _ key: String, required: Bool, _ value: (Range<Int>) -> T?
  ) -> [T] {
    let place = required ? need(key) : find(key)
    guard let items = read(place, source.items) else { return [] }
    if required, items.isEmpty { isOdd = true }
    return items.compactMap { read($0, value) }
  }

  // MARK: Fields

  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>, _ use: Use) {
    if let read: Identifier<S> = read(need(key), source.identifier) { value = read }
  }

  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>?, _ use: Use) {
    value = read(find(key), source.identifier)
  }

  mutating func identifiers<S>(_ key: String, _ value: inout [Identifier<S>], _ use: Use, required: Bool) {
    value = list(key, required: required, source.identifier)
  }

  mutating func text(_ key: String, _ value: inout String) {
    if let read = read(need(key), source.text) { value = read }
  }

  mutating func text(_ key: String, _ value: inout String?) { value = read(find(key), source.text) }

  mutating func bound(_ key: String, _ value: inout Bound) {
    if let read = read(need(key), source.bound) { value = read }
  }

  mutating func bound(_ key: String, _ value: inout Bound?) { value = read(find(key), source.bound) }

  mutating func integer(_ key: String, _ value: inout Int64) {
    if let read = whole(need(key), key) { value = read }
  }

  mutating func integer(_ key: String, _ value: inout Int64?) { value = whole(find(key), key) }

  private mutating func whole(_ place: Range<Int>?, _ key: String) -> Int64? {
    let source = source
    return read(place) { place in source.number(place).flatMap { wholeNumbers(for: key).contains($0) ? $0 : nil } }
  }

  mutating func count(_ key: String, _ value: inout Count?) { value = read(find(key), source.count) }

  mutating func decimal(_ key: String, _ value: inout Rational) {
    if let read = read(need(key), source.decimal) { value = read }
  }

  mutating func decimal(_ key: String, _ value: inout Rational?) { value = read(find(key), source.decimal) }

  mutating func flag(_ key: String, _ value: inout Bool) {
    if let read = read(find(key), source.flag) { value = read }
  }

  mutating func choice<C: Choice>(_ key: String, _ value: inout C) {
    if let read: C = read(need(key), source.choice) { value = read }
  }

  mutating func choice<C: Choice>(_ key: String, _ value: inout C?) { value = read(find(key), source.choice) }

  mutating func spans(_ key: String, _ value: inout [TextSpan]) { value += list(key, required: true, source.span) }

  mutating func record<R: Fielded>(_ key: String, _ value: inout R?) {
    let source = source
    value = read(find(key)) { CanonicalReader.record(source, $0) }
  }

  mutating func records<R: Fielded>(_ key: String, _ value: inout [R], required: Bool) {
    let source = source
    // A list of records that must be there may be empty.
    if required, !members.contains(where: { source.isSame($0.key, key) }) { isOdd = true }
    value += list(key, required: false) { CanonicalReader.record(source, $0) }
  }

  private static func record<R: Fielded>(_ text: CanonicalText, _ place: Range<Int>) -> R? {
    var record = R()
    guard var reader = CanonicalReader(text, place) else { return nil }
    record.visit(&reader)
    return reader.isWhole ? record : nil
  }
}

// MARK: - Entries

extension CanonicalReader {
  /// The entry with these bytes; `nil` unless it is a decision or a correction of this form.
  static func entry(_ bytes: [UInt8]) -> Entry? {
    bytes.withUnsafeBufferPointer { buffer in
      let text = CanonicalText(bytes: buffer)
      guard var reader = CanonicalReader(text, text.whole), let stamp = reader.find("entry"),
        let changes = reader.find("changes").flatMap(text.items)
      else { return nil }
      let isCorrection = reader.members.contains { text.isSame($0.key, "correct") }
      var decision = Decision(id: Identifier(rawValue: ""))
      decision.visitHeading(isCorrection ? "correct" : "decision", &reader)
      guard reader.isWhole else { return nil }
      decision.changes = changes.compactMap { change(text, $0) }
      guard decision.changes.count == changes.count else { return nil }
      return entry(text, stamp, isCorrection ? .correct(decision) : .decide(decision))
    }
  }

  private static func entry(_ text: CanonicalText, _ place: Range<Int>, _ act: Act) -> Entry? {
    guard var stamp = CanonicalReader(text, place), let batch = stamp.find("batch").flatMap(text.revision),
      stamp.find("format").flatMap(text.number) == 1, let revision = stamp.find("revision").flatMap(text.revision),
      let recordedAt = stamp.find("recordedAt").flatMap(text.instant),
      let name = stamp.find("recordedBy").flatMap(text.text)
    else { return nil }
    let host = stamp.read(stamp.find("from"), text.text)
    let software = stamp.read(stamp.find("software"), text.text)
    guard stamp.isWhole else { return nil }
    return Entry(
      revision: revision, batch: batch, recordedAt: recordedAt,
      recordedBy: Recorder(name: name, host: host, software: software), act: act)
  }

  /// The change with these bytes; `nil` unless it is of this form.
  static func change(_ bytes: some Collection<UInt8>) -> Change? {
    bytes.withContiguousStorageIfAvailable { buffer in
      let text = CanonicalText(bytes: buffer)
      return change(text, text.whole)
    } ?? nil
  }

  /// Members of a change are its own and the word for its kind.
  private static func change(_ text: CanonicalText, _ place: Range<Int>) -> Change? {
    guard var reader = CanonicalReader(text, place), let kind: ChangeKind = reader.find("change").flatMap(text.choice)
    else { return nil }
    var change = Change(Action(blank: kind))
    change.visit(&reader)
    return reader.isWhole ? change : nil
  }
}
