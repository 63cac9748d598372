// SPDX-License-Identifier: Apache-2.0
import BomayTesting
import Testing

@testable import BomayDomain

@Suite("Names in words")
struct NameMaskTests {
  private static let names: [(person: Identifier<Person>, name: String)] = [
    ("p-an", "Ann O'Dean"), ("p-bo", "Bo Lee"), ("p-long", "Ann O'Dean Bo"),
  ]
  private let mask = NameMask(names)

  @Test(
    "are taken out whole, however they are set apart, in capitals as well",
    arguments: [
      ("Appoints Ann O'Dean.", "Appoints […]."), ("BO LEE", "[…]"), (#"{"title":"Bo \"Lee\""}"#, #"{"title":"[…]\""}"#),
      ("Bo Lee, Bo  Lee", "[…], […]"), ("Ann O'Dean Bo Lee", "[…]"), ("(Bo Lee)", "([…])"),
      ("“Bo Lee”", "“[…]”"), ("2023–Bo Lee–2024", "2023–[…]–2024"), ("Bo\u{A0}Lee…", "[…]…"), ("《Bo Lee》", "《[…]》"),
    ])
  func taken(text: String, masked: String) throws {
    #expect(try #require(mask).masked(text) == masked)
  }

  @Test(
    "and nothing else", arguments: ["Bo", "Lee Bo", "Bobo Lee", "Bo Leeds", "bo lee", "Bo Lee\u{301}", "ǅBo Lee", ""])
  func kept(text: String) throws {
    #expect(try #require(mask).masked(text) == text)
  }

  @Test("A thing keeps its name, its note does not keep one")
  func things() throws {
    let mask = try #require(mask)
    var school = Establish()
    school.name = "School Bo Lee"
    #expect(mask.masked(.establish(school)) == .establish(school))
    var ratio = DefineFigure()
    ratio.expression = "Bo Lee"
    #expect(mask.masked(.figure(ratio)) == .figure(ratio))
    var task = IssueDirective()
    task.content = "Greet Bo Lee."
    guard case .issueDirective(let masked) = mask.masked(.issueDirective(task)) else {
      Issue.record("it is a directive no more")
      return
    }
    #expect(masked.content == "Greet […].")
    #expect(NameMask([]) == nil)
  }
}

@Suite("Names in JSON")
struct NameFinderTests {
  private static let finder = NameFinder(
    [(person: "p-bo", name: "Bo Lee"), (person: "p-nam", name: "nam")], readsEscapes: true)

  @Test(
    "a letter that stands for a sign is none of the name",
    arguments: [
      (#"{"note":"1.\nBo Lee"}"#, 1), (#""\u0009Bo Lee""#, 1), (#""\\nam""#, 1), (#""\nam""#, 0), (#""\Bo\tLee""#, 1),
      (#"\u00"#, 0), (#"\"#, 0),
    ])
  func escapes(text: String, count: Int) {
    #expect(Self.finder.names(in: text).count == count)
  }
}
