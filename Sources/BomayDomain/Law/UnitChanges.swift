// SPDX-License-Identifier: Apache-2.0

/// A unit that comes into being. Field `in` is the area where it is; `number` makes it an unnamed
/// group of units of which only the number, or bounds of it, is known.
public struct Establish: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var kind = Identifier<UnitKind>(rawValue: "")
  public var name: String?
  public var parent: Identifier<OrgUnit>?
  public var code: String?
  public var area: Identifier<OrgUnit>?
  public var number: Count?
  public var slot: String?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("establish", &unit, .mints)
    visitRest(&fields)
  }

  mutating func visitRest<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("kind", &kind, .refers)
    fields.text("name", &name)
    fields.identifier("parent", &parent, .refers)
    fields.text("code", &code)
    fields.identifier("in", &area, .refers)
    fields.count("number", &number)
    fields.text("slot", &slot)
  }
}

/// What part of a unit went to another, from 0 to 1, of each thing that may be counted; `nil` where it is
/// not known. Where everything went one way all three are 1.
public struct Share: Hashable, Sendable {
  /// Of anything that is counted.
  public var any: Rational?
  public var population: Rational?
  public var area: Rational?

  public init(any: Rational? = nil, population: Rational? = nil, area: Rational? = nil) {
    self.any = any
    self.population = population ?? any
    self.area = area ?? any
  }

  public static let whole = Share(any: Rational(1))
  public static let unknown = Share()
}

/// One of the units that a division, separation or rearrangement makes.
public struct Part: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var kind = Identifier<UnitKind>(rawValue: "")
  public var name: String?
  public var parent: Identifier<OrgUnit>?
  public var code: String?
  public var area: Identifier<OrgUnit>?
  public var slot: String?
  /// What it got of the unit that was divided.
  public var share = Share.unknown
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("unit", &unit, .mints)
    fields.identifier("kind", &kind, .refers)
    fields.text("name", &name)
    fields.identifier("parent", &parent, .refers)
    fields.text("code", &code)
    fields.identifier("in", &area, .refers)
    fields.text("slot", &slot)
    share.visit(&fields)
  }
}

extension Share {
  mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.decimal("share", &any)
    fields.decimal("share-population", &population)
    fields.decimal("share-area", &area)
  }
}

public struct Rename: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var name = ""
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("rename", &unit, .refers)
    fields.text("name", &name)
  }
}

public struct Recode: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var code = ""
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("recode", &unit, .refers)
    fields.text("code", &code)
  }
}

/// A change of rank: the unit stays itself (R-A5).
public struct Reclassify: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var kind = Identifier<UnitKind>(rawValue: "")
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("reclassify", &unit, .refers)
    fields.identifier("kind", &kind, .refers)
  }
}

/// A new parent, or a parent undetermined among several.
public struct Transfer: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var to: Identifier<OrgUnit>?
  public var among: [Identifier<OrgUnit>] = []
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("transfer", &unit, .refers)
    fields.identifier("to", &to, .refers)
    fields.identifiers("among", &among, .refers, required: false)
  }
}

/// Ties between units beside `partOf`. A unit has at most one of each at a time (R-A2).
public enum RelationKind: String, Choice { case guidedBy, ledBy, locatedIn }

public struct Relate: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var relation = RelationKind.locatedIn
  public var to = Identifier<OrgUnit>(rawValue: "")
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("relate", &unit, .refers)
    fields.choice("relation", &relation)
    fields.identifier("to", &to, .refers)
  }
}

public struct Unrelate: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var relation = RelationKind.locatedIn
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("unrelate", &unit, .refers)
    fields.choice("relation", &relation)
  }
}

/// A change of extent in which the unit stays itself.
public struct ChangeArea: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var from: [Identifier<OrgUnit>] = []
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("area", &unit, .refers)
    fields.identifiers("from", &from, .refers, required: false)
  }
}

/// Hợp nhất: the originals end and a new identity begins, even if it bears an old name or code.
public struct Merge: Fielded {
  public var units: [Identifier<OrgUnit>] = []
  public var into = Establish()
  public var settle: Settlement?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifiers("merge", &units, .refers, required: true)
    fields.identifier("into", &into.unit, .mints)
    into.visitRest(&fields)
    fields.record("settle", &settle)
  }
}

/// Sáp nhập: the units end and one that was there lives on. `among`: the successor is one of these,
/// and the records do not tell which.
public struct Absorb: Fielded {
  public var units: [Identifier<OrgUnit>] = []
  public var into: Identifier<OrgUnit>?
  public var among: [Identifier<OrgUnit>] = []
  public var settle: Settlement?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifiers("absorb", &units, .refers, required: true)
    fields.identifier("into", &into, .refers)
    fields.identifiers("among", &among, .refers, required: false)
    fields.record("settle", &settle)
  }
}

