// SPDX-License-Identifier: Apache-2.0

/// What the numbers of an observation stand for; the slash of the press has four meanings.
public enum ObservationRole: String, Choice { case actual, plan, part, whole, change, rate, flow }

/// What is counted. Persons are not person-times (R-F7).
public enum Measure: String, Choice {
  case persons, attendances, posts, units, titles, percent, organisations
}

/// A reported value, with its day or period and area. Words stay words and enter no sum.
public struct Observe: Fielded {
  public var observation = Identifier<Observation>(rawValue: "")
  public var indicator = Identifier<Indicator>(rawValue: "")
  public var area: Identifier<OrgUnit>?
  public var on: Bound?
  public var period: Bound?
  public var value: Rational?
  public var range: Count?
  public var words: String?
  public var measure: Measure?
  public var role: ObservationRole?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("observe", &observation, .mints)
    fields.identifier("indicator", &indicator, .mints)
    fields.identifier("in", &area, .refers)
    fields.bound("on", &on)
    fields.bound("period", &period)
    fields.decimal("value", &value)
    fields.count("range", &range)
    fields.text("words", &words)
    fields.choice("measure", &measure)
    fields.choice("role", &role)
  }
}

/// A figure computed from observations and the register, beside what was published.
public struct DefineFigure: Fielded {
  public var figure = Identifier<Figure>(rawValue: "")
  public var name: String?
  public var expression = ""
  public var numerator: String?
  public var denominator: String?
  public var unit: String?
  public var published: String?
  public var implied = false
  /// The model whose coverage this figure reports.
  public var model: Identifier<Model>?
  public var note: String?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("figure", &figure, .mints)
    fields.text("name", &name)
    fields.text("expression", &expression)
    fields.text("numerator", &numerator)
    fields.text("denominator", &denominator)
    fields.text("unit", &unit)
    fields.text("published", &published)
    fields.flag("implied", &implied)
    fields.identifier("model", &model, .refers)
    fields.text("note", &note)
  }
}

public enum TargetDirection: String, Choice {
  case atLeast = "at-least"
  case atMost = "at-most"
  case maintain
}

/// A percentage to reach by a day, with its denominator said (R-F5).
public struct SetTarget: Fielded {
  public var target = Identifier<Target>(rawValue: "")
  public var indicator = Identifier<Indicator>(rawValue: "")
  public var name: String?
  /// Percent.
  public var value = Rational(0)
  public var direction: TargetDirection?
  public var by = Bound.beforeRecords
  public var area: Identifier<OrgUnit>?
  /// Expression of the value reached; none: the records do not tell.
  public var current: String?
  public var denominator: String?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("set-target", &target, .mints)
    fields.identifier("indicator", &indicator, .mints)
    fields.text("name", &name)
    fields.decimal("value", &value)
    fields.choice("direction", &direction)
    fields.bound("by", &by)
    fields.identifier("in", &area, .refers)
    fields.text("current", &current)
    fields.text("denominator", &denominator)
  }
}

/// The largest value an indicator may have: "no village with three cells or more".
public struct SetLimit: Fielded {
  public var limit = Identifier<Limit>(rawValue: "")
  public var indicator = Identifier<Indicator>(rawValue: "")
  public var atMost = Rational(0)
  public var name: String?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("limit", &limit, .mints)
    fields.identifier("indicator", &indicator, .mints)
    fields.decimal("at-most", &atMost)
    fields.text("name", &name)
  }
}

/// The figures that a unit has reported for a period are submitted: what is entered or corrected in it
/// afterwards is an adjustment, with a reason (R-F8).
public struct ClosePeriod: Fielded {
  public var unit = Identifier<OrgUnit>(rawValue: "")
  public var period = Bound.beforeRecords
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("close-period", &unit, .refers)
    fields.bound("period", &period)
  }
}

public struct IssueDirective: Fielded {
  public var directive = Identifier<Directive>(rawValue: "")
  public var giver = Identifier<OrgUnit>(rawValue: "")
  /// Who leads; where several are named, the first of them (R-G1).
  public var lead: [Identifier<OrgUnit>] = []
  public var partners: [Identifier<OrgUnit>] = []
  /// Bodies named only by a description: an open set stays words.
  public var others: String?
  public var to: [Identifier<OrgUnit>] = []
  public var about: [Identifier<OrgUnit>] = []
  public var content = ""
  public var product: String?
  public var due: Bound?
  public var standing = false
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("issue-directive", &directive, .mints)
    fields.identifier("giver", &giver, .refers)
    fields.identifiers("lead", &lead, .refers, required: false)
    fields.identifiers("partners", &partners, .refers, required: false)
    fields.text("others", &others)
    fields.identifiers("to", &to, .refers, required: false)
    fields.identifiers("about", &about, .refers, required: false)
    fields.text("content", &content)
    fields.text("product", &product)
    fields.bound("due", &due)
    fields.flag("standing", &standing)
  }
}

public enum DirectiveProgress: String, Choice { case running, suspended }

public struct ReportDirective: Fielded {
  public var directive = Identifier<Directive>(rawValue: "")
  public var progress = ""
  public var state: DirectiveProgress?
  /// Whose report it is; none: that of the lead.
  public var by: [Identifier<OrgUnit>] = []
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("report-directive", &directive, .refers)
    fields.text("progress", &progress)
    fields.choice("state", &state)
    fields.identifiers("by", &by, .refers, required: false)
  }
}

/// Completion needs evidence (R-G5).
public struct CompleteDirective: Fielded {
  public var directive = Identifier<Directive>(rawValue: "")
  public var evidence = Identifier<Document>(rawValue: "")
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("complete-directive", &directive, .refers)
    fields.identifier("evidence", &evidence, .refers)
  }
}

public struct DeclareProgramme: Fielded {
  public var programme = Identifier<Programme>(rawValue: "")
  public var name = ""
  public var basis: [Identifier<Document>] = []
  public var period = Bound.beforeRecords
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("programme", &programme, .mints)
    fields.text("name", &name)
    fields.identifiers("basis", &basis, .refers, required: false)
    fields.bound("period", &period)
  }
}

public struct StatePrinciple: Fielded {
  public var principle = Identifier<Principle>(rawValue: "")
  public var text = ""
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("principle", &principle, .mints)
    fields.text("text", &text)
  }
}

/// Training, in persons and in attendances, each a number or words.
public struct RecordTraining: Fielded {
  public var training = Identifier<Training>(rawValue: "")
  public var name = ""
  public var persons: String?
  public var attendances: String?
  public var period = Bound.beforeRecords
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("training", &training, .mints)
    fields.text("name", &name)
    fields.text("persons", &persons)
    fields.text("attendances", &attendances)
    fields.bound("period", &period)
  }
}
