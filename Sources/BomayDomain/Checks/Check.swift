// SPDX-License-Identifier: Apache-2.0

extension AsOf {
  /// Every rule on the register as of the day, as known at the revision.
  public func findings() -> [Diagnostic] {
    var findings = Findings(charter: charter)
    for unit in 0..<Int32(register.units.count) {
      for rule in RuleBook.units { rule.check(unit, self, &findings) }
    }
    for post in 0..<Int32(register.posts.count) {
      for rule in RuleBook.posts { rule.check(post, self, &findings) }
    }
    for person in 0..<Int32(register.persons.count) {
      for rule in RuleBook.persons { rule.check(person, self, &findings) }
    }
    for decision in decisionViews(nil) {
      for rule in RuleBook.decisions { rule.check(decision, self, &findings) }
    }
    for rule in RuleBook.register { rule.check(self, &findings) }
    return findings.diagnostics
  }

  /// The decisions with these numbers, or all.
  func decisionViews(_ numbers: [Int32]?) -> [DecisionView] {
    let wanted = numbers ?? register.decisions.numbers
    return wanted.compactMap { number in
      guard let record = register.decision(number), record.revision <= revision.number,
        let content = record.content(knownAt: revision.number)
      else { return nil }
      return DecisionView(
        id: record.id, record: record, content: content,
        facts: content.facts.map { register.facts[Int32($0)] })
    }
  }
}

extension Register {
  /// Checks what the trial under way has changed: every state rule on every day on which a touched
  /// unit, post or person changes, so that a backdated entry meets what comes after it; every rule
  /// of decisions on the decisions of the batch; and the rules of the whole register on `day`.
  ///
  /// - Parameter day: the day on which the batch is recorded.
  public func checkTrial(on day: Day) -> [Diagnostic] {
    guard !trials.isEmpty else { return [] }
    var findings = Findings(charter: charter())
    var touched = Touched()
    for row in touchedRows { touched.add(facts[row], self) }
    touched.spread(self)
    for moment in touched.moments(in: self) {
      let at = asOf(moment.day, knownAt: .latest)
      for unit in moment.units { for rule in RuleBook.units { rule.check(unit, at, &findings) } }
      for post in moment.posts { for rule in RuleBook.posts { rule.check(post, at, &findings) } }
      for person in moment.persons { for rule in RuleBook.persons { rule.check(person, at, &findings) } }
    }
    let now = asOf(day, knownAt: .latest)
    for decision in now.decisionViews(triedDecisions) {
      for rule in RuleBook.decisions { rule.check(decision, now, &findings) }
    }
    guard touched.concernsAll, let before = trials.first?.head else { return findings.diagnostics }
    // Of the rules of the whole register only what the batch brings about is told.
    var known = Findings(charter: charter(knownAt: before))
    for checked in Set([day, max(day, touched.lastDay ?? day)]).sorted() {
      for rule in RuleBook.register {
        rule.check(asOf(checked, knownAt: before), &known)
        rule.check(asOf(checked, knownAt: .latest), &findings)
      }
    }
    let old = Set(known.diagnostics)
    return findings.diagnostics.filter { !old.contains($0) }
  }
}

/// Units, posts and persons that a trial touches, with those whose state hangs on them.
private struct Touched {
  var units: Set<Int32> = []
  var posts: Set<Int32> = []
  var persons: Set<Int32> = []
  private var hasRecords = false
  /// Whether rules of the whole register may be touched.
  var concernsAll: Bool { hasRecords || !endedUnits.isEmpty }
  var lastDay: Day?
  private var endedUnits: Set<Int32> = []
  private var movedUnits: Set<Int32> = []
  /// First and last days of the periods of which staff figures were given.
  private var staffDays: [Int32: Set<Int32>] = [:]

  mutating func add(_ fact: Fact, _ register: Register) {
    if fact.fromLatest != .min, lastDay.map({ $0.ordinal < fact.fromLatest }) ?? true {
      lastDay = Day(ordinal: fact.fromLatest)
    }
    switch fact.attribute {
    case .unitLife:
      units.insert(fact.subject)
      endedUnits.insert(fact.subject)
    case .unitKind, .unitName, .unitCode, .unitParent, .unitGuidedBy, .unitLedBy, .unitLocatedIn, .unitNumber,
      .unitSlot, .unitSuccession, .unitExtent, .unitSettlement:
      units.insert(fact.subject)
      if fact.attribute == .unitKind { endedUnits.insert(fact.subject) }
      if fact.attribute == .unitParent { movedUnits.insert(fact.subject) }
    case .quota, .headcount, .movement, .reduction:
      let key = register.staffKeys[fact.subject]
      units.insert(key.unit)
      staffDays[key.unit, default: []].formUnion([key.period.earliest.ordinal, key.period.latest.ordinal])
    case .postLife, .postUnit, .postRole, .postSeats, .postName, .postSlot, .postSuccession:
      posts.insert(fact.subject)
    case .personLife, .personName, .personBorn, .personLocal: persons.insert(fact.subject)
    case .tenure, .allowance:
      let key = register.tenures[fact.subject]
      persons.insert(key.first)
      posts.insert(key.second)
      hasRecords = true
    case .oneHolder:
      let key = register.postPairs[fact.subject]
      posts.insert(key.first)
      posts.insert(key.second)
      hasRecords = true
    default: hasRecords = true
    }
  }

