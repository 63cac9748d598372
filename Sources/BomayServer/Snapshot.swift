// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayDomain
import BomayStore
import Synchronization

/// What one request is answered from: the register at one moment, as its sender may see it, and the store it is
/// folded from.
struct Snapshot: Sendable {
  let register: Register
  let store: any LogStore
  let kept: KeptAnswers
  var view = View.whole

  /// All findings of the moment, the worst first.
  func findings(at moment: AsOf) -> [Diagnostic] { kept.findings(at: moment, in: view) }

  /// What the caller may see of it. What they may not see is not in the register that is given back, so that no
  /// page, table or file made of it can tell it (ADR 0019).
  ///
  /// - Parameter days: who sits below a unit on one of these days is seen by who may see personal data there.
  func seen(by caller: Caller, on days: Set<Day>) -> Snapshot {
    var seen = self
    seen.view = View(of: caller, on: days)
    guard seen.view != .whole else { return self }
    return Snapshot(register: kept.register(register, in: seen.view), store: store, kept: kept, view: seen.view)
  }
}

/// How much of the register a caller sees.
enum View: Hashable {
  /// All of it.
  case whole
  /// Nothing personal.
  case nameless
  /// As before, and no counts of fewer than five persons, and nobody who recorded something.
  case open
  /// What is personal about those alone who hold a post below one of the units on one of the days.
  case below([Identifier<OrgUnit>], Set<Day>)

  init(of caller: Caller, on days: Set<Day>) {
    let units = caller.units(of: .seePersonal)
    self =
      caller.mayEverywhere(.seePersonal)
      ? .whole : !caller.hasAccount ? .open : units.isEmpty ? .nameless : .below(units, days)
  }

  /// What is seen of a register on which a batch was tried. What the batch says brings nobody into sight: who is hidden
  /// is told by the register before it. Those whom it introduces it may tell of.
  func seen(_ trial: Register, before: Register) -> Register {
    guard case .below(let units, let days) = self else { return seen(trial) }
    let isSeen = View.isBelow(units, days, before)
    return trial.withoutPersonalData { before.knows(.person, $0.rawValue) && !isSeen($0) }
  }

  /// As of a moment of it.
  func seen(_ moment: AsOf?, before: Register) -> AsOf? {
    self == .whole ? moment : moment.map { seen($0.register, before: before).asOf($0.day, knownAt: $0.revision) }
  }

  func seen(_ register: Register) -> Register {
    switch self {
    case .whole: return register
    case .nameless: return register.withoutPersonalData()
    case .open: return register.withoutPersonalData().withoutCounts(ofAtMost: 4).withoutRecorders()
    case .below(let units, let days):
      let isSeen = View.isBelow(units, days, register)
      return register.withoutPersonalData { !isSeen($0) }
    }
  }

  /// Whether somebody holds a post below one of the units on one of the days.
  private static func isBelow(
    _ units: [Identifier<OrgUnit>], _ days: Set<Day>, _ register: Register
  ) -> (Identifier<Person>) -> Bool {
    let moments = days.map { register.asOf($0, knownAt: register.head) }
    return { person in
      moments.contains { moment in
        moment.holdings(of: person).contains { holding in
          moment.unit(of: holding.post).map { unit in units.contains { moment.isWithin(unit, $0) } } ?? false
        }
      }
    }
  }
}

/// What was worked out for earlier requests and holds for later ones. It is dropped when something was erased.
final class KeptAnswers: Sendable {
  private struct Key: Hashable {
    let day: Day
    let revision: Revision
    let view: View
  }

  private let findings = Mutex<[(key: Key, findings: [Diagnostic])]>([])
  private let registers = KeptByView<Register>()
  private let names = KeptByView<NameIndex>()
  let replies = KeptReplies()
  private static let most = 8

  /// All findings of the moment, the worst first. They cost a walk over the whole register, and for a day and a
  /// revision they never change.
  func findings(at moment: AsOf, in view: View) -> [Diagnostic] {
    let key = Key(day: moment.day, revision: moment.revision, view: view)
    if let found = findings.withLock({ $0.first { $0.key == key }?.findings }) { return found }
    let found = moment.findings().worstFirst()
    findings.withLock { kept in
      kept.append((key, found))
      if kept.count > Self.most { kept.removeFirst() }
    }
    return found
  }

  /// What is seen of the register.
  func register(_ register: Register, in view: View) -> Register {
    registers.value(register.head, view) { view.seen(register) }
  }

  func forgetRegisters() {
    registers.forget()
    names.forget()
  }

  /// The names in what is seen of the register.
  func names(of register: Register, in view: View) -> NameIndex {
    names.value(register.head, view) { NameIndex(register.personalNames) }
  }
}

/// What was worked out of what the last callers see; of the newest log alone.
private final class KeptByView<Value: Sendable>: Sendable {
  private let all = Mutex<[(head: Revision, view: View, value: Value)]>([])
  private static var most: Int { 8 }

  func value(_ head: Revision, _ view: View, make: () -> Value) -> Value {
    if let known = all.withLock({ $0.first { $0.head == head && $0.view == view }?.value }) { return known }
    let value = make()
    all.withLock { kept in
      kept.removeAll { $0.head < head }
      kept.append((head, view, value))
      if kept.count > Self.most { kept.removeFirst() }
    }
    return value
  }

  func forget() { all.withLock { $0.removeAll() } }
}
