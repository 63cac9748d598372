// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import Testing

@Suite("An expression")
struct ExpressionTests {
  @Test(
    "reads products before sums, and from left to right",
    arguments: [
      ("1 + 2 * 3", Expression.sum(1, .product(2, 3))), ("1 * 2 + 3", .sum(.product(1, 2), 3)),
      ("8 - 3 - 2", .difference(.difference(8, 3), 2)), ("8 / 4 / 2", .quotient(.quotient(8, 4), 2)),
      ("8 - 3 + 2", .sum(.difference(8, 3), 2)), ("2 * 6 / 4", .quotient(.product(2, 6), 4)),
      ("(1 + 2) * 3", .product(.sum(1, 2), 3)), ("8 - (3 - 2)", .difference(8, .difference(3, 2))),
      ("-2 * 3", .product(.negated(2), 3)), ("4 - -3", .difference(4, .negated(3))), ("- - 1", .negated(.negated(1))),
      ("((1))", 1), ("\t1  +2", .sum(1, 2)), ("1+2", .sum(1, 2)), ("3-2", .difference(3, 2)),
    ])
  func precedence(text: String, expected: Expression) throws {
    #expect(try Expression(text) == expected)
  }

  @Test(
    "takes an identifier with hyphens for one name",
    arguments: [
      ("quota-2022", Expression.named("quota-2022")), ("a-b - c", .difference(.named("a-b"), .named("c"))),
      ("a - b-c", .difference(.named("a"), .named("b-c"))), ("O07", .named("O07")), ("a.b@2_c", .named("a.b@2_c")),
      ("a-1 + 1", .sum(.named("a-1"), 1)), ("count", .named("count")), ("counted", .named("counted")),
      ("in-force / 2", .quotient(.named("in-force"), 2)),
    ])
  func names(text: String, expected: Expression) throws {
    #expect(try Expression(text) == expected)
  }

  @Test(
    "knows the counts of the register and the ceiling",
    arguments: [
      ("count(commune)", Expression.count("commune")), ("count( thi-xa )", .count("thi-xa")),
      ("in-force(M1-district) / eligible(M1-district)", .quotient(.inForce("M1-district"), .eligible("M1-district"))),
      ("ceil(40% * count(commune))", .ceiling(.product(.percent(40), .count("commune")))),
      ("ceil(a) - b", .difference(.ceiling(.named("a")), .named("b"))),
    ])
  func functions(text: String, expected: Expression) throws {
    #expect(try Expression(text) == expected)
  }

  @Test(
    "reads numbers with decimals and percentages",
    arguments: [("20.4", "20.4"), ("0,18", "0.18"), ("40%", "0.4"), ("12,5%", "0.125"), ("100%", "1")])
  func numbers(text: String, expected: String) throws {
    let value = try #require(Rational(decimal: expected))
    #expect(try Expression(text) == .number(value))
  }

  @Test(
    "says at which character reading stopped",
    arguments: [
      ("", 0), ("1 +", 3), ("1 2", 2), ("(1", 2), ("1)", 1), ("* 2", 0), ("1 + * 2", 4), ("foo(1)", 3), ("count()", 6),
      ("count(a", 7), ("ceil(1", 6), ("ceil()", 5), ("5 %", 2), ("1 + ă", 4), ("a / ", 4), ("1..2", 4), ("1.", 2),
    ])
  func faults(text: String, offset: Int) {
    let fault = #expect(throws: ExpressionFault.self) { try Expression(text) }
    #expect(fault?.offset == offset)
  }

  @Test("lists what it names, in order")
  func lists() throws {
    let expression = try Expression("ceil((a + b) * in-force(M2)) / -eligible(M3) - a * count(k)")
    #expect(expression.names == ["a", "b", "a"])
    #expect(expression.models == ["M2", "M3"])
    #expect(expression.counted == ["k"])
  }
}

extension Expression: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int64) { self = .number(Rational(value)) }
}

extension Expression {
  fileprivate static func percent(_ value: Int64) -> Expression { .number(Rational(value, over: 100) ?? Rational(0)) }
}
