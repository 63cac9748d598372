// SPDX-License-Identifier: Apache-2.0

/// A parent, or the set within which the parent lies undetermined.
public enum Parentage: Hashable, Sendable {
  case unit(Identifier<OrgUnit>)
  case among([Identifier<OrgUnit>])
}

extension AsOf {
  func number(_ id: Identifier<OrgUnit>) -> Int32? { register.units.number(of: id) }
  func unit(_ number: Int32) -> Identifier<OrgUnit> { register.units.identifier(number) }

  func isAlive(_ unit: Int32) -> Truth { truth(.unitLife, unit) }

  /// Whether the unit begins on this very day, be it that it lives over no night.
  func beginsToday(_ unit: Int32) -> Bool {
    register.facts.history(.unitLife, of: unit, knownAt: revision.number).contains {
      register.facts[$0].value == 1 && register.facts[$0].fromLatest == day.ordinal
    }
  }

  /// Whether the register has ever heard of the unit, by this revision.
  public func knows(_ id: Identifier<OrgUnit>) -> Bool {
    guard let unit = number(id) else { return false }
    return !register.facts.history(.unitLife, of: unit, knownAt: revision.number).isEmpty
  }

  public func isAlive(_ id: Identifier<OrgUnit>) -> Truth { number(id).map { isAlive($0) } ?? .no }

  public func kind(of id: Identifier<OrgUnit>) -> Stated<Identifier<UnitKind>> {
    guard let unit = number(id) else { return .nothing }
    return stated(.unitKind, unit) { register.names(.unitKind).identifier($0) }
  }

  func kindSpec(_ unit: Int32) -> Charter.Kind? {
    let kind = value(.unitKind, unit)
    return kind < 0 ? nil : charter?.kind(register.names(.unitKind).identifier(kind))
  }

  /// The bare name, without the word of its kind.
  public func name(of id: Identifier<OrgUnit>) -> Stated<String> {
    guard let unit = number(id) else { return .nothing }
    return stated(.unitName, unit) { $0 >= 0 ? register.texts[$0] : nil }
  }

  public func code(of id: Identifier<OrgUnit>) -> Stated<String> {
    guard let unit = number(id) else { return .nothing }
    return stated(.unitCode, unit) { $0 >= 0 ? register.texts[$0] : nil }
  }

  /// How the unit is called on the day: its name with the word of its kind, as the charter has it.
  /// A unit without a name is called by its kind and identifier.
  public func designation(of id: Identifier<OrgUnit>, _ language: String) -> String {
    guard let unit = number(id) else { return id.rawValue }
    let spec = kindSpec(unit) ?? kind(of: id).possible.flatMap { charter?.kind($0) }
    guard let name = possibleName(of: id) else {
      return spec.map { "\($0.name[language]) [\(id)]" } ?? id.rawValue
    }
    return spec?.designation.map { Self.filled($0[language], with: name) } ?? name
  }

  /// The pattern with the name in the place of its first `{name}`: asked for so often that it looks for no other.
  private static func filled(_ pattern: String, with name: String) -> String {
    guard let open = pattern.firstIndex(of: "{"), pattern[open...].hasPrefix("{name}") else { return pattern }
    return pattern[..<open] + name + pattern[pattern.index(open, offsetBy: "{name}".count)...]
  }

  /// The name, or all between which it lies, with a stroke between them.
  private func possibleName(of id: Identifier<OrgUnit>) -> String? {
    let name = name(of: id)
    guard case .between(let names, _) = name else { return name.determined }
    var seen: Set<String> = []
    let known = names.compactMap { $0 }.filter { seen.insert($0).inserted }
    return known.isEmpty ? nil : known.joined(separator: " / ")
  }

  public func parent(of id: Identifier<OrgUnit>) -> Stated<Parentage> {
    guard let unit = number(id) else { return .nothing }
    return stated(.unitParent, unit) { parentage($0) }
  }

  func parentage(_ value: Int32) -> Parentage? {
    if value >= 0 { return .unit(unit(value)) }
    if value <= -2 { return .among(register.unitSets[-2 - value].map { unit($0) }) }
    return nil
  }

  public func related(_ id: Identifier<OrgUnit>, by relation: RelationKind) -> Stated<Identifier<OrgUnit>> {
    guard let unit = number(id) else { return .nothing }
    return stated(Register.attribute(of: relation), unit) { $0 >= 0 ? self.unit($0) : nil }
  }

  /// The area where the unit is: an area is in itself.
  public func area(of id: Identifier<OrgUnit>) -> Identifier<OrgUnit>? {
    guard let unit = number(id) else { return nil }
    let area = value(.unitLocatedIn, unit)
    if area >= 0 { return self.unit(area) }
    return kindSpec(unit)?.family == "area" ? id : nil
  }

  func children(_ unit: Int32) -> [Int32] {
    subjects(.unitParent, withValue: unit).filter { isAlive($0) != .no }
  }

  /// Units directly under this one that live, or may live, on the day.
  public func children(of id: Identifier<OrgUnit>) -> [Identifier<OrgUnit>] {
    number(id).map { children($0).map { unit($0) } } ?? []
  }

