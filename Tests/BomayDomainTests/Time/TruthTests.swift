// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import Testing

@Suite("Truth with a third value")
struct TruthTests {
  @Test("turns round and leaves the undetermined", arguments: [(Truth.no, Truth.yes), (.undetermined, .undetermined)])
  func negation(truth: Truth, expected: Truth) {
    #expect(!truth == expected)
    #expect(!expected == truth)
  }

  /// Kleene's strong logic.
  @Test(
    "joins two",
    arguments: [
      (Truth.no, Truth.no, Truth.no, Truth.no), (.no, .undetermined, .no, .undetermined), (.no, .yes, .no, .yes),
      (.undetermined, .undetermined, .undetermined, .undetermined), (.undetermined, .yes, .undetermined, .yes),
      (.yes, .yes, .yes, .yes),
    ])
  func junctions(one: Truth, other: Truth, both: Truth, either: Truth) {
    #expect((one && other) == both)
    #expect((other && one) == both)
    #expect((one || other) == either)
    #expect((other || one) == either)
  }
}
