// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy the register to a file while it is in use, and look the copy through.",
    discussion: """
      The copy is the register as it stood at one moment; others may record meanwhile. It is looked through before it
      is put in its place. Keep the size and root that are printed elsewhere, to compare the copy with one day.

      Examples:
        bomay backup /mnt/backup/province-2025-07-01.bomay --register province.bomay
        bomay backup /mnt/backup/province.bomay --replace
      """)
  @OptionGroup var register: RegisterOptions
  @Flag(name: .customLong("replace"), help: "Put it in the stead of a file that is there.") var replace = false
  @Argument(help: "The file to make.") var file: String

  func run() throws {
    let words = try register.words()
    try words.refusing {
      let store = try SQLiteLogStore.open(at: register.file(), isReadOnly: true)
      let tree = try store.backUp(to: file, replacing: replace)
      Terminal.write(words.copied("cli.backed-up", tree, file) + "\n")
    }
  }
}

struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a register out of a copy that bomay backup made; the copy is looked through first.",
    discussion: """
      With --replace it takes the place of a register that is there: end all programs that use that one first.
      Personal data erased since the copy was made is in it again: erase it again.

      Examples:
        bomay restore /mnt/backup/province-2025-07-01.bomay --register province.bomay
        bomay restore /mnt/backup/province-2025-07-01.bomay --register province.bomay --replace
      """)
  @OptionGroup var register: RegisterOptions
  @Flag(name: .customLong("replace"), help: "Put it in the stead of a register that is there.") var replace = false
  @Argument(help: "The copy.") var file: String

  func run() throws {
    let words = try register.words()
    try words.refusing {
      let copy = try SQLiteLogStore.open(at: file, isReadOnly: true)
      try copy.checkedWhole()
      // What this version cannot read it does not put in the place of anything.
      _ = try RegisterSession.open(copy)
      let path = try register.file()
      let tree = try copy.backUp(to: path, replacing: replace)
      Terminal.write(words.copied("cli.restored", tree, path) + "\n")
    }
  }
}

struct Compact: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the file of the register as small as what it holds; no entry is dropped.",
    discussion: """
      The disk needs room for the file a second time while it is at work.

      Example: bomay compact --register province.bomay
      """)
  @OptionGroup var register: RegisterOptions

  func run() throws {
    let words = try register.words()
    try words.refusing {
      let size = try SQLiteLogStore.open(at: register.file()).compact()
      let values = ["before": words.text(Int64(size.before)), "after": words.text(Int64(size.after))]
      Terminal.write(words.term("cli.compacted", values) + "\n")
    }
  }
}

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write out what the register holds, for other programs.",
    subcommands: [Entries.self])

  struct Entries: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "log",
      abstract: "The whole log, a line an entry, with personal data and texts of sources behind it.",
      discussion: """
        bomay import log makes the same register of it again, with the same root. The form is in docs/spec/log.md.
        The file holds personal data: guard it like the register.

        Examples:
          bomay export log province.jsonl --register province.bomay
          bomay export log --register province.bomay | gzip > province.jsonl.gz
        """)
    enum Form: String, ExpressibleByArgument, CaseIterable { case jsonl }

    @OptionGroup var register: RegisterOptions
    @Option(name: .customLong("format"), help: "jsonl.") var format: Form = .jsonl
    @Flag(name: .customLong("replace"), help: "Put it in the stead of a file that is there.") var replace = false
    @Argument(help: "The file to make; standard output where none is given.") var file: String?

    func run() throws {
      let words = try register.words()
      try words.refusing {
        let name = try register.file()
        let store: any LogStore =
          Stores.isOnServer(name) ? try Stores.open(name) : try SQLiteLogStore.open(at: name, isReadOnly: true)
        guard let file else {
          try LogFile.write(store) { try FileHandle.standardOutput.write(contentsOf: Data($0)) }
          return
        }
        let tree = try NewFile.write(file, replacing: replace) { handle in
          try LogFile.write(store) { try handle.write(contentsOf: Data($0)) }
        }
        Terminal.write(words.copied("cli.exported", tree, file) + "\n")
      }
    }
  }
}

extension ImportCommand {
  struct Entries: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "log", abstract: "Make a register of a whole log that bomay export log wrote.",
      discussion: """
        Every line is looked at, and the root must be the one that the file names. The register is there whole or not
        at all, with the entries as they were, so that every root kept elsewhere still agrees.

        Examples:
          bomay import log province.jsonl --register new.bomay
          gunzip -c province.jsonl.gz | bomay import log - --register new.bomay
        """)
    @OptionGroup var register: RegisterOptions
    @Argument(help: "The file; - for standard input.") var file: String

    func run() throws {
      let words = try register.words()
      guard let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
        throw Failure(message: words.term("cli.unreadable", ["path": file]), status: 2)
      }
      try words.refusing {
        let path = try register.file()
        var tree = MerkleTree()
        func read(into store: SQLiteLogStore) throws {
          tree = try LogFile.read(into: store) {
            guard let data = try? handle.read(upToCount: 1 << 20) ?? Data() else {
              throw Failure(message: words.term("cli.unreadable", ["path": file]), status: 2)
            }
            return Array(data)
          }
        }
        if Stores.isOnServer(path) {
          // The file is looked through before the server hears of it, and goes there in one transaction.
          let whole = try SQLiteLogStore.inMemory()
          try read(into: whole)
          try Stores.create(path).takeOver(whole)
        } else {
          try SQLiteLogStore.make(at: path, replacing: false) { try read(into: $0) }
        }
        Terminal.write(words.copied("cli.imported", tree, Stores.shown(path)) + "\n")
      }
    }
  }
}

extension LogStore {
  /// Takes over all that another store holds: the log in one append, then the texts of sources.
  fileprivate func takeOver(_ other: any LogStore) throws {
    var entries: [StoredEntry] = []
    try other.entries(after: .zero) { entries += $0 }
    try append(entries, personal: Array(other.personal().values), after: .zero)
    for sha256 in try other.sources() {
      if let bytes = try other.source(sha256: sha256) { try addSource(bytes, sha256: sha256) }
    }
  }
}

/// A file that is there whole or not at all.
private enum NewFile {
  static func write<Result>(
    _ path: String, replacing isReplacing: Bool, _ body: (FileHandle) throws -> Result
  ) throws -> Result {
    let files = FileManager.default
    guard isReplacing || !files.fileExists(atPath: path) else { throw StoreError.alreadyThere(path: path) }
    let part = "\(path).\(UUID().uuidString).part"
    defer { try? files.removeItem(atPath: part) }
    guard files.createFile(atPath: part, contents: nil), let handle = FileHandle(forWritingAtPath: part) else {
      throw StoreError.readOnly(path: path)
    }
    let result: Result
    do {
      result = try body(handle)
      try handle.synchronize()
      try handle.close()
    } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
      throw StoreError.full(path: path)
    }
    guard rename(part, path) == 0 else { throw StoreError.readOnly(path: path) }
    return result
  }
}

extension Catalogue {
  fileprivate func copied(_ key: String, _ tree: MerkleTree, _ path: String) -> String {
    term(key, ["path": path, "size": String(tree.size), "root": tree.rootText])
  }
}
