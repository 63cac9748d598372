// SPDX-License-Identifier: Apache-2.0
import BomayDomain
public import BomayStore
import Foundation

/// A place for one register: none is there until it is created, and it can be opened once more, as
/// another process would.
public struct StorePlace: Sendable {
  public let create: @Sendable () throws -> any LogStore
  public let open: @Sendable () throws -> any LogStore

  public init(
    create: @escaping @Sendable () throws -> any LogStore, open: @escaping @Sendable () throws -> any LogStore
  ) {
    self.create = create
    self.open = open
  }
}

/// A promise of ``LogStore`` that a store has not kept.
public struct BrokenPromise: Error, CustomStringConvertible {
  public let description: String
}

/// What every store promises, as functions that throw where it is not kept.
public struct StorePromise: Sendable, CustomStringConvertible {
  public let description: String
  public let hold: @Sendable (StorePlace) throws -> Void

  public static let all: [StorePromise] = [
    StorePromise("keeps what was appended, in order, for whoever opens it later", keepsInOrder),
    StorePromise("hands entries out in runs that are bounded", boundedRuns),
    StorePromise("is empty at first, and has the root of nothing", emptyAtFirst),
    StorePromise("refuses an append that was checked against an older revision", refusesMoved),
    StorePromise("appends all or nothing", allOrNothing),
    StorePromise("keeps any bytes as they are", anyBytes),
    StorePromise("has the tree of its entries at any size, and verifies", trees),
    StorePromise("keeps personal attributes beside the log, and erases them", personalAttributes),
    StorePromise("keeps the texts of sources beside the log", sources),
    StorePromise("is not made where there is one, nor opened where there is none", makesOnce),
    StorePromise("goes on after a reader has broken off", readerBreaksOff),
    StorePromise("loses and doubles nothing when many write at once", manyWriters),
  ]

  private init(_ description: String, _ hold: @escaping @Sendable (StorePlace) throws -> Void) {
    self.description = description
    self.hold = hold
  }

  // MARK: Saying what is expected

  private static func expect(_ isKept: Bool, _ what: String) throws {
    guard isKept else { throw BrokenPromise(description: what) }
  }

  private static func expectEqual<T: Equatable>(_ found: T, _ wanted: T, _ what: String) throws {
    guard found != wanted else { return }
    throw BrokenPromise(description: "\(what): \("\(found)".prefix(200)), not \("\(wanted)".prefix(200))")
  }

  private static func expect(_ wanted: StoreError?, _ what: String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as StoreError {
      if let wanted { try expectEqual(error, wanted, what) }
      return
    }
    throw BrokenPromise(description: "\(what): no refusal")
  }

  /// Entries that look like entries; a store understands nothing of them.
  public static func entries(_ numbers: ClosedRange<Int32>) -> [StoredEntry] {
    numbers.map { StoredEntry(revision: Revision($0), bytes: Array("{\"n\":\($0)}".utf8)) }
  }

  private static func all(_ store: any LogStore, after revision: Int32 = 0) throws -> [StoredEntry] {
    var found: [StoredEntry] = []
    try store.entries(after: Revision(revision)) { found += $0 }
    return found
  }

  // MARK: The promises

  private static func keepsInOrder(_ place: StorePlace) throws {
    let store = try place.create()
    try store.append(entries(1...3), personal: [], after: .zero)
    try store.append(entries(4...2000), personal: [], after: Revision(3))
    let again = try place.open()
    try expectEqual(again.head(), Revision(2000), "the head")
    try expectEqual(all(again), entries(1...2000), "all entries")
    try expectEqual(all(again, after: 1990), entries(1991...2000), "the last entries")
    try expectEqual(all(again, after: 2000), [], "the entries after the last")
  }

  private static func boundedRuns(_ place: StorePlace) throws {
    let store = try place.create()
    try store.append(entries(1...5000), personal: [], after: .zero)
    var sizes: [Int] = []
    try store.entries(after: .zero) { sizes.append($0.count) }
    try expect(sizes.allSatisfy { (1...1024).contains($0) }, "runs of \(sizes)")
    try expectEqual(sizes.reduce(0, +), 5000, "entries in all runs")
  }

