// SPDX-License-Identifier: Apache-2.0

/// What a post holding was made of: how, whether main, acting, for how long.
struct HoldingValue: Hashable, Sendable {
  let accession: Accession
  let kind: HoldingKind?
  let isActing: Bool
  let term: Int64?
  let ratified: Int32
  /// The post that the holder was rotated from, or -1.
  let rotatedFrom: Int32
}

/// How a unit gave way to others. With several `successors` and `isOneOf`, it is one of them.
struct SuccessionValue: Hashable, Sendable {
  let kind: ChangeKind
  let successors: [Int32]
  /// What each successor got; empty where nothing is known of it.
  let shares: [Share]
  let isOneOf: Bool
  /// Whether the unit lived on beside its successors.
  let survives: Bool
  /// Units that ended together in the same change.
  let together: [Int32]
}

/// Everything that the log says, folded: the state on any day, as known at any revision.
///
/// A register is a function of its log: it can be thrown away and folded again to the same facts, on
/// any machine. Folding never judges; what may be recorded is decided before an entry is appended.
public struct Register: Sendable {
  var charters: [(revision: Int32, charter: Charter)] = []
  /// The last entry folded in; revision 0 is the empty register.
  public internal(set) var head = Revision.zero
  var facts = FactTable()

  var units = NameInterner()
  var posts = NameInterner()
  var persons = NameInterner()
  var names = Subject.allCases.map { _ in NameInterner() }
  var texts = NameInterner()
  var counts = Interner<Count>()
  var bounds = Interner<Bound>()
  var unitSets = Interner<[Int32]>()
  var holdings = Interner<HoldingValue>()
  var successions = Interner<SuccessionValue>()
  /// A person in a post.
  var tenures = PackedInterner<NumberPair>()
  var tenuresOfPost = LinkedLists()
  var tenuresOfPerson = LinkedLists()
  /// Two posts, the lower number first.
  var postPairs = PackedInterner<NumberPair>()
  var pairsOfPost = LinkedLists()
  /// Rows that say what a unit was made of.
  var successionsInto = LinkedLists()
  /// Units whose end came with a settlement, as a list of one owner.
  var settlements = LinkedLists()
  /// A model in a locality.
  var modelLocalities = PackedInterner<NumberPair>()
  var staffKeys = PackedInterner<StaffKey>()
  /// Records whose fields are read as they were written.
  var records = RecordTable()

  var decisions = DecisionTable()
  /// Of a register that does not tell all names: takes them out of words.
  var mask: NameMask? {
    didSet {
      records.mask = mask
      decisions.mask = mask
    }
  }
  /// Per entry: when it was recorded, and with which batch it came.
  var stamps: ContiguousArray<Stamp> = []
  var trials: [Trial] = []
  /// Whether answers say who recorded a decision.
  var tellsRecorders = true

  struct Stamp: Hashable, BitwiseCopyable, Sendable {
    let recordedAt: Instant
    let batch: Int32
    let decision: Int32
    let verb: Int64
  }

  public init() {}

  /// The charter in force at the revision; `nil` before one is adopted.
  public func charter(knownAt revision: Revision = .latest) -> Charter? {
    charters.last { $0.revision <= revision.number }?.charter
  }

  /// When the last entry was recorded; `nil` for the empty register.
  public var lastRecordedAt: Instant? { stamps.last?.recordedAt }

  /// Whether the decision says that it comes after another which, in the end, comes after it.
  public func isOrderCircular(_ id: Identifier<Decision>) -> Bool {
    guard let number = names(.decision).number(of: id), let place = decisions.place(of: number) else { return false }
    return facts.order.isCircular(place, knownAt: head.number)
  }

  /// How many changes have been folded into facts: the size of the table.
  public var factCount: Int { facts.count }

  /// The last revision recorded at or before the instant.
  public func revision(recordedBy instant: Instant) -> Revision {
    var low = 0
    var high = stamps.count
    while low < high {
      let middle = (low + high) / 2
      if stamps[middle].recordedAt <= instant { low = middle + 1 } else { high = middle }
    }
    return Revision(Int32(low))
  }

  /// The decision with the number; `nil` where only others name it.
  func decision(_ number: Int32) -> DecisionRecord? {
    guard number >= 0 else { return nil }
    return decisions.record(number, id: names[Register.slot(.decision)].identifier(number))
  }

  func names(_ subject: Subject) -> NameInterner { names[Register.slot(subject)] }

  static func slot(_ subject: Subject) -> Int { subject.rawValue }
}
