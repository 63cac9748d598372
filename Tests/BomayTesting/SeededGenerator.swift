// SPDX-License-Identifier: Apache-2.0

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers for the same seed, on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A whole number from 0 to `count - 1`.
  public mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  /// Yes, that many times in a hundred.
  public mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

  public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// Two different ones of at least two.
  public mutating func pickTwo<Element>(_ elements: [Element]) -> (Element, Element) {
    let first = below(elements.count)
    let second = (first + 1 + below(elements.count - 1)) % elements.count
    return (elements[first], elements[second])
  }
}
