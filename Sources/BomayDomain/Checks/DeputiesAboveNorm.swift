// SPDX-License-Identifier: Apache-2.0

/// R-A10: deputies above the norm: on average so many a unit, over all units of a kind. The parameter is
/// `deputies-average-KIND`, for each kind that has one.
enum DeputiesAboveNorm: RegisterRule {
  static let code = "deputies-above-norm"
  static let rule = "R-A10"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for (kind, average) in at.parameters(beginning: "deputies-average-") {
      let units = at.units(ofKinds: [Identifier(rawValue: kind)])
      let deputies = units.flatMap { at.posts($0) }.filter {
        at.role(of: at.post($0)).flatMap { at.charter?.role($0) }?.isDeputy ?? false
      }.reduce(0) { $0 + at.holders(of: at.post($1)).count }
      let norm = average * Rational(Int64(units.count))
      guard norm < Rational(Int64(deputies)) else { continue }
      findings.add(
        self, about: [kind],
        [
          "count": .number(Int64(deputies)), "norm": .text(norm.description), "units": .number(Int64(units.count)),
          "kind": .text(kind), "day": .day(at.day),
        ])
    }
  }
}

extension AsOf {
  /// Parameters in force on the day whose name begins so, by the rest of the name.
  func parameters(beginning prefix: String) -> [(String, Rational)] {
    guard let charter else { return [] }
    return charter.parameters.keys.filter { $0.hasPrefix(prefix) }.sorted().compactMap { name in
      charter.parameter(name, on: day).map { (String(name.dropFirst(prefix.count)), $0) }
    }
  }
}
