// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation
import Testing

@Suite("Every message", .serialized)
struct MessageTests {
  /// Codes that a decision file tried on this register cannot bring about, each with where it is proved.
  static let elsewhere: [String: String] = [
    "not-utf8": "the tests of reading: the fixture would be no text",
    "not-a-charter": "the tests of charters", "unknown-model-rule": "the tests of charters",
    "no-charter": "a register without a charter, below",
  ]

  @Test("has a file that brings it about, and says what it said before")
  func bad() throws {
    let session = try Fixtures.session()
    for name in Fixtures.names("bad") {
      let bytes = try #require(Fixtures.bytes("bad/\(name).yaml"))
      let file = InputFile(name: "\(name).yaml", bytes: bytes)
      var tried = session
      if let before = Fixtures.bytes("bad/\(name).before") {
        tried = try Fixtures.session()
        _ = try tried.record([InputFile(name: "before.yaml", bytes: before)], at: Fixtures.now, by: "test")
      }
      var outcome = tried.check([file], at: Fixtures.now, by: "test")
      if let day = Fixtures.heading("findings-on", of: bytes).flatMap({ Day($0) }) {
        tried = try Fixtures.session()
        let before = Set(tried.register.asOf(day, knownAt: .latest).findings())
        outcome = try tried.record([file], at: Fixtures.now, by: "test")
        let moment = tried.register.asOf(day, knownAt: .latest)
        let found = moment.findings().filter { !before.contains($0) }
        outcome = Outcome(diagnostics: found, recorded: outcome.recorded, moment: moment)
      }
      #expect(outcome.diagnostics.contains { $0.code == name }, "\(name): \(outcome.diagnostics.map(\.code))")
      try compare(name, file, outcome)
    }
  }

  private func compare(_ name: String, _ file: InputFile, _ outcome: Outcome) throws {
    var said = ""
    for language in Catalogue.languages {
      let words = try #require(Catalogue(language))
      let text = DiagnosticText(words: words, moment: outcome.moment, files: [file])
      said += text.report(outcome.diagnostics.filter { $0.code == name }, limit: 3) + "\n"
    }
    let path = Fixtures.folder.appendingPathComponent("bad/\(name).expected")
    if Fixtures.isWriting { try said.write(to: path, atomically: true, encoding: .utf8) }
    let expected = try? String(contentsOf: path, encoding: .utf8)
    #expect(said == expected, "\(name)")
    #expect(!said.contains("{") || said.contains("- {") || said.contains("| "), "\(name) leaves a brace open")
  }

  @Test("is tried by a file or proved elsewhere")
  func complete() throws {
    let codes = try #require(Catalogue("en")).codes
    #expect(codes.subtracting(Fixtures.names("bad")).subtracting(Self.elsewhere.keys).isEmpty)
    #expect(Set(Fixtures.names("bad")).subtracting(codes).isEmpty)
  }

  @Test("of a register without a charter")
  func noCharter() throws {
    let session = try RegisterSession.open(SQLiteLogStore.inMemory())
    let bytes = Array("decision: a\neffective: 2022\nchanges:\n  - {rename: u, name: N}\n".utf8)
    let outcome = session.check([InputFile(name: "a.yaml", bytes: bytes)], at: Fixtures.now, by: "test")
    #expect(outcome.diagnostics.map(\.code) == ["no-charter"])
  }

  @Test(
    "of a charter file",
    arguments: [
      ("- a\n", "not-a-charter"),
      ("charter: x\nversion: 1\nmodels:\n  - {id: M, rule: two-holders, level: l}\n", "unknown-model-rule"),
    ])
  func charter(text: String, code: String) {
    let (charter, faults) = CharterFile.read(Array(text.utf8), name: "c.yaml")
    #expect(charter == nil)
    #expect(faults.map(\.code).contains(code))
  }
}

@Suite("Every kind of change", .serialized)
struct ChangeTests {
  @Test("is recorded when it is good, refused when it is bad, and tried on a past day")
  func changes() throws {
    let session = try Fixtures.session()
    for name in Fixtures.names("changes") {
      let bytes = try #require(Fixtures.bytes("changes/\(name).yaml"))
      let expected = try #require(Fixtures.heading("expect", of: bytes)).split(separator: " ").map(String.init)
      let outcome = session.check([InputFile(name: "\(name).yaml", bytes: bytes)], at: Fixtures.now, by: "test")
      let errors = Set(outcome.diagnostics.filter { $0.severity == .error }.map(\.code)).sorted()
      if expected == ["ok"] {
        #expect(errors.isEmpty, "\(name): \(errors)")
      } else {
        #expect(!errors.isEmpty && Set(errors).isSuperset(of: expected), "\(name): \(errors)")
      }
    }
  }

  @Test("has its three files", arguments: ChangeKind.allCases)
  func complete(kind: ChangeKind) {
    let names = Set(Fixtures.names("changes"))
    for which in ["good", "bad", "backdated"] { #expect(names.contains("\(kind.rawValue).\(which)")) }
  }
}
