// SPDX-License-Identifier: Apache-2.0

/// Whether a field brings its identifier into being or speaks of a thing that is there.
public enum Use: Sendable { case mints, refers }

/// Walks over the fields of a record in their canonical order, to read, write or describe them.
///
/// Each record says its fields once, in ``Fielded/visit(_:)``; reading a file, writing the canonical
/// form, the published schema and the search for broken references all follow from that one place.
public protocol FieldVisitor {
  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>, _ use: Use)
  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>?, _ use: Use)
  /// A list; a required one holds at least one.
  mutating func identifiers<S>(_ key: String, _ value: inout [Identifier<S>], _ use: Use, required: Bool)
  mutating func text(_ key: String, _ value: inout String)
  mutating func text(_ key: String, _ value: inout String?)
  mutating func bound(_ key: String, _ value: inout Bound)
  mutating func bound(_ key: String, _ value: inout Bound?)
  mutating func integer(_ key: String, _ value: inout Int64)
  mutating func integer(_ key: String, _ value: inout Int64?)
  mutating func count(_ key: String, _ value: inout Count?)
  mutating func decimal(_ key: String, _ value: inout Rational)
  mutating func decimal(_ key: String, _ value: inout Rational?)
  mutating func flag(_ key: String, _ value: inout Bool)
  mutating func choice<C: Choice>(_ key: String, _ value: inout C)
  mutating func choice<C: Choice>(_ key: String, _ value: inout C?)
  mutating func spans(_ key: String, _ value: inout [TextSpan])
  mutating func record<R: Fielded>(_ key: String, _ value: inout R?)
  mutating func records<R: Fielded>(_ key: String, _ value: inout [R], required: Bool)
}

/// A visitor of some kinds of fields only: it passes over the others, and goes into the records of a record. What has
/// to deal with every field, like a reader or a writer, is none, so that a new kind of field cannot be forgotten there.
protocol SelectiveVisitor: FieldVisitor {}

extension SelectiveVisitor {
  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>, _ use: Use) {}
  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>?, _ use: Use) {}
  mutating func identifiers<S>(_ key: String, _ value: inout [Identifier<S>], _ use: Use, required: Bool) {}
  mutating func text(_ key: String, _ value: inout String) {}
  mutating func text(_ key: String, _ value: inout String?) {}
  mutating func bound(_ key: String, _ value: inout Bound) {}
  mutating func bound(_ key: String, _ value: inout Bound?) {}
  mutating func integer(_ key: String, _ value: inout Int64) {}
  mutating func integer(_ key: String, _ value: inout Int64?) {}
  mutating func count(_ key: String, _ value: inout Count?) {}
  mutating func decimal(_ key: String, _ value: inout Rational) {}
  mutating func decimal(_ key: String, _ value: inout Rational?) {}
  mutating func flag(_ key: String, _ value: inout Bool) {}
  mutating func choice<C: Choice>(_ key: String, _ value: inout C) {}
  mutating func choice<C: Choice>(_ key: String, _ value: inout C?) {}
  mutating func spans(_ key: String, _ value: inout [TextSpan]) {}
  mutating func record<R: Fielded>(_ key: String, _ value: inout R?) { value?.visit(&self) }
  mutating func records<R: Fielded>(_ key: String, _ value: inout [R], required: Bool) {
    for index in value.indices { value[index].visit(&self) }
  }
}

/// A closed set of words that a field may hold.
public protocol Choice: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// A record whose fields a ``FieldVisitor`` can walk over.
public protocol Fielded: Hashable, Sendable {
  /// Every field blank: only a visitor that fills the fields in begins with this.
  init()
  mutating func visit<V: FieldVisitor>(_ fields: inout V)
}

/// Characters (Unicode scalars) of a text, `[start, end)`.
public struct TextSpan: Hashable, Sendable {
  public let start: Int
  public let end: Int
  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }
}
