// SPDX-License-Identifier: Apache-2.0

/// R-D5: a post has no more holders at once than seats; acting holders apart.
enum HoldingOverlap: PostRule {
  static let code = "holding-overlap"
  static let rule = "R-D5"
  static let severity = Severity.error

  static func check(_ post: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard let seats = at.seats(of: at.post(post)).atMost else { return }
    let holders = at.holders(of: at.post(post)).filter { !$0.isActing && !$0.isUndetermined }
    guard holders.count > Int(seats) else { return }
    let sorted = holders.sorted { ($0.from.latest, $0.citation.revision) < ($1.from.latest, $1.citation.revision) }
    var values: [String: MessageValue] = [
      "post": .text(at.post(post).rawValue), "day": .day(at.day), "seats": .number(seats),
      "holders": .list(sorted.map(\.person.rawValue)),
    ]
    if let until = sorted.compactMap(\.until).min(by: { $0.latest < $1.latest }) { values["until"] = .bound(until) }
    findings.add(self, about: [at.post(post).rawValue], values, decisions: sorted.map(\.citation.decision))
  }
}
