// SPDX-License-Identifier: Apache-2.0

extension Register {
  /// Of what was found on the trial under way, all but the warnings that stood before it: a file is not
  /// told what it did not bring about.
  ///
  /// - Parameters:
  ///   - touched: every decision that the batch records, corrects or annuls.
  ///   - batch: those that it records or corrects, as they are now.
  public func withoutThoseBefore(
    _ found: [Diagnostic], touched: [Identifier<Decision>], batch: [Decision], on day: Day
  ) -> [Diagnostic] {
    guard let before = trials.first?.head else { return found }
    let own = Set(touched)
    var telling = Telling(register: self, before: before, batch: batch, day: day)
    return found.compactMap { finding in
      guard finding.severity < .error, !finding.decisions.contains(where: own.contains) else { return finding }
      return telling.new(finding)
    }
  }
}

/// Runs single rules again, on what was known before a batch and on what is known with it.
private struct Telling {
  let register: Register
  let before: Revision
  let batch: [Decision]
  let day: Day
  /// Decisions of the batch, by the identifiers that they mention.
  private lazy var mentioning = Dictionary(
    batch.flatMap { decision in
      Set(decision.changes.flatMap { $0.mentions.map(\.id) }).map { ($0, [decision.id]) }
    }, uniquingKeysWith: +)

  init(register: Register, before: Revision, batch: [Decision], day: Day) {
    self.register = register
    self.before = before
    self.batch = batch
    self.day = day
  }

  /// The finding, if it did not stand before; else another of the same rule on the same subject that did
  /// not; `nil` where there is none.
  mutating func new(_ finding: Diagnostic) -> Diagnostic? {
    guard let check = check(finding) else { return finding }
    let days = [day] + days(of: finding.decisions) + finding.days
    func found(_ days: [Day], _ known: Revision) -> [Diagnostic] {
      Set(days).sorted().flatMap { day in
        let at = register.asOf(day, knownAt: known)
        var findings = Findings(charter: at.charter)
        check(at, &findings)
        return findings.diagnostics.filter { $0.about == finding.about }
      }
    }
    let old = Set(found(days, before).map(\.undated))
    guard old.contains(finding.undated) else { return finding }
    let own = finding.about.flatMap { mentioning[$0] ?? [] }
    return found(days + self.days(of: own), .latest).first { !old.contains($0.undated) }
  }

  /// The rule behind the finding, for the subjects that it names; `nil` for rules that look elsewhere.
  private func check(_ finding: Diagnostic) -> ((AsOf, inout Findings) -> Void)? {
    let named = finding.named
    if let rule = RuleBook.units.first(where: { $0.code == finding.code }) {
      let units = named.compactMap { register.units.number(of: $0) }
      return { at, findings in for unit in units { rule.check(unit, at, &findings) } }
    }
    if let rule = RuleBook.posts.first(where: { $0.code == finding.code }) {
      let posts = named.compactMap { register.posts.number(of: $0) }
      return { at, findings in for post in posts { rule.check(post, at, &findings) } }
    }
    if let rule = RuleBook.persons.first(where: { $0.code == finding.code }) {
      let persons = named.compactMap { register.persons.number(of: $0) }
      return { at, findings in for person in persons { rule.check(person, at, &findings) } }
    }
    return nil
  }

  private func days(of decisions: [Identifier<Decision>]) -> [Day] {
    let numbers = decisions.compactMap { register.names(.decision).number(of: $0.rawValue) }
    let facts = register.asOf(day, knownAt: .latest).decisionViews(numbers).flatMap(\.facts)
    return facts.flatMap { fact in
      let first = fact.fromLatest == .min ? .min + 1 : fact.fromLatest
      return fact.untilLatest == .max ? [Day(ordinal: first)] : [Day(ordinal: first), Day(ordinal: fact.untilLatest)]
    }
  }
}

extension Diagnostic {
  /// Without the day on which it was found.
  fileprivate var undated: Diagnostic {
    var copy = self
    copy.values["day"] = nil
    return copy
  }

  /// The days that its message names.
  fileprivate var days: [Day] { values.values.compactMap { if case .day(let day) = $0 { day } else { nil } } }

  /// Everything in it that may be an identifier.
  fileprivate var named: [String] {
    let inMessage = values.values.flatMap { value -> [String] in
      switch value {
      case .text(let text): [text]
      case .list(let items): items
      case .unit(let unit): [unit.rawValue]
      default: []
      }
    }
    return Set(about + inMessage).sorted()
  }
}
