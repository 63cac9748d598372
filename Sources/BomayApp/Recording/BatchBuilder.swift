// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange
import BomayStore

/// Turns documents into entries, one after the other, each folded into the register on trial so that
/// the next one's short forms are expanded against it.
struct BatchBuilder {
  var register: Register
  private(set) var entries: [Entry] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// What the entries only commit to.
  private(set) var personal: [SealedAttributes] = []
  private let instant: Instant
  private let author: Recorder
  private let first: Revision
  /// Where each decision's parts stand in the files, by the identifiers they mention.
  private var places: [Identifier<Decision>: Places] = [:]

  private struct Places {
    var whole: SourceSpan?
    var byID: [String: SourceSpan] = [:]
  }

  init(register: Register, instant: Instant, author: Recorder) {
    self.register = register
    self.instant = instant
    self.author = author
    first = register.head.next
  }

  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The decisions of the batch as they are recorded.
  var decisions: [Decision] {
    entries.compactMap {
      switch $0.act {
      case .decide(let decision), .correct(let decision): decision
      case .adopt, .annul: nil
      }
    }
  }

  /// Every decision that the batch records, corrects or annuls.
  var touched: [Identifier<Decision>] {
    entries.compactMap {
      switch $0.act {
      case .decide(let decision), .correct(let decision): decision.id
      case .annul(let id, _): id
      case .adopt: nil
      }
    }
  }

  /// Days on which what the batch says takes effect, in their order.
  var days: [Day] {
    var found: Set<Day> = []
    let moment = register.asOf(instant.day, knownAt: .latest)
    for entry in entries {
      switch entry.act {
      case .decide(let decision), .correct(let decision):
        let whole = decision.effective ?? decision.signedOn
        for change in decision.changes { (change.effective ?? whole).map { _ = found.insert($0.latest) } }
      case .annul(let id, _):
        if let known = moment.decision(id), let day = known.effective ?? known.signedOn { found.insert(day.latest) }
      case .adopt: continue
      }
    }
    return found.filter { $0 > Bound.distantPast }.sorted()
  }

  mutating func add(_ documents: [DecisionDocument]) {
    if register.charter() == nil, let document = documents.first {
      fault("no-charter", document.span)
      return
    }
    for document in documents { add(document) }
  }

  private mutating func fault(_ code: String, _ span: SourceSpan?, _ values: [String: MessageValue] = [:]) {
    diagnostics.append(Diagnostic(.error, code: code, at: span, values: values))
  }

  // MARK: One document

  private mutating func add(_ document: DecisionDocument) {
    let id = document.content.id
    let span = document.spans[document.verb.rawValue] ?? document.span
    let isThere = register.knows(.decision, id.rawValue)
    var values: [String: MessageValue] = ["decision": .text(id.rawValue)]
    switch document.verb {
    case .decision:
      if isThere, decisions.contains(where: { $0.id == id }) {
        if let first = places[id]?.whole { values["first"] = .text("\(first.file):\(first.line)") }
        fault("decided-twice", span, values)
        return
      }
      if isThere || register.asOf(instant.day, knownAt: .latest).decision(id) != nil {
        fault(isThere ? "already-recorded" : "already-annulled", span, values)
        return
      }
    case .correct, .annul:
      guard isThere else {
        if register.asOf(instant.day, knownAt: .latest).decision(id) != nil {
          fault("already-annulled", span, values)
        } else {
          if let near = nearest(to: id.rawValue, among: register.known(.decision)) { values["nearest"] = .text(near) }
          fault("no-such-decision", span, values)
        }
        return
      }
    }
    if document.content.after == id {
      fault("after-itself", document.spans["after"] ?? span, values)
      return
    }
    if document.verb == .annul {
      append(.annul(id, reason: document.content.reason ?? ""))
      places[id, default: Places()].whole = span
      return
    }
    if document.changes.isEmpty {
      fault("empty-decision", span, values)
      return
    }
    let expanded = expand(document)
    var content = document.content
    guard !expanded.isEmpty else {
      if !hasErrors { fault("empty-decision", span, values) }
      return
    }
    content.changes = expanded.map { seal($0.change) }
    note(document, content, expanded)
    append(document.verb == .correct ? .correct(content) : .decide(content))
    if register.isOrderCircular(id) { fault("after-itself", document.spans["after"] ?? span, values) }
  }

