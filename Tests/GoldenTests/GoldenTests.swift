// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import Foundation
import Testing

@Suite("Every message", .serialized)
struct MessageTests {
  @Test("has a file that brings it about, and says what it said before")
  func bad() throws {
    for trial in try Trial.all.get() {
      #expect(trial.codes.contains(trial.name), "\(trial.name): \(trial.codes.sorted())")
      try Fixtures.expect(trial.said, at: "bad/\(trial.name).expected")
      let summary = trial.example.prefix { $0 != "\n" }
      #expect(!summary.contains(/(^|[ :(])\?([ ,:)]|$)|\{[a-zA-Z.]+\}/), "\(trial.name) lacks a value")
    }
  }

  @Test("is tried by a file of its name, and no file is left over")
  func complete() throws {
    for language in Catalogue.languages {
      #expect(try #require(Catalogue(language)).codes == Set(Trial.names))
    }
    #expect(Fixtures.isWriting || Set(Fixtures.names("bad", ".expected")) == Set(Trial.names))
    #expect(Set(Fixtures.names("bad", ".before")).isSubset(of: Trial.names))
  }

  @Test("is raised somewhere, and whatever is raised has its words")
  func raised() throws {
    let codes = try #require(Catalogue("en")).codes
    let text = try sources().joined(separator: "\n")
    for code in codes { #expect(text.contains("\"\(code)\""), "\(code) is raised nowhere") }
    let raising = try Regex(#"(?:fault\(|code: |code = )"([a-z0-9-]+)""#, as: (Substring, Substring).self)
    let found = Set(text.matches(of: raising).map { String($0.output.1) })
    #expect(found.count > 80)
    #expect(found.subtracting(codes).isEmpty, "\(found.subtracting(codes).sorted())")
  }

  private func sources() throws -> [String] {
    let folder = Fixtures.root.appendingPathComponent("Sources")
    let walker = try #require(FileManager.default.enumerator(atPath: folder.path))
    return try walker.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map {
      try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
    }
  }
}

/// Three files for each kind of change; each begins with `# expect: ok`, or every code of the errors.
@Suite("Every kind of change")
struct ChangeTests {
  /// A file of `changes` and what its first line says of it.
  private struct Case {
    let name: String
    let file: InputFile
    let expected: [String]
    var isGood: Bool { expected == ["ok"] }

    init(_ name: String) throws {
      self.name = name
      file = InputFile(name: "\(name).yaml", bytes: try #require(Fixtures.bytes("changes/\(name).yaml"), "\(name)"))
      expected = try #require(Fixtures.heading("expect", of: file.bytes)).split(separator: " ").map(String.init)
    }

    func expects(_ outcome: Outcome) { expects(outcome, recorded: isGood ? 1 : nil) }

    func expects(_ outcome: Outcome, recorded: Int?) {
      let errors = Set(outcome.diagnostics.filter { $0.severity == .error }.map(\.code)).sorted()
      #expect(errors == (isGood ? [] : expected), "\(name)")
      #expect(outcome.recorded?.count == recorded, "\(name)")
    }

    /// The day on which the change tried takes effect: the last one named.
    func day() throws -> Day {
      let text = String(decoding: file.bytes, as: UTF8.self)
      let last = try #require(text.matches(of: /effective: (\d{4}-\d{2}-\d{2})/).last)
      return try #require(Day(String(last.output.1)))
    }
  }

  @Test("is recorded when it is good")
  func good() throws {
    let shared = try Fixtures.session()
    for kind in ChangeKind.allCases {
      let tried = try Case("\(kind.rawValue).good")
      #expect(tried.isGood)
      // Opening a register takes long: what a backdated file records for good is only checked here.
      if try Case("\(kind.rawValue).backdated").isGood {
        tried.expects(shared.check([tried.file], at: Fixtures.now, by: "test"), recorded: nil)
      } else {
        tried.expects(try Fixtures.session().record([tried.file], at: Fixtures.now, by: "test"))
      }
    }
  }

  @Test("is refused when it is bad, with the register left as it was")
  func bad() throws {
    let session = try Fixtures.session()
    let before = session.register.digest
    for kind in ChangeKind.allCases {
      let tried = try Case("\(kind.rawValue).bad")
      #expect(!tried.isGood)
      tried.expects(try session.record([tried.file], at: Fixtures.now, by: "test"))
    }
    #expect(session.register.digest == before)
  }

  @Test("is recorded for a day before what is on record, or clashes with it", arguments: ChangeKind.allCases)
  func backdated(kind: ChangeKind) throws {
    let tried = try Case("\(kind.rawValue).backdated")
    let session = try Fixtures.session()
    let before = session.register.head
    let day = try tried.day()
    let later = session.register.asOf(day, knownAt: before).decisions().compactMap { $0.effective?.latest }
    #expect(later.contains { day < $0 }, "nothing on record comes after \(day)")
    let outcome = try session.record([tried.file], at: Fixtures.now, by: "test")
    tried.expects(outcome)
    var answer = "recorded: \(outcome.recorded?.count ?? 0)\n"
    for severity in Severity.allCases.reversed() {
      let codes = Set(outcome.diagnostics.filter { $0.severity == severity }.map(\.code)).sorted()
      if !codes.isEmpty { answer += "\(severity.rawValue): \(codes.joined(separator: " "))\n" }
    }
    if outcome.recorded != nil {
      for asked in [day, DemoRegister.day] {
        answer += "other on \(asked): \(other(session.register, asked, before))\n"
      }
    }
    try Fixtures.expect(answer, at: "changes/\(tried.name).expected")
  }

  /// What is otherwise on a day than was known before: a late entry leaves later ones as they are.
  private func other(_ register: Register, _ day: Day, _ before: Revision) -> String {
    let found = register.asOf(day, knownAt: before).differences(to: register.asOf(day, knownAt: register.head))
    let told = found.map { "\($0.what) \($0.id)" }.sorted()
    guard !told.isEmpty else { return "nothing" }
    return told.prefix(6).joined(separator: ", ") + (told.count > 6 ? ", and \(told.count - 6) more" : "")
  }

  @Test("has its three files and no more")
  func complete() {
    let wanted = ChangeKind.allCases.flatMap { kind in ["good", "bad", "backdated"].map { "\(kind.rawValue).\($0)" } }
    #expect(Fixtures.names("changes") == wanted.sorted())
    let told = wanted.filter { $0.hasSuffix(".backdated") }.sorted()
    #expect(Fixtures.isWriting || Fixtures.names("changes", ".expected") == told)
  }
}
