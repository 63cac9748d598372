// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

extension Change {
  /// With an effective day of its own.
  public func starting(_ bound: String) throws(NoSuchDay) -> Change {
    var change = self
    change.effective = try .of(bound)
    return change
  }

  /// With a first day after what it states.
  public func ending(_ bound: String) throws(NoSuchDay) -> Change {
    var change = self
    change.until = try .of(bound)
    return change
  }

  public static func establish(
    _ unit: UnitID, kind: KindID, name: String? = nil, under parent: UnitID? = nil, in area: UnitID? = nil,
    code: String? = nil, number: Count? = nil
  ) -> Change {
    Change(.establish(.of(unit, kind: kind, name: name, under: parent, in: area, code: code, number: number)))
  }

  public static func rename(_ unit: UnitID, _ name: String) -> Change {
    var record = Rename()
    record.unit = unit
    record.name = name
    return Change(.rename(record))
  }

  public static func recode(_ unit: UnitID, _ code: String) -> Change {
    var record = Recode()
    record.unit = unit
    record.code = code
    return Change(.recode(record))
  }

  public static func reclassify(_ unit: UnitID, _ kind: KindID) -> Change {
    var record = Reclassify()
    record.unit = unit
    record.kind = kind
    return Change(.reclassify(record))
  }

  /// To a parent, or to none.
  public static func transfer(_ unit: UnitID, to parent: UnitID?) -> Change {
    var record = Transfer()
    record.unit = unit
    record.to = parent
    return Change(.transfer(record))
  }

  /// To one undetermined among these.
  public static func transfer(_ unit: UnitID, among parents: [UnitID]) -> Change {
    var record = Transfer()
    record.unit = unit
    record.among = parents
    return Change(.transfer(record))
  }

  public static func merge(
    _ units: [UnitID], into unit: UnitID, kind: KindID, name: String? = nil, settling: [SettledChild] = []
  ) -> Change {
    var record = Merge()
    record.units = units
    record.into = .of(unit, kind: kind, name: name)
    record.settle = .of(settling)
    return Change(.merge(record))
  }

  public static func absorb(_ units: [UnitID], into unit: UnitID, settling: [SettledChild] = []) -> Change {
    var record = Absorb()
    record.units = units
    record.into = unit
    record.settle = .of(settling)
    return Change(.absorb(record))
  }

  /// Into one undetermined among these.
  public static func absorb(_ units: [UnitID], among successors: [UnitID]) -> Change {
    var record = Absorb()
    record.units = units
    record.among = successors
    return Change(.absorb(record))
  }

  public static func divide(_ unit: UnitID, into parts: [UnitID], kind: KindID) -> Change {
    var record = Divide()
    record.unit = unit
    record.into = parts.map { .of($0, kind: kind) }
    return Change(.divide(record))
  }

  public static func separate(_ unit: UnitID, into parts: [UnitID], kind: KindID) -> Change {
    var record = Separate()
    record.unit = unit
    record.into = parts.map { .of($0, kind: kind) }
    return Change(.separate(record))
  }

  public static func dissolve(_ unit: UnitID, settling: [SettledChild] = []) -> Change {
    var record = Dissolve()
    record.unit = unit
    record.settle = .of(settling)
    return Change(.dissolve(record))
  }

  public static func restore(_ unit: UnitID, under parent: UnitID? = nil) -> Change {
    var record = Restore()
    record.unit = unit
    record.parent = parent
    return Change(.restore(record))
  }
}

extension Establish {
  static func of(
    _ unit: UnitID, kind: KindID, name: String? = nil, under parent: UnitID? = nil, in area: UnitID? = nil,
    code: String? = nil, number: Count? = nil
  ) -> Establish {
    var record = Establish()
    record.unit = unit
    record.kind = kind
    record.name = name
    record.parent = parent
    record.area = area
    record.code = code
    record.number = number
    return record
  }
}

extension Part {
  static func of(_ unit: UnitID, kind: KindID) -> Part {
    var part = Part()
    part.unit = unit
    part.kind = kind
    return part
  }
}

extension Settlement {
  static func of(_ children: [SettledChild]) -> Settlement? {
    guard !children.isEmpty else { return nil }
    var settlement = Settlement()
    settlement.children = children
    return settlement
  }
}

extension SettledChild {
  public static func moved(_ unit: UnitID, to parent: UnitID) -> SettledChild {
    var child = SettledChild()
    child.unit = unit
    child.to = parent
    return child
  }

  /// Moved, and the records do not tell to which of these.
  public static func moved(_ unit: UnitID, among parents: [UnitID]) -> SettledChild {
    var child = SettledChild()
    child.unit = unit
    child.among = parents
    return child
  }
}
