// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// What can be asked of the register, and of the oracle beside it.
public enum Question: Hashable, Sendable {
  case life(UnitID), kind(UnitID), name(UnitID), parent(UnitID)
  case postLife(PostID), postUnit(PostID)
  case holding(PersonID, PostID)
  /// The two posts in alphabetical order.
  case oneHolder(PostID, PostID)
  case personName(PersonID)
}

/// One value that a decision gives to what a question asks.
public struct Told: Sendable {
  /// `nil`: that there is none.
  let value: String?
  let from: Bound
  let until: Bound?
  /// Its place in the order of the log.
  let order: Int

  func stands(on day: Day) -> Truth { from.hasCome(by: day) && !(until?.hasCome(by: day) ?? .no) }

  /// Whether the other wins, whatever the days not known turn out to be.
  func isSurelyOverridden(by other: Told) -> Bool {
    guard (from.latest, order) < (other.from.latest, other.order) else { return false }
    return from == other.from || other.from.earliest >= from.latest
  }
}

/// The register as it is defined (amendment 1), written as slowly as it reads: among the changes known
/// at the revision and not annulled or replaced, the latest effective day on or before the day wins; on
/// equal days the order of the log, unless a decision says that it comes after another. An `until` ends
/// its own value only. What may stand, and is not surely overridden by what certainly stands, is possible
/// too: a day inside the span of another is neither before nor after it.
public struct Oracle: Sendable {
  private let entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  private struct Recorded {
    let place: Int32
    var content: Decision?
  }

  /// The decisions that count at the revision, in the order of the log: a corrected one keeps its place.
  func decisions(knownAt revision: Revision) -> [Decision] {
    var recorded: [DecisionID: Recorded] = [:]
    for entry in entries where entry.revision <= revision {
      switch entry.act {
      case .adopt: continue
      case .decide(let content):
        recorded[content.id] = Recorded(place: entry.revision.number, content: content)
      case .correct(let content): recorded[content.id]?.content = content
      case .annul(let id, _): recorded[id]?.content = nil
      }
    }
    func key(_ one: Recorded) -> [Int32] {
      guard let other = one.content?.after.flatMap({ recorded[$0] }) else { return [one.place] }
      let behind = key(other)
      return behind.lexicographicallyPrecedes([one.place]) ? [one.place] : behind + [one.place]
    }
    return recorded.values.map { (key($0), $0.content) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }.compactMap(\.1)
  }

  /// All that is told about each question at the revision.
  public func told(knownAt revision: Revision) -> [Question: [Told]] {
    var told: [Question: [Told]] = [:]
    var order = 0
    for decision in decisions(knownAt: revision) {
      for change in decision.changes {
        for (question, value) in Oracle.statements(of: change.action) {
          order += 1
          let from = change.effective ?? decision.effective ?? .beforeRecords
          told[question, default: []].append(Told(value: value, from: from, until: change.until, order: order))
        }
      }
    }
    return told
  }

  private static func statements(of action: Action) -> [(Question, String?)] {
    switch action {
    case .establish(let new): return birth(new.unit, new.kind, new.name, new.parent)
    case .separate(let change): return change.into.flatMap { birth($0.unit, $0.kind, $0.name, $0.parent) }
    case .rename(let change): return [(.name(change.unit), change.name)]
    case .reclassify(let change): return [(.kind(change.unit), change.kind.rawValue)]
    case .transfer(let change): return [(.parent(change.unit), place(change.to, change.among))]
    case .dissolve(let change):
      return [(.life(change.unit), "no")]
        + (change.settle?.children ?? []).map { (.parent($0.unit), place($0.to, $0.among)) }
    case .restore(let change):
      return [(.life(change.unit), "yes")] + (change.parent.map { [(.parent(change.unit), $0.rawValue)] } ?? [])
    case .createPost(let new): return [(.postLife(new.post), "yes"), (.postUnit(new.post), new.unit.rawValue)]
    case .abolishPost(let change): return [(.postLife(change.post), "no")]
    case .appoint(let change): return [(.holding(change.installation.person, change.installation.post), "in")]
    case .relieve(let change): return [(.holding(change.person, change.post), nil)]
    case .oneHolder(let change): return [(pair(change.posts), "yes")]
    case .separatePosts(let change): return [(pair(change.posts), "no")]
    case .person(let new): return [(.personName(new.person), new.attributes.name)]
    case .identify(let change): return [(.personName(change.person), change.attributes.name)]
    default: return []
    }
  }

  private static func birth(
    _ unit: UnitID, _ kind: KindID, _ name: String?, _ parent: UnitID?
  ) -> [(Question, String?)] {
    var told: [(Question, String?)] = [(.life(unit), "yes"), (.kind(unit), kind.rawValue)]
    if let name { told.append((.name(unit), name)) }
    if let parent { told.append((.parent(unit), parent.rawValue)) }
    return told
  }

  private static func place(_ to: UnitID?, _ among: [UnitID]) -> String? {
    if let to { return to.rawValue }
    return among.isEmpty ? nil : "among " + among.map(\.rawValue).joined(separator: " ")
  }

  private static func pair(_ posts: [PostID]) -> Question {
    let sorted = posts.sorted()
    return .oneHolder(sorted[0], sorted[1])
  }
}

extension [Told] {
  /// Every value that may stand on the day, `nil` for none: a single one where it is determined.
  public func possible(on day: Day) -> Set<String?> {
    let certain = filter { $0.stands(on: day) == .yes }
    let open = filter { one in
      one.stands(on: day) != .no && !certain.contains { one.isSurelyOverridden(by: $0) }
    }
    return Set(open.map(\.value)).union(certain.isEmpty ? [nil] : [])
  }
}

extension [Question: [Told]] {
  public func possible(_ question: Question, on day: Day) -> Set<String?> {
    self[question]?.possible(on: day) ?? [nil]
  }

  /// Of a question that is answered by "yes"; anything else is a no.
  public func truth(_ question: Question, on day: Day) -> Truth {
    let possible = possible(question, on: day)
    return possible == ["yes"] ? .yes : possible.contains("yes") ? .undetermined : .no
  }
}
