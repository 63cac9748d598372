// SPDX-License-Identifier: Apache-2.0

/// A whole number known exactly, within bounds, or not at all.
public struct Count: Hashable, Sendable, CustomStringConvertible {
  public let atLeast: Int64
  /// `nil` when nothing limits it.
  public let atMost: Int64?

  public init(_ exactly: Int64) {
    atLeast = exactly
    atMost = exactly
  }

  public init(atLeast: Int64, atMost: Int64?) {
    self.atLeast = atLeast
    self.atMost = atMost.map { max($0, atLeast) }
  }

  public static let undetermined = Count(atLeast: 0, atMost: nil)
  public static let one = Count(1)

  /// The number itself, where it is known.
  public var exact: Int64? { atMost == atLeast ? atLeast : nil }

  /// Adds; what is too large for 64 bits has no upper bound.
  public static func + (left: Count, right: Count) -> Count {
    let (least, isOver) = left.atLeast.addingReportingOverflow(right.atLeast)
    var most: Int64?
    if let l = left.atMost, let r = right.atMost {
      let (sum, overflow) = l.addingReportingOverflow(r)
      most = overflow ? nil : sum
    }
    return Count(atLeast: isOver ? .max : least, atMost: isOver ? nil : most)
  }

  /// `3`, `1..3`, `2..` or `?`.
  public var description: String {
    if let exact { return String(exact) }
    if let atMost { return "\(atLeast)..\(atMost)" }
    return atLeast == 0 ? "?" : "\(atLeast).."
  }

  public init?(_ text: some StringProtocol) {
    if text == "?" {
      self = .undetermined
      return
    }
    guard text.utf8.count <= 32, text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }) else { return nil }
    if let number = Int64(text) {
      self.init(number)
      return
    }
    let bytes = Array(text.utf8)
    guard let dot = bytes.firstIndex(of: 46), dot + 1 < bytes.count, bytes[dot + 1] == 46,
      let low = Int64(String(decoding: bytes[..<dot], as: UTF8.self)), low >= 0
    else { return nil }
    let tail = String(decoding: bytes[(dot + 2)...], as: UTF8.self)
    if tail.isEmpty {
      self.init(atLeast: low, atMost: nil)
    } else {
      guard let high = Int64(tail), high >= low else { return nil }
      self.init(atLeast: low, atMost: high)
    }
  }
}

/// An exact fraction in lowest terms; every figure is computed with these and rounded only to be shown.
///
/// What does not fit 64 bits, and whatever is computed from it, is ``undefined``: no figure is ever
/// wrong for want of room.
public struct Rational: Hashable, Comparable, Sendable {
  public let numerator: Int64
  /// Always positive; nought only in ``undefined``.
  public let denominator: Int64

  /// The result of dividing by nought or of leaving 64 bits.
  public static let undefined = Rational(unchecked: 0, 0)

  public var isDefined: Bool { denominator != 0 }

  public init(_ whole: Int64) {
    numerator = whole
    denominator = 1
  }

  /// `nil` when the denominator is 0.
  public init?(_ numerator: Int64, over denominator: Int64) {
    let value = Rational.reduced(Int128(numerator), Int128(denominator))
    guard value.isDefined else { return nil }
    self = value
  }

  private init(unchecked numerator: Int64, _ denominator: Int64) {
    self.numerator = numerator
    self.denominator = denominator
  }

  private static func reduced(_ numerator: Int128, _ denominator: Int128) -> Rational {
    guard denominator != 0 else { return undefined }
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = Int128(max(a, 1)) * (denominator < 0 ? -1 : 1)
    guard let top = Int64(exactly: numerator / divisor), let bottom = Int64(exactly: denominator / divisor) else {
      return undefined
    }
    return Rational(unchecked: top, bottom)
  }

