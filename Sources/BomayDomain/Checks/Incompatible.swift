// SPDX-License-Identifier: Apache-2.0

/// R-D3: two posts of one locality that the charter says one person may not hold, recorded as held
/// by one, whoever it is.
enum Incompatible: PostRule {
  static let code = "incompatible-posts"
  static let rule = "R-D3"
  static let severity = Severity.error

  static func check(_ post: Int32, _ at: AsOf, _ findings: inout Findings) {
    for pair in at.register.pairsOfPost[Int(post)] where at.truth(.oneHolder, pair) == .yes {
      let key = at.register.postPairs[pair]
      guard let breach = breach(key.first, key.second, at) else { continue }
      report(breach, [at.post(key.first), at.post(key.second)], at, at.decisions(behind: .oneHolder, pair), &findings)
    }
  }

  /// The incompatibility that the two posts fall under on the day, unless a model in force allows it.
  static func breach(_ one: Int32, _ other: Int32, _ at: AsOf) -> Charter.Incompatibility? {
    guard let charter = at.charter, !charter.incompatibilities.isEmpty,
      let first = at.seat(one), let second = at.seat(other), first.area == second.area
    else { return nil }
    return charter.incompatibilities.first { rule in
      guard rule.from.map({ $0 <= at.day }) ?? true, rule.until.map({ at.day < $0 }) ?? true else { return false }
      let fits =
        (first.fits(rule.first) && second.fits(rule.second))
        || (first.fits(rule.second) && second.fits(rule.first))
      guard fits, let area = first.area else { return false }
      return !rule.unless.contains { id in
        charter.model(id).map { model in
          at.state(
            of: model, in: area,
            at.pilotFiles().filter {
              $0.start.model == id && $0.start.locality == area && $0.started.from.hasCome(by: at.day) != .no
            }
          ).pilot != nil
        } ?? false
      }
    }
  }

  static func report(
    _ breach: Charter.Incompatibility, _ posts: [Identifier<Post>], _ at: AsOf,
    _ decisions: [Identifier<Decision>], _ findings: inout Findings
  ) {
    var values: [String: MessageValue] = [
      "posts": .list(posts.map(\.rawValue).sorted()), "day": .day(at.day), "rule": .text(breach.id),
    ]
    for (language, text) in breach.reason.byLanguage { values["reason.\(language)"] = .text(text) }
    findings.add(
      self, about: posts.map(\.rawValue).sorted(), values, decisions: decisions, severity: breach.severity)
  }
}

/// A post's role, its unit's kind and its locality.
struct PlacedSeat {
  let role: Identifier<Role>
  let kind: Identifier<UnitKind>
  let area: Identifier<OrgUnit>?

  func fits(_ seat: Charter.Seat) -> Bool { seat.role == role && seat.kinds.contains(kind) }
}

extension AsOf {
  func seat(_ number: Int32) -> PlacedSeat? {
    guard let role = role(of: post(number)), let unit = unit(of: post(number)),
      let kind = kind(of: unit).possible
    else { return nil }
    return PlacedSeat(role: role, kind: kind, area: area(of: unit))
  }
}