  private static func emptyAtFirst(_ place: StorePlace) throws {
    let store = try place.create()
    try expectEqual(store.head(), .zero, "the head")
    try expectEqual(all(store), [], "entries")
    try expectEqual(store.tree(), MerkleTree(), "the tree")
    try expectEqual(store.leaves(Revision(1)...Revision(9)).count, 0, "leaves")
    try expectEqual(store.leaf(Revision(1)), nil, "the first leaf")
    try expectEqual(store.personal().count, 0, "personal attributes")
  }

  private static func refusesMoved(_ place: StorePlace) throws {
    let one = try place.create()
    let other = try place.open()
    try one.append(entries(1...2), personal: [], after: .zero)
    try expect(.moved(from: .zero, to: Revision(2)), "an append after 0") {
      try other.append(entries(1...1), personal: [SealedAttributes(salt: [1], data: [2])], after: .zero)
    }
    try expect(.moved(from: Revision(5), to: Revision(2)), "an append after 5") {
      try other.append(entries(6...6), personal: [], after: Revision(5))
    }
    try expectEqual(all(other), entries(1...2), "entries")
    try expectEqual(other.personal().count, 0, "personal attributes of what was refused")
    try other.append(entries(3...3), personal: [], after: Revision(2))
    try expectEqual(all(one), entries(1...3), "entries for the first")
  }

  private static func allOrNothing(_ place: StorePlace) throws {
    let store = try place.create()
    let sealed = SealedAttributes(salt: [1], data: [2])
    try expect(nil, "a revision twice") {
      try store.append(entries(1...3) + entries(2...2), personal: [sealed], after: .zero)
    }
    try expectEqual(store.head(), .zero, "the head")
    try expect(nil, "a commitment twice") {
      try store.append(entries(1...3), personal: [sealed, sealed], after: .zero)
    }
    try expectEqual(all(store), [], "entries")
    try expectEqual(store.personal().count, 0, "personal attributes")
    try store.append(entries(1...3), personal: [sealed], after: .zero)
    try expectEqual(all(place.open()), entries(1...3), "entries after all")
  }

  private static func anyBytes(_ place: StorePlace) throws {
    let store = try place.create()
    let long = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    let all = [[], [0], Array(0...255), long, Array("h\u{00E0}nh ch\u{00ED}nh".utf8)]
    let wanted = all.enumerated().map { StoredEntry(revision: Revision(Int32($0 + 1)), bytes: $1) }
    try store.append(wanted, personal: [SealedAttributes(salt: [], data: [0, 10, 92])], after: .zero)
    let found = try StorePromise.all(place.open())
    try expect(found == wanted, "bytes differ")
    try expectEqual(Array(store.personal().values), [SealedAttributes(salt: [], data: [0, 10, 92])], "personal")
  }

  private static func trees(_ place: StorePlace) throws {
    let store = try place.create()
    try store.append(entries(1...300), personal: [], after: .zero)
    var tree = MerkleTree()
    try expectEqual(
      Set(store.leaves(Revision(299)...Revision(400)).keys), [Revision(299), Revision(300)], "leaves at the end")
    for entry in entries(1...300) {
      try expectEqual(store.leaf(entry.revision), MerkleTree.leaf(entry.bytes), "leaf \(entry.revision)")
      tree.append(leaf: MerkleTree.leaf(entry.bytes))
      guard entry.revision.number % 37 == 0 else { continue }
      try expectEqual(store.tree(upTo: entry.revision), tree, "the tree at \(entry.revision)")
    }
    try expectEqual(store.tree(), tree, "the tree")
    let found = try store.verify()
    try expect(found.altered.isEmpty && found.missing.isEmpty, "\(found)")
    try expectEqual(found.tree, tree, "the tree as verified")
  }

