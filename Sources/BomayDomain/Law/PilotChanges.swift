// SPDX-License-Identifier: Apache-2.0

public struct AdoptModel: Fielded {
  public var model = Identifier<Model>(rawValue: "")
  public var basis: [Identifier<Document>] = []
  public var areas: [Identifier<OrgUnit>] = []
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("adopt-model", &model, .refers)
    fields.identifiers("basis", &basis, .refers, required: false)
    fields.identifiers("in", &areas, .refers, required: false)
  }
}

/// A model tried in one locality; a set of localities is many pilots (R-C1).
public struct StartPilot: Fielded {
  public var pilot = Identifier<Pilot>(rawValue: "")
  public var model = Identifier<Model>(rawValue: "")
  public var locality = Identifier<OrgUnit>(rawValue: "")
  public var basis: [Identifier<Document>] = []
  public var review: Bound?
  public var ends: Bound?
  public var permanent = false
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("start-pilot", &pilot, .mints)
    fields.identifier("model", &model, .refers)
    fields.identifier("in", &locality, .refers)
    fields.identifiers("basis", &basis, .refers, required: false)
    fields.bound("review", &review)
    fields.bound("ends", &ends)
    fields.flag("permanent", &permanent)
  }
}

/// The model has not been taken up there. Not the same as stopped (R-C2).
public struct NotBegun: Fielded {
  public var model = Identifier<Model>(rawValue: "")
  public var locality = Identifier<OrgUnit>(rawValue: "")
  public var reason: String?
  public var due: Bound?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("not-begun", &model, .refers)
    fields.identifier("in", &locality, .refers)
    fields.text("reason", &reason)
    fields.bound("due", &due)
  }
}

public enum ReviewKind: String, Choice { case interim, final }

public struct ReviewPilot: Fielded {
  public var pilot = Identifier<Pilot>(rawValue: "")
  public var kind = ReviewKind.final
  public var finding: String?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("review-pilot", &pilot, .refers)
    fields.choice("kind", &kind)
    fields.text("finding", &finding)
  }
}

public struct ExtendPilot: Fielded {
  public var pilot = Identifier<Pilot>(rawValue: "")
  public var ends = Bound.beforeRecords
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("extend-pilot", &pilot, .refers)
    fields.bound("ends", &ends)
  }
}

/// The model is to be taken up in more localities; where it has begun is told by `start-pilot`.
public struct WidenModel: Fielded {
  public var model = Identifier<Model>(rawValue: "")
  public var to: [Identifier<OrgUnit>] = []
  public var due: Bound?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("widen-model", &model, .refers)
    fields.identifiers("to", &to, .refers, required: true)
    fields.bound("due", &due)
  }
}

/// How a stopped pilot is to be settled (R-C3).
public struct StopTerms: Hashable, Sendable {
  public var reason: String?
  /// `separate-holders`, `separate-units`, `permanent`, or words.
  public var replacement: String?
  public var due: Bound?
  public var responsible: Identifier<OrgUnit>?
  init() {}

  mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.text("reason", &reason)
    fields.text("replacement", &replacement)
    fields.bound("due", &due)
    fields.identifier("responsible", &responsible, .refers)
  }
}

/// An announcement: a plan, until a decision or a reading says that it happened.
public struct AnnounceStop: Fielded {
  public var pilot = Identifier<Pilot>(rawValue: "")
  public var by = Bound.beforeRecords
  public var terms = StopTerms()
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("announce-stop", &pilot, .refers)
    fields.bound("by", &by)
    terms.visit(&fields)
  }
}

public struct StopPilot: Fielded {
  public var pilot = Identifier<Pilot>(rawValue: "")
  public var terms = StopTerms()
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("stop-pilot", &pilot, .refers)
    terms.visit(&fields)
  }
}

public struct MakePermanent: Fielded {
  public var pilot = Identifier<Pilot>(rawValue: "")
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("make-permanent", &pilot, .refers)
  }
}
