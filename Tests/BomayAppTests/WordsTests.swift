// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation
import Testing

@Suite("Words")
struct WordsTests {
  @Test("are the same keys in both languages")
  func sameKeys() throws {
    let vi = try #require(Catalogue("vi")).keys
    let en = try #require(Catalogue("en")).keys
    #expect(vi.subtracting(en).isEmpty)
    #expect(en.subtracting(vi).isEmpty)
    #expect(vi.count > 300)
  }

  @Test("tell every rule's breach", arguments: Register.rules)
  func rules(rule: RuleEntry) throws {
    for language in Catalogue.languages {
      #expect(try #require(Catalogue(language)).has(rule.code), "\(rule.code) in \(language)")
    }
  }

  @Test("name every change, subject and state")
  func terms() throws {
    for language in Catalogue.languages {
      let words = try #require(Catalogue(language))
      for kind in ChangeKind.allCases { #expect(words.keys.contains("change.\(kind.rawValue)")) }
      for subject in Subject.allCases { #expect(words.keys.contains("subject.\(subject.word)")) }
      for state in PilotStateWord.allCases { #expect(words.keys.contains("state.\(state.rawValue)")) }
      for reason in PresenceReason.allCases { #expect(words.keys.contains("presence.\(reason.rawValue)")) }
      for verdict in FigureVerdict.allCases { #expect(words.keys.contains("verdict.\(verdict.rawValue)")) }
      for state in DirectiveState.allCases { #expect(words.keys.contains("directive.\(state.rawValue)")) }
      for state in ObligationState.allCases { #expect(words.keys.contains("obligation.\(state.rawValue)")) }
      for cause in ObligationCause.allCases { #expect(words.keys.contains("cause.\(cause.rawValue)")) }
      for precision in Precision.allCases { #expect(words.keys.contains("bound.\(precision.rawValue)")) }
    }
  }

  @Test("leave out a bracketed part whose value is absent")
  func brackets() throws {
    let words = try #require(Catalogue("en"))
    let with = Diagnostic(
      .error, code: "unknown-reference", values: ["subject": .text("unit"), "id": .text("a"), "nearest": .text("b")])
    let without = Diagnostic(.error, code: "unknown-reference", values: ["subject": .text("unit"), "id": .text("a")])
    #expect(words.words(with, nil).remedies == ["did you mean 'b'?", "find it with: bomay search"])
    #expect(words.words(without, nil).remedies == ["find it with: bomay search"])
  }

  @Test("write days and numbers as the language does")
  func numbers() throws {
    let vi = try #require(Catalogue("vi"))
    #expect(vi.text(Int64(1_452_750)) == "1.452.750")
    #expect(vi.percent(Rational(69_700, over: 620)) == "112,4%")
    #expect(vi.text(try #require(Bound("2024-Q2"))).hasSuffix("II/2024"))
    #expect(vi.text(try #require(Day("2019-12-01"))) == "01/12/2019")
    #expect(try #require(Catalogue("en")).text(Int64(1_452_750)) == "1,452,750")
  }
}

@Suite("Official forms")
struct FormTests {
  @Test("are filled in, in both languages and every format", arguments: Form.numbers)
  func filled(number: String) throws {
    for language in Catalogue.languages {
      let form = try #require(Form(number, DemoFixture.answers("2022-10-31", language)))
      #expect(!form.table.rows.isEmpty)
      #expect(form.text(width: 100).split(separator: "\n").allSatisfy { $0.count <= 400 })
      let html = form.html(stamp: "225 abc")
      #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("225 abc"))
      _ = try #require(JSONSerialization.jsonObject(with: Data(form.table.json.utf8)) as? [[String: Any]])
    }
  }

  @Test("carry the figures of the register")
  func figures() throws {
    let form = try #require(Form("07", DemoFixture.answers("2022-10-31")))
    let text = form.text(width: nil)
    for figure in ["235", "48", "20,4", "94", "46"] { #expect(text.contains(figure)) }
    let reductions = try #require(Form("05", DemoFixture.answers("2022-10-31"))).text(width: nil)
    for figure in ["620", "697", "1.853", "2.218", "3.236", "4.243"] { #expect(reductions.contains(figure)) }
    let rotations = try #require(Form("09", DemoFixture.answers("2022-10-31"))).text(width: nil)
    for figure in ["156", "78", "152", "386"] { #expect(rotations.contains(figure)) }
  }
}
