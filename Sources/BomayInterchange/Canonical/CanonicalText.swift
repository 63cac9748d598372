// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// Bytes in the form in which records are written (docs/spec/log.md), and what their parts say.
///
/// Every reading is `nil` where the part departs from that form, whatever else it may be.
struct CanonicalText {
  /// The key and the value of a member of an object.
  struct Member {
    /// Without its quotation marks.
    let key: Range<Int>
    let value: Range<Int>
  }

  /// Whoever made the buffer outlives the text.
  let bytes: UnsafeBufferPointer<UInt8>

  var whole: Range<Int> { 0..<bytes.count }

  // MARK: Parts

  func members(_ place: Range<Int>) -> [Member]? {
    guard let inner = inner(place, 0x7B, 0x7D) else { return nil }
    var members: [Member] = []
    var next = inner.lowerBound
    while next < inner.upperBound {
      guard let keyEnd = stringEnd(next, before: inner.upperBound), keyEnd < inner.upperBound, bytes[keyEnd] == 0x3A,
        let valueEnd = valueEnd(keyEnd + 1, before: inner.upperBound),
        let following = self.following(valueEnd, inner)
      else { return nil }
      members.append(Member(key: next + 1..<keyEnd - 1, value: keyEnd + 1..<valueEnd))
      next = following
    }
    return members
  }

  func items(_ place: Range<Int>) -> [Range<Int>]? {
    guard let inner = inner(place, 0x5B, 0x5D) else { return nil }
    var items: [Range<Int>] = []
    var next = inner.lowerBound
    while next < inner.upperBound {
      guard let itemEnd = valueEnd(next, before: inner.upperBound), let following = following(itemEnd, inner) else {
        return nil
      }
      items.append(next..<itemEnd)
      next = following
    }
    return items
  }

  /// What stands between the brackets.
  private func inner(_ place: Range<Int>, _ opening: UInt8, _ closing: UInt8) -> Range<Int>? {
    guard place.count >= 2, bytes[place.lowerBound] == opening, bytes[place.upperBound - 1] == closing else {
      return nil
    }
    return place.lowerBound + 1..<place.upperBound - 1
  }

  /// Where the next part begins: after a comma, which none but another part follows; or the end.
  private func following(_ end: Int, _ inner: Range<Int>) -> Int? {
    if end == inner.upperBound { return end }
    return bytes[end] == 0x2C && end + 1 < inner.upperBound ? end + 1 : nil
  }

  /// The place after the closing quotation mark.
  private func stringEnd(_ start: Int, before end: Int) -> Int? {
    guard start < end, bytes[start] == 0x22 else { return nil }
    var place = start + 1
    while place < end {
      switch bytes[place] {
      case 0x22: return place + 1
      case 0x5C: place += 2
      default: place += 1
      }
    }
    return nil
  }

  private func valueEnd(_ start: Int, before end: Int) -> Int? {
    guard start < end else { return nil }
    switch bytes[start] {
    case 0x22: return stringEnd(start, before: end)
    case 0x7B, 0x5B: return nestedEnd(start, before: end)
    default:
      var place = start
      while place < end, bytes[place] != 0x2C { place += 1 }
      return place > start ? place : nil
    }
  }

  /// Whether the brackets match in kind is seen when the value is taken apart in its turn.
  private func nestedEnd(_ start: Int, before end: Int) -> Int? {
    var depth = 0
    var place = start
    while place < end {
      switch bytes[place] {
      case 0x22:
        guard let after = stringEnd(place, before: end) else { return nil }
        place = after
        continue
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D:
        depth -= 1
        if depth == 0 { return place + 1 }
      default: break
      }
      place += 1
    }
    return nil
  }

  // MARK: Values

  func text(_ place: Range<Int>) -> String? {
    guard place.count >= 2, bytes[place.lowerBound] == 0x22 else { return nil }
    let inner = UnsafeBufferPointer(rebasing: bytes[place.lowerBound + 1..<place.upperBound - 1])
    return inner.contains(0x5C) ? unescaped(inner) : String(decoding: inner, as: UTF8.self)
  }

  private func unescaped(_ written: UnsafeBufferPointer<UInt8>) -> String? {
    var plain: [UInt8] = []
    var next = 0
    while next < written.count {
      if written[next] == 0x5C {
        next += 1
        // Control characters are rare: they are read by way of a tree.
        guard next < written.count, written[next] == 0x22 || written[next] == 0x5C else { return nil }
      }
      plain.append(written[next])
      next += 1
    }
    return String(decoding: plain, as: UTF8.self)
  }

  func identifier<S>(_ place: Range<Int>) -> Identifier<S>? {
    text(place).flatMap { isIdentifier($0) ? Identifier(rawValue: $0) : nil }
  }

  /// A whole number without a sign, of at most twelve digits.
  func number(_ place: Range<Int>) -> Int64? {
    guard place.count <= 12 else { return nil }
    var number: Int64 = 0
    for index in place {
      let digit = bytes[index] &- 48
      guard digit < 10 else { return nil }
      number = number * 10 + Int64(digit)
    }
    return number
  }

  func revision(_ place: Range<Int>) -> Revision? { number(place).flatMap { Int32(exactly: $0) }.map { Revision($0) } }

  func bound(_ place: Range<Int>) -> Bound? {
    day(place).map { Bound($0) } ?? text(place).flatMap { Bound($0) }
  }

  /// A day and nothing else, as most bounds are.
  private func day(_ place: Range<Int>) -> Day? {
    let start = place.lowerBound + 1
    guard place.count == 12, bytes[place.lowerBound] == 0x22, bytes[start + 4] == 45, bytes[start + 7] == 45,
      let year = number(start..<start + 4), let month = number(start + 5..<start + 7),
      let day = number(start + 8..<start + 10)
    else { return nil }
    return Day(year: Int(year), month: Int(month), day: Int(day))
  }

  func instant(_ place: Range<Int>) -> Instant? { text(place).flatMap { Instant($0) } }

  func count(_ place: Range<Int>) -> Count? { text(place).flatMap { $0 == "any" ? .undetermined : Count($0) } }

  func decimal(_ place: Range<Int>) -> Rational? { text(place).flatMap { Rational(decimal: $0) } }

  /// What is false is not written.
  func flag(_ place: Range<Int>) -> Bool? { isSame(place, "true") ? true : nil }

  func choice<C: RawRepresentable<String>>(_ place: Range<Int>) -> C? { text(place).flatMap { C(rawValue: $0) } }

  func span(_ place: Range<Int>) -> TextSpan? {
    guard let bounds = items(place), bounds.count == 2, let start = number(bounds[0]), let end = number(bounds[1]),
      start < end
    else { return nil }
    return TextSpan(start: Int(start), end: Int(end))
  }

  func isSame(_ place: Range<Int>, _ word: String) -> Bool {
    let word = word.utf8
    return word.count == place.count && word.elementsEqual(UnsafeBufferPointer(rebasing: bytes[place]))
  }
}
