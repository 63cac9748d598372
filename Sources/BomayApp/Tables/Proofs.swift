// SPDX-License-Identifier: Apache-2.0
import BomayDomain
public import BomayStore

/// A proof as `bomay proof` prints it. Programs get one row; its form is in docs/spec/log.md.
public struct ProofText: Sendable {
  public let table: Table
  /// What is proved, in words.
  private let sentence: (key: String, values: [String: String])

  /// - Throws: ``StoreError/damaged(path:problem:)`` when the entry is no text and cannot be printed.
  public init(_ proof: EntryProof, path: String) throws(StoreError) {
    let text = String(decoding: proof.bytes, as: UTF8.self)
    guard Array(text.utf8) == proof.bytes else {
      throw .damaged(path: path, problem: "entry \(proof.revision)")
    }
    table = Table(
      columns: ["entry", "size", "root", "leaf", "path", "bytes"].map { Table.Column($0, $0) },
      rows: [
        [
          .number(Int64(proof.revision.number)), .number(Int64(proof.head.size)), .text(proof.head.rootText),
          .text(hexadecimal(proof.leaf)), ProofText.cell(proof.proof.path), .text(text),
        ]
      ])
    sentence = ("proof.entry", ["entry": proof.revision.description, "head": proof.head.description])
  }

  public init(_ proof: GrowthProof) {
    table = Table(
      columns: ["from", "fromRoot", "size", "root", "path"].map { Table.Column($0, $0) },
      rows: [
        [
          .number(Int64(proof.older.size)), .text(proof.older.rootText), .number(Int64(proof.newer.size)),
          .text(proof.newer.rootText), ProofText.cell(proof.proof.path),
        ]
      ])
    sentence = ("proof.growth", ["older": proof.older.description, "newer": proof.newer.description])
  }

  private static func cell(_ path: [[UInt8]]) -> Cell { .list(path.map { .text(hexadecimal($0)) }) }

  /// A sentence, and below it what the proof consists of, each hash on a line of its own.
  public func text(_ words: Catalogue) -> String {
    var lines = [words.term(sentence.key, sentence.values), ""]
    for (column, cell) in zip(table.columns, table.rows[0]) {
      switch (column.key, cell) {
      case ("leaf", .text(let value)), ("bytes", .text(let value)): lines += ["\(words.label(column.key)): \(value)"]
      case (_, .list(let hashes)):
        lines += ["\(words.label(column.key)):"] + hashes.map { "  \($0.plain)" }
      default: continue
      }
    }
    return (lines + ["", words.term("proof.compare")]).joined(separator: "\n") + "\n"
  }
}