  /// Puts personal attributes aside and leaves the entry a commitment to them.
  private mutating func seal(_ change: Change) -> Change {
    guard let found = change.action.personal, !found.attributes.isEmpty else { return change }
    let sealed = SealedAttributes(
      salt: (0..<16).map { _ in UInt8.random(in: .min ... .max) }, data: PersonalCoding.encode(found.attributes))
    personal.append(sealed)
    var change = change
    change.action = change.action.carrying(found.attributes, commitment: sealed.commitment)
    return change
  }

  private mutating func append(_ act: Act) {
    let entry = Entry(
      revision: register.head.next, batch: first, recordedAt: instant, recordedBy: author, act: act)
    register.fold(entry)
    entries.append(entry)
  }

  private mutating func note(_ document: DecisionDocument, _ content: Decision, _ changes: [Placed]) {
    var place = places[content.id] ?? Places()
    place.whole = document.spans[document.verb.rawValue] ?? document.span
    for item in changes {
      for mention in item.change.mentions {
        let span = item.spans[mention.key] ?? item.span
        if mention.use == .mints || place.byID[mention.id] == nil { place.byID[mention.id] = span }
      }
    }
    for (key, id) in [("document", content.document?.rawValue), ("after", content.after?.rawValue)] {
      if let id, place.byID[id] == nil { place.byID[id] = document.spans[key] }
    }
    for reading in content.readings where place.byID[reading.rawValue] == nil {
      place.byID[reading.rawValue] = document.spans["readings"]
    }
    places[content.id] = place
  }

  // MARK: Short forms

  private struct Placed {
    let change: Change
    let span: SourceSpan?
    let spans: [String: SourceSpan]
  }

  private mutating func expand(_ document: DecisionDocument) -> [Placed] {
    let plain = document.changes.compactMap { written -> Placed? in
      guard case .change(let change) = written.body else { return nil }
      return Placed(change: change, span: written.span, spans: written.spans)
    }
    let isShort = document.changes.contains {
      if case .apply = $0.body { return true }
      return !$0.short.isEmpty
    }
    guard isShort else { return plain }
    // Short forms are read against the state that the plain changes leave.
    register.beginTrial()
    var content = document.content
    content.changes = plain.map(\.change)
    register.fold(
      Entry(
        revision: register.head.next, batch: first, recordedAt: instant, recordedBy: author,
        act: document.verb == .correct ? .correct(content) : .decide(content)))
    var result: [Placed] = []
    for written in document.changes { result += expand(written, document.content) }
    register.abandonTrial()
    return result
  }

  private mutating func expand(_ written: WrittenChange, _ content: Decision) -> [Placed] {
    func placed(_ change: Change) -> Placed {
      Placed(change: change, span: written.span, spans: written.spans)
    }
    switch written.body {
    case .apply(let template, let areas, let effective):
      let moment = moment(effective ?? content.effective ?? content.signedOn)
      return areas.flatMap { area -> [Placed] in
        let expansion = moment.expand(template: template, to: area, effective: effective)
        diagnostics += expansion.diagnostics.map { diagnostic in
          var diagnostic = diagnostic
          diagnostic.span = written.spans[diagnostic.code == "unknown-template" ? "apply" : "to"] ?? written.span
          if let near = nearest(to: template, among: register.known(.template)) {
            diagnostic.values["nearest"] = .text(near)
          }
          return diagnostic
        }
        if !register.knows(.unit, area.rawValue) { unknown(.unit, area.rawValue, written.spans["to"] ?? written.span) }
        return expansion.changes.map(placed)
      }
    case .change(var change):
      guard !written.short.isEmpty else { return [placed(change)] }
      let moment = moment(change.effective ?? content.effective ?? content.signedOn)
      let more = complete(&change, written.short, moment)
      return [placed(change)] + more.map(placed)
    }
  }

  private func moment(_ bound: Bound?) -> AsOf {
    let day = bound?.latest ?? instant.day
    return register.asOf(day == Bound.distantPast ? Day(ordinal: .min + 1) : day, knownAt: .latest)
  }

