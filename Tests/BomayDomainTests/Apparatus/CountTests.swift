// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import Testing

@Suite("A count")
struct CountTests {
  @Test(
    "reads and prints each form",
    arguments: [
      ("3", Int64(3), Int64?(3)), ("0", 0, 0), ("1..3", 1, 3), ("2..", 2, nil), ("?", 0, nil), ("0..3", 0, 3),
    ])
  func text(text: String, atLeast: Int64, atMost: Int64?) throws {
    let count = try #require(Count(text))
    #expect(count == Count(atLeast: atLeast, atMost: atMost))
    #expect(count.description == text)
  }

  @Test(
    "is refused where it is none",
    arguments: ["", "-1", "3..1", "..3", "1...3", "1..3..5", "a", "1.5", "1..x", "-1..3", "??", " 3", "3 "])
  func refused(text: String) {
    #expect(Count(text) == nil)
  }

  @Test("is refused where a sign stands before a number", arguments: ["+3", "+1..3", "1..+3", "-0"])
  func signs(text: String) {
    #expect(Count(text) == nil)
  }

  @Test("adds bound to bound, and has no upper bound where a part has none")
  func sum() {
    #expect(Count(2) + Count(3) == Count(5))
    #expect(Count(2) + Count(atLeast: 1, atMost: 4) == Count(atLeast: 3, atMost: 6))
    #expect(Count(2) + .undetermined == Count(atLeast: 2, atMost: nil))
    #expect([Count.one, .one, .undetermined].reduce(Count(0), +).atLeast == 2)
  }

  @Test("is exact where both bounds are one")
  func exact() {
    #expect(Count(81).exact == 81)
    #expect(Count(atLeast: 4, atMost: 4).exact == 4)
    #expect(Count(atLeast: 4, atMost: 5).exact == nil)
    #expect(Count.undetermined.exact == nil)
    #expect(Count(atLeast: 5, atMost: 1).exact == 5)
  }
}
