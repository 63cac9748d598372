// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// All that hangs on units that are to end, item by item: what becomes of each is asked.
struct SettledItems: Sendable {
  struct Holder: Sendable, Hashable {
    let person: Identifier<Person>
    let post: Identifier<Post>
  }

  private(set) var children: [Identifier<OrgUnit>] = []
  private(set) var posts: [Identifier<Post>] = []
  private(set) var holders: [Holder] = []
  /// More units below than are laid out one by one; all of them go to one place.
  private(set) var isCrowded = false
  /// Bodies of the areas among the units, which can follow them slot by slot.
  private(set) var bodyCount = 0

  /// Units below that are laid out one by one.
  static let most = 80

  init() {}

  init(_ units: [Identifier<OrgUnit>], _ moment: AsOf) {
    let known = units.filter { moment.knows($0) }
    let below = known.flatMap { moment.children(of: $0) }.filter { !known.contains($0) }
    isCrowded = below.count > Self.most
    children = isCrowded ? [] : below
    posts = known.flatMap { moment.posts(of: $0) }
    holders = posts.flatMap { post in moment.holders(of: post).map { Holder(person: $0.person, post: post) } }
    bodyCount = known.reduce(0) { $0 + moment.bodies(in: $1).count }
  }

  var isEmpty: Bool { children.isEmpty && posts.isEmpty && !isCrowded && bodyCount == 0 }

  static let allChildren = "settle.children"
  static let obligations = "settle.obligations-to"
  static let bodies = "settle.bodies"
  static let texts = ["quota", "tasks", "property", "archives", "seal"].map { "settle.\($0)" }
  static func child(_ unit: Identifier<OrgUnit>) -> String { "settle.child.\(unit)" }
  static func post(_ post: Identifier<Post>) -> String { "settle.post.\(post)" }
  static func holder(_ holder: Holder) -> String { "settle.holder.\(holder.person) \(holder.post)" }
}
