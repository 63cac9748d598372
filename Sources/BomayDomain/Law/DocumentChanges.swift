// SPDX-License-Identifier: Apache-2.0

/// A legal or press document. Number, type, issuer and date identify it together: the same number
/// may be borne by two (R-H1).
public struct RegisterDocument: Fielded {
  public var document = Identifier<Document>(rawValue: "")
  public var number: String?
  public var type = Identifier<DocumentType>(rawValue: "")
  public var issuer = Identifier<Issuer>(rawValue: "")
  public var date: Bound?
  public var title: String?
  /// First day in force.
  public var from: Bound?
  public var basedOn: [Identifier<Document>] = []
  public var amends: [Identifier<Document>] = []
  public var replaces: [Identifier<Document>] = []
  /// Levels it governs; none named: any.
  public var levels: [String] = []
  /// Its number or date is not known yet.
  public var placeholder = false
  /// A mark of secrecy; such a document is refused (R-H5).
  public var secrecy: String?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("register-document", &document, .mints)
    fields.text("number", &number)
    fields.identifier("type", &type, .refers)
    fields.identifier("issuer", &issuer, .refers)
    fields.bound("date", &date)
    fields.text("title", &title)
    fields.bound("from", &from)
    fields.identifiers("based-on", &basedOn, .refers, required: false)
    fields.identifiers("amends", &amends, .refers, required: false)
    fields.identifiers("replaces", &replaces, .refers, required: false)
    var governed = levels.map { Identifier<Level>(rawValue: $0) }
    fields.identifiers("levels", &governed, .refers, required: false)
    levels = governed.map(\.rawValue)
    fields.flag("placeholder", &placeholder)
    fields.text("secrecy", &secrecy)
  }
}

public struct AmendDocument: Fielded {
  public var document = Identifier<Document>(rawValue: "")
  public var by = Identifier<Document>(rawValue: "")
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("amend-document", &document, .refers)
    fields.identifier("by", &by, .refers)
  }
}

public struct RepealDocument: Fielded {
  public var document = Identifier<Document>(rawValue: "")
  public var by: Identifier<Document>?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("repeal-document", &document, .refers)
    fields.identifier("by", &by, .refers)
  }
}

/// A text from which statements are quoted. Its words are kept beside the register, never in it.
public struct AddSource: Fielded {
  public var source = Identifier<Source>(rawValue: "")
  public var sha256 = ""
  /// Unicode scalars.
  public var characters: Int64 = 0
  public var kind = ""
  public var author: String?
  public var captured: Bound?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("source", &source, .mints)
    fields.text("sha256", &sha256)
    fields.integer("characters", &characters)
    fields.text("kind", &kind)
    fields.text("author", &author)
    fields.bound("captured", &captured)
  }
}

/// Exact spans of a source. Never changed (R-H4).
public struct CiteStatement: Fielded {
  public var statement = Identifier<Statement>(rawValue: "")
  public var source = Identifier<Source>(rawValue: "")
  public var spans: [TextSpan] = []
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("statement", &statement, .mints)
    fields.identifier("source", &source, .refers)
    fields.spans("spans", &spans)
  }
}

/// What a reading mends in the text it reads.
public enum Repair: String, Choice { case none, join, term, place, list, negation, date, figure }

public enum ReadingStatus: String, Choice { case proposed, accepted, rejected, replaced }

/// A dated, attributed understanding of statements. Rivals may stand side by side.
public struct Read: Fielded {
  public var reading = Identifier<Reading>(rawValue: "")
  public var statements: [Identifier<Statement>] = []
  public var claim = ""
  public var repair = Repair.none
  /// 0 to 1: a judgement, not a measurement.
  public var confidence = Rational(0)
  public var rationale: String?
  public var status = ReadingStatus.proposed
  public var reader: String?
  public var readOn: Bound?
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("reading", &reading, .mints)
    fields.identifiers("statements", &statements, .refers, required: true)
    fields.text("claim", &claim)
    fields.choice("repair", &repair)
    fields.decimal("confidence", &confidence)
    fields.text("rationale", &rationale)
    fields.choice("status", &status)
    fields.text("reader", &reader)
    fields.bound("read-on", &readOn)
  }
}

public struct JudgeReading: Fielded {
  public var reading = Identifier<Reading>(rawValue: "")
  public var status = ReadingStatus.accepted
  public init() {}

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.identifier("judge-reading", &reading, .refers)
    fields.choice("status", &status)
  }
}
