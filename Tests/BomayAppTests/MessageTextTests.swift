// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStoreSQLite
import Foundation
import Testing

@Suite("What messages show")
struct MessageTextTests {
  private func said(_ text: String, _ language: String = "en") throws -> String {
    let file = InputFile(name: "a.yaml", bytes: Array(text.utf8))
    let session = try RegisterSession.open(SQLiteLogStore.inMemory())
    let outcome = session.check([file], at: DemoFixture.now, by: "test")
    return DiagnosticText(words: try #require(Catalogue(language)), moment: nil, files: [file])
      .report(outcome.diagnostics, limit: 10)
  }

  @Test("is the line meant, whatever lines end with", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) throws {
    let lines = ["decision: a", "effective: 2022-10-01", "changes:", "  - {rename: b, nam: c}"]
    let said = try said(lines.joined(separator: end))
    #expect(said.contains("a.yaml:4:17: error"))
    #expect(said.contains("\n4 |   - {rename: b, nam: c}\n  |                 ^^^\n"))
  }

  @Test("is the text as it was read: without a byte-order mark, its letters composed")
  func asRead() throws {
    let said = try said("\u{FEFF}{decision: a, note: e\u{301}e\u{301}, effectiv: 2022}")
    #expect(said.contains("a.yaml:1:25: error"))
    #expect(
      said.contains("\n1 | {decision: a, note: \u{E9}\u{E9}, effectiv: 2022}\n  |                         ^^^^^^^^\n"))
  }

  @Test("is the place of a character that is no text, which is not printed")
  func control() throws {
    let said = try said("decision: a\nnote: x\u{0}\u{1B}[31m\n")
    #expect(said.contains("a.yaml:2:8: error: the file holds a character that is no text: U+0000"))
    #expect(!said.contains("\u{0}") && !said.contains("\u{1B}"))
  }

  @Test(
    "is in the reader's language where YAML cannot be read",
    arguments: [
      "a: [", "a: {", "\ta: b", "a: b: c", "a: \"", "a: @b", "a: \"\\q\"", "a:\n  - b\n  c: d", "a: *b", "- a\nb: c",
      "a: & b",
      "%YAML x\n---\n", "a: |x\n b", "a: !<b", "a:\n  b: c\n d: e", "a: 'b\n---\n'", "a\nb: c", "[a]]",
    ])
  func yaml(text: String) throws {
    for language in Catalogue.languages {
      let words = try #require(Catalogue(language))
      let first = try #require(try said(text, language).split(separator: "\n").first)
      #expect(first.contains("[yaml-syntax]"))
      for sentence in ["did not", "could not", "not allowed", "found ", "while "] { #expect(!first.contains(sentence)) }
      #expect(!first.contains(words.term("yaml.other")), "\(first)")
    }
  }

  @Test("is a long value by its beginning, on one line; an identifier whole")
  func long() throws {
    let words = try #require(Catalogue("en"))
    let long = String(repeating: "ab + ", count: 40)
    let identifier = String(repeating: "abc/", count: 40)
    let said = words.words(
      Diagnostic(
        .error, code: "broken-expression",
        values: ["figure": .text(identifier), "expression": .text(long), "unknown": .list([long, "a\nb"])]), nil)
    #expect(said.summary.contains(identifier))
    #expect(!said.summary.contains(long) && said.summary.contains("…"))
    #expect(said.summary.contains("a b") && said.summary.count < 400)
  }
}
