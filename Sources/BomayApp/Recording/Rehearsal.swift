// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// What a batch would change, told before anything is recorded.
public struct Rehearsal: Sendable {
  public let outcome: Outcome
  /// The register as it stands, without the batch.
  public let before: Register

  init(_ outcome: Outcome, before: Register) {
    self.outcome = outcome
    self.before = before
  }

  /// The revision against which it was tried.
  public var revision: Revision { before.head }

  /// The effect of the batch on each day on which it takes effect, what it already changed on an earlier one
  /// left out. Of more than ``mostDays`` days the first ones; empty where the batch could not be read.
  ///
  /// - Parameter seen: what of a register the reader may see.
  public func effects(_ words: Catalogue, seen view: (Register) -> Register = { $0 }) -> [Effect] {
    guard let whole = outcome.moment?.register else { return [] }
    let (before, trial) = (view(before), view(whole))
    var seen: Set<[String]> = []
    return outcome.days.prefix(Rehearsal.mostDays).compactMap { day in
      let earlier = Answers(before.asOf(day, knownAt: before.head), words)
      let after = Answers(trial.asOf(day, knownAt: .latest), words)
      var changes = earlier.effect(after)
      changes.rows = changes.rows.filter { row in
        seen.insert(row.map { $0.shown(words) }).inserted
      }
      let (opened, closed) = Rehearsal.turned(earlier, after, &seen)
      let effect = Effect(day: day, changes: changes, opened: opened, closed: closed)
      return effect.isEmpty ? nil : effect
    }
  }

  public static let mostDays = 24

  /// What is to be settled after and was not before, and the other way round.
  private static func turned(_ before: Answers, _ after: Answers, _ seen: inout Set<[String]>) -> (Table, Table) {
    let earlier = before.moment.obligations().filter(\.isOpen)
    let later = after.moment.obligations()
    let stillOpen = Set(later.filter(\.isOpen).map(\.id))
    let known = Set(earlier.map(\.id))
    let opened = later.filter { $0.isOpen && !known.contains($0.id) && seen.insert(["opened", $0.id]).inserted }
    let ended = Set(known.subtracting(stillOpen)).filter { seen.insert(["closed", $0]).inserted }
    // What is gone with its pilot, because its decision was annulled, is shown as it stood.
    let gone = earlier.filter { obligation in
      ended.contains(obligation.id) && !later.contains { $0.id == obligation.id }
    }
    return (
      after.table(of: opened), after.table(of: later.filter { ended.contains($0.id) } + gone)
    )
  }
}

/// What a batch changes on one day.
public struct Effect: Sendable {
  public let day: Day
  /// What, its identifier and name, before, after, and by which decisions.
  public let changes: Table
  /// Obligations that are to be settled after it and were not before.
  public let opened: Table
  /// Obligations that were to be settled before it and are not after.
  public let closed: Table

  var isEmpty: Bool { changes.rows.isEmpty && opened.rows.isEmpty && closed.rows.isEmpty }
}

extension RegisterSession {
  /// Checks decision files as ``check(_:at:by:)`` does, and keeps what is needed to tell their effect.
  public func rehearse(_ files: [InputFile], at instant: Instant, by author: Recorder) -> Rehearsal {
    let before = register
    return Rehearsal(check(files, at: instant, by: author), before: before)
  }
}