/// Chia: the unit ends and at least two begin.
public struct Divide: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var into: [Part] = []
  public var settle: Settlement?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("divide", &unit, .refers)
    fields.records("into", &into, required: true)
    fields.record("settle", &settle)
  }
}

/// Tách: the unit lives on and others begin out of it.
public struct Separate: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var into: [Part] = []
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("separate", &unit, .refers)
    fields.records("into", &into, required: true)
  }
}

/// What one unit of a rearrangement passes on to another.
public struct Passing: Fielded {
  public var from = Identifier<OrgUnit>(rawValue: "")
  public var to = Identifier<OrgUnit>(rawValue: "")
  public var share = Share.unknown
  public init() {}

  public init(from: Identifier<OrgUnit>, to: Identifier<OrgUnit>, share: Share = .unknown) {
    self.from = from
    self.to = to
    self.share = share
  }

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("from", &from, .refers)
    fields.identifier("to", &to, .refers)
    share.visit(&fields)
  }
}

/// Sắp xếp: several units become several others, each passing on what `links` say. Those under `keep`
/// live on; the others end. For one that becomes one, or one that becomes several, the plainer changes
/// say it better. `passed`: the day, or the days within which, it all passed on, where that is not when
/// the units end: a handing-over takes days, and both are on record.
public struct Rearrange: Fielded {
  public var units: [Identifier<OrgUnit>] = []
  public var into: [Part] = []
  public var keep: [Identifier<OrgUnit>] = []
  public var links: [Passing] = []
  public var passed: Bound?
  public var settle: Settlement?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifiers("rearrange", &units, .refers, required: true)
    fields.records("into", &into, required: false)
    fields.identifiers("keep", &keep, .refers, required: false)
    fields.records("links", &links, required: true)
    fields.bound("passed", &passed)
    fields.record("settle", &settle)
  }
}

extension Rearrange {
  /// Where what hangs on one of the units goes: with all of the people, where the links say where they
  /// all go, else to one of those that got a part.
  public func followers(of unit: Identifier<OrgUnit>) -> [Identifier<OrgUnit>] {
    let own = links.filter { $0.from == unit }
    let whole = own.filter { $0.share.population == Rational(1) }
    return (whole.isEmpty ? own : whole).map(\.to)
  }
}

/// Giải thể, kết thúc hoạt động: the unit ends without successor.
public struct Dissolve: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var settle: Settlement?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("dissolve", &unit, .refers)
    fields.record("settle", &settle)
  }
}

public struct Restore: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var parent: Identifier<OrgUnit>?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("restore", &unit, .refers)
    fields.identifier("parent", &parent, .refers)
  }
}

/// What becomes of all that hangs on a unit that ends, item by item (R-B1).
public struct Settlement: Fielded {
  public var children: [SettledChild] = []
  public var posts: [SettledPost] = []
  public var holders: [SettledHolder] = []
  public var quota: String?
  public var tasks: String?
  public var property: String?
  public var archives: String?
  public var seal: String?
  /// The unit that takes over what stopped pilots have left to settle; none: it lapses with the unit.
  public var obligationsTo: Identifier<OrgUnit>?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.records("children", &children, required: false)
    fields.records("posts", &posts, required: false)
    fields.records("holders", &holders, required: false)
    fields.text("quota", &quota)
    fields.text("tasks", &tasks)
    fields.text("property", &property)
    fields.text("archives", &archives)
    fields.text("seal", &seal)
    fields.identifier("obligations-to", &obligationsTo, .refers)
  }
}

/// A child moves to a named parent, or to one undetermined among several, which opens a balance.
public struct SettledChild: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var to: Identifier<OrgUnit>?
  public var among: [Identifier<OrgUnit>] = []
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("unit", &unit, .refers)
    fields.identifier("to", &to, .refers)
    fields.identifiers("among", &among, .refers, required: false)
  }
}

/// A post of an ended unit ends with it, or becomes a post of the result (R-B6).
public struct SettledPost: Fielded {
  public var post = Identifier<Post>(rawValue: "")
  public var to: Identifier<Post>?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("post", &post, .refers)
    fields.identifier("to", &to, .refers)
  }
}

/// A holder leaves an ended post, for another one or for none.
public struct SettledHolder: Fielded {
  public var person = Identifier<Person>(rawValue: "")
  public var post = Identifier<Post>(rawValue: "")
  public var to: Identifier<Post>?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("person", &person, .refers)
    fields.identifier("post", &post, .refers)
    fields.identifier("to", &to, .refers)
  }
}
