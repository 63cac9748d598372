// SPDX-License-Identifier: Apache-2.0

/// How a figure is computed: numbers, observations and other figures by identifier, `+ - * /`,
/// `ceil(…)`, percentages, and the counts that the register itself gives.
///
/// Identifiers may hold `-`; a minus or a slash that stands for arithmetic has spaces around it.
public indirect enum Expression: Hashable, Sendable {
  case number(Rational)
  /// An observation or a figure.
  case named(String)
  case count(String)
  case inForce(String)
  case eligible(String)
  case ceiling(Expression)
  case negated(Expression)
  case sum(Expression, Expression)
  case difference(Expression, Expression)
  case product(Expression, Expression)
  case quotient(Expression, Expression)

  /// Reads an expression.
  ///
  /// - Throws: ``ExpressionFault`` with the character (from 0) where reading stopped.
  public init(_ text: String) throws(ExpressionFault) {
    var reader = ExpressionReader(text)
    self = try reader.sum()
    try reader.end()
  }

  /// The observations and figures it names.
  public var names: [String] {
    switch self {
    case .number, .count, .inForce, .eligible: []
    case .named(let name): [name]
    case .ceiling(let inner), .negated(let inner): inner.names
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
      a.names + b.names
    }
  }

  /// The kinds and levels whose units it counts.
  public var counted: [String] {
    switch self {
    case .number, .named, .inForce, .eligible: []
    case .count(let kind): [kind]
    case .ceiling(let inner), .negated(let inner): inner.counted
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
      a.counted + b.counted
    }
  }

  /// The models it asks about.
  public var models: [String] {
    switch self {
    case .number, .count, .named: []
    case .inForce(let model), .eligible(let model): [model]
    case .ceiling(let inner), .negated(let inner): inner.models
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
      a.models + b.models
    }
  }
}

public struct ExpressionFault: Error, Hashable, Sendable {
  /// Characters before the place where reading stopped.
  public let offset: Int
}

private struct ExpressionReader {
  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  private var fault: ExpressionFault { ExpressionFault(offset: place) }

  private mutating func skipSpace() {
    while place < bytes.count, bytes[place] == 32 || bytes[place] == 9 { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  mutating func end() throws(ExpressionFault) {
    skipSpace()
    if place < bytes.count { throw fault }
  }

  mutating func sum() throws(ExpressionFault) -> Expression {
    var left = try product()
    while true {
      if take(43) {
        left = .sum(left, try product())
      } else if take(45) {
        left = .difference(left, try product())
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(ExpressionFault) -> Expression {
    var left = try term()
    while true {
      if take(42) {
        left = .product(left, try term())
      } else if take(47) {
        left = .quotient(left, try term())
      } else {
        return left
      }
    }
  }

  private mutating func term() throws(ExpressionFault) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 64 else { throw fault }
    if take(45) { return .negated(try term()) }
    if take(40) {
      let inner = try sum()
      guard take(41) else { throw fault }
      return inner
    }
    skipSpace()
    let start = place
    guard place < bytes.count else { throw fault }
    if (48...57).contains(bytes[place]) { return try number(from: start) }
    return try word(from: start)
  }

  private mutating func number(from start: Int) throws(ExpressionFault) -> Expression {
    while place < bytes.count, (48...57).contains(bytes[place]) || bytes[place] == 46 || bytes[place] == 44 {
      place += 1
    }
    guard let value = Rational(decimal: String(decoding: bytes[start..<place], as: UTF8.self)) else { throw fault }
    if place < bytes.count, bytes[place] == 37 {
      place += 1
      guard let share = value / Rational(100) else { throw fault }
      return .number(share)
    }
    return .number(value)
  }

  private mutating func word(from start: Int) throws(ExpressionFault) -> Expression {
    func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case 48...57, 65...90, 97...122, 95, 46, 64, 45: true
      default: false
      }
    }
    while place < bytes.count, isWord(bytes[place]) { place += 1 }
    guard place > start else { throw fault }
    let name = String(decoding: bytes[start..<place], as: UTF8.self)
    guard ["count", "in-force", "eligible", "ceil"].contains(name), take(40) else { return .named(name) }
    if name == "ceil" {
      let inner = try sum()
      guard take(41) else { throw fault }
      return .ceiling(inner)
    }
    skipSpace()
    let first = place
    while place < bytes.count, isWord(bytes[place]) { place += 1 }
    let argument = String(decoding: bytes[first..<place], as: UTF8.self)
    guard place > first, take(41) else { throw fault }
    switch name {
    case "count": return .count(argument)
    case "in-force": return .inForce(argument)
    default: return .eligible(argument)
    }
  }
}
