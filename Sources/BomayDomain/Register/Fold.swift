// SPDX-License-Identifier: Apache-2.0

/// Where and when the facts of a change stand.
struct Footprint {
  let entry: Int32
  let revision: Int32
  var place: Int32 = 0
  var from: Bound
  var until: Bound?
}

extension Register {
  /// Folds the next entry in. Total: it never refuses and never judges.
  ///
  /// - Precondition: the entry is the one after ``head``.
  public mutating func fold(_ entry: Entry) {
    precondition(entry.revision == head.next, "entries are folded in the order of the log")
    head = entry.revision
    let revision = entry.revision.number
    var decision: Int32 = -1
    var verb: Int64 = 0
    switch entry.act {
    case .adopt(let charter):
      charters.append((revision, charter))
    case .decide(let content):
      decision = intern(content.id)
      verb = 1
      if decisions.place(of: decision) == nil {
        decisions.begin(
          decision, revision: revision, recordedAt: entry.recordedAt, recordedBy: entry.recordedBy)
        facts.order.place(decision, at: revision)
      }
      state(content, decision, entry)
    case .correct(let content):
      decision = intern(content.id)
      verb = 2
      if decisions.place(of: decision) != nil, !decisions.isAnnulled(decision) {
        retract(decision, at: revision)
        state(content, decision, entry)
      }
    case .annul(let id, let reason):
      decision = intern(id)
      verb = 3
      if decisions.place(of: decision) != nil {
        retract(decision, at: revision)
        remember(decision)
        if !decisions.isAnnulled(decision) { decisions.annul(decision, at: revision, reason: reason) }
      }
    }
    stamps.append(
      Stamp(recordedAt: entry.recordedAt, batch: entry.batch.number, decision: decision, verb: verb))
  }

  private mutating func retract(_ decision: Int32, at revision: Int32) {
    guard let stated = decisions.facts(of: decision) else { return }
    facts.retract(stated, at: revision)
  }

  private mutating func state(_ content: Decision, _ decision: Int32, _ entry: Entry) {
    guard let place = decisions.place(of: decision) else { return }
    remember(decision)
    let first = content.after.map { intern($0) } ?? -1
    facts.order.claim(place, after: first, at: entry.revision.number)
    if let other = decisions.place(of: first) { facts.order.place(first, at: other) }
    let start = facts.count
    let fallback = content.effective ?? content.signedOn ?? Bound(entry.recordedAt.day)
    var footprint = Footprint(entry: place, revision: entry.revision.number, from: fallback)
    for change in content.changes {
      footprint.from = change.effective ?? fallback
      footprint.until = change.until
      fold(change.action, &footprint)
    }
    decisions.state(content, decision, at: entry.revision.number, facts: start..<facts.count)
  }

  private mutating func fold(_ action: Action, _ at: inout Footprint) {
    if foldUnits(action, &at) || foldPosts(action, &at) || foldPilots(action, &at) { return }
    foldRecords(action, &at)
  }

  // MARK: Stating

  mutating func state(_ attribute: Attribute, _ subject: Int32, _ value: Int32, _ at: inout Footprint) {
    facts.insert(
      Fact(
        attribute: attribute, subject: subject, value: value,
        fromEarliest: at.from.earliest.ordinal, fromLatest: at.from.latest.ordinal,
        untilEarliest: at.until?.earliest.ordinal ?? .max, untilLatest: at.until?.latest.ordinal ?? .max,
        entry: at.entry, place: at.place, knownFrom: at.revision))
    at.place += 1
  }

  mutating func state(_ attribute: Attribute, _ subject: Int32, record: Action, _ at: inout Footprint) {
    records.append(record)
    state(attribute, subject, Int32(truncatingIfNeeded: records.count - 1), &at)
  }

  mutating func state(_ attribute: Attribute, _ subject: Int32, text: String?, _ at: inout Footprint) {
    guard let text else { return }
    state(attribute, subject, texts.intern(text), &at)
  }

  // MARK: Interning

  mutating func intern(_ id: Identifier<OrgUnit>) -> Int32 { units.intern(id) }
  mutating func intern(_ id: Identifier<Post>) -> Int32 { posts.intern(id) }
  mutating func intern(_ id: Identifier<Person>) -> Int32 { persons.intern(id) }
  mutating func intern<S>(_ id: Identifier<S>) -> Int32 {
    names[Register.slot(S.subject)].intern(id)
  }

  mutating func tenure(_ person: Identifier<Person>, _ post: Identifier<Post>) -> Int32 {
    let key = NumberPair(first: intern(person), second: intern(post))
    let known = tenures.count
    let number = tenures.intern(key)
    if tenures.count > known {
      tenuresOfPerson.append(number, to: key.first)
      tenuresOfPost.append(number, to: key.second)
    }
    return number
  }

  mutating func postPair(_ one: Int32, _ other: Int32) -> Int32 {
    let key = NumberPair(first: min(one, other), second: max(one, other))
    let known = postPairs.count
    let number = postPairs.intern(key)
    if postPairs.count > known {
      pairsOfPost.append(number, to: key.first)
      pairsOfPost.append(number, to: key.second)
    }
    return number
  }
}
