// SPDX-License-Identifier: Apache-2.0

/// An identifier in a change: what it names and whether it makes it.
public struct Mention: Hashable, Sendable {
  public let subject: Subject
  public let id: String
  public let use: Use
  /// The field it stands in.
  public let key: String

  public init(subject: Subject, id: String, use: Use, key: String) {
    self.subject = subject
    self.id = id
    self.use = use
    self.key = key
  }
}

extension Change {
  /// Every identifier that the change mentions, in the order of its fields.
  public var mentions: [Mention] {
    var collector = MentionCollector()
    var copy = self
    copy.visit(&collector)
    return collector.mentions
  }
}

extension Register {
  /// Whether something of this kind and identifier has been recorded, or is in the charter.
  public func knows(_ subject: Subject, _ id: String) -> Bool {
    let known = head.number
    func has(_ attribute: Attribute, _ number: Int32?) -> Bool {
      number.map { !facts.history(attribute, of: $0, knownAt: known).isEmpty } ?? false
    }
    let number = names(subject).number(of: id)
    switch subject {
    case .unit: return has(.unitKind, units.number(of: id))
    case .post: return has(.postRole, posts.number(of: id))
    case .person: return has(.personLife, persons.number(of: id))
    case .decision: return number.map { decisions.content(of: $0, knownAt: known) != nil } ?? false
    case .document: return has(.document, number)
    case .pilot: return has(.pilot, number)
    case .observation: return has(.observation, number)
    case .figure: return has(.figure, number)
    case .target: return has(.target, number)
    case .limit: return has(.limit, number)
    case .directive: return has(.directive, number)
    case .programme: return has(.programme, number)
    case .principle: return has(.principle, number)
    case .training: return has(.training, number)
    case .source: return has(.source, number)
    case .statement: return has(.statement, number)
    case .reading: return has(.reading, number)
    case .indicator: return true
    case .template, .unitKind, .role, .category, .documentType, .issuer, .level, .model:
      guard let charter = charter(), !(charter.isOpen && subject == .unitKind) else { return true }
      return charter.identifiers(of: subject).contains(id)
    }
  }

  /// Identifiers of this kind on record, for "did you mean".
  public func known(_ subject: Subject) -> [String] {
    switch subject {
    case .unit: return units.keys.filter { knows(.unit, $0) }
    case .post: return posts.keys.filter { knows(.post, $0) }
    case .person: return persons.keys.filter { knows(.person, $0) }
    case .template, .unitKind, .role, .category, .documentType, .issuer, .level, .model:
      return charter()?.identifiers(of: subject) ?? []
    default: return names(subject).keys.filter { knows(subject, $0) }
    }
  }

  /// How often something with this identifier has been made by decisions that count.
  public func timesMade(_ subject: Subject, _ id: String) -> Int {
    let known = head.number
    func rows(_ attribute: Attribute, _ number: Int32?) -> Int {
      number.map { facts.history(attribute, of: $0, knownAt: known).count } ?? 0
    }
    let number = names(subject).number(of: id)
    switch subject {
    case .unit:
      guard let unit = units.number(of: id) else { return 0 }
      return facts.history(.unitLife, of: unit, knownAt: known).filter { makesUnit($0) }.count
    case .post: return rows(.postRole, posts.number(of: id))
    case .person: return rows(.personLife, persons.number(of: id))
    case .pilot: return rows(.pilot, number)
    case .document: return rows(.document, number)
    case .observation: return rows(.observation, number)
    case .figure: return rows(.figure, number)
    case .target: return rows(.target, number)
    case .limit: return rows(.limit, number)
    case .directive: return rows(.directive, number)
    case .programme: return rows(.programme, number)
    case .principle: return rows(.principle, number)
    case .training: return rows(.training, number)
    case .source: return rows(.source, number)
    case .statement: return rows(.statement, number)
    case .reading: return rows(.reading, number)
    default: return 1
    }
  }
}

extension Register {
  /// Whether the fact of a unit's life is its making: what is made has a kind in the next fact.
  func makesUnit(_ row: Int32) -> Bool {
    let next = row + 1
    return facts[row].value == 1 && Int(next) < facts.count && facts[next].attribute == .unitKind
      && facts[next].subject == facts[row].subject
  }

  /// References that a trial has left pointing at nothing: what a correction or an annulment took away
  /// is looked for in everything that still counts. Costs a walk over all of it, only where something
  /// was taken away for good.
  public func danglingReferences() -> [Diagnostic] {
    guard let trial = trials.first, hasLost(facts.retracted(since: trial.facts)) else { return [] }
    var found: [Diagnostic] = []
    var seen: Set<Mention> = []
    func check(_ mention: Mention, _ decision: Identifier<Decision>) {
      guard mention.use == .refers, !knows(mention.subject, mention.id), seen.insert(mention).inserted else { return }
      found.append(
        Diagnostic(
          .error, code: "unknown-reference", about: [mention.id],
          values: ["subject": .term("subject.\(mention.subject.word)"), "id": .text(mention.id)],
          decisions: [decision]))
    }
    for record in decisions.numbers.compactMap({ decision($0) }) {
      guard let content = record.content(knownAt: head.number) else { continue }
      if let document = content.document { check(refers(.document, document.rawValue), record.id) }
      if let first = facts.order.claimed(record.revision, knownAt: head.number) {
        check(refers(.decision, names(.decision)[first]), record.id)
      }
      for reading in content.readings { check(refers(.reading, reading.rawValue), record.id) }
      for row in content.facts {
        for mention in mentions(of: facts[Int32(row)]) { check(mention, record.id) }
      }
    }
    return found
  }

