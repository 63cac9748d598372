// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation
import Testing

@Suite("What a file is told")
struct RecordingTests {
  private func elect(_ id: String, _ post: String, on day: String, more: String = "") -> String {
    """
    decision: \(id)
    rests: reading
    effective: \(day)
    changes:
      - {elect: nguoi-a, post: \(post)}
    \(more)
    """
  }

  @Test("is what it brings about, and not a warning that stood before it")
  func stoodBefore() throws {
    let session = try DemoFixture.session()
    func unexplained(_ yaml: String) throws -> [[String]] {
      let outcome = try DemoFixture.record(yaml, in: session)
      #expect(outcome.recorded != nil, "\(outcome.errors)")
      return outcome.diagnostics.filter { $0.code == "accession-unexplained" }.map(\.about)
    }
    let person = "  - {person: nguoi-a, effective: 2015-01-01}"
    let first = try unexplained(elect("bau-1", "gia-loc/cap-uy/bi-thu", on: "2021-01-01", more: person))
    #expect(first == [["nguoi-a", "gia-loc/cap-uy/bi-thu"]])
    let second = try unexplained(elect("bau-2", "gia-loc/hdnd/chu-tich", on: "2021-06-01"))
    #expect(second == [["nguoi-a", "gia-loc/hdnd/chu-tich"]])
    // The same post once more, without what an election takes: that is new.
    let again = try unexplained(
      """
      decision: thoi
      rests: reading
      effective: 2022-01-01
      changes:
        - {relieve: nguoi-a, post: gia-loc/cap-uy/bi-thu}
      ---
      \(elect("bau-3", "gia-loc/cap-uy/bi-thu", on: "2022-02-01"))
      """)
    #expect(again == [["nguoi-a", "gia-loc/cap-uy/bi-thu"]])
    #expect(
      session.register.asOf(try DemoFixture.day("2022-10-31"), knownAt: session.register.head).findings()
        .filter { $0.code == "accession-unexplained" }.count == 2, "findings still tells them")
  }

  @Test("is not that it is late, where its note says why")
  func lateWithReason() throws {
    let body = "document: nq-788-2019\neffective: 2022-01-01\nchanges:\n  - {rename: gia-loc/phong-noi-vu, name: N}\n"
    let session = try DemoFixture.session()
    let late = try DemoFixture.record("decision: muon\n" + body, in: session)
    #expect(late.diagnostics.contains { $0.code == "late-entry" })
    let noted = try DemoFixture.record("decision: muon-2\nnote: b\n" + body, in: session)
    #expect(!noted.diagnostics.contains { $0.code == "late-entry" })
  }

  @Test("is in the severity of the charter, and no stricter where the rule is milder by itself")
  func severities() throws {
    let text = try String(decoding: #require(Resources.bytes("charters/vn.yaml")), as: UTF8.self)
    let body = "effective: 2022-11-01\nchanges:\n  - {rename: gia-loc/phong-noi-vu, name: N}\n"
    for (version, set, document, reading) in [
      (2, "notice", Severity.notice, Severity.notice), (3, "warning", .warning, .warning),
      (4, "error", .error, .warning),
    ] {
      let session = try DemoFixture.session()
      let own = text.replacing("version: 1\nlang", with: "version: \(version)\nlang")
        .replacing("severities: {}", with: "severities: {R-A7: \(set)}")
      let (charter, faults) = CharterFile.read(Array(own.utf8), name: "vn.yaml")
      #expect(faults.isEmpty)
      try session.adopt(#require(charter), at: DemoFixture.now, by: "test")
      for (id, rests, expected) in [("a", "document", document), ("b", "reading", reading)] {
        let file = InputFile(name: "a.yaml", bytes: Array("decision: \(id)\nrests: \(rests)\n\(body)".utf8))
        let told = session.check([file], at: DemoFixture.now, by: "test").diagnostics
        #expect(told.first { $0.code == "no-legal-basis" }?.severity == expected, "\(set), \(rests)")
      }
    }
  }

  @Test("is every word of a charter that the program cannot read")
  func charterWords() {
    let charter = """
      charter: c
      version: 1.5
      roles:
        - {id: a, head: yes, by: [elekt, appoint]}
      incompatible:
        - {id: x, roles: [{role: a}, {role: a}], severity: warn}
      document-types: [{id: nq, rank: first}]
      kinds: none
      templates: [{id: t, version: 0}]
      severities: {R-A6: warn, twin-units: error, R-Z1: error}
      """
    let (read, faults) = CharterFile.read(Array(charter.utf8), name: "c.yaml")
    #expect(read == nil)
    let told = faults.map { "\($0.span?.line ?? 0) \($0.code)" }.sorted()
    #expect(
      told == [
        "10 unknown-key", "10 unknown-key", "10 unknown-word", "2 not-a-number", "4 not-yes-or-no", "4 unknown-word",
        "6 unknown-word", "7 not-a-number", "8 not-a-list", "9 not-a-number",
      ])
    let code = faults.first { $0.values["key"] == .text("twin-units") }
    #expect(code?.values["nearest"] == .text("R-A6"))
  }
}

