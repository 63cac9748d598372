// SPDX-License-Identifier: Apache-2.0

/// R-D3, for a person on record in both posts.
enum IncompatiblePosts: PersonRule {
  static let code = "incompatible-posts"
  static let rule = "R-D3"
  static let severity = Severity.error

  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings) {
    let held = at.holdings(of: at.person(person))
    for (index, one) in held.enumerated() {
      for other in held.dropFirst(index + 1) {
        guard let first = at.number(one.post), let second = at.number(other.post),
          let breach = Incompatible.breach(first, second, at)
        else { continue }
        Incompatible.report(
          breach, [one.post, other.post], at, [one.citation.decision, other.citation.decision], &findings)
      }
    }
  }
}