  func located(in area: Int32) -> [Int32] {
    subjects(.unitLocatedIn, withValue: area).filter { isAlive($0) != .no }
  }

  /// Bodies in the area that live, or may live, on the day.
  public func bodies(in area: Identifier<OrgUnit>) -> [Identifier<OrgUnit>] {
    number(area).map { located(in: $0).map { unit($0) } } ?? []
  }

  /// The unit that a template put into this slot of the area.
  public func body(in area: Identifier<OrgUnit>, slot: String) -> Identifier<OrgUnit>? {
    guard let area = number(area), let slot = register.texts.number(of: slot) else { return nil }
    return subjects(.unitLocatedIn, withValue: area).first {
      value(.unitSlot, $0) == slot && isAlive($0) != .no
    }.map { unit($0) }
  }

  public func slot(of id: Identifier<OrgUnit>) -> String? {
    guard let unit = number(id) else { return nil }
    let slot = value(.unitSlot, unit)
    return slot < 0 ? nil : register.texts[slot]
  }

  /// Units that live, or may live, on the day, in the order in which the register first heard of them.
  public func units() -> [Identifier<OrgUnit>] {
    (0..<Int32(register.units.count)).filter { isAlive($0) != .no }.map { unit($0) }
  }

  /// Units without a parent on the day.
  public func roots() -> [Identifier<OrgUnit>] {
    (0..<Int32(register.units.count)).filter { unit in
      guard isAlive(unit) != .no else { return false }
      switch answer(.unitParent, unit) {
      case .nothing: return true
      case .fact(let row): return register.facts[row].value == -1
      case .between(let rows): return rows.contains { $0 < 0 || register.facts[$0].value == -1 }
      }
    }.map { unit($0) }
  }

  /// How many units are of a kind, or of any area kind of a level. Unnamed groups count by their
  /// number; what is undetermined gives both bounds.
  public func count(_ kindOrLevel: String) -> Count {
    let kinds = kinds(named: kindOrLevel)
    return units(ofKinds: kinds).reduce(Count(0)) { sum, unit in
      let number = number(of: unit)
      let isCertain = isAlive(unit) && isOf(kinds, unit)
      return sum + (isCertain == .yes ? number : Count(atLeast: 0, atMost: number.atMost))
    }
  }

  /// Whether the unit is of one of these kinds on the day.
  func isOf(_ kinds: [Identifier<UnitKind>], _ unit: Int32) -> Truth {
    let numbers = Set(kinds.compactMap { register.names(.unitKind).number(of: $0.rawValue) })
    switch answer(.unitKind, unit) {
    case .nothing: return .no
    case .fact(let row): return numbers.contains(register.facts[row].value) ? .yes : .no
    case .between(let rows):
      let fitting = rows.filter { $0 >= 0 && numbers.contains(register.facts[$0].value) }.count
      return fitting == 0 ? .no : fitting == rows.count ? .yes : .undetermined
    }
  }

  /// How many units an unnamed group stands for; one for any other unit.
  func number(of unit: Int32) -> Count {
    switch answer(.unitNumber, unit) {
    case .nothing: return .one
    case .fact(let row): return register.counts[register.facts[row].value]
    case .between(let rows):
      // Its number begins with the group: where both are open, only the group's life counts.
      let numbers = rows.filter { $0 >= 0 }.map { register.counts[register.facts[$0].value] }
      let most: Int64? = numbers.contains { $0.atMost == nil } ? nil : numbers.compactMap(\.atMost).max()
      return Count(atLeast: numbers.map(\.atLeast).min() ?? 0, atMost: most)
    }
  }

  /// The kind of this name, or the area kinds of the level of this name.
  public func kinds(named word: String) -> [Identifier<UnitKind>] {
    if let kind = charter?.kind(Identifier(rawValue: word)) { return [kind.id] }
    let ofLevel = (charter?.kinds ?? []).filter { $0.level == word && $0.family == "area" }.map(\.id)
    return ofLevel.isEmpty ? [Identifier(rawValue: word)] : ofLevel
  }

  func units(ofKindOrLevel word: String) -> [Int32] { units(ofKinds: kinds(named: word)) }

  /// Units that live and are of these kinds, or may be, each once.
  func units(ofKinds kinds: [Identifier<UnitKind>]) -> [Int32] {
    let numbers = kinds.compactMap { register.names(.unitKind).number(of: $0.rawValue) }
    return Set(numbers.flatMap { subjects(.unitKind, withValue: $0) }).filter { isAlive($0) != .no }.sorted()
  }

  /// Units of these kinds that live, or may live, on the day.
  public func units(of kinds: [Identifier<UnitKind>]) -> [Identifier<OrgUnit>] {
    units(ofKinds: kinds).map { unit($0) }
  }

  /// The units that bear the code on the day.
  public func units(withCode code: String) -> [Identifier<OrgUnit>] {
    guard let text = register.texts.number(of: code) else { return [] }
    return subjects(.unitCode, withValue: text).filter { isAlive($0) != .no }.map { unit($0) }
  }
}
