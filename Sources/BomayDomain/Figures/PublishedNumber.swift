// SPDX-License-Identifier: Apache-2.0

/// A number as it was printed: the comma is the decimal mark, a point parts thousands, `%` and spaces
/// say nothing of it.
public struct PublishedNumber: Hashable, Sendable {
  public let value: Rational
  public let decimals: Int

  /// `nil` where the text is no such number, and where a point in it parts no thousands.
  public init?(_ text: String) {
    guard PublishedNumber.isNumber(text), !PublishedNumber.hasStrayPoint(text) else { return nil }
    let digits = text.filter { $0.isNumber || $0 == "," }
    guard let value = Rational(decimal: digits) else { return nil }
    self.value = value
    decimals = digits.split(separator: ",", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
  }

  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 44, 46, 37, 32: true
      default: false
      }
    }
  }

  /// Whether a point stands where it parts no thousands: `20.4%`, `1.23`, `1.2345`, `0,4.5`.
  public static func hasStrayPoint(_ text: String) -> Bool {
    guard isNumber(text) else { return false }
    let number = text.filter { $0.isNumber || $0 == "," || $0 == "." }
    let parts = number.split(separator: ",", omittingEmptySubsequences: false)
    if parts.dropFirst().contains(where: { $0.contains(".") }) { return true }
    let groups = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard groups.count > 1 else { return false }
    return !(1...3).contains(groups[0].count) || groups.dropFirst().contains { $0.count != 3 }
  }
}
