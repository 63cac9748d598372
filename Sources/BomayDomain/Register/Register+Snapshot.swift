// SPDX-License-Identifier: Apache-2.0

/// What a snapshot leaves to its owner: the form in which charters and records are written.
public protocol SnapshotCoding {
  func encode(_ record: Action) -> [UInt8]
  /// The records with these bytes, one after the other; each ends at its number of `ends`.
  func records(_ bytes: [UInt8], ends: [Int]) throws(SnapshotFault) -> any StoredRecords
  /// The charter with this canonical text.
  func charter(_ text: String) throws(SnapshotFault) -> Charter
}

extension Register {
  /// Changes whenever what lies in a snapshot does. The layout of values in memory is part of it, so that
  /// only a program of the same version reads what one has written.
  public static let snapshotLayout = 2

  /// Hands out everything folded as it lies in memory, so that it can be taken up again without folding.
  /// The same log gives the same bytes, however it was folded.
  ///
  /// - Precondition: no trial is under way.
  public func writeSnapshot(_ coding: some SnapshotCoding, _ sink: @escaping (UnsafeRawBufferPointer) -> Void) {
    precondition(trials.isEmpty, "what is tried is not kept")
    var snapshot = SnapshotWriter(sink)
    snapshot.write(Int64(head.number))
    facts.write(to: &snapshot)
    for interner in [units, posts, persons, texts] + names { interner.write(to: &snapshot) }
    decisions.write(to: &snapshot)
    snapshot.write(stamps)
    for pairs in [tenures, postPairs, modelLocalities] { pairs.write(to: &snapshot) }
    staffKeys.write(to: &snapshot)
    for lists in [tenuresOfPost, tenuresOfPerson, pairsOfPost, successionsInto, settlements] {
      lists.write(to: &snapshot)
    }
    snapshot.write(lists: counts.keys.map { [$0.atLeast, $0.atMost ?? -1] })
    snapshot.write(lists: bounds.keys.map { [$0.earliest.ordinal, $0.latest.ordinal] })
    snapshot.write(lists: unitSets.keys)
    snapshot.write(lists: holdings.keys.map(\.numbers))
    snapshot.write(lists: successions.keys.map(\.numbers))
    write(records, coding, to: snapshot)
    snapshot.write(Int64(charters.count))
    for charter in charters {
      snapshot.write(Int64(charter.revision))
      snapshot.write(charter.charter.canonicalText)
    }
  }

  private func write(_ records: RecordTable, _ coding: some SnapshotCoding, to snapshot: SnapshotWriter) {
    var bytes: ContiguousArray<UInt8> = []
    var ends: ContiguousArray<Int64> = []
    records.forEachBytes(coding.encode) { record in
      bytes += record
      ends.append(Int64(bytes.count))
    }
    snapshot.write(bytes)
    snapshot.write(ends)
  }

  /// Takes up what ``writeSnapshot(_:_:)`` has handed out.
  ///
  /// That the bytes are those that were written is the caller's to know, by their digest: here only what
  /// would read beyond their end is refused.
  public init(
    snapshot bytes: UnsafeRawBufferPointer, _ coding: some SnapshotCoding
  ) throws(SnapshotFault) {
    var snapshot = SnapshotReader(bytes)
    head = Revision(try Register.int32(snapshot.number()))
    facts = try FactTable(from: &snapshot)
    units = try NameInterner(from: &snapshot)
    posts = try NameInterner(from: &snapshot)
    persons = try NameInterner(from: &snapshot)
    texts = try NameInterner(from: &snapshot)
    for slot in names.indices { names[slot] = try NameInterner(from: &snapshot) }
    decisions = try DecisionTable(from: &snapshot)
    stamps = try snapshot.array()
    tenures = try PackedInterner(from: &snapshot)
    postPairs = try PackedInterner(from: &snapshot)
    modelLocalities = try PackedInterner(from: &snapshot)
    staffKeys = try PackedInterner(from: &snapshot)
    tenuresOfPost = try LinkedLists(from: &snapshot)
    tenuresOfPerson = try LinkedLists(from: &snapshot)
    pairsOfPost = try LinkedLists(from: &snapshot)
    successionsInto = try LinkedLists(from: &snapshot)
    settlements = try LinkedLists(from: &snapshot)
    counts = Interner(try snapshot.lists().map(Count.init(numbers:)))
    bounds = Interner(try snapshot.lists().map(Bound.init(numbers:)))
    unitSets = Interner(try snapshot.lists())
    holdings = Interner(try snapshot.lists().map(HoldingValue.init(numbers:)))
    successions = Interner(try snapshot.lists().map(SuccessionValue.init(numbers:)))
    let bytes: ContiguousArray<UInt8> = try snapshot.array()
    let ends: ContiguousArray<Int64> = try snapshot.array()
    records = RecordTable(try coding.records(Array(bytes), ends: ends.map { Int(truncatingIfNeeded: $0) }))
    for _ in 0..<(try snapshot.number()) {
      let revision = try Register.int32(snapshot.number())
      charters.append((revision, try coding.charter(snapshot.text())))
    }
    guard snapshot.isAtEnd, stamps.count == Int(head.number) else { throw SnapshotFault() }
  }

