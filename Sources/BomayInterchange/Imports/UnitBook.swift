// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// Which unit bears which code as an import goes from event to event, and how it is called.
///
/// A key finds a unit: its code, where codes are unique on a day; else what the source tells units apart by.
struct UnitBook {
  struct Unit {
    let id: Identifier<OrgUnit>
    var code: String
    var kind: String
    var name: String
    var parent: Identifier<OrgUnit>?
    /// `nil` while it lives.
    var ended: Day?
  }

  private var units: [Unit] = []
  private var current: [String: Int] = [:]
  private var earlier: [String: Int] = [:]
  private var mint = IdentifierMint()
  /// Before the identifier made of a key.
  let prefix: String

  init(prefix: String = "u") { self.prefix = prefix }

  var codes: [String] { Array(current.keys) }
  func unit(_ key: String) -> Int? { current[key] }
  subscript(unit: Int) -> Unit { units[unit] }

  /// Who bore the key before, or bears it now.
  func bearer(ofOnce key: String) -> (name: String, until: Day?)? {
    (current[key] ?? earlier[key]).map { (units[$0].name, units[$0].ended) }
  }

  @discardableResult
  mutating func begin(
    key: String? = nil, code: String, kind: String, name: String, parent: String, id: String? = nil
  ) -> Int {
    let key = key ?? code
    units.append(
      Unit(
        id: Identifier(rawValue: mint.make(id ?? prefix + slug(key))), code: code, kind: kind, name: name,
        parent: parent.isEmpty ? nil : current[parent].map { units[$0].id }))
    current[key] = units.count - 1
    pendingParents.append((units.count - 1, parent))
    return units.count - 1
  }

  /// Units of a first table may name a parent that stands below them.
  private var pendingParents: [(unit: Int, parent: String)] = []

  mutating func establishment(of unit: Int) -> Establish {
    for (child, parent) in pendingParents where units[child].parent == nil && !parent.isEmpty {
      units[child].parent = current[parent].map { units[$0].id }
    }
    pendingParents.removeAll()
    return Establish(part(unit, .unknown))
  }

  private func part(_ unit: Int, _ share: Share) -> Part {
    let one = units[unit]
    var part = Part()
    part.unit = one.id
    part.kind = Identifier(rawValue: one.kind)
    part.name = one.name.isEmpty ? nil : one.name
    part.parent = one.parent
    part.code = one.code.isEmpty ? nil : one.code
    part.share = share
    return part
  }

  mutating func end(_ key: String, on day: Day) {
    guard let unit = current.removeValue(forKey: key) else { return }
    units[unit].ended = day
    earlier[key] = unit
  }

  // MARK: One event

  /// What an event comes to, put together link by link.
  private struct Effect {
    var ended: [String] = []
    var dissolved: [(key: String, link: ChangeLink)] = []
    var continuing: [(unit: Int, link: ChangeLink)] = []
    /// New and restored units by their key.
    var begun: [String: Int] = [:]
    var order: [String] = []
    var passing: [(from: Int, to: String, share: Share)] = []
    var restored: Set<Int> = []
    /// What restores a unit, which may come back under another name or kind.
    var restoring: [(unit: Int, link: ChangeLink)] = []
  }

  /// Applies the links of one event and says it in changes.
  mutating func apply(_ links: [ChangeLink], on day: Day) -> [ImportedChange] {
    var before: [String: Int] = [:]
    for link in links where !link.from.isEmpty { before[link.from] = current[link.from] }
    var effect = Effect()
    let kept = Set(links.filter { keeps($0) }.map(\.from))
    for link in links where !link.from.isEmpty {
      guard let unit = before[link.from] else { continue }
      if keeps(link) {
        effect.continuing.append((unit, link))
      } else if !kept.contains(link.from), link.change != .separate, link.change != .restore,
        !effect.ended.contains(link.from)
      {
        effect.ended.append(link.from)
      }
    }
    for key in effect.ended { end(key, on: day) }
    for (_, link) in effect.continuing where link.from != link.to { current.removeValue(forKey: link.from) }
    for (unit, link) in effect.continuing { current[link.to] = unit }
    for link in links where !link.to.isEmpty && !keeps(link) { begin(link, before, &effect) }
    for link in links where !link.from.isEmpty {
      guard let unit = before[link.from] else { continue }
      if link.to.isEmpty {
        effect.dissolved.append((link.from, link))
      } else if !keeps(link) || (link.change == .separate || link.change == .absorb) && link.share != .unknown {
        effect.passing.append((unit, link.to, link.share))
      }
    }
    return changes(links, before, effect)
  }

  /// Whether the link says that its `from` lives on as its `to`.
  private func keeps(_ link: ChangeLink) -> Bool {
    guard !link.from.isEmpty, !link.to.isEmpty else { return false }
    switch link.change {
    case .rename, .recode, .reclassify, .transfer, .area: return true
    case .absorb, .separate: return link.from == link.to
    default: return false
    }
  }

  private mutating func begin(_ link: ChangeLink, _ before: [String: Int], _ effect: inout Effect) {
    guard effect.begun[link.to] == nil else { return }
    // One that was there and goes on takes the others in.
    if current[link.to] != nil, link.change == .absorb || link.change == .separate || link.change == .restore { return }
    if link.change == .restore, let unit = earlier[link.to], units[unit].ended != nil {
      units[unit].ended = nil
      if !link.parent.isEmpty { units[unit].parent = current[link.parent].map { units[$0].id } }
      current[link.to] = unit
      effect.begun[link.to] = unit
      effect.restored.insert(unit)
      effect.restoring.append((unit, link))
    } else {
      effect.begun[link.to] = begin(
        key: link.to, code: link.code ?? link.to, kind: kind(of: link, before), name: link.name, parent: link.parent,
        id: link.id)
    }
    effect.order.append(link.to)
  }

