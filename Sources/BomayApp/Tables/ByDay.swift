// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension Sequence {
  /// The earliest day first and those without one last; what shares a day stays as it stood.
  func sorted(byDay day: (Element) -> Day?) -> [Element] {
    map { (element: $0, day: day($0)) }.enumerated().sorted { one, other in
      switch (one.element.day, other.element.day) {
      case (let left?, let right?) where left != right: left < right
      case (_?, nil): true
      case (nil, _?): false
      default: one.offset < other.offset
      }
    }.map(\.element.element)
  }
}
