// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import Crypto
import Dispatch
import Foundation
import Synchronization

/// Which register a snapshot is of, and as of when.
public struct SnapshotHead: Hashable, Sendable {
  /// The program that wrote it: another one may lay out its values otherwise.
  public let software: String
  /// What is folded in it.
  public let revision: Revision
  /// The leaf of the entry at that revision.
  public let leaf: [UInt8]
  /// ``LogStore/mark()`` when it was written.
  public let mark: [UInt8]

  public init(software: String, revision: Revision, leaf: [UInt8], mark: [UInt8]) {
    self.software = software
    self.revision = revision
    self.leaf = leaf
    self.mark = mark
  }

  /// The first lines of the file, for people as well.
  fileprivate var text: String {
    """
    bomay snapshot \(Register.snapshotLayout)
    fold \(Register.foldVersion)
    software \(software)
    revision \(revision)
    leaf \(hexadecimal(leaf))
    mark \(hexadecimal(mark))


    """
  }
}

/// Where a snapshot lies, and who may read it: whoever may read the register, as it holds the same.
public struct SnapshotPlace: Hashable, Sendable {
  public let path: String
  /// As of `chmod`.
  public let permissions: Int

  public init(path: String, permissions: Int) {
    self.path = path
    self.permissions = permissions
  }
}

/// A fold as it lay in memory, in a file of its own: a register is opened from it without folding its log
/// again. It can be thrown away at any time.
///
/// The file ends with the SHA-256 of each mebibyte, and one over these and the head. It is not read where
/// one of them is wrong. They tell that the file is the one that was written; that it is true to the log is
/// for ``LogStore/verify(against:)`` to say, which folds the log again.
public enum SnapshotFile {
  /// A piece of the file with a digest of its own.
  private static let piece = 1 << 20
  /// Length of the body and the digest over all digests.
  private static let ending = 8 + SHA256.byteCount

  /// Writes a snapshot beside its place and puts it there whole.
  ///
  /// - Throws: what the file system refuses; there is no new file then.
  public static func write(
    _ register: Register, _ head: SnapshotHead, _ coding: some SnapshotCoding, to place: SnapshotPlace
  ) throws {
    let part = "\(place.path).\(UUID().uuidString).part"
    let permissions = [FileAttributeKey.posixPermissions: place.permissions]
    guard FileManager.default.createFile(atPath: part, contents: nil, attributes: permissions),
      let handle = FileHandle(forWritingAtPath: part)
    else { throw CocoaError(.fileWriteNoPermission) }
    do {
      try handle.write(contentsOf: Data(head.text.utf8))
      var failure: (any Error)?
      let pieces = Pieces(size: piece) { bytes in
        guard failure == nil else { return }
        do { try handle.write(contentsOf: bytes) } catch { failure = error }
      }
      register.writeSnapshot(coding) { pieces.append($0) }
      let trailer = pieces.finish(head)
      if let failure { throw failure }
      try handle.write(contentsOf: trailer)
      try handle.close()
      guard rename(part, place.path) == 0 else { throw CocoaError(.fileWriteNoPermission) }
    } catch {
      if unlink(part) != 0, errno != ENOENT { throw CocoaError(.fileWriteNoPermission) }
      throw error
    }
  }

  /// The digest that a snapshot of the register would end with.
  public static func digest(of register: Register, _ head: SnapshotHead, _ coding: some SnapshotCoding) -> [UInt8] {
    let pieces = Pieces(size: piece) { _ in }
    register.writeSnapshot(coding) { pieces.append($0) }
    return Array(pieces.finish(head).suffix(SHA256.byteCount))
  }

  /// Takes a register up from its snapshot.
  ///
  /// - Parameter head: what the snapshot must be of.
  /// - Returns: `nil` when there is no such file, it is of something else, or not whole.
  public static func read(_ path: String, _ head: SnapshotHead, _ coding: some SnapshotCoding) -> Register? {
    guard let body = OpenFile(path)?.body(of: head) else { return nil }
    defer { body.deallocate() }
    do {
      let register = try Register(snapshot: UnsafeRawBufferPointer(body), coding)
      return register.head == head.revision ? register : nil
    } catch {
      return nil
    }
  }

  /// What a snapshot says it is of, and the digest that it ends with; `nil` where there is none.
  public static func kept(_ path: String) -> (head: SnapshotHead, digest: [UInt8])? {
    guard let file = OpenFile(path), let head = file.head else { return nil }
    return (head, file.read(SHA256.byteCount, at: file.size - SHA256.byteCount))
  }

  /// Overwrites a snapshot and takes it away: what was erased from the register is not to be read in it.
  ///
  /// - Throws: what the file system refuses; that there is no file is as good.
  public static func erase(_ path: String) throws {
    guard let handle = FileHandle(forUpdatingAtPath: path) else {
      if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
      return
    }
    var left = try handle.seekToEnd()
    try handle.seek(toOffset: 0)
    while left > 0 {
      let length = min(left, UInt64(piece))
      try handle.write(contentsOf: Data(count: Int(length)))
      left -= length
    }
    try handle.synchronize()
    try handle.close()
    try FileManager.default.removeItem(atPath: path)
  }

