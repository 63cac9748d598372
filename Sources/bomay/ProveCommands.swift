// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain
import BomayStore

extension RegisterOptions {
  /// The register without its fold.
  func store() throws -> any LogStore { try words().refusing { try Stores.open(file()) } }
}

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read every entry again and compute the root of the log.",
    discussion: """
      Without --against the log is only found consistent in itself: a log rewritten as a whole would be too.
      Keep a root elsewhere, as every printed report does, and compare with it.

      Example: bomay verify --against 225:1b20...
      """)

  @OptionGroup var register: RegisterOptions
  @Option(name: .customLong("against"), help: "SIZE:ROOT of this log kept elsewhere.") var against: String?
  @Option(name: .customLong("format"), help: "text, json or csv.") var format: Format = .text

  func run() throws {
    let words = try register.words()
    let format = try format.ofTables(words)
    let kept = try against.map { text in
      guard let head = TreeHead(text) else {
        throw Failure(message: words.term("cli.not-a-root", ["text": text]), status: 2)
      }
      return head
    }
    // The log before its fold: what was altered is told as that, not as an entry that cannot be read.
    let store = try register.store()
    try words.refusing {
      let found = try Progress.during(words.term("cli.verifying")) { _ in try store.verify(against: kept) }
      let compared = try agreement(found, kept, words)
      let folded = try RegisterSession.refold(store)
      if case .differs(let revision) = folded.snapshot {
        throw Failure(
          message: words.term("cli.snapshot-differs", ["revision": revision.description]), status: 3)
      }
      let (tree, digest) = (found.tree, folded.session.register.digest)
      format.write(Answers.verified(size: tree.size, root: tree.rootText, digest: digest, compared: compared)) {
        let values = ["size": String(tree.size), "root": tree.rootText, "digest": digest]
        let outcome = compared.map { words.term("cli.root-agrees", ["size": String($0)]) }
        return words.term("cli.verified", values) + "\n" + (outcome ?? words.term("cli.not-compared")) + "\n"
      }
    }
  }

  /// The number of entries that agree with the root kept elsewhere; `nil` when none was named.
  private func agreement(_ found: Verification, _ kept: TreeHead?, _ words: Catalogue) throws -> Int? {
    guard found.altered.isEmpty, found.missing.isEmpty else {
      let altered = found.altered.map { $0...$0 }
      let runs = (altered + found.missing).sorted { $0.lowerBound < $1.lowerBound }.prefix(20).map { run in
        run.lowerBound == run.upperBound ? run.lowerBound.description : "\(run.lowerBound)-\(run.upperBound)"
      }
      throw Failure(
        message: words.term("cli.altered", ["revisions": runs.joined(separator: ", ")]), status: 3)
    }
    switch found.comparison {
    case .notCompared: return nil
    case .agrees(let size): return size
    case .differs(let head):
      throw Failure(
        message: words.term("cli.root-differs", ["size": String(head.size), "root": head.rootText]), status: 3)
    case .cutOff(let size):
      throw Failure(
        message: words.term("cli.cut-off", ["size": String(size), "kept": String(kept?.size ?? 0)]), status: 3)
    }
  }
}

struct Proof: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a proof that an entry is in the log, or that the log has only grown since.",
    discussion: """
      Anyone can check it who has a root of the log from elsewhere, without the register and without this
      program: docs/spec/log.md says how, and docs/spec/check-proof.py does it.

      Examples:
        bomay proof 12                         entry 12 is in the log as it is now
        bomay proof 12 --size 225              it was in the log with its first 225 entries
        bomay proof --from 225                 the first 225 entries are the beginning of the log as it is now
        bomay proof 12 --format json | python3 check-proof.py - 244:1b20...
      """)

  @OptionGroup var register: RegisterOptions
  @Option(name: .customLong("size"), help: "The log with its first SIZE entries (default: all).") var size: Int?
  @Option(name: .customLong("from"), help: "Prove that the first SIZE entries are its beginning.") var from: Int?
  @Option(name: .customLong("format"), help: "text, json or csv.") var format: Format = .text
  @Argument(help: "The number of the entry.") var entry: Int32?

  func run() throws {
    let words = try register.words()
    guard (entry == nil) != (from == nil) else {
      throw Failure(message: words.term("cli.proof-of-what"), status: 2)
    }
    let format = try format.ofTables(words)
    let store = try register.store()
    do {
      let proof = try words.refusing { try make(store) }
      format.write(proof.table) { proof.text(words) }
    } catch ProofFault.notInLog(let number, let size) {
      throw Failure(
        message: words.term("cli.not-in-log", ["number": String(number), "size": String(size)]), status: 2)
    } catch ProofFault.missing(let revision) {
      throw Failure(message: words.term("cli.altered", ["revisions": revision.description]), status: 3)
    }
  }

  private func make(_ store: any LogStore) throws -> ProofText {
    let size = try size ?? Int(store.head().number)
    if let from { return ProofText(try store.proveGrowth(from: from, to: size)) }
    return try ProofText(store.proveEntry(Revision(entry ?? 0), in: size), path: Stores.shown(register.file()))
  }
}
