// SPDX-License-Identifier: Apache-2.0

/// R-A3, for posts: a role is in kinds of unit that the charter allows it.
enum RoleKind: PostRule {
  static let code = "role-in-another-kind"
  static let rule = "R-A3"
  static let severity = Severity.error

  static func check(_ post: Int32, _ at: AsOf, _ findings: inout Findings) {
    guard at.truth(.postLife, post) == .yes, let role = at.role(of: at.post(post)).flatMap({ at.charter?.role($0) }),
      !role.kinds.isEmpty, let unit = at.unit(of: at.post(post)), let kind = at.kind(of: unit).determined,
      !role.kinds.contains(kind)
    else { return }
    findings.add(
      self, about: [at.post(post).rawValue],
      [
        "post": .text(at.post(post).rawValue), "role": .text(role.id.rawValue), "kind": .text(kind.rawValue),
        "allowed": .list(role.kinds.map(\.rawValue)),
      ], decisions: at.decisions(behind: .postRole, post))
  }
}
