// SPDX-License-Identifier: Apache-2.0

/// A name for one thing that never changes and carries no meaning: what the thing is called, where
/// it stands and what rank it has may all change, its identifier does not.
///
/// The subject is part of the type, so that a post cannot be passed where a unit is wanted.
public struct Identifier<Subject: IdentifiedSubject>: Hashable, Comparable, Sendable, RawRepresentable {
  public let rawValue: String
  /// Made once, where the identifier is read, and used wherever it is looked up.
  let hash: UInt64

  public init(rawValue: String) {
    self.rawValue = rawValue
    hash = stableHash(rawValue)
  }

  init(rawValue: String, hash: UInt64) {
    self.rawValue = rawValue
    self.hash = hash
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.hash == right.hash && left.rawValue == right.rawValue
  }
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// FNV-1a over the UTF-8, the same in every process. Not for anything that must resist an enemy:
/// identifiers that are made to collide cost time, never a wrong answer.
func stableHash(_ text: String) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  return hash
}

extension Identifier: CustomStringConvertible {
  public var description: String { rawValue }
}

/// A kind of thing that identifiers name.
public protocol IdentifiedSubject {
  static var subject: Subject { get }
}

/// What an identifier can name.
public enum Subject: Int, Sendable, CaseIterable {
  case unit, post, person, decision, document, pilot, model, indicator, observation, figure, target
  case limit, directive, programme, principle, training, source, statement, reading, template
  case unitKind, role, category, documentType, issuer, level

  /// The word used in diagnostics and documents.
  public var word: String { String(describing: self) }
}

/// Anything with a life, names and a place: an agency, a party committee, a service unit, and also
/// an administrative area. Its identity outlives its name, rank and parent.
///
/// Standard term: W3C ORG `org:OrganizationalUnit`.
public enum OrgUnit: IdentifiedSubject { public static let subject = Subject.unit }
/// A seat in a unit, which exists whether or not somebody sits in it. W3C ORG `org:Post`.
public enum Post: IdentifiedSubject { public static let subject = Subject.post }
/// A person, named or unnamed. FOAF `foaf:Person`.
public enum Person: IdentifiedSubject { public static let subject = Subject.person }
/// A legal or press document. ELI `eli:LegalResource`.
public enum Document: IdentifiedSubject { public static let subject = Subject.document }
/// The trial of a model in one locality.
public enum Pilot: IdentifiedSubject { public static let subject = Subject.pilot }
/// A rule of organisation, from the charter.
public enum Model: IdentifiedSubject { public static let subject = Subject.model }
/// What is measured.
public enum Indicator: IdentifiedSubject { public static let subject = Subject.indicator }
/// A reported value of an indicator.
public enum Observation: IdentifiedSubject { public static let subject = Subject.observation }
/// A value computed from observations and the register by an expression.
public enum Figure: IdentifiedSubject { public static let subject = Subject.figure }
/// A value to reach by a day.
public enum Target: IdentifiedSubject { public static let subject = Subject.target }
/// The largest value an indicator may have.
public enum Limit: IdentifiedSubject { public static let subject = Subject.limit }
/// A task given by one body to others.
public enum Directive: IdentifiedSubject { public static let subject = Subject.directive }
public enum Programme: IdentifiedSubject { public static let subject = Subject.programme }
public enum Principle: IdentifiedSubject { public static let subject = Subject.principle }
public enum Training: IdentifiedSubject { public static let subject = Subject.training }
/// A text from which statements are quoted.
public enum Source: IdentifiedSubject { public static let subject = Subject.source }
/// Exact spans of a source. PROV `prov:wasQuotedFrom`.
public enum Statement: IdentifiedSubject { public static let subject = Subject.statement }
/// A dated understanding of statements, which feeds the register.
public enum Reading: IdentifiedSubject { public static let subject = Subject.reading }
public enum Template: IdentifiedSubject { public static let subject = Subject.template }
/// A class of units, from the charter: huyện, sở, đảng ủy … W3C ORG `org:classification`.
public enum UnitKind: IdentifiedSubject { public static let subject = Subject.unitKind }
/// The title that a post bears. W3C ORG `org:Role`.
public enum Role: IdentifiedSubject { public static let subject = Subject.role }
/// A category of staff, counted apart from the others.
public enum StaffCategory: IdentifiedSubject { public static let subject = Subject.category }
public enum DocumentType: IdentifiedSubject { public static let subject = Subject.documentType }
public enum Issuer: IdentifiedSubject { public static let subject = Subject.issuer }
/// A tier of government, from the charter: province, district, commune …
public enum Level: IdentifiedSubject { public static let subject = Subject.level }
