// SPDX-License-Identifier: Apache-2.0

public struct CreatePost: Fielded {
  public var post = Identifier<Post>(rawValue: "")
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var role = Identifier<Role>(rawValue: "")
  /// How many may sit in it at once; `nil`: one. Deputies without a number fixed by law: undetermined.
  public var seats: Count?
  public var name: String?
  public var slot: String?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("create-post", &post, .mints)
    fields.identifier("unit", &unit, .refers)
    fields.identifier("role", &role, .refers)
    fields.count("seats", &seats)
    fields.text("name", &name)
    fields.text("slot", &slot)
  }
}

public struct AbolishPost: Fielded {
  public var post = Identifier<Post>(rawValue: "")
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("abolish-post", &post, .refers)
  }
}

/// From now on whoever holds the one post holds the other; holders may change meanwhile.
public struct OneHolder: Fielded {
  public var posts: [Identifier<Post>] = []
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifiers("one-holder", &posts, .refers, required: true)
  }
}

/// From now on the two posts have holders of their own.
public struct SeparatePosts: Fielded {
  public var posts: [Identifier<Post>] = []
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifiers("separate-posts", &posts, .refers, required: true)
  }
}

/// What is personal about a person. It is kept beside the log, which holds only a commitment to it:
/// once it is erased, every root of the log stays valid and nobody can tell what it was.
public struct PersonalAttributes: Fielded {
  public var name: String?
  public var born: Bound?
  /// The area of which the person is a local, as far as the target rule needs it.
  public var local: Identifier<OrgUnit>?
  public init() {}

  public var isEmpty: Bool { self == PersonalAttributes() }

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.text("name", &name)
    fields.bound("born", &born)
    fields.identifier("local", &local, .refers)
  }
}

/// A person, named or not: an unnamed person's identity is unknown and sameness known.
public struct IntroducePerson: Fielded {
  public var person = Identifier<Person>(rawValue: "")
  public var attributes = PersonalAttributes()
  /// SHA-256 of salt and attributes, in hexadecimal; written by the program when it records.
  public var commitment: String?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("person", &person, .mints)
    attributes.visit(&fields)
    fields.text("commitment", &commitment)
  }
}

/// Says who an unnamed person was. What was answered before stays what it was.
public struct Identify: Fielded {
  public var person = Identifier<Person>(rawValue: "")
  public var attributes = PersonalAttributes()
  /// SHA-256 of salt and attributes, in hexadecimal; written by the program when it records.
  public var commitment: String?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("identify", &person, .refers)
    attributes.visit(&fields)
    fields.text("commitment", &commitment)
  }
}

extension Action {
  /// The personal attributes that the action carries, and the commitment to them.
  public var personal: (person: Identifier<Person>, attributes: PersonalAttributes, commitment: String?)? {
    switch self {
    case .person(let change): (change.person, change.attributes, change.commitment)
    case .identify(let change): (change.person, change.attributes, change.commitment)
    default: nil
    }
  }

  /// The same action with these attributes and this commitment; actions that carry none stay.
  public func carrying(_ attributes: PersonalAttributes, commitment: String?) -> Action {
    switch self {
    case .person(var change):
      change.attributes = attributes
      change.commitment = commitment
      return .person(change)
    case .identify(var change):
      change.attributes = attributes
      change.commitment = commitment
      return .identify(change)
    default: return self
    }
  }
}

/// The person's main post, or one held beside it (kiêm nhiệm). One main post at a time (R-D1).
public enum HoldingKind: String, Choice { case main, concurrent }

/// How a holder came to the post (R-D6).
public enum Accession: String, Choice { case appoint, elect, designate, second, rotate, settle }

/// Fields that all ways of coming to a post share.
public struct Installation: Hashable, Sendable {
  public var person = Identifier<Person>(rawValue: "")
  public var post = Identifier<Post>(rawValue: "")
  public var kind: HoldingKind?
  public var acting = false
  public var term: Int64?
  public var ratified: Identifier<Document>?
  init() {}

  mutating func visit<V: FieldVisitor>(_ verb: String, _ fields: inout V) {
    fields.identifier(verb, &person, .refers)
    fields.identifier("post", &post, .refers)
    fields.choice("as", &kind)
    fields.flag("acting", &acting)
    fields.integer("term", &term)
    fields.identifier("ratified", &ratified, .refers)
  }
}

public struct Appoint: Fielded {
  public var installation = Installation()
  public init() {}
  public mutating func visit<V: FieldVisitor>(_ fields: inout V) { installation.visit("appoint", &fields) }
}

