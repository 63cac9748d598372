// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import HTTPTypes

/// Whether all that a batch acts on lies where its sender may approve it, or draft or appraise it.
///
/// What the batch itself says moves nothing into their reach: a unit that was on record before it lies where it lay,
/// on the day of the change and today. What belongs to no unit, like a target, a source or the text of another's
/// decision, is for whoever may approve in the whole register.
struct BatchReach {
  private let caller: Caller
  private let right: Right
  private let today: Day
  private let before: Register
  private let after: Register

  /// Something that a batch acts on beyond the reach of its sender.
  struct Beyond: Hashable {
    let change: String
    /// What it names, where that is what lies beyond.
    var id: String?
  }

  init(_ caller: Caller, _ right: Right, today: Day, before: Register, after: Register) {
    self.caller = caller
    self.right = right
    self.today = today
    self.before = before
    self.after = after
  }

  /// What of the batch lies beyond; nothing where all of it may be recorded.
  func beyond(_ acts: [Act]) -> [Beyond] {
    guard !caller.mayEverywhere(right) else { return [] }
    var found: [Beyond] = []
    for act in acts {
      switch act {
      case .adopt: found.append(Beyond(change: "charter"))
      case .decide(let decision): found += beyond(decision)
      case .correct(let decision):
        if !isOwn(decision.id) { found.append(Beyond(change: "correct", id: decision.id.rawValue)) }
        found += beyond(decision)
      case .annul(let id, _): if !isOwn(id) { found.append(Beyond(change: "annul", id: id.rawValue)) }
      }
    }
    var seen: Set<Beyond> = []
    return found.filter { seen.insert($0).inserted }
  }

  /// Whoever recorded a decision had it within reach, and may put it right.
  private func isOwn(_ id: Identifier<Decision>) -> Bool {
    moment(before, today).decision(id)?.recordedBy == caller.name && caller.hasAccount
  }

  private func beyond(_ decision: Decision) -> [Beyond] {
    // To stand before or behind another changes what that one says.
    var found = decision.after.map { [Beyond(change: "after", id: $0.rawValue)] } ?? []
    for change in decision.changes {
      let day = (change.effective ?? decision.effective ?? decision.signedOn)?.latest ?? today
      let grants = caller.grants.filter {
        $0.role.brings(right, of: change.action.kind) && ($0.kind == nil || $0.kind == change.action.kind)
      }
      guard !grants.isEmpty else {
        found.append(Beyond(change: change.action.kind.rawValue))
        continue
      }
      // One role must reach all that one change names.
      let each = grants.map { beyond(change, on: day, $0) }
      found += each.min { $0.count < $1.count } ?? []
    }
    return found
  }

  private func beyond(_ change: Change, on day: Day, _ grant: Grant) -> [Beyond] {
    guard let root = grant.unit else { return [] }
    let kind = change.action.kind
    var hasPlace = false
    var found: [Beyond] = []
    func require(_ isWithin: Bool, _ id: String) {
      hasPlace = true
      if !isWithin { found.append(Beyond(change: kind.rawValue, id: id)) }
    }
    for mention in change.mentions {
      switch mention.subject {
      case .unit: require(isWithin(Identifier(rawValue: mention.id), root, day), mention.id)
      case .post:
        let unit = unit(of: Identifier(rawValue: mention.id), day)
        require(unit.map { isWithin($0, root, day) } ?? false, mention.id)
      case .pilot where mention.use == .refers:
        let pilot = moment(before, day).pilotStates().first { $0.pilot?.rawValue == mention.id }
        require(pilot.map { isWithin($0.locality, root, day) } ?? false, mention.id)
      case .directive where mention.use == .refers:
        require(isOurs(Identifier(rawValue: mention.id), kind, root, day), mention.id)
      case .person where kind == .identify:
        require(holdsOnlyHere(Identifier(rawValue: mention.id), root, day), mention.id)
      case .document where mention.use == .refers && changesDocument(kind, mention.key),
        .model where [.adoptModel, .widenModel].contains(kind):
        require(false, mention.id)
      case .figure, .target, .limit, .programme, .principle, .training, .source, .statement, .reading:
        require(false, mention.id)
      default: break
      }
    }
    if !hasPlace, ![.person, .registerDocument].contains(kind) { found.append(Beyond(change: kind.rawValue)) }
    return found
  }

  /// Whether what another document says is changed, or that it is in force at all: that concerns all who rest on it.
  private func changesDocument(_ kind: ChangeKind, _ key: String) -> Bool {
    switch kind {
    case .amendDocument, .repealDocument: true
    case .registerDocument: ["amends", "replaces"].contains(key)
    default: false
    }
  }

  // MARK: Places

  private func moment(_ register: Register, _ day: Day) -> AsOf { register.asOf(day, knownAt: register.head) }

  /// The day of the act and today, without the batch where what it names was on record before.
  private func moments(_ subject: Subject, _ id: String, _ day: Day) -> [AsOf] {
    let register = before.knows(subject, id) ? before : after
    return (day == today ? [day] : [day, today]).map { moment(register, $0) }
  }

  /// Where a unit lies both on the day of the act and today; on one of them where it lives on that one alone.
  private func isWithin(_ unit: Identifier<OrgUnit>, _ root: Identifier<OrgUnit>, _ day: Day) -> Bool {
    let living = moments(.unit, unit.rawValue, day).filter { $0.isAlive(unit) != .no }
    return !living.isEmpty && living.allSatisfy { $0.isWithin(unit, root) }
  }

  private func unit(of post: Identifier<Post>, _ day: Day) -> Identifier<OrgUnit>? {
    moments(.post, post.rawValue, day).lazy.compactMap { $0.unit(of: post) }.first
  }

  /// Who has to do with a task: its giver for all of it, and whoever has it for a report.
  private func isOurs(
    _ id: Identifier<Directive>, _ kind: ChangeKind, _ root: Identifier<OrgUnit>, _ day: Day
  ) -> Bool {
    guard let record = moment(before, today).directive(id)?.record else { return false }
    if isWithin(record.giver, root, day) { return true }
    return kind == .reportDirective && record.lead.contains { isWithin($0, root, day) }
  }

  /// Who a person is concerns every unit in which they hold a post.
  private func holdsOnlyHere(_ person: Identifier<Person>, _ root: Identifier<OrgUnit>, _ day: Day) -> Bool {
    let units = moments(.person, person.rawValue, day).flatMap { moment in
      moment.holdings(of: person).compactMap { moment.unit(of: $0.post) }
    }
    return !units.isEmpty && units.allSatisfy { isWithin($0, root, day) }
  }
}

extension RegisterServer {
  /// What of a batch lies beyond the reach of whoever would do this with it; nothing where it could not be read at all.
  func beyond(_ rehearsal: Rehearsal, _ right: Right, by caller: Caller) -> [BatchReach.Beyond] {
    guard let after = rehearsal.outcome.moment?.register else { return [] }
    return BatchReach(caller, right, today: today(), before: rehearsal.before, after: after).beyond(
      rehearsal.outcome.acts)
  }
}

extension Refusal {
  static func beyondReach(_ beyond: [BatchReach.Beyond]) -> Refusal {
    let named = beyond.prefix(10).map { item in item.id.map { "\(item.change): \($0)" } ?? item.change }
    return Refusal(status: .forbidden, reason: "beyond-reach", values: ["what": named.joined(separator: "; ")])
  }
}