  /// Whether something is known no more of all that the retracted facts had made, or a decision counts
  /// no more.
  private func hasLost(_ retracted: [Int32]) -> Bool {
    var decisionsSeen: Set<Int32> = []
    return retracted.contains { row in
      let fact = facts[row]
      let decision = stamps[Int(fact.entry) - 1].decision
      if decision >= 0, decisionsSeen.insert(decision).inserted,
        decisions.content(of: decision, knownAt: head.number) == nil
      {
        return true
      }
      return maker(fact).map { !knows($0.subject, $0.id) } ?? false
    }
  }

  /// What the fact makes known, where it is of the kind that makes something.
  private func maker(_ fact: Fact) -> Mention? {
    switch fact.attribute {
    case .unitKind: refers(.unit, units[fact.subject])
    case .postRole: refers(.post, posts[fact.subject])
    case .personLife: refers(.person, persons[fact.subject])
    default: Register.makers[fact.attribute].map { refers($0, names($0)[fact.subject]) }
    }
  }

  private static let makers: [Attribute: Subject] = [
    .document: .document, .pilot: .pilot, .observation: .observation, .figure: .figure, .target: .target,
    .limit: .limit, .directive: .directive, .programme: .programme, .principle: .principle,
    .training: .training, .source: .source, .statement: .statement, .reading: .reading,
  ]

  private func refers(_ subject: Subject, _ id: String) -> Mention {
    Mention(subject: subject, id: id, use: .refers, key: subject.word)
  }

  /// Everything that the fact names: of what it is, and what it says.
  private func mentions(of fact: Fact) -> [Mention] {
    func unit(_ number: Int32) -> [Mention] { number >= 0 ? [refers(.unit, units[number])] : [] }
    func post(_ number: Int32) -> [Mention] { number >= 0 ? [refers(.post, posts[number])] : [] }
    func document(_ number: Int32) -> [Mention] { number >= 0 ? [refers(.document, names(.document)[number])] : [] }
    switch fact.attribute {
    case .unitLife, .unitKind, .unitName, .unitCode, .unitNumber, .unitSlot: return unit(fact.subject)
    case .unitParent:
      let among = fact.value <= -2 ? unitSets[-2 - fact.value].flatMap { unit($0) } : []
      return unit(fact.subject) + unit(fact.value) + among
    case .unitGuidedBy, .unitLedBy, .unitLocatedIn: return unit(fact.subject) + unit(fact.value)
    case .unitSuccession:
      let step = successions[fact.value]
      return unit(fact.subject) + (step.successors + step.together).flatMap { unit($0) }
    case .postLife, .postRole, .postSeats, .postName, .postSlot: return post(fact.subject)
    case .postUnit: return post(fact.subject) + unit(fact.value)
    case .postSuccession: return post(fact.subject) + post(fact.value)
    case .personLife, .personName, .personBorn: return [refers(.person, persons[fact.subject])]
    case .personLocal: return [refers(.person, persons[fact.subject])] + unit(fact.value)
    case .tenure:
      let key = tenures[fact.subject]
      let named = [refers(.person, persons[key.first])] + post(key.second)
      guard fact.value >= 0 else { return named }
      return named + document(holdings[fact.value].ratified) + post(holdings[fact.value].rotatedFrom)
    case .oneHolder:
      let key = postPairs[fact.subject]
      return post(key.first) + post(key.second)
    case .documentAmended, .documentRepealed: return document(fact.subject) + document(fact.value)
    case .pilotPermanent: return [refers(.pilot, names(.pilot)[fact.subject])]
    case .allowance, .quota, .headcount, .movement, .reduction, .unitExtent, .unitSettlement, .modelAdopted,
      .modelWidened, .notBegun, .pilot, .pilotAnnounced, .pilotStopped, .pilotEnds, .pilotReview, .observation,
      .figure, .target, .limit, .directive, .directiveReport, .directiveDone, .programme, .principle, .training,
      .document, .source, .statement, .reading, .readingStatus, .periodClosed:
      let action = records[Int(fact.value)]
      return Change(action).mentions + named(in: action)
    }
  }

  /// Observations that an expression names.
  private func named(in action: Action) -> [Mention] {
    let texts: [String?] =
      switch action {
      case .figure(let record): [record.expression, record.numerator, record.denominator]
      case .setTarget(let record): [record.current, record.denominator]
      default: []
      }
    return texts.compactMap { $0 }.compactMap { try? Expression($0) }.flatMap(\.names)
      .filter { !knows(.figure, $0) }
      .map { Mention(subject: .observation, id: $0, use: .refers, key: "expression") }
  }
}

extension Charter {
  func identifiers(of subject: Subject) -> [String] {
    switch subject {
    case .unitKind: kinds.map(\.id.rawValue)
    case .role: roles.map(\.id.rawValue)
    case .category: categories.map(\.id.rawValue)
    case .documentType: documentTypes.map(\.id.rawValue)
    case .issuer: issuers.map(\.id.rawValue)
    case .level: levels.map(\.id)
    case .model: models.map(\.id.rawValue)
    case .template: templates.map(\.name)
    default: []
    }
  }
}

private struct MentionCollector: SelectiveVisitor {
  var mentions: [Mention] = []

  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>, _ use: Use) {
    mentions.append(Mention(subject: S.subject, id: value.rawValue, use: use, key: key))
  }
  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>?, _ use: Use) {
    if let value { mentions.append(Mention(subject: S.subject, id: value.rawValue, use: use, key: key)) }
  }
  mutating func identifiers<S>(_ key: String, _ value: inout [Identifier<S>], _ use: Use, required: Bool) {
    for id in value { mentions.append(Mention(subject: S.subject, id: id.rawValue, use: use, key: key)) }
  }
}
