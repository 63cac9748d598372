// SPDX-License-Identifier: Apache-2.0

/// R-D7: a post that somebody left has stood empty longer than the parameter allows.
enum LongVacant: PostRule {
  static let code = "long-vacant"
  static let rule = "R-D7"
  static let severity = Severity.warning

  static func check(_ post: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.truth(.postLife, post) == .yes, at.holders(of: at.post(post)).isEmpty,
      let months = at.charter?.parameter("vacancy-months", on: at.day)?.whole, let left = at.vacantSince(at.post(post))
    else { return }
    guard left.latest.adding(months: Int(months)) < at.day else { return }
    findings.add(
      self, about: [at.post(post).rawValue],
      ["post": .text(at.post(post).rawValue), "since": .bound(left), "months": .number(months)])
  }
}

extension AsOf {
  /// Since when a post that had a holder has had none; `nil` where it has one or none was recorded.
  public func vacantSince(_ id: Identifier<Post>) -> Bound? {
    guard let post = number(id), holders(of: id).isEmpty, isAlive(id) == .yes else { return nil }
    return register.tenuresOfPost[Int(post)].compactMap { tenure -> Bound? in
      switch answer(.tenure, tenure) {
      case .fact(let row) where register.facts[row].value < 0: return register.facts[row].from
      case .nothing:
        let ends = register.facts.history(.tenure, of: tenure, knownAt: revision.number).compactMap {
          register.facts[$0].until
        }
        return ends.filter { $0.latest <= day }.max { $0.latest < $1.latest }
      default: return nil
      }
    }.max { $0.latest < $1.latest }
  }
}