  private static func personalAttributes(_ place: StorePlace) throws {
    let store = try place.create()
    let sealed = (1...3).map { SealedAttributes(salt: [UInt8($0)], data: Array("name \($0)".utf8)) }
    try store.append(entries(1...3), personal: sealed, after: .zero)
    try expectEqual(
      try place.open().personal(), Dictionary(uniqueKeysWithValues: sealed.map { ($0.commitment, $0) }), "all")
    try expectEqual(
      try store.personal([sealed[1].commitment, "not there"]), [sealed[1].commitment: sealed[1]], "one of them")
    let mark = try store.mark()
    try expect(mark != nil, "no mark")
    try store.append(entries(4...4), personal: [], after: Revision(3))
    let root = try store.tree()
    try expectEqual(place.open().mark(), mark, "the mark after an append")
    try store.erase(commitments: [sealed[0].commitment, sealed[2].commitment, "not there"])
    try expect(store.mark() != nil && store.mark() != mark, "the mark after something was erased")
    try store.erase(commitments: [])
    try expectEqual(try place.open().personal(), [sealed[1].commitment: sealed[1]], "what is left")
    try expectEqual(store.tree(), root, "the tree")
    try expectEqual(all(store), entries(1...4), "entries")
  }

  private static func sources(_ place: StorePlace) throws {
    let store = try place.create()
    try store.addSource([1, 2, 3], sha256: sha256([1, 2, 3]))
    try store.addSource([], sha256: sha256([UInt8]()))
    try store.addSource([1, 2, 3], sha256: sha256([1, 2, 3]))
    let again = try place.open()
    try expectEqual(again.source(sha256: sha256([1, 2, 3])), [1, 2, 3], "a source")
    try expectEqual(again.source(sha256: sha256([UInt8]())), [], "an empty source")
    try expectEqual(again.source(sha256: "0"), nil, "a source that is not there")
    try expectEqual(again.head(), .zero, "the head")
  }

  private static func makesOnce(_ place: StorePlace) throws {
    try expect(nil, "opened where there is none") { _ = try place.open() }
    let store = try place.create()
    try store.append(entries(1...3), personal: [], after: .zero)
    try expect(nil, "made where there is one") { _ = try place.create() }
    try expectEqual(all(place.open()), entries(1...3), "entries")
  }

  private static func readerBreaksOff(_ place: StorePlace) throws {
    struct Enough: Error {}
    let store = try place.create()
    try store.append(entries(1...3000), personal: [], after: .zero)
    var runs = 0
    do {
      try store.entries(after: .zero) { _ in
        runs += 1
        throw Enough()
      }
      throw BrokenPromise(description: "the error of the reader was swallowed")
    } catch is Enough {
      try expectEqual(runs, 1, "runs handed out")
    }
    try store.append(entries(3001...3001), personal: [], after: Revision(3000))
    try expectEqual(store.head(), Revision(3001), "the head")
  }

  /// Each writes under its own name; who is refused looks again and appends after what is there then.
  private static func manyWriters(_ place: StorePlace) throws {
    _ = try place.create()
    let gathered = Gathered()
    DispatchQueue.concurrentPerform(iterations: 4) { writer in
      do {
        let store = try place.open()
        for number in 0..<25 { try append("\(writer).\(number)", to: store) }
      } catch {
        gathered.add("\(error)")
      }
    }
    try expectEqual(gathered.all, [], "errors")
    let found = try all(place.open())
    try expectEqual(found.map(\.revision.number), Array(1...100), "revisions")
    try expectEqual(
      Set(found.map { String(decoding: $0.bytes, as: UTF8.self) }),
      Set((0..<4).flatMap { writer in (0..<25).map { "\(writer).\($0)" } }), "what was written")
  }

  private static func append(_ text: String, to store: any LogStore) throws {
    while true {
      let head = try store.head()
      do {
        return try store.append(
          [StoredEntry(revision: head.next, bytes: Array(text.utf8))], personal: [], after: head)
      } catch StoreError.moved {
        continue
      }
    }
  }
}

/// What several threads have to tell.
public final class Gathered: @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [String] = []

  public init() {}

  public func add(_ text: String) { lock.withLock { texts.append(text) } }
  public var all: [String] { lock.withLock { texts } }
}