  /// Says the settlement out in full; returns the changes by which bodies follow their area.
  private func complete(_ change: inout Change, _ short: ShortSettlement, _ moment: AsOf) -> [Change] {
    func full(_ settlement: Settlement?, _ ended: [Identifier<OrgUnit>]) -> Settlement {
      moment.complete(
        settlement, of: ended, childrenTo: short.childrenTo, childrenAmong: short.childrenAmong,
        abolishesPosts: short.abolishesPosts)
    }
    func bodies(_ ended: [Identifier<OrgUnit>], _ successors: [Identifier<OrgUnit>]) -> [Change] {
      short.settlesBodiesBySlot ? moment.bodiesFollowing(ended, into: successors, effective: change.effective) : []
    }
    switch change.action {
    case .merge(var merge):
      merge.settle = full(merge.settle, merge.units)
      change.action = .merge(merge)
      return bodies(merge.units, [merge.into.unit])
    case .absorb(var absorb):
      absorb.settle = full(absorb.settle, absorb.units)
      change.action = .absorb(absorb)
      return bodies(absorb.units, absorb.into.map { [$0] } ?? absorb.among)
    case .divide(var divide):
      divide.settle = full(divide.settle, [divide.unit])
      change.action = .divide(divide)
      return bodies([divide.unit], divide.into.map(\.unit))
    case .dissolve(var dissolve):
      dissolve.settle = full(dissolve.settle, [dissolve.unit])
      change.action = .dissolve(dissolve)
      return bodies([dissolve.unit], [])
    case .rearrange(var rearrange):
      let ended = rearrange.units.filter { !rearrange.keep.contains($0) }
      rearrange.settle = full(rearrange.settle, ended)
      change.action = .rearrange(rearrange)
      return ended.flatMap { bodies([$0], rearrange.followers(of: $0)) }
    default: return []
    }
  }

  private mutating func unknown(_ subject: Subject, _ id: String, _ span: SourceSpan?) {
    var values: [String: MessageValue] = ["subject": .term("subject.\(subject.word)"), "id": .text(id)]
    if let near = nearest(to: id, among: register.known(subject)) { values["nearest"] = .text(near) }
    fault("unknown-reference", span, values)
  }

  // MARK: Places

  /// Gives each finding its place in the files: the change that mentions what it is about.
  func place(_ findings: [Diagnostic]) -> [Diagnostic] {
    findings.map { finding in
      guard finding.span == nil else { return finding }
      var placed = finding
      for decision in finding.decisions {
        guard let known = places[decision] else { continue }
        placed.span = finding.about.compactMap { known.byID[$0] }.first ?? known.whole
        return placed
      }
      placed.span =
        finding.about.lazy.compactMap { id in
          places.values.lazy.compactMap { $0.byID[id] }.first
        }.first
      return placed
    }
  }
}

extension Register {
  /// References to nothing, and identifiers made twice, in the decisions of a batch.
  func checkReferences(_ batch: [Decision]) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var seen: Set<Mention> = []
    var hints = Hints(self)
    func unknown(_ mention: Mention, _ decision: Identifier<Decision>) {
      var values: [String: MessageValue] = [
        "subject": .term("subject.\(mention.subject.word)"), "id": .text(mention.id),
      ]
      if let near = hints.nearest(mention.subject, mention.id) { values["nearest"] = .text(near) }
      found.append(
        Diagnostic(.error, code: "unknown-reference", about: [mention.id], values: values, decisions: [decision]))
    }
    for decision in batch {
      var mentions = decision.changes.flatMap(\.mentions)
      if let document = decision.document {
        mentions.append(Mention(subject: .document, id: document.rawValue, use: .refers, key: "document"))
      }
      if let after = decision.after {
        mentions.append(Mention(subject: .decision, id: after.rawValue, use: .refers, key: "after"))
      }
      mentions += decision.readings.map {
        Mention(subject: .reading, id: $0.rawValue, use: .refers, key: "readings")
      }
      for mention in mentions where seen.insert(mention).inserted {
        switch mention.use {
        case .refers: if !knows(mention.subject, mention.id) { unknown(mention, decision.id) }
        case .mints:
          if timesMade(mention.subject, mention.id) > 1 {
            found.append(
              Diagnostic(
                .error, code: "duplicate-identifier", about: [mention.id],
                values: ["subject": .term("subject.\(mention.subject.word)"), "id": .text(mention.id)],
                decisions: [decision.id]))
          }
        }
      }
    }
    return found
  }
}

/// Looks for the word that was meant, for as many faults as a person reads: it goes through all that is
/// on record each time.
private struct Hints {
  private static let most = 100
  private let register: Register
  private var known: [Subject: [String]] = [:]
  private var given = 0

  init(_ register: Register) { self.register = register }

  mutating func nearest(_ subject: Subject, _ id: String) -> String? {
    guard given < Hints.most else { return nil }
    given += 1
    let words = known[subject] ?? register.known(subject)
    known[subject] = words
    return BomayInterchange.nearest(to: id, among: words)
  }
}