  // MARK: Reading

  /// A file that is open for reading.
  private final class OpenFile: Sendable {
    let size: Int
    private let descriptor: Int32

    init?(_ path: String) {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      size = Int(lseek(descriptor, 0, SEEK_END))
      guard size > SnapshotFile.ending else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What the first lines say; `nil` when they are not those of a snapshot.
    var head: SnapshotHead? {
      let start = read(min(1024, size), at: 0)
      let lines = String(decoding: start, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      func value(_ line: Int, _ name: String) -> String? {
        line < lines.count && lines[line].hasPrefix(name + " ") ? String(lines[line].dropFirst(name.count + 1)) : nil
      }
      guard let software = value(2, "software"), let revision = value(3, "revision").flatMap({ Int32($0) }),
        let leaf = value(4, "leaf").flatMap({ bytes(hexadecimal: $0) }),
        let mark = value(5, "mark").flatMap({ bytes(hexadecimal: $0) })
      else { return nil }
      let head = SnapshotHead(software: software, revision: Revision(revision), leaf: leaf, mark: mark)
      return start.starts(with: head.text.utf8) ? head : nil
    }

    func read(_ length: Int, at place: Int) -> [UInt8] {
      [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
        filled = read(into: UnsafeMutableRawBufferPointer(buffer), at: place) ? length : 0
      }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer, at place: Int) -> Bool {
      var done = 0
      while done < buffer.count {
        let count = pread(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(place + done))
        guard count > 0 else { return false }
        done += count
      }
      return true
    }

    /// The body, read and compared with its digests on all cores; `nil` when anything is not as it was written.
    ///
    /// - Returns: bytes that the caller gives back.
    func body(of head: SnapshotHead) -> UnsafeMutableRawBufferPointer? {
      let start = Array(head.text.utf8)
      let ending = read(SnapshotFile.ending, at: size - SnapshotFile.ending)
      guard ending.count == SnapshotFile.ending, read(min(start.count, size), at: 0) == start else { return nil }
      let written = ending.prefix(8).enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * $1.offset) }
      guard let length = Int(exactly: written), length <= size else { return nil }
      let pieces = (length + piece - 1) / piece
      guard size == start.count + length + pieces * SHA256.byteCount + SnapshotFile.ending else { return nil }
      let digests = read(pieces * SHA256.byteCount, at: start.count + length)
      var all = SHA256()
      all.update(data: start + digests + ending.prefix(8))
      guard all.finalize().elementsEqual(ending.suffix(SHA256.byteCount)) else { return nil }
      let body = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 16)
      let sound = Sound(count: pieces)
      let target = Shared(bytes: body)
      DispatchQueue.concurrentPerform(iterations: pieces) { number in
        let place = number * piece
        let part = UnsafeMutableRawBufferPointer(rebasing: target.bytes[place..<min(place + piece, length)])
        let wanted = digests[number * SHA256.byteCount..<(number + 1) * SHA256.byteCount]
        if self.read(into: part, at: start.count + place),
          sha256(UnsafeRawBufferPointer(part)).elementsEqual(wanted)
        {
          sound.add()
        }
      }
      if sound.isAll { return body }
      body.deallocate()
      return nil
    }
  }
}

private func sha256(_ bytes: UnsafeRawBufferPointer) -> SHA256.Digest {
  var hash = SHA256()
  hash.update(bufferPointer: bytes)
  return hash.finalize()
}

/// The body of a snapshot as it is handed out, cut into pieces that are hashed and passed on.
private final class Pieces {
  private let size: Int
  private let sink: (ContiguousArray<UInt8>) -> Void
  private var piece: ContiguousArray<UInt8> = []
  private var digests: [UInt8] = []
  private var length: UInt64 = 0

  init(size: Int, _ sink: @escaping (ContiguousArray<UInt8>) -> Void) {
    self.size = size
    self.sink = sink
    piece.reserveCapacity(size)
  }

  func append(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(size - piece.count)
      piece.append(contentsOf: part)
      rest = rest.dropFirst(part.count)
      if piece.count == size { passOn() }
    }
  }

  private func passOn() {
    piece.withUnsafeBytes { digests += Array(sha256($0)) }
    length += UInt64(piece.count)
    sink(piece)
    piece.removeAll(keepingCapacity: true)
  }

  /// - Returns: what comes after the body: the digests, its length, and the digest over these and the head.
  func finish(_ head: SnapshotHead) -> [UInt8] {
    if !piece.isEmpty { passOn() }
    let tail = digests + (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return tail + Array(SHA256.hash(data: Array(head.text.utf8) + tail))
  }
}

/// Memory of which each core fills another part.
private struct Shared: @unchecked Sendable {
  let bytes: UnsafeMutableRawBufferPointer
}

/// Counts the pieces that are as they were written, on all cores.
private final class Sound: Sendable {
  private let left: Mutex<Int>

  init(count: Int) { left = Mutex(count) }

  func add() { left.withLock { $0 -= 1 } }

  var isAll: Bool { left.withLock { $0 == 0 } }
}
