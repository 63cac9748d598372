// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange
public import BomayStore
import Foundation

extension LogFile {
  /// Fills an empty store with the log in a file. Whoever calls it throws the store away when it throws:
  /// the root is known only when the last entry has been read.
  ///
  /// - Parameter read: gives the next bytes of the file, and none at its end.
  /// - Returns: size and root, which are those that were written.
  /// - Throws: ``LogFileFault``; ``SessionError`` when this version does not know what an entry says; what
  ///   the world refuses a store, and what `read` throws.
  @discardableResult
  public static func read(into store: any LogStore, from read: () throws -> [UInt8]) throws -> MerkleTree {
    try withoutActuallyEscaping(read) { read in
      var reader = LogFileReader(store, read)
      return try reader.readAll()
    }
  }
}

private struct LogFileReader {
  private let store: any LogStore
  private let read: () throws -> [UInt8]
  private var rest: ArraySlice<UInt8> = []
  /// The number of the line that was read last.
  private var number = 0
  private var promised = 1

  init(_ store: any LogStore, _ read: @escaping () throws -> [UInt8]) {
    self.store = store
    self.read = read
  }

  mutating func readAll() throws -> MerkleTree {
    let heading = try heading()
    promised = 1 + heading.entries + heading.personal + heading.sources
    let tree = try readEntries(heading.entries)
    guard tree.rootText == heading.root else {
      throw LogFileFault.root(found: tree.rootText, promised: heading.root)
    }
    try readPersonal(heading.personal, after: Revision(Int32(clamping: tree.size)))
    for _ in 0..<heading.sources {
      let source = try decoded(LogFile.SourceText.self)
      guard sha256(source.bytes) == source.sha256 else { throw LogFileFault.line(number) }
      try store.addSource(Array(source.bytes), sha256: source.sha256)
    }
    guard try line() == nil else { throw LogFileFault.cut(lines: number, promised: promised) }
    return tree
  }

  private mutating func heading() throws -> LogFile.Heading {
    struct Form: Decodable {
      let bomay: String
      let format: Int
    }
    guard let line = try line(), let form = try? JSONDecoder().decode(Form.self, from: Data(line)),
      form.bomay == "log"
    else { throw LogFileFault.notALog }
    guard form.format <= LogFile.format else { throw LogFileFault.newer(format: form.format) }
    guard let heading = try? JSONDecoder().decode(LogFile.Heading.self, from: Data(line)),
      [heading.entries, heading.personal, heading.sources].allSatisfy({ (0...Int(Int32.max)).contains($0) })
    else { throw LogFileFault.notALog }
    return heading
  }

  private mutating func readEntries(_ count: Int) throws -> MerkleTree {
    var tree = MerkleTree()
    var head = Revision.zero
    var run: [StoredEntry] = []
    while tree.size < count {
      let bytes = Array(try promisedLine())
      let revision = Revision(Int32(tree.size)).next
      try check(bytes, is: revision)
      tree.append(leaf: MerkleTree.leaf(bytes))
      run.append(StoredEntry(revision: revision, bytes: bytes))
      guard run.count == 1024 || tree.size == count else { continue }
      try store.append(run, personal: [], after: head)
      run.removeAll(keepingCapacity: true)
      head = revision
    }
    return tree
  }

  private func check(_ bytes: [UInt8], is revision: Revision) throws {
    do {
      guard try EntryCoding.decode(bytes).revision == revision else { throw LogFileFault.line(number) }
    } catch EntryFault.newer(let revision, let what) {
      throw SessionError.newer(revision: revision, what: what)
    } catch {
      throw LogFileFault.line(number)
    }
  }

  private mutating func readPersonal(_ count: Int, after head: Revision) throws {
    var found: [SealedAttributes] = []
    for _ in 0..<count {
      let personal = try decoded(LogFile.Personal.self)
      let sealed = SealedAttributes(salt: Array(personal.salt), data: Array(personal.data))
      guard sealed.commitment == personal.commitment else { throw LogFileFault.line(number) }
      found.append(sealed)
    }
    guard Set(found.map(\.commitment)).count == found.count else { throw LogFileFault.line(number) }
    if !found.isEmpty { try store.append([], personal: found, after: head) }
  }

  private mutating func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let line = try promisedLine()
    guard let value = try? JSONDecoder().decode(type, from: Data(line)) else { throw LogFileFault.line(number) }
    return value
  }

  // MARK: Lines

  private mutating func promisedLine() throws -> ArraySlice<UInt8> {
    guard let line = try line() else { throw LogFileFault.cut(lines: number, promised: promised) }
    return line
  }

  /// The next line; `nil` at the end. What stands behind the last line break is a line too.
  private mutating func line() throws -> ArraySlice<UInt8>? {
    var looked = rest.startIndex
    while true {
      if let end = rest[looked...].firstIndex(of: LogFile.newline) {
        let line = rest[..<end]
        rest = rest[(end + 1)...]
        number += 1
        return line
      }
      let more = try read()
      guard !more.isEmpty else { break }
      let had = rest.count
      rest = Array(rest)[...] + more
      looked = rest.startIndex + had
    }
    guard !rest.isEmpty else { return nil }
    defer { rest = [] }
    number += 1
    return rest
  }
}
