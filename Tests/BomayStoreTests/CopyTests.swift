// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation
import GRDB
import Synchronization
import Testing

@Suite("A copy of a register")
struct CopyTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("bomay-copy-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String = "r.bomay") -> String { folder.appendingPathComponent(name).path }

  private static func entries(_ numbers: ClosedRange<Int32>) -> [StoredEntry] {
    numbers.map { StoredEntry(revision: Revision($0), bytes: Array("{\"n\":\($0)}".utf8)) }
  }

  private func made(_ name: String = "r.bomay", _ count: Int32 = 10) throws -> SQLiteLogStore {
    let store = try SQLiteLogStore.create(at: path(name))
    try store.append(
      Self.entries(1...count), personal: [SealedAttributes(salt: [1], data: [2])], after: .zero)
    try store.addSource([1, 2, 3], sha256: sha256([1, 2, 3]))
    return store
  }

  private func files() throws -> Set<String> { Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) }

  @Test("is the whole register, in one file")
  func whole() throws {
    let store = try made()
    let tree = try store.backUp(to: path("copy"), replacing: false)
    #expect(try tree == store.tree())
    #expect(try files().subtracting(["r.bomay", "r.bomay-wal", "r.bomay-shm"]) == ["copy"])
    let copy = try SQLiteLogStore.open(at: path("copy"))
    #expect(try copy.personal() == store.personal() && copy.sources() == [sha256([1, 2, 3])])
    #expect(try copy.source(sha256: sha256([1, 2, 3])) == [1, 2, 3])
    try copy.append(Self.entries(11...11), personal: [], after: Revision(10))
    #expect(try store.head() == Revision(10))
  }

  @Test("is one moment of a register that another goes on writing")
  func whileWriting() throws {
    _ = try made("r.bomay", 1)
    let file = path()
    let isOver = Atomic<Bool>(false)
    let written = Atomic<Int32>(1)
    let writer = Thread {
      while !isOver.load(ordering: .relaxed) {
        let head = written.load(ordering: .relaxed)
        guard let store = try? SQLiteLogStore.open(at: file),
          (try? store.append(Self.entries((head + 1)...(head + 3)), personal: [], after: Revision(head))) != nil
        else { return }
        written.store(head + 3, ordering: .relaxed)
      }
    }
    writer.start()
    defer { isOver.store(true, ordering: .relaxed) }
    let store = try SQLiteLogStore.open(at: file)
    var sizes: [Int] = []
    for number in 0..<20 {
      let before = written.load(ordering: .relaxed)
      let tree = try store.backUp(to: path("copy"), replacing: number > 0)
      let copy = try SQLiteLogStore.open(at: path("copy"), isReadOnly: true)
      #expect(try copy.head().number == tree.size && tree.size >= before && tree.size % 3 == 1)
      #expect(try copy.tree() == store.tree(upTo: Revision(Int32(tree.size))))
      sizes.append(tree.size)
      while written.load(ordering: .relaxed) == before, !writer.isFinished { usleep(1000) }
    }
    #expect(Set(sizes).count > 10, "the writer stood still")
    #expect(!writer.isFinished, "the writer was hindered")
  }

  @Test("overwrites nothing unless told to, and never itself")
  func overwrites() throws {
    let store = try made()
    try Data("x".utf8).write(to: URL(fileURLWithPath: path("copy")))
    #expect(throws: StoreError.alreadyThere(path: path("copy"))) {
      try store.backUp(to: path("copy"), replacing: false)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path("copy"))) == Data("x".utf8))
    try store.backUp(to: path("copy"), replacing: true)
    #expect(try SQLiteLogStore.open(at: path("copy"), isReadOnly: true).head() == Revision(10))
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: path())
    for name in ["r.bomay", "link"] {
      #expect(throws: StoreError.alreadyThere(path: path(name))) { try store.backUp(to: path(name), replacing: true) }
    }
    #expect(throws: StoreError.notARegister(path: folder.path)) { try store.backUp(to: folder.path, replacing: true) }
    #expect(try store.checkedWhole().size == 10)
  }

  @Test("does not take the place of a register that others have open, and of one left by a crash it does")
  func inUse() throws {
    let store = try made()
    let other = try made("other", 20)
    #expect(throws: StoreError.busy(path: path("other"))) { try store.backUp(to: path("other"), replacing: true) }
    #expect(try other.checkedWhole().size == 20)
    // What lies there after a crash: the file, and a log beside it that nobody holds.
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path("other") + suffix, toPath: path("crashed") + suffix)
    }
    try store.backUp(to: path("crashed"), replacing: true)
    #expect(try SQLiteLogStore.open(at: path("crashed")).checkedWhole().size == 10)
  }

  @Test("is not made of what is altered")
  func altered() throws {
    let store = try made()
    let raw = try DatabaseQueue(path: path())
    try raw.write { try $0.execute(sql: "UPDATE entry SET bytes = ? WHERE revision = 4", arguments: [Data([1])]) }
    try raw.close()
    #expect(throws: StoreError.damaged(path: path(), problem: "entry 4")) {
      try store.backUp(to: path("copy"), replacing: false)
    }
    #expect(throws: StoreError.damaged(path: path(), problem: "entry 4")) { try store.checkedWhole() }
    #expect(try files().isDisjoint(with: ["copy"]) && !files().contains { $0.hasSuffix(".part") })
  }

  @Test("in part is none: nothing is left of what was given up")
  func givenUp() throws {
    struct GivenUp: Error {}
    #expect(throws: GivenUp.self) {
      try SQLiteLogStore.make(at: path(), replacing: false) { store in
        try store.append(Self.entries(1...5), personal: [], after: .zero)
        throw GivenUp()
      }
    }
    #expect(try files().isEmpty)
  }

  @Test("compacted holds every entry, and takes no more room than it needs")
  func compact() throws {
    let store = try made()
    let sealed = (0..<2000).map { SealedAttributes(salt: Array("\($0)".utf8), data: [UInt8](repeating: 7, count: 500)) }
    try store.append(Self.entries(11...11), personal: sealed, after: Revision(10))
    try store.erase(commitments: sealed.map(\.commitment))
    let tree = try store.tree()
    let size = try store.compact()
    #expect(size.after < size.before / 4)
    #expect(try store.checkedWhole() == tree)
    #expect(try store.sources().count == 1 && store.personal().count == 1)
  }
}
