// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// An entry as it is stored: its canonical bytes, and nothing of them understood.
public struct StoredEntry: Hashable, Sendable {
  public let revision: Revision
  public let bytes: [UInt8]

  public init(revision: Revision, bytes: [UInt8]) {
    self.revision = revision
    self.bytes = bytes
  }
}

/// Where a register keeps its log: only *append* and *entries* touch the world.
public protocol LogStore: Sendable {
  /// How many entries the log has.
  func head() throws(StoreError) -> Revision

  /// Entries after a revision, in order, handed over in runs so that memory stays bounded.
  func entries(after revision: Revision, _ body: ([StoredEntry]) throws -> Void) throws

  /// Appends entries durably, all or none, with the personal attributes that they commit to.
  ///
  /// - Parameter expected: the revision that the caller checked against.
  /// - Throws: ``StoreError/moved(from:to:)`` when the log has gone on since; nothing is appended.
  func append(_ entries: [StoredEntry], personal: [SealedAttributes], after expected: Revision) throws(StoreError)

  /// Personal attributes kept beside the log, by their commitment.
  func personal() throws(StoreError) -> [String: SealedAttributes]

  /// Of these commitments, the attributes that are kept.
  func personal(_ commitments: [String]) throws(StoreError) -> [String: SealedAttributes]

  /// Erases attributes and salts for good. The log and its root stay as they are.
  func erase(commitments: [String]) throws(StoreError)

  /// The Merkle tree over the entries up to a revision, by their leaves as stored (RFC 6962).
  func tree(upTo revision: Revision) throws(StoreError) -> MerkleTree

  /// The leaves that were stored with entries, of those revisions that there are.
  func leaves(_ revisions: ClosedRange<Revision>) throws(StoreError) -> [Revision: [UInt8]]

  /// Bytes that are another's once something was erased, and in each copy: as long as they are the same,
  /// the store holds all that it held before. `nil` where the store has none.
  func mark() throws(StoreError) -> [UInt8]?

  /// Where a snapshot of the fold is kept; `nil` where none is.
  func snapshotPlace() throws(StoreError) -> SnapshotPlace?

  /// Texts of sources, kept beside the log: by the SHA-256 of their bytes, in hexadecimal.
  func addSource(_ bytes: [UInt8], sha256: String) throws(StoreError)
  func source(sha256: String) throws(StoreError) -> [UInt8]?
  /// Of which sources the text is kept: their SHA-256, in the order of its digits.
  func sources() throws(StoreError) -> [String]
}

extension LogStore {
  /// The tree over the whole log.
  public func tree() throws(StoreError) -> MerkleTree { try tree(upTo: .latest) }

  /// The leaf that was stored with the entry; `nil` where there is no such entry.
  public func leaf(_ revision: Revision) throws(StoreError) -> [UInt8]? {
    try leaves(revision...revision)[revision]
  }
}

/// Personal attributes with the salt that keeps their commitment from being guessed.
public struct SealedAttributes: Hashable, Sendable {
  public let salt: [UInt8]
  public let data: [UInt8]

  public init(salt: [UInt8], data: [UInt8]) {
    self.salt = salt
    self.data = data
  }

  /// SHA-256 of salt and data, in hexadecimal: what the log holds of them.
  public var commitment: String { sha256(salt + data) }
}

/// What the world can refuse a store.
public enum StoreError: Error, Hashable, Sendable {
  case notFound(path: String)
  case alreadyThere(path: String)
  /// The file is no register.
  case notARegister(path: String)
  /// Written by a later version of the program.
  case newer(path: String, format: Int)
  case damaged(path: String, problem: String)
  /// Another entry was appended meanwhile.
  case moved(from: Revision, to: Revision)
  case full(path: String)
  case readOnly(path: String)
  case busy(path: String)
  /// The server cannot be reached, or the way to it was lost and not found again.
  case unreachable(path: String, problem: String)
  /// The way to the server was lost while it was recording: the entries may be in the log or not.
  case unconfirmed(path: String)
  case failed(path: String, problem: String)
}
