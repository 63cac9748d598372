// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("A fraction")
struct RationalTests {
  /// The published percentages of the seed (R-F2), exact to the raw pair.
  @Test(
    "as a percentage rounds half up to one decimal",
    arguments: [
      (Int64(697), Int64(620), "112.4"), (48, 235, "20.4"), (4243, 3236, "131.1"), (10, 12, "83.3"), (2, 3, "66.7"),
      (1, 8, "12.5"), (1, 2000, "0.1"), (1, 2001, "0.0"), (12, 12, "100.0"), (0, 12, "0.0"), (1263, 1333, "94.7"),
      (-1, 8, "-12.5"), (-1, 2000, "-0.1"), (-1, 3, "-33.3"),
    ])
  func percentage(numerator: Int64, denominator: Int64, expected: String) throws {
    let percent = try #require(Rational(numerator * 100, over: denominator))
    #expect(percent.decimal(1) == expected)
  }

  @Test(
    "rounds half away from nought at any number of decimals",
    arguments: [
      (Int64(1), Int64(2), 0, Int64(1)), (-1, 2, 0, -1), (49, 100, 0, 0), (-49, 100, 0, 0), (3, 2, 0, 2),
      (-3, 2, 0, -2), (1, 3, 3, 333), (2, 3, 3, 667), (-2, 3, 3, -667), (1, 40, 2, 3), (1, 41, 2, 2),
      (25, 1000, 2, 3), (24_999, 1_000_000, 2, 2), (7, 1, 2, 700),
    ])
  func rounding(numerator: Int64, denominator: Int64, decimals: Int, expected: Int64) throws {
    #expect(try #require(Rational(numerator, over: denominator)).rounded(decimals: decimals) == expected)
  }

  @Test(
    "shows its decimals with the mark of the language",
    arguments: [
      ("20.4", 1, ",", "20,4"), ("0.05", 2, ".", "0.05"), ("-0.05", 2, ",", "-0,05"), ("3", 2, ".", "3.00"),
      ("2.5", 0, ".", "3"), ("-0.04", 1, ".", "0.0"), ("1234.5", 1, ",", "1234,5"),
    ])
  func decimal(text: String, decimals: Int, mark: String, expected: String) throws {
    #expect(try #require(Rational(decimal: text)).decimal(decimals, mark: mark) == expected)
  }

  @Test(
    "reads a decimal with a point or a comma",
    arguments: [
      ("40", Int64(40), Int64(1)), ("20.4", 102, 5), ("0,18", 9, 50), ("-12.50", -25, 2), ("007", 7, 1), ("-0", 0, 1),
      ("0.000000001", 1, 1_000_000_000), ("999999999999999", 999_999_999_999_999, 1),
    ])
  func parse(text: String, numerator: Int64, denominator: Int64) throws {
    let expected = try #require(Rational(numerator, over: denominator))
    #expect(Rational(decimal: text) == expected)
  }

  @Test(
    "is refused where the decimal is none",
    arguments: [
      "", "-", ".5", "5.", "1.2.3", "1,2,3", "1.2,3", "1e5", "+5", "--5", "5-", " 5", "5%", "½", "0.0000000001",
      "1234567890123456",
    ])
  func refused(text: String) {
    #expect(Rational(decimal: text) == nil)
  }

  @Test(
    "prints a finite decimal where there is one, else the fraction in lowest terms",
    arguments: [
      (Int64(102), Int64(5), "20.4"), (10, 12, "5/6"), (-10, 12, "-5/6"), (4, 2, "2"), (1, 8, "0.125"),
      (-1, 8, "-0.125"), (0, 7, "0"), (1, 1_000_000, "0.000001"),
    ])
  func description(numerator: Int64, denominator: Int64, expected: String) throws {
    #expect(try #require(Rational(numerator, over: denominator)).description == expected)
  }

  @Test("keeps lowest terms and a positive denominator")
  func lowestTerms() throws {
    let value = try #require(Rational(6, over: -4))
    #expect(value.numerator == -3)
    #expect(value.denominator == 2)
    #expect(Rational(1, over: 0) == nil)
    #expect(Rational(0, over: -5) == Rational(0))
    #expect(Rational(5) / Rational(0) == nil)
  }

  @Test(
    "has a ceiling: the least whole number not below it",
    arguments: [
      (Int64(94), Int64(1), Int64(94)), (7, 2, 4), (-7, 2, -3), (0, 5, 0), (1, 1000, 1), (-1, 1000, 0),
    ])
  func ceiling(numerator: Int64, denominator: Int64, expected: Int64) throws {
    #expect(try #require(Rational(numerator, over: denominator)).ceiling == expected)
  }

  @Test("obeys the laws of arithmetic and of order", arguments: UInt64(1)...20)
  func laws(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    func any() throws -> Rational {
      try #require(Rational(Int64(generator.below(400)) - 200, over: Int64(generator.below(60)) + 1))
    }
    for _ in 0..<50 {
      let (a, b, c) = (try any(), try any(), try any())
      #expect(a + b == b + a)
      #expect((a + b) + c == a + (b + c))
      #expect(a * (b + c) == a * b + a * c)
      #expect(a - a == Rational(0))
      #expect(b == Rational(0) || a * b / b == a)
      #expect((a < b) == (a + c < b + c))
      #expect(a.rounded(decimals: 1) == -(-a).rounded(decimals: 1))
      let error = a - Rational(a.rounded(decimals: 0))
      #expect(error * Rational(2) <= Rational(1) && Rational(-1) <= error * Rational(2))
    }
  }
}
