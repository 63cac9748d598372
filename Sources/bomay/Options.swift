// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain
import BomayStore
import Foundation

enum Format: String, ExpressibleByArgument, CaseIterable {
  case text, json, csv, html, dot, svg

  func unknown(_ words: Catalogue) -> Failure {
    Failure(message: words.term("cli.no-such-format", ["format": rawValue]), status: 2)
  }

  /// The format, where it is one that a table can be printed in.
  func ofTables(_ words: Catalogue) throws -> Format {
    guard [.text, .json, .csv].contains(self) else { throw unknown(words) }
    return self
  }

  /// Prints a table as programs read it, or what it says to people.
  func write(_ table: Table, text: () -> String) {
    switch self {
    case .json: Terminal.write(table.json + "\n")
    case .csv: Terminal.write("\u{FEFF}" + table.csv)
    default: Terminal.write(text())
    }
  }
}

/// Why the program stops: told in words, with the status that scripts see.
struct Failure: Error {
  let message: String
  let status: Int32

  func report() -> Never {
    Terminal.complain(message)
    Terminal.leave(status)
  }
}

/// Variables of the environment. An empty one is none.
enum Setting {
  static func text(_ name: String) -> String? {
    let text = ProcessInfo.processInfo.environment[name]?.trimmingCharacters(in: .whitespaces) ?? ""
    return text.isEmpty ? nil : text
  }
}

extension InputFile {
  /// Reads a file or a pipe; `-` is standard input.
  ///
  /// - Parameter name: what it is called in messages; as its path where none is given.
  init(at path: String, named name: String? = nil, _ words: Catalogue) throws {
    if path == "-" {
      self.init(name: "<stdin>", bytes: Array(FileHandle.standardInput.readDataToEndOfFile()))
      return
    }
    // Pipes have no size to be read by: `bomay record <(make-decision)`.
    guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.readToEnd() ?? Data() else {
      throw Failure(message: words.term("cli.unreadable", ["path": path]), status: 2)
    }
    self.init(name: name ?? path, bytes: Array(data))
  }
}

extension Terminal {
  /// Tells what became of a batch: first what others recorded meanwhile, then what was found.
  static func complain(_ outcome: Outcome, _ files: [InputFile], _ words: Catalogue, limit: Int) {
    let told = words.told(outcome.meanwhile, limit: 20)
    if !told.isEmpty { complain(told) }
    complain(outcome.diagnostics, outcome.moment, files, words, limit: limit)
  }

  /// Tells what was found, the worst first, at most so many in full.
  static func complain(
    _ diagnostics: [Diagnostic], _ moment: AsOf?, _ files: [InputFile], _ words: Catalogue, limit: Int
  ) {
    let text = DiagnosticText(words: words, moment: moment, files: files, colour: Terminal.colour)
    let report = text.report(diagnostics, limit: limit)
    if !report.isEmpty { complain(report) }
  }
}

struct RegisterOptions: ParsableArguments {
  @Option(
    name: .customLong("register"),
    help: "The register: a file, or postgresql://HOST/DATABASE (default: $BOMAY_REGISTER).")
  var path: String?

  @Option(name: .customLong("lang"), help: "Language of the answer: vi or en (default: vi).")
  var language: String = Setting.text("BOMAY_LANG") ?? "vi"

  func words() throws -> Catalogue {
    guard let words = Catalogue(language) else {
      throw Failure(
        message: "bomay: no words in '\(language)'; there are: \(Catalogue.languages.joined(separator: ", "))",
        status: 2)
    }
    return words
  }

  func file() throws -> String {
    if let path = path ?? Setting.text("BOMAY_REGISTER"), !path.isEmpty {
      var isFolder: ObjCBool = false
      if !Stores.isOnServer(path), FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
        isFolder.boolValue
      {
        throw Failure(message: try words().term("cli.folder", ["path": path]), status: 2)
      }
      return path
    }
    throw Failure(message: try words().term("cli.no-register"), status: 2)
  }

  func open() throws -> RegisterSession {
    let words = try words()
    return try words.refusing {
      let store = try Stores.open(file())
      return try Progress.during(words.term("cli.opening")) { progress in
        try RegisterSession.open(store) { progress.tick(Int($0.number)) }
      }
    }
  }
}

struct MomentOptions: ParsableArguments {
  @OptionGroup var register: RegisterOptions

  @Option(name: .customLong("on"), help: "In force on this day, YYYY-MM-DD (default: today).")
  var day: String?

  @Option(name: .customLong("known-at"), help: "As known at this revision, or at this instant (2022-10-31T08:00:00Z).")
  var knownAt: String?

  @Option(
    name: .customLong("format"), help: "text, json or csv; html for report, dot for chart, dot and svg for lineage.")
  var format: Format = .text

  func answers() throws -> Answers { try answers(register.open()) }

  func answers(_ session: RegisterSession) throws -> Answers {
    let words = try register.words()
    return Answers(
      session.register.asOf(try readDay(day, words), knownAt: try revision(session.register, words)), words)
  }

  func readDay(_ text: String?, _ words: Catalogue) throws -> Day {
    guard let text else { return Clock.today }
    do {
      return try Day(asked: text)
    } catch {
      throw Failure(message: words.text(error), status: 2)
    }
  }

  private func revision(_ register: Register, _ words: Catalogue) throws -> Revision {
    guard let knownAt else { return register.head }
    do {
      return try register.revision(asked: knownAt)
    } catch {
      throw Failure(message: words.text(error), status: 2)
    }
  }

  func write(_ table: Table) throws {
    let words = try register.words()
    try format.ofTables(words).write(table) {
      table.rows.isEmpty ? words.term("cli.nothing") + "\n" : table.text(words, width: Terminal.width)
    }
  }

  func unknownFormat() throws -> Failure {
    format.unknown(try register.words())
  }
}

/// The only place that asks what time it is.
enum Clock {
  static var now: Instant { Instant(seconds: Int64(Date().timeIntervalSince1970)) }
  /// Nanoseconds of a clock that only goes forward.
  static var ticks: UInt64 { DispatchTime.now().uptimeNanoseconds }
  /// The civil day where the program runs.
  static var today: Day {
    Instant(seconds: now.seconds + Int64(TimeZone.current.secondsFromGMT())).day
  }
}

extension Catalogue {
  /// How many errors and warnings were found where nothing was recorded.
  func checked(_ outcome: Outcome) -> String {
    func count(_ severity: Severity) -> String { String(outcome.diagnostics.filter { $0.severity == severity }.count) }
    return term("cli.checked", ["errors": count(.error), "warnings": count(.warning)])
  }

  /// How many entries were recorded, and as which revisions.
  func recorded(_ revisions: ClosedRange<Int32>) -> String {
    var values = ["from": String(revisions.lowerBound), "count": String(revisions.count)]
    if revisions.count > 1 { values["until"] = String(revisions.upperBound) }
    return term("cli.recorded", values)
  }
}
