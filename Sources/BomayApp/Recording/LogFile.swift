// SPDX-License-Identifier: Apache-2.0
import BomayDomain
public import BomayStore
import Foundation

/// A whole log as lines of JSON (docs/spec/log.md): a heading; the entries, each as its canonical bytes;
/// the personal attributes that they commit to; the texts of sources.
public enum LogFile {
  /// The form of the file. A file of a later form is refused.
  static let format = 1

  struct Heading: Codable {
    var bomay = "log"
    let entries: Int
    var format = LogFile.format
    let personal: Int
    let root: String
    let sources: Int
  }

  struct Personal: Codable {
    let commitment: String
    let data: Data
    let salt: Data
  }

  struct SourceText: Codable {
    let bytes: Data
    let sha256: String
  }
}

/// Why a file is not taken for a log.
public enum LogFileFault: Error, Hashable, Sendable {
  case notALog
  /// Written by a later version of the program.
  case newer(format: Int)
  /// The line is none of those that the heading promises.
  case line(Int)
  /// The file ends before, or goes on behind, what its heading promises.
  case cut(lines: Int, promised: Int)
  /// Some line says other than when the log was written out.
  case root(found: String, promised: String)
}

extension LogFile {
  /// Writes all that a store keeps: what was appended up to now, whatever others append meanwhile.
  ///
  /// - Parameter write: called with one or more whole lines at a time.
  /// - Returns: size and root of what was written.
  /// - Throws: ``StoreError/damaged(path:problem:)`` when an entry is altered, what the world refuses a
  ///   store, and what `write` throws.
  @discardableResult
  public static func write(_ store: any LogStore, to write: ([UInt8]) throws -> Void) throws -> MerkleTree {
    // What is sealed beside entries appended later goes along; nothing that is committed to is lacking.
    let tree = try store.tree()
    let head = Revision(Int32(clamping: tree.size))
    let personal = try store.personal().sorted { $0.key < $1.key }
    let sources = try store.sources()
    let heading = Heading(
      entries: tree.size, personal: personal.count, root: tree.rootText, sources: sources.count)
    try write(line(heading))
    var found = MerkleTree()
    try store.entries(after: .zero) { entries in
      var lines: [UInt8] = []
      for entry in entries where entry.revision <= head {
        found.append(leaf: MerkleTree.leaf(entry.bytes))
        lines += entry.bytes + [newline]
      }
      try write(lines)
    }
    guard found == tree else { throw StoreError.damaged(path: "", problem: "root \(found.rootText)") }
    for (commitment, sealed) in personal {
      try write(line(Personal(commitment: commitment, data: Data(sealed.data), salt: Data(sealed.salt))))
    }
    for sha256 in sources {
      guard let bytes = try store.source(sha256: sha256) else { continue }
      try write(line(SourceText(bytes: Data(bytes), sha256: sha256)))
    }
    return tree
  }

  static let newline: UInt8 = 0x0A

  private static func line(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [newline]
  }
}
