// SPDX-License-Identifier: Apache-2.0

/// R-D11: nobody holds a post that has ended or not begun.
enum HolderOfEndedPost: PostRule {
  static let code = "holder-of-ended-post"
  static let rule = "R-D11"
  static let severity = Severity.error

  static func check(_ post: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.truth(.postLife, post) == .no else { return }
    let holders = at.holders(of: at.post(post)).filter { !$0.isUndetermined }
    guard !holders.isEmpty else { return }
    findings.add(
      self, about: [at.post(post).rawValue],
      [
        "post": .text(at.post(post).rawValue), "day": .day(at.day), "holders": .list(holders.map(\.person.rawValue)),
      ], decisions: holders.map(\.citation.decision) + at.decisions(behind: .postLife, post))
  }
}
