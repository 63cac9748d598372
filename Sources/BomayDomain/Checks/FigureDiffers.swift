// SPDX-License-Identifier: Apache-2.0

/// R-F3: recomputed and published differ by more than the rounding.
enum FigureDiffers: RegisterRule {
  static let code = "figure-differs"
  static let rule = "R-F3"
  static let severity = Severity.warning

  static func check(_ at: AsOf, _ findings: inout Findings) {
    for figure in at.figures() where figure.verdict == .differs || figure.verdict == .roundingDiffers {
      findings.add(
        self, about: [figure.id.rawValue],
        [
          "figure": .text(figure.id.rawValue),
          "computed": figure.percent.map { .percent($0) } ?? .text(figure.value?.description ?? ""),
          "published": .text(figure.published ?? ""), "verdict": .term("verdict.\(figure.verdict.rawValue)"),
        ], decisions: [figure.citation.decision],
        severity: figure.verdict == .roundingDiffers ? .notice : nil)
    }
  }
}
