// SPDX-License-Identifier: Apache-2.0

/// R-A10: deputies above the norm: on average so many a department for the whole province.
enum DeputiesAboveNorm: RegisterRule {
  static let code = "deputies-above-norm"
  static let rule = "R-A10"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    guard let average = at.charter?.parameter("deputies-average-so", on: at.day) else { return }
    let departments = at.units(ofKindOrLevel: "so")
    guard !departments.isEmpty else { return }
    let deputies = departments.flatMap { at.posts($0) }.filter {
      at.role(of: at.post($0)).flatMap { at.charter?.role($0) }?.isDeputy ?? false
    }.reduce(0) { $0 + at.holders(of: at.post($1)).count }
    let norm = average * Rational(Int64(departments.count))
    guard norm < Rational(Int64(deputies)) else { return }
    findings.add(
      self, about: ["so"],
      [
        "count": .number(Int64(deputies)), "norm": .text(norm.description),
        "units": .number(Int64(departments.count)), "day": .day(at.day),
      ])
  }
}