  /// What hangs on a unit whose life or kind has changed.
  mutating func spread(_ register: Register) {
    let known = register.head.number
    for unit in endedUnits {
      units.formUnion(register.facts.subjects(.unitParent, withValue: unit, knownAt: known))
      units.formUnion(register.facts.subjects(.unitLocatedIn, withValue: unit, knownAt: known))
      posts.formUnion(register.facts.subjects(.postUnit, withValue: unit, knownAt: known))
    }
    for post in posts {
      for tenure in register.tenuresOfPost[Int(post)] { persons.insert(register.tenures[tenure].first) }
    }
    for person in persons {
      for tenure in register.tenuresOfPerson[Int(person)] { posts.insert(register.tenures[tenure].second) }
    }
  }

  /// Every unit that a moved one was ever under, all the way up.
  private func above(_ unit: Int32, _ register: Register) -> Set<Int32> {
    guard movedUnits.contains(unit) else { return [] }
    var found: Set<Int32> = []
    var open = [unit]
    while let next = open.popLast() {
      for row in register.facts.history(.unitParent, of: next, knownAt: register.head.number) {
        let parent = register.facts[row].value
        if parent >= 0, found.insert(parent).inserted { open.append(parent) }
      }
    }
    return found
  }

  struct Moment {
    let day: Day
    var units: [Int32] = []
    var posts: [Int32] = []
    var persons: [Int32] = []
  }

  /// Each day on which something about a touched subject certainly begins, with the subjects.
  func moments(in register: Register) -> [Moment] {
    var byDay: [Int32: Moment] = [:]
    func days(_ attributes: [Attribute], _ subject: Int32, _ days: inout Set<Int32>) {
      for attribute in attributes {
        for row in register.facts.history(attribute, of: subject, knownAt: register.head.number) {
          let fact = register.facts[row]
          days.insert(fact.fromLatest == .min ? .min + 1 : fact.fromLatest)
          if fact.untilLatest != .max { days.insert(fact.untilLatest) }
        }
      }
    }
    func moment(_ day: Int32, _ change: (inout Moment) -> Void) {
      change(&byDay[day, default: Moment(day: Day(ordinal: day))])
    }
    for unit in units.sorted() {
      var found: Set<Int32> = []
      days(
        [.unitLife, .unitKind, .unitParent, .unitLocatedIn, .unitName, .unitCode, .unitSuccession], unit, &found)
      for attribute in [Attribute.unitParent, .unitLocatedIn] {
        for row in register.facts.history(attribute, of: unit, knownAt: register.head.number)
        where register.facts[row].value >= 0 {
          days([.unitLife, .unitKind], register.facts[row].value, &found)
        }
      }
      // A ring may close on the day on which a unit further up moves.
      for above in above(unit, register) { days([.unitParent], above, &found) }
      found.formUnion((staffDays[unit] ?? []).filter { $0 != .min })
      for day in found { moment(day) { $0.units.append(unit) } }
    }
    for post in posts.sorted() {
      var found: Set<Int32> = []
      days([.postLife, .postUnit], post, &found)
      for row in register.facts.history(.postUnit, of: post, knownAt: register.head.number)
      where register.facts[row].value >= 0 {
        days([.unitLife], register.facts[row].value, &found)
      }
      for tenure in register.tenuresOfPost[Int(post)] { days([.tenure], tenure, &found) }
      for pair in register.pairsOfPost[Int(post)] { days([.oneHolder], pair, &found) }
      for day in found { moment(day) { $0.posts.append(post) } }
    }
    for person in persons.sorted() {
      var found: Set<Int32> = []
      for tenure in register.tenuresOfPerson[Int(person)] { days([.tenure, .allowance], tenure, &found) }
      for day in found { moment(day) { $0.persons.append(person) } }
    }
    return byDay.values.sorted { $0.day < $1.day }
  }
}
