// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite

/// A file of `bad`, named by the code that it brings about, and what it was told.
///
/// First lines that change how it is tried: `# findings-on: DAY` records it and tells what `findings`
/// says on that day and did not say before; `# read-as: charter` reads a charter; `# register: empty`
/// tries it where there is none. A `.before` beside it is recorded first. A table (`.csv`) is imported as
/// changes of ``Isles``, or converted from 2000 to 2020 where it begins with `# read-as: figures`,
/// behind which may stand weights by area (`11=40`).
struct Trial: Sendable {
  let name: String
  /// Every code that was told.
  let codes: Set<String>
  /// The first message of its own code.
  let own: Diagnostic?
  /// All that is printed, in both languages.
  let said: String
  /// The first message of its own code, in English.
  let example: String

  /// Every file once; whoever asks first waits.
  static let all = Result<[Trial], any Error> {
    let session = try Fixtures.session()
    return try names.map { try Trial($0, session) }
  }

  static var names: [String] { (Fixtures.names("bad") + Fixtures.names("bad", ".csv") + made.keys).sorted() }

  /// Files that would be no text, and so are not kept as files: a letter of two bytes that has lost one,
  /// and a nought among the letters.
  private static let made: [String: [UInt8]] = [
    "control-character": Array("decision: a\r\neffective: 2022-10-01\r\nnote: a\u{0}b\r\n".utf8),
    "not-utf8": Array("decision: a\neffective: 2022-10-01\nchanges:\n  - {rename: gia-loc, name: Gia L".utf8)
      + [0xC3, 0x7D, 0x0A],
  ]

  private init(_ name: String, _ shared: RegisterSession) throws {
    let table = Fixtures.bytes("bad/\(name).csv")
    let file = InputFile(
      name: "\(name).\(table == nil ? "yaml" : "csv")",
      bytes: Trial.made[name] ?? table ?? Fixtures.bytes("bad/\(name).yaml") ?? [])
    let outcome = try table == nil ? Trial.outcome(file, name, shared) : Isles.outcome(file)
    self.name = name
    codes = Set(outcome.diagnostics.map(\.code))
    own = outcome.diagnostics.first { $0.code == name }
    let texts = Catalogue.languages.compactMap { Catalogue($0) }.map {
      DiagnosticText(words: $0, moment: outcome.moment, files: [file])
    }
    // As many as `bomay check` prints.
    said = texts.map { $0.report(outcome.diagnostics, limit: 200) }.joined(separator: "\n")
    example = own.flatMap { texts.last?.text($0) } ?? ""
  }

  private static func outcome(_ file: InputFile, _ name: String, _ shared: RegisterSession) throws -> Outcome {
    if Fixtures.heading("read-as", of: file.bytes) == "charter" {
      return Outcome(diagnostics: CharterFile.read(file.bytes, name: file.name).1, recorded: nil, moment: nil)
    }
    if Fixtures.heading("register", of: file.bytes) == "empty" {
      return try RegisterSession.open(SQLiteLogStore.inMemory()).check([file], at: Fixtures.now, by: "test")
    }
    if let before = Fixtures.bytes("bad/\(name).before") {
      let session = try Fixtures.session()
      _ = try session.record([InputFile(name: "before.yaml", bytes: before)], at: Fixtures.now, by: "test")
      return session.check([file], at: Fixtures.now, by: "test")
    }
    guard let day = Fixtures.heading("findings-on", of: file.bytes).flatMap({ Day($0) }) else {
      return shared.check([file], at: Fixtures.now, by: "test")
    }
    let session = try Fixtures.session()
    let before = Set(session.register.asOf(day, knownAt: .latest).findings())
    let recorded = try session.record([file], at: Fixtures.now, by: "test").recorded
    let moment = session.register.asOf(day, knownAt: .latest)
    return Outcome(
      diagnostics: moment.findings().filter { !before.contains($0) }, recorded: recorded, moment: moment)
  }
}
