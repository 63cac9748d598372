// SPDX-License-Identifier: Apache-2.0

/// The sizes of everything that a trial may add to, and the decisions it has changed.
struct Trial: Sendable {
  let head: Revision
  let facts: FactTable.Mark
  let charters: Int
  let sizes: [Int]
  let lists: [Int]
  let names: [Int]
  let records: Int
  let stamps: Int
  let contents: DecisionTable.Mark
  var decisions: [Int32: DecisionTable.Row?] = [:]
}

extension Register {
  /// Folds entries in on trial: they can be looked at, checked, and taken back with
  /// ``abandonTrial()`` at the cost of what they touched, or kept with ``keepTrial()``. Trials nest.
  public mutating func beginTrial() {
    let facts = facts.mark()
    trials.append(
      Trial(
        head: head, facts: facts, charters: charters.count,
        sizes: [
          units.count, posts.count, persons.count, texts.count, counts.count, bounds.count, unitSets.count,
          holdings.count, successions.count, tenures.count, postPairs.count, modelLocalities.count,
          staffKeys.count,
        ],
        lists: [
          tenuresOfPost.count, tenuresOfPerson.count, pairsOfPost.count, successionsInto.count, settlements.count,
        ],
        names: names.map(\.count), records: records.count, stamps: stamps.count,
        contents: decisions.mark()))
  }

  /// Ends the innermost trial; what it folded in stays.
  public mutating func keepTrial() {
    guard let trial = trials.popLast() else { return }
    facts.keep()
    guard !trials.isEmpty else { return }
    trials[trials.count - 1].decisions.merge(trial.decisions) { outer, _ in outer }
  }

  /// Takes back all that the innermost trial folded in.
  public mutating func abandonTrial() {
    guard let trial = trials.popLast() else { return }
    facts.rewind(to: trial.facts)
    head = trial.head
    charters.removeLast(charters.count - trial.charters)
    records.truncate(to: trial.records)
    stamps.removeLast(stamps.count - trial.stamps)
    for (number, row) in trial.decisions { decisions.restore(number, row) }
    decisions.truncate(to: trial.contents)
    tenuresOfPost.truncate(to: trial.lists[0])
    tenuresOfPerson.truncate(to: trial.lists[1])
    pairsOfPost.truncate(to: trial.lists[2])
    successionsInto.truncate(to: trial.lists[3])
    settlements.truncate(to: trial.lists[4])
    units.truncate(to: trial.sizes[0])
    posts.truncate(to: trial.sizes[1])
    persons.truncate(to: trial.sizes[2])
    texts.truncate(to: trial.sizes[3])
    counts.truncate(to: trial.sizes[4])
    bounds.truncate(to: trial.sizes[5])
    unitSets.truncate(to: trial.sizes[6])
    holdings.truncate(to: trial.sizes[7])
    successions.truncate(to: trial.sizes[8])
    tenures.truncate(to: trial.sizes[9])
    postPairs.truncate(to: trial.sizes[10])
    modelLocalities.truncate(to: trial.sizes[11])
    staffKeys.truncate(to: trial.sizes[12])
    for index in names.indices { names[index].truncate(to: trial.names[index]) }
  }

  /// Keeps the decision as it was before the innermost trial first changed it.
  mutating func remember(_ decision: Int32) {
    guard let last = trials.indices.last, trials[last].decisions[decision] == nil else { return }
    trials[last].decisions[decision] = .some(decisions.row(remembered: decision))
  }

  /// The rows that the outermost trial has written or taken back.
  var touchedRows: [Int32] {
    guard let trial = trials.first else { return [] }
    return (trial.facts.rows..<facts.count).map { Int32($0) } + facts.retracted(since: trial.facts)
  }

  /// The decisions that the trials under way have made, corrected or annulled.
  var triedDecisions: [Int32] { Set(trials.flatMap { $0.decisions.keys }).sorted() }
}
