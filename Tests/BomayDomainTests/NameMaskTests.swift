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
    ])
  func taken(text: String, masked: String) throws {
    #expect(try #require(mask).masked(text) == masked)
  }

  @Test("and nothing else", arguments: ["Bo", "Lee Bo", "Bobo Lee", "Bo Leeds", "bo lee", ""])
  func kept(text: String) throws {
    #expect(try #require(mask).masked(text) == text)
  }

  @Test("A thing keeps its name, its note does not keep one")
  func things() throws {
    let mask = try #require(mask)
    var school = Establish()
    school.name = "School Bo Lee"
    #expect(mask.masked(.establish(school)) == .establish(school))
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