  public static func + (l: Rational, r: Rational) -> Rational {
    guard l.isDefined, r.isDefined else { return undefined }
    let (a, b) = (Int128(l.numerator) * Int128(r.denominator), Int128(r.numerator) * Int128(l.denominator))
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? undefined : reduced(sum, Int128(l.denominator) * Int128(r.denominator))
  }
  public static prefix func - (value: Rational) -> Rational {
    value.isDefined ? reduced(-Int128(value.numerator), Int128(value.denominator)) : undefined
  }
  public static func - (l: Rational, r: Rational) -> Rational { l + (-r) }
  public static func * (l: Rational, r: Rational) -> Rational {
    guard l.isDefined, r.isDefined else { return undefined }
    return reduced(Int128(l.numerator) * Int128(r.numerator), Int128(l.denominator) * Int128(r.denominator))
  }
  /// `nil` when dividing by nought, or where the result does not fit.
  public static func / (l: Rational, r: Rational) -> Rational? {
    guard l.isDefined, r.isDefined else { return nil }
    let value = reduced(
      Int128(l.numerator) * Int128(r.denominator), Int128(l.denominator) * Int128(r.numerator))
    return value.isDefined ? value : nil
  }
  /// What is undefined is not less than anything.
  public static func < (l: Rational, r: Rational) -> Bool {
    l.isDefined && r.isDefined
      && Int128(l.numerator) * Int128(r.denominator) < Int128(r.numerator) * Int128(l.denominator)
  }

  /// The value where it is whole.
  public var whole: Int64? { denominator == 1 ? numerator : nil }

  /// The largest whole number that is not above it; nought where it is not defined.
  public var floor: Int64 {
    guard isDefined else { return 0 }
    let quotient = numerator / denominator
    return numerator % denominator < 0 ? quotient - 1 : quotient
  }

  /// The least whole number not below it.
  public var ceiling: Int64 {
    guard isDefined else { return 0 }
    let quotient = numerator / denominator
    return numerator % denominator > 0 ? quotient + 1 : quotient
  }

  /// Rounded half up (away from nought) to so many decimals, as an integer of the last decimal:
  /// 112.419… with 1 decimal is 1124. Source of the rule: R-F2.
  public func rounded(decimals: Int) -> Int64 {
    guard isDefined else { return 0 }
    var scale: UInt128 = 1
    for _ in 0..<min(decimals, 15) { scale *= 10 }
    let bottom = UInt128(denominator)
    let result = (UInt128(numerator.magnitude) * scale * 2 + bottom) / (bottom * 2)
    let clamped = Int64(clamping: result)
    return numerator < 0 ? -clamped : clamped
  }

  /// Decimal digits with this mark before the decimals; half up.
  public func decimal(_ decimals: Int, mark: String = ".") -> String {
    guard isDefined else { return "?" }
    let value = rounded(decimals: decimals)
    guard decimals > 0 else { return String(value) }
    var digits = String(value.magnitude)
    if digits.utf8.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
    }
    return (value < 0 ? "-" : "") + digits.dropLast(decimals) + mark + digits.suffix(decimals)
  }

  /// Reads `40`, `20.4` or `0,18`: digits with at most one decimal mark and at most nine decimals.
  public init?(decimal text: some StringProtocol) {
    var whole: Int64 = 0
    var scale: Int64 = 1
    var decimals = false
    var digits = 0
    var negative = false
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case 45 where index == 0: negative = true
      case 48...57:
        digits += 1
        guard digits <= 15 else { return nil }
        whole = whole * 10 + Int64(byte - 48)
        if decimals { scale *= 10 }
      case 44 where !decimals && digits > 0, 46 where !decimals && digits > 0: decimals = true
      default: return nil
      }
    }
    guard digits > 0, !(decimals && scale == 1), scale <= 1_000_000_000 else { return nil }
    self.init(negative ? -whole : whole, over: scale)
  }
}

extension Rational: CustomStringConvertible {
  /// A finite decimal where there is one (`20.4`), else the fraction (`10/12` reads `5/6`).
  public var description: String {
    guard isDefined else { return "?" }
    if denominator == 1 { return String(numerator) }
    var decimals = 0
    var rest = denominator
    var twos = 0
    var fives = 0
    while rest % 2 == 0 { rest /= 2; twos += 1 }
    while rest % 5 == 0 { rest /= 5; fives += 1 }
    decimals = max(twos, fives)
    return rest == 1 && decimals <= 9 ? decimal(decimals) : "\(numerator)/\(denominator)"
  }
}
