// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a new register with the charter of a jurisdiction.",
    discussion: """
      Examples:
        bomay init --charter vn --register province.bomay
        bomay init --charter vn --register postgresql://db.example/province   in a database that is there
      """)

  @OptionGroup var register: RegisterOptions

  @Option(name: .customLong("charter"), help: "A charter that comes with the program (vn), or a charter file.")
  var charter: String = "vn"

  func run() throws {
    let words = try register.words()
    let path = try register.file()
    let bytes = try Setup.charterBytes(charter, words)
    let faults = try words.refusing {
      try Setup.make(at: path, charter: bytes, name: charter, at: Clock.now, by: Author.recorder)
    }
    if let faults {
      Terminal.complain(faults, nil, [], words, limit: 50)
      Terminal.leave(1)
    }
    Terminal.write(words.term("cli.made", ["path": Stores.shown(path)]) + "\n")
  }
}

/// Who records: the one named by `BOMAY_AUTHOR`, else the account that runs the program; from the machine
/// named by `BOMAY_HOST`, else by its own name.
enum Author {
  static var recorder: Recorder {
    let host = Setting.text("BOMAY_HOST") ?? Terminal.host
    return Recorder(
      name: Setting.text("BOMAY_AUTHOR") ?? NSUserName(), host: host, software: Software.nameAndVersion)
  }
}

enum Setup {
  static func charterBytes(_ name: String, _ words: Catalogue) throws -> [UInt8] {
    if let bytes = Resources.bytes("charters/\(name).yaml") { return bytes }
    guard let data = FileManager.default.contents(atPath: name) else {
      throw Failure(message: words.term("cli.no-charter", ["name": name]), status: 2)
    }
    return Array(data)
  }

  /// Makes the register; the faults of the charter instead, where it has any, and then no file.
  static func make(
    at path: String, charter bytes: [UInt8], name: String, at instant: Instant, by author: Recorder
  ) throws -> [Diagnostic]? {
    let (charter, diagnostics) = CharterFile.read(bytes, name: name)
    guard let charter else { return diagnostics }
    let store = try Stores.create(path)
    let session = try RegisterSession.open(store)
    try session.adopt(charter, at: instant, by: author)
    return nil
  }
}

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the register of Hai Duong as DIR/hai-duong.bomay and print its overview.",
    discussion: "The days are those of the article it follows: the overview is of 2022-10-31.")

  @Option(name: .customLong("dir"), help: "The folder to make it in.")
  var folder: String = "."

  @Option(name: .customLong("lang"), help: "Language of the answer: vi or en.")
  var language: String = Setting.text("BOMAY_LANG") ?? "vi"

  @Flag(name: .customLong("replace"), help: "Make it anew where there is one already.")
  var replace = false

  func run() throws {
    guard let words = Catalogue(language) else {
      throw Failure(message: "bomay: no words in '\(language)'", status: 2)
    }
    let path = URL(fileURLWithPath: folder).appendingPathComponent("hai-duong.bomay").path
    if replace { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
    try words.refusing {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let store = try SQLiteLogStore.create(at: path)
      let session = try Progress.during(words.term("cli.recording")) { _ in
        try DemoRegister.make(in: store) { outcome, files in
          Terminal.complain(outcome.diagnostics, outcome.moment, files, words, limit: 50)
          Terminal.leave(1)
        }
      }
      let moment = session.register.asOf(DemoRegister.day, knownAt: session.register.head)
      Terminal.write(words.term("cli.made", ["path": path]) + "\n\n")
      Terminal.write(Answers(moment, words).overview(width: Terminal.width))
    }
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell all faults of decision files against the register; nothing is recorded.",
    discussion: "Example: bomay check decisions/2025/0142.yaml --register province.bomay")

  @OptionGroup var register: RegisterOptions
  @Option(name: .customLong("limit"), help: "How many faults to print in full.")
  var limit = 200
  @Argument(help: "Decision files, YAML or JSON; - for standard input.")
  var files: [String]

  func run() throws {
    let words = try register.words()
    let session = try register.open()
    let files = try files.map { try InputFile(at: $0, words) }
    let outcome = Progress.during(words.term("cli.checking")) { _ in
      session.check(files, at: Clock.now, by: Author.recorder)
    }
    Terminal.complain(outcome.diagnostics, outcome.moment, files, words, limit: limit)
    Terminal.write(words.checked(outcome) + "\n")
    if outcome.hasErrors { Terminal.leave(1) }
  }
}

struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check decision files and append them to the log: all or nothing.",
    discussion: """
      Where somebody else has recorded since the register was read, the files are checked again against what is
      there now, and you are told what came in between.

      Example: bomay record 0142.yaml 0143.yaml --register province.bomay
      """)

  @OptionGroup var register: RegisterOptions
  @Option(name: .customLong("limit"), help: "How many faults to print in full.")
  var limit = 200
  @Argument(help: "Decision files, YAML or JSON; - for standard input.")
  var files: [String]

  func run() throws {
    let words = try register.words()
    let session = try register.open()
    let files = try files.map { try InputFile(at: $0, words) }
    let outcome = try words.refusing {
      try Progress.during(words.term("cli.recording")) { _ in
        try session.record(files, at: Clock.now, by: Author.recorder)
      }
    }
    Terminal.complain(outcome, files, words, limit: limit)
    guard let recorded = outcome.recorded else {
      Terminal.write(words.term("cli.refused") + "\n")
      Terminal.leave(1)
    }
    Terminal.write(words.recorded(recorded) + "\n")
  }
}

struct SourceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "source", abstract: "Source texts, kept beside the log.", subcommands: [Add.self, List.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add the text of a source that is on record, so that its words are shown beside its readings.",
      discussion: "The file is taken only if its SHA-256 is that of a recorded source. It is never changed.")

    @OptionGroup var register: RegisterOptions
    @Argument(help: "The file of the source text.")
    var file: String

    func run() throws {
      let words = try register.words()
      let session = try register.open()
      guard let data = FileManager.default.contents(atPath: file) else {
        throw Failure(message: words.term("cli.unreadable", ["path": file]), status: 2)
      }
      do {
        let source = try words.refusing { try session.addSource(Array(data), today: Clock.today) }
        Terminal.write(words.term("cli.source-added", ["source": source.rawValue]) + "\n")
      } catch let error as SourceFault {
        throw Failure(message: words.term("cli.\(error.rawValue)", ["path": file]), status: 1)
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sources on record, and whether their text is here.")
    @OptionGroup var moment: MomentOptions

    func run() throws {
      let session = try moment.register.open()
      let answers = try moment.answers(session)
      try moment.write(answers.sources { (try? session.store.source(sha256: $0)) != nil })
    }
  }
}

struct CharterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "charter",
    abstract: "Record a new version of the charter. Decisions recorded before are not read anew.",
    discussion: "Example: bomay charter vn-2.yaml --register province.bomay")

  @OptionGroup var register: RegisterOptions
  @Argument(help: "The charter file; its version is above that of the one on record.") var file: String

  func run() throws {
    let words = try register.words()
    let session = try register.open()
    let bytes = try Setup.charterBytes(file, words)
    let (charter, diagnostics) = CharterFile.read(bytes, name: file)
    guard let charter else {
      Terminal.complain(diagnostics, nil, [], words, limit: 50)
      Terminal.leave(1)
    }
    let standing = try words.refusing { try session.adopt(charter, at: Clock.now, by: Author.recorder) }
    if let current = standing {
      throw Failure(
        message: words.term(
          "cli.charter-version",
          ["current": "\(current.id) \(current.version)", "new": "\(charter.id) \(charter.version)"]),
        status: 1)
    }
    let head = session.register.head.number
    Terminal.write(words.recorded(head...head) + "\n")
  }
}

struct Erase: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Erase for good what is personal about somebody: name, birth, origin.",
    discussion: """
      Who held which post when stays on record, without a name, and every root of the log stays valid.
      Copies of the register made before still hold what was erased: erase it there too.
      """)

  @OptionGroup var register: RegisterOptions
  @Flag(name: .customLong("yes"), help: "Erase without asking again.") var yes = false
  @Flag(name: .customLong("leave-words"), help: "Erase although decisions say the name in their own words.")
  var leavesWords = false
  @Argument(help: "The person's identifier.") var person: String

  func run() throws {
    let words = try register.words()
    let session = try register.open()
    guard session.register.knows(.person, person) else {
      throw Failure(message: words.term("cli.no-such-thing", ["id": person]), status: 2)
    }
    // Asked before: afterwards nobody knows the name.
    let naming = try words.refusing { try session.decisions(naming: Identifier(rawValue: person)) }
    for (key, decisions) in [("cli.erase-named", naming.own), ("cli.erase-annulled", naming.annulled)]
    where !decisions.isEmpty {
      let shown = decisions.map(\.rawValue).joined(separator: ", ")
      Terminal.complain(words.term(key, ["id": person, "decisions": shown]))
    }
    guard leavesWords || (naming.own + naming.annulled).isEmpty else {
      throw Failure(message: words.term("cli.erase-words", ["id": person]), status: 2)
    }
    guard yes else { throw Failure(message: words.term("cli.erase-yes", ["id": person]), status: 2) }
    let count = try words.refusing { try session.erase(Identifier(rawValue: person)) }
    Terminal.write(words.term("cli.erased", ["id": person, "count": String(count)]) + "\n")
  }
}

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of decision files.", discussion: "Example: bomay schema > decision.schema.json")

  func run() throws { Terminal.write(DecisionFiles.schema + "\n") }
}