  private static func int32(_ number: Int64) throws(SnapshotFault) -> Int32 {
    guard let number = Int32(exactly: number), number >= 0 else { throw SnapshotFault() }
    return number
  }
}

// MARK: - Values as numbers

extension Count {
  fileprivate init(numbers: [Int64]) throws(SnapshotFault) {
    guard numbers.count == 2 else { throw SnapshotFault() }
    self.init(atLeast: numbers[0], atMost: numbers[1] < 0 ? nil : numbers[1])
  }
}

extension Bound {
  fileprivate init(numbers: [Int32]) throws(SnapshotFault) {
    guard numbers.count == 2 else { throw SnapshotFault() }
    self.init(unchecked: Day(ordinal: numbers[0]), Day(ordinal: numbers[1]))
  }
}

extension HoldingValue {
  fileprivate var numbers: [Int64] {
    [
      place(accession), kind.map { place($0) } ?? -1, isActing ? 1 : 0, term == nil ? 0 : 1, term ?? 0,
      Int64(ratified), Int64(rotatedFrom),
    ]
  }

  fileprivate init(numbers: [Int64]) throws(SnapshotFault) {
    guard numbers.count == 7 else { throw SnapshotFault() }
    self.init(
      accession: try choice(at: numbers[0]), kind: numbers[1] < 0 ? nil : try choice(at: numbers[1]),
      isActing: numbers[2] != 0, term: numbers[3] == 0 ? nil : numbers[4],
      ratified: Int32(truncatingIfNeeded: numbers[5]), rotatedFrom: Int32(truncatingIfNeeded: numbers[6]))
  }
}

extension SuccessionValue {
  fileprivate var numbers: [Int64] {
    [
      place(kind), (isOneOf ? 1 : 0) + (survives ? 2 : 0), Int64(successors.count), Int64(shares.count),
      Int64(together.count),
    ] + successors.map { Int64($0) } + together.map { Int64($0) }
      + shares.flatMap { [$0.any, $0.population, $0.area] }.flatMap { [$0?.numerator ?? 0, $0?.denominator ?? -1] }
  }

  fileprivate init(numbers: [Int64]) throws(SnapshotFault) {
    guard numbers.count >= 5, numbers[3] >= 0 else { throw SnapshotFault() }
    var rest = numbers[5...]
    func take(_ count: Int64) throws(SnapshotFault) -> [Int64] {
      guard count >= 0, count <= Int64(rest.count) else { throw SnapshotFault() }
      defer { rest = rest.dropFirst(Int(count)) }
      return Array(rest.prefix(Int(count)))
    }
    let successors = try take(numbers[2]).map { Int32(truncatingIfNeeded: $0) }
    let together = try take(numbers[4]).map { Int32(truncatingIfNeeded: $0) }
    var shares: [Share] = []
    for _ in 0..<numbers[3] {
      let parts = try take(6)
      func part(_ place: Int) -> Rational? {
        parts[place + 1] < 0 ? nil : Rational(parts[place], over: parts[place + 1]) ?? .undefined
      }
      var share = Share()
      (share.any, share.population, share.area) = (part(0), part(2), part(4))
      shares.append(share)
    }
    self.init(
      kind: try choice(at: numbers[0]), successors: successors, shares: shares, isOneOf: numbers[1] & 1 != 0,
      survives: numbers[1] & 2 != 0, together: together)
  }
}

private func place<C: CaseIterable & Equatable>(_ choice: C) -> Int64 {
  Int64(C.allCases.enumerated().first { $0.element == choice }?.offset ?? 0)
}

private func choice<C: CaseIterable>(at place: Int64) throws(SnapshotFault) -> C {
  for (offset, choice) in C.allCases.enumerated() where Int64(offset) == place { return choice }
  throw SnapshotFault()
}
