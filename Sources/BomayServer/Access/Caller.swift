// SPDX-License-Identifier: Apache-2.0

/// What a caller may be let do.
enum Right: String, CaseIterable, Sendable {
  case read, seePersonal, report, draft, appraise, approve, administer
}

/// Who sends a request, and what they may do.
struct Caller: Sendable {
  /// As it stands in the log, where they record.
  let name: String
  let rights: Set<Right>

  func may(_ right: Right) -> Bool { rights.contains(right) }

  /// Whoever sits at this machine, where there are no accounts.
  static let keeper = Caller(name: "", rights: [.read, .seePersonal])
}