@Suite("Who has not reported")
struct UnreportedTests {
  @Test("is each addressee without a report on that day")
  func addressees() throws {
    let session = try DemoFixture.session()
    let outcome = try DemoFixture.record(
      """
      decision: bao-cao
      rests: reading
      effective: 2022-10-20
      changes:
        - {report-directive: d-f12, progress: xong, by: [gia-loc/cap-uy, nam-sach/cap-uy]}
        - {report-directive: d-f14, progress: xong}
      """, in: session)
    #expect(outcome.recorded != nil, "\(outcome.errors)")
    func rows(_ day: String) throws -> Set<String> {
      let at = session.register.asOf(try DemoFixture.day(day), knownAt: session.register.head)
      return Set(at.unreported().map { "\($0.directive.id) \($0.unit)" })
    }
    let before = try rows("2022-10-19")
    let after = try rows("2022-10-20")
    #expect(after.isSubset(of: before))
    let reported = before.subtracting(after).filter { $0.hasPrefix("d-f12") }.sorted()
    #expect(reported == ["d-f12 gia-loc/cap-uy", "d-f12 nam-sach/cap-uy"])
    #expect(after.contains("d-f12 tu-ky/cap-uy"))
    #expect(before.contains { $0.hasPrefix("d-f14") } && !after.contains { $0.hasPrefix("d-f14") })
    let answers = Answers(
      session.register.asOf(try DemoFixture.day("2022-10-20"), knownAt: session.register.head),
      try #require(Catalogue("en")))
    #expect(answers.unreported().rows.count == after.count)
  }
}

@Suite("What the command line answers with")
struct CommandWordsTests {
  @Test("counts one thing as one")
  func one() throws {
    let words = try #require(Catalogue("en"))
    #expect(words.term("cli.recorded", ["count": "1", "from": "7"]) == "Recorded 1 entry, revision 7.")
    #expect(
      words.term("cli.recorded", ["count": "2", "from": "7", "until": "8"]) == "Recorded 2 entries, revisions 7 to 8.")
    #expect(words.term("cli.checked", ["errors": "1", "warnings": "0"]).hasPrefix("Checked: 1 error, 0 warnings;"))
  }

  @Test("guards what a spreadsheet would compute, and leaves numbers alone")
  func formulas() {
    let texts = ["=1+1", "+84", "-a", "@a", "\ta", "-3", "-3,5%", "-1.000", "a=b", "--3"]
    let table = Table(columns: [Table.Column("a", "a")], rows: texts.map { [.text($0)] })
    let fields = table.csv.components(separatedBy: "\r\n").dropFirst().dropLast()
    #expect(fields == ["'=1+1", "'+84", "'-a", "'@a", "'\ta", "-3", "\"-3,5%\"", "-1.000", "a=b", "'--3"])
  }

  @Test("knows what will be recorded later, and the nearest kind")
  func hints() throws {
    let words = try #require(Catalogue("en"))
    let register = DemoFixture.register
    let early = Answers(register.asOf(DemoRegister.day, knownAt: Revision(0)), words)
    #expect(early.isKnownLater("kinh-mon") && early.isKnownLater("M1") && !early.isKnownLater("kin-mon"))
    let answers = try DemoFixture.answers("2022-10-31", "en")
    #expect(!answers.isKnownLater("kinh-mon"))
    #expect(answers.moment.knows(kindOrLevel: "commune") && !answers.moment.knows(kindOrLevel: "zzz"))
    #expect(answers.nearestKind(to: "communne") == "commune")
  }

  @Test("says for machines what proving the log came to")
  func verified() {
    let table = Answers.verified(size: 3, root: "ab", digest: "cd", compared: nil)
    #expect(table.json == "[\n  {\"size\":3,\"root\":\"ab\",\"digest\":\"cd\",\"compared\":null}\n]")
    #expect(Answers.verified(size: 3, root: "ab", digest: "cd", compared: 2).csv.hasSuffix("3,ab,cd,2\r\n"))
  }
}
