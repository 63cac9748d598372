// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayTesting
import Testing

@Suite("The register beside the oracle")
struct OracleTests {
  @Test("answers the same on every day, at every revision", arguments: UInt64(1)...200)
  func agreesWithOracle(seed: UInt64) throws {
    var history = try RandomHistory.apparatus(seed: seed)
    history.grow(by: 11)
    let register = Register(folding: history.entries)
    let oracle = Oracle(history.entries)
    for revision in history.revisions {
      let told = oracle.told(knownAt: revision)
      for day in history.days {
        let past = register.asOf(day, knownAt: revision)
        let faults = unitFaults(past, told) + structureFaults(past, told) + postFaults(past, told)
        guard faults.isEmpty else {
          Issue.record("on \(day), known at \(revision): \(faults.joined(separator: "; "))")
          return
        }
      }
    }
  }

  /// Where the two differ about units one by one.
  private func unitFaults(_ past: AsOf, _ told: [Question: [Told]]) -> [String] {
    var faults: [String] = []
    for unit in RandomHistory.apparatusUnits {
      let life = told.truth(.life(unit), on: past.day)
      if past.isAlive(unit) != life { faults.append("\(unit) lives: \(past.isAlive(unit)), oracle \(life)") }
      if past.knows(unit) != (told[.life(unit)] != nil) { faults.append("\(unit) is known: \(past.knows(unit))") }
      compare(past.name(of: unit), told, .name(unit), past.day, &faults) { $0 }
      compare(past.kind(of: unit), told, .kind(unit), past.day, &faults) { $0.rawValue }
      compare(past.parent(of: unit), told, .parent(unit), past.day, &faults) {
        switch $0 {
        case .unit(let parent): parent.rawValue
        case .among(let parents): "among " + parents.map(\.rawValue).joined(separator: " ")
        }
      }
    }
    return faults
  }

  /// Where the two differ about who is under whom, and what there is.
  private func structureFaults(_ past: AsOf, _ told: [Question: [Told]]) -> [String] {
    var faults: [String] = []
    let living = RandomHistory.apparatusUnits.filter { told.truth(.life($0), on: past.day) != .no }
    if past.units().sorted() != living { faults.append("units \(past.units()), oracle \(living)") }
    let parents = living.map { told.possible(.parent($0), on: past.day) }
    let kinds = living.map { told.possible(.kind($0), on: past.day) }
    let seats = RandomHistory.apparatusPosts.filter { told.truth(.postLife($0), on: past.day) != .no }
    let places = seats.map { told.possible(.postUnit($0), on: past.day) }
    for unit in RandomHistory.apparatusUnits {
      let children = zip(living, parents).filter { $1.contains(unit.rawValue) }.map(\.0)
      let found = past.children(of: unit).sorted()
      if found != children { faults.append("children of \(unit): \(found), oracle \(children)") }
      let posts = zip(seats, places).filter { $1.contains(unit.rawValue) }.map(\.0)
      if past.posts(of: unit).sorted() != posts { faults.append("posts of \(unit): \(past.posts(of: unit))") }
    }
    for kind in RandomHistory.apparatusKinds {
      let units = zip(living, kinds).filter { $1.contains(kind.rawValue) }.map(\.0)
      if past.units(of: [kind]).sorted() != units { faults.append("units of \(kind): \(past.units(of: [kind]))") }
    }
    return faults
  }

  /// Where the two differ about posts, persons and who holds what.
  private func postFaults(_ past: AsOf, _ told: [Question: [Told]]) -> [String] {
    var faults: [String] = []
    var posts: [PersonID: [PostID]] = [:]
    for post in RandomHistory.apparatusPosts {
      let life = told.truth(.postLife(post), on: past.day)
      if past.isAlive(post) != life { faults.append("\(post) lives: \(past.isAlive(post)), oracle \(life)") }
      var holders: [PersonID: Bool] = [:]
      for person in RandomHistory.apparatusPersons {
        let possible = told.possible(.holding(person, post), on: past.day)
        if possible.contains("in") { holders[person] = possible.count > 1 }
      }
      let found = Dictionary(uniqueKeysWithValues: past.holders(of: post).map { ($0.person, $0.isUndetermined) })
      for person in holders.keys { posts[person, default: []].append(post) }
      if found != holders { faults.append("holders of \(post): \(found), oracle \(holders)") }
    }
    for person in RandomHistory.apparatusPersons {
      let possible = told.possible(.personName(person), on: past.day)
      if possible.count == 1, past.name(of: person) != possible.first { faults.append("\(person) is named") }
      let held = past.holdings(of: person).map(\.post).sorted()
      if held != posts[person, default: []] { faults.append("holdings of \(person): \(held)") }
    }
    let pairs = told.keys.filter { question in
      if case .oneHolder = question { told.possible(question, on: past.day) == ["yes"] } else { false }
    }
    let found = past.pairs().map { one, other in Question.oneHolder(min(one, other), max(one, other)) }
    if Set(found) != Set(pairs) { faults.append("pairs \(found), oracle \(pairs)") }
    return faults
  }

  private func compare<Value>(
    _ stated: Stated<Value>, _ told: [Question: [Told]], _ question: Question, _ day: Day,
    _ faults: inout [String], _ shown: (Value) -> String
  ) {
    let found: Set<String?> =
      switch stated {
      case .nothing: [nil]
      case .value(let value, _): [shown(value)]
      case .between(let values, _): Set(values.map { $0.map(shown) })
      }
    let expected = told.possible(question, on: day)
    if found != expected { faults.append("\(question): \(found), oracle \(expected)") }
  }
}