  private func kind(of link: ChangeLink, _ before: [String: Int]) -> String {
    if !link.kind.isEmpty { return link.kind }
    return before[link.from].map { units[$0].kind } ?? ""
  }

  private mutating func changes(_ links: [ChangeLink], _ before: [String: Int], _ effect: Effect) -> [ImportedChange] {
    let span = links.first?.row.span
    var made: [ImportedChange] = []
    let news = effect.order.compactMap { effect.begun[$0] }
    let passing = effect.passing.compactMap { item in
      current[item.to].map { (from: item.from, to: $0, share: item.share) }
    }
    let linked = Set(passing.map(\.to))
    for unit in news where !effect.restored.contains(unit) && !linked.contains(unit) {
      made.append(ImportedChange(.establish(establishment(of: unit)), at: span))
    }
    for unit in news where effect.restored.contains(unit) {
      var change = Restore()
      change.unit = units[unit].id
      change.parent = units[unit].parent
      made.append(ImportedChange(.restore(change), at: span))
    }
    made += structure(
      passing, news.filter { !effect.restored.contains($0) && linked.contains($0) }, effect, before, span)
    for (key, link) in effect.dissolved where !passing.contains(where: { $0.from == before[key] }) {
      guard let unit = before[key] else { continue }
      var change = Dissolve()
      change.unit = units[unit].id
      made.append(ImportedChange(.dissolve(change), at: link.row.span))
    }
    for (unit, link) in effect.restoring + effect.continuing { made += attributes(unit, link) }
    return made
  }

  private func structure(
    _ passing: [(from: Int, to: Int, share: Share)], _ news: [Int], _ effect: Effect, _ before: [String: Int],
    _ span: SourceSpan?
  ) -> [ImportedChange] {
    let others = passing.filter { $0.from != $0.to }
    var sources: [Int] = []
    for link in others where !sources.contains(link.from) { sources.append(link.from) }
    guard !sources.isEmpty else { return [] }
    let ended = Set(effect.ended.compactMap { before[$0] })
    let targets = Set(others.map(\.to))
    let allEnd = sources.allSatisfy { ended.contains($0) }
    let isPlain = others.allSatisfy { $0.share == .unknown || $0.share == .whole }
    if allEnd, isPlain, targets.count == 1, let target = targets.first, others.count == sources.count {
      if news == [target], sources.count > 1 {
        var change = Merge()
        change.units = sources.map { units[$0].id }
        change.into = Establish(part(target, .unknown))
        return [ImportedChange(.merge(change), at: span)]
      }
      if news.isEmpty {
        var change = Absorb()
        change.units = sources.map { units[$0].id }
        change.into = units[target].id
        return [ImportedChange(.absorb(change), at: span)]
      }
    }
    if sources.count == 1, Set(news) == targets, targets.count == others.count, passing.count == others.count {
      let parts = others.map { part($0.to, $0.share) }
      if allEnd, parts.count > 1 {
        var change = Divide()
        change.unit = units[sources[0]].id
        change.into = parts
        return [ImportedChange(.divide(change), at: span)]
      }
      if !allEnd {
        var change = Separate()
        change.unit = units[sources[0]].id
        change.into = parts
        return [ImportedChange(.separate(change), at: span)]
      }
    }
    var change = Rearrange()
    change.units = sources.map { units[$0].id }
    change.keep = sources.filter { !ended.contains($0) }.map { units[$0].id }
    change.into = news.map { part($0, .unknown) }
    change.links = passing.filter { sources.contains($0.from) }
      .map { Passing(from: units[$0.from].id, to: units[$0.to].id, share: $0.share) }
    return [ImportedChange(.rearrange(change), at: span)]
  }

  /// What else has changed about a unit that lives on.
  private mutating func attributes(_ unit: Int, _ link: ChangeLink) -> [ImportedChange] {
    let id = units[unit].id
    var made: [ImportedChange] = []
    func add(_ action: Action) { made.append(ImportedChange(action, at: link.row.span)) }
    if !link.name.isEmpty, link.name != units[unit].name {
      var change = Rename()
      change.unit = id
      change.name = link.name
      units[unit].name = link.name
      add(.rename(change))
    }
    let code = link.code ?? link.to
    if !code.isEmpty, code != units[unit].code {
      var change = Recode()
      change.unit = id
      change.code = code
      units[unit].code = code
      add(.recode(change))
    }
    if !link.kind.isEmpty, link.kind != units[unit].kind {
      var change = Reclassify()
      change.unit = id
      change.kind = Identifier(rawValue: link.kind)
      units[unit].kind = link.kind
      add(.reclassify(change))
    }
    if !link.parent.isEmpty, let parent = current[link.parent].map({ units[$0].id }), parent != units[unit].parent {
      var change = Transfer()
      change.unit = id
      change.to = parent
      units[unit].parent = parent
      add(.transfer(change))
    }
    if link.change == .area {
      var change = ChangeArea()
      change.unit = id
      add(.area(change))
    }
    return made
  }
}