public struct Elect: Fielded {
  public var installation = Installation()
  public init() {}
  public mutating func visit<V: FieldVisitor>(_ fields: inout V) { installation.visit("elect", &fields) }
}

public struct Designate: Fielded {
  public var installation = Installation()
  public init() {}
  public mutating func visit<V: FieldVisitor>(_ fields: inout V) { installation.visit("designate", &fields) }
}

/// Biệt phái: a posting for a time.
public struct Second: Fielded {
  public var installation = Installation()
  public init() {}
  public mutating func visit<V: FieldVisitor>(_ fields: inout V) { installation.visit("second", &fields) }
}

public enum Departure: String, Choice {
  case relieved, resigned, retired, dismissed, recalled, transferred, died
}

public struct Relieve: Fielded {
  public var person = Identifier<Person>(rawValue: "")
  public var post = Identifier<Post>(rawValue: "")
  public var how: Departure?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("relieve", &person, .refers)
    fields.identifier("post", &post, .refers)
    fields.choice("how", &how)
  }
}

/// Luân chuyển: planned, term-bound; its direction follows from the levels of the two posts (R-I2).
public struct Rotate: Fielded {
  public var person = Identifier<Person>(rawValue: "")
  public var from = Identifier<Post>(rawValue: "")
  public var to = Identifier<Post>(rawValue: "")
  public var term: Int64?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("rotate", &person, .refers)
    fields.identifier("from", &from, .refers)
    fields.identifier("to", &to, .refers)
    fields.integer("term", &term)
  }
}

public struct AssignQuota: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var category = Identifier<StaffCategory>(rawValue: "")
  public var period = Bound.beforeRecords
  public var number: Int64 = 0
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("assign-quota", &unit, .refers)
    fields.identifier("category", &category, .refers)
    fields.bound("period", &period)
    fields.integer("number", &number)
  }
}

public struct RecordHeadcount: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var category = Identifier<StaffCategory>(rawValue: "")
  public var on = Bound.beforeRecords
  public var number: Int64 = 0
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("headcount", &unit, .refers)
    fields.identifier("category", &category, .refers)
    fields.bound("on", &on)
    fields.integer("number", &number)
  }
}

/// Opening + in − out = closing (R-E4).
public struct StaffMovement: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var category = Identifier<StaffCategory>(rawValue: "")
  public var period = Bound.beforeRecords
  public var opening: Int64 = 0
  public var arrivals: Int64 = 0
  public var departures: Int64 = 0
  public var closing: Int64 = 0
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("movement", &unit, .refers)
    fields.identifier("category", &category, .refers)
    fields.bound("period", &period)
    fields.integer("opening", &opening)
    fields.integer("in", &arrivals)
    fields.integer("out", &departures)
    fields.integer("closing", &closing)
  }
}

/// Why a headcount went down. Only the policy grounds count as tinh giản biên chế (R-E5).
public enum ReductionGround: String, Choice {
  case earlyRetirement = "early-retirement"
  case immediateLeave = "immediate-leave"
  case leftBudget = "left-budget"
  case retirement, transfer, resignation, death

  public var isPolicy: Bool {
    switch self {
    case .earlyRetirement, .immediateLeave, .leftBudget: true
    case .retirement, .transfer, .resignation, .death: false
    }
  }
}

public struct ReductionCase: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var category = Identifier<StaffCategory>(rawValue: "")
  public var ground = ReductionGround.retirement
  public var on = Bound.beforeRecords
  public var person: Identifier<Person>?
  public var number: Int64?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("reduce", &unit, .refers)
    fields.identifier("category", &category, .refers)
    fields.choice("ground", &ground)
    fields.bound("on", &on)
    fields.identifier("person", &person, .refers)
    fields.integer("number", &number)
  }
}

/// An allowance for a post held beside the main one. One only, whatever the number of titles (R-I4).
public struct GrantAllowance: Fielded {
  public var person = Identifier<Person>(rawValue: "")
  public var post = Identifier<Post>(rawValue: "")
  public var main = Identifier<Post>(rawValue: "")
  /// The charter's parameter that holds the percentage.
  public var rule = ""
  /// The salary coefficient to which the percentage applies.
  public var coefficient = Rational(0)
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("allowance", &person, .refers)
    fields.identifier("post", &post, .refers)
    fields.identifier("main", &main, .refers)
    fields.text("rule", &rule)
    fields.decimal("coefficient", &coefficient)
  }
}
