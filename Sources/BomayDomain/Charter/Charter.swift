// SPDX-License-Identifier: Apache-2.0

/// The same text in each language of a charter.
public struct Words: Hashable, Sendable {
  public let byLanguage: [String: String]
  public init(_ byLanguage: [String: String]) { self.byLanguage = byLanguage }

  /// The text in `language`, else in any language there is (the first by code).
  public subscript(language: String) -> String {
    byLanguage[language] ?? byLanguage.min { $0.key < $1.key }?.value ?? ""
  }
}

/// The data of one jurisdiction: kinds, roles, models, rules, parameters, templates, words.
///
/// Nothing of any country is in the code; a register carries its charter in its log.
public struct Charter: Hashable, Sendable {
  public struct Named: Hashable, Sendable {
    public let id: String
    public let name: Words
    public init(id: String, name: Words) {
      self.id = id
      self.name = name
    }
  }

  /// A class of persons that are counted: staff, or members of the organisation itself.
  public struct Category: Hashable, Sendable {
    public let id: Identifier<StaffCategory>
    public let name: Words
    /// Members belong to the organisation and go where it goes (R-B4).
    public let isMembers: Bool
    public init(id: Identifier<StaffCategory>, name: Words, isMembers: Bool) {
      self.id = id
      self.name = name
      self.isMembers = isMembers
    }
  }

  /// A class of units.
  public struct Kind: Hashable, Sendable {
    public let id: Identifier<UnitKind>
    public let family: String
    public let level: String
    public let name: Words
    /// How a unit of this kind is called, with `{name}` for its bare name.
    public let designation: Words?
    public let parents: [Identifier<UnitKind>]
    /// Units of this kind may exist from this day, and until the day of `until`.
    public let from: Day?
    public let until: Day?
    /// Whether one locality may have many units of it: departments, grassroots organisations.
    public let isMany: Bool
    public init(
      id: Identifier<UnitKind>, family: String, level: String, name: Words, designation: Words?,
      parents: [Identifier<UnitKind>], from: Day?, until: Day?, isMany: Bool
    ) {
      self.isMany = isMany
      self.id = id
      self.family = family
      self.level = level
      self.name = name
      self.designation = designation
      self.parents = parents
      self.from = from
      self.until = until
    }
  }

  public struct RoleSpec: Hashable, Sendable {
    public let id: Identifier<Role>
    public let name: Words
    public let seats: Count
    public let isHead: Bool
    public let isDeputy: Bool
    public let accessions: [Accession]
    /// Kinds of unit that may have it; none named: any.
    public let kinds: [Identifier<UnitKind>]
    public init(
      id: Identifier<Role>, name: Words, seats: Count, isHead: Bool, isDeputy: Bool, accessions: [Accession],
      kinds: [Identifier<UnitKind>]
    ) {
      self.kinds = kinds
      self.id = id
      self.name = name
      self.seats = seats
      self.isHead = isHead
      self.isDeputy = isDeputy
      self.accessions = accessions
    }
  }

  /// A role in a unit of one of these kinds.
  public struct Seat: Hashable, Sendable {
    public let role: Identifier<Role>
    public let kinds: [Identifier<UnitKind>]
    public init(role: Identifier<Role>, kinds: [Identifier<UnitKind>]) {
      self.role = role
      self.kinds = kinds
    }
  }

  /// What a model demands of a locality.
  public enum ModelRule: Hashable, Sendable {
    /// The posts `first` and `second` of the locality have one holder.
    case oneHolder(Seat, Seat)
    /// The units of kinds `separate` are one unit of kind `joint`.
    case oneUnit(separate: [Identifier<UnitKind>], joint: Identifier<UnitKind>)
    /// The locality has exactly one unit of this kind.
    case exactlyOne(Identifier<UnitKind>)
  }

  public struct ModelSpec: Hashable, Sendable {
    public let id: Identifier<Model>
    public let name: Words
    public let rule: ModelRule
    public let level: String
    /// Kinds of area that are eligible.
    public let localities: [Identifier<UnitKind>]
    public let basis: [Identifier<Document>]
    public let isPermanent: Bool
    public init(
      id: Identifier<Model>, name: Words, rule: ModelRule, level: String,
      localities: [Identifier<UnitKind>], basis: [Identifier<Document>], isPermanent: Bool
    ) {
      self.id = id
      self.name = name
      self.rule = rule
      self.level = level
      self.localities = localities
      self.basis = basis
      self.isPermanent = isPermanent
    }
  }

  /// Two roles that one person may not hold in one locality (R-D3).
  public struct Incompatibility: Hashable, Sendable {
    public let id: String
    public let first: Seat
    public let second: Seat
    public let severity: Severity
    public let unless: [Identifier<Model>]
    public let reason: Words
    public let from: Day?
    public let until: Day?
    public init(
      id: String, first: Seat, second: Seat, severity: Severity, unless: [Identifier<Model>],
      reason: Words, from: Day?, until: Day?
    ) {
      self.id = id
      self.first = first
      self.second = second
      self.severity = severity
      self.unless = unless
      self.reason = reason
      self.from = from
      self.until = until
    }
  }

  /// A number fixed by law, with the days on which it holds.
  public struct ParameterValue: Hashable, Sendable {
    public let from: Day?
    public let until: Day?
    public let value: Rational
    public let basis: String
    public init(from: Day?, until: Day?, value: Rational, basis: String) {
      self.from = from
      self.until = until
      self.value = value
      self.basis = basis
    }
  }

  public struct DocumentTypeSpec: Hashable, Sendable {
    public let id: Identifier<DocumentType>
    public let letters: [String]
    public let name: Words
    public let sides: [String]
    /// Lower is higher in authority; compared where issuers are equal in rank.
    public let rank: Int64?
    public init(id: Identifier<DocumentType>, letters: [String], name: Words, sides: [String], rank: Int64?) {
      self.rank = rank
      self.id = id
      self.letters = letters
      self.name = name
      self.sides = sides
    }
  }

  public struct IssuerSpec: Hashable, Sendable {
    public let id: Identifier<Issuer>
    public let letters: [String]
    public let name: Words
    public let side: String
    public let level: String
    /// Lower is higher in authority, within a side.
    public let rank: Int64?
    public init(id: Identifier<Issuer>, letters: [String], name: Words, side: String, level: String, rank: Int64?) {
      self.id = id
      self.letters = letters
      self.name = name
      self.side = side
      self.level = level
      self.rank = rank
    }
  }

  public struct TemplatePost: Hashable, Sendable {
    public let slot: String
    public let role: Identifier<Role>
    public let seats: Count?
    public init(slot: String, role: Identifier<Role>, seats: Count?) {
      self.slot = slot
      self.role = role
      self.seats = seats
    }
  }

  public struct TemplateUnit: Hashable, Sendable {
    public let slot: String
    public let kind: Identifier<UnitKind>
    /// With `{name}` for the bare name of the area.
    public let name: String
    /// A slot of the same area, `^slot` of the parent area, or none.
    public let parent: String?
    public let posts: [TemplatePost]
    public init(slot: String, kind: Identifier<UnitKind>, name: String, parent: String?, posts: [TemplatePost]) {
      self.slot = slot
      self.kind = kind
      self.name = name
      self.parent = parent
      self.posts = posts
    }
  }

  /// The bodies and posts that every area of a kind has.
  public struct TemplateSpec: Hashable, Sendable {
    public let id: String
    public let version: Int64
    public let kinds: [Identifier<UnitKind>]
    public let units: [TemplateUnit]
    public init(id: String, version: Int64, kinds: [Identifier<UnitKind>], units: [TemplateUnit]) {
      self.id = id
      self.version = version
      self.kinds = kinds
      self.units = units
    }
    /// `huyen@1`.
    public var name: String { "\(id)@\(version)" }
  }

  public let id: String
  public let version: Int64
  public let languages: [String]
  public let name: Words
  public let levels: [Named]
  public let families: [Named]
  public let kinds: [Kind]
  public let roles: [RoleSpec]
  public let categories: [Category]
  public let models: [ModelSpec]
  public let incompatibilities: [Incompatibility]
  public let parameters: [String: [ParameterValue]]
  public let documentTypes: [DocumentTypeSpec]
  public let issuers: [IssuerSpec]
  public let templates: [TemplateSpec]
  public let severities: [String: Severity]
  /// Whether units may be of kinds that the charter does not list.
  public let isOpen: Bool
  /// Rules of the rule book that this jurisdiction does not have.
  public let without: Set<String>
  /// The whole charter as the log keeps it.
  public let canonicalText: String
  private let kindPlaces: [Identifier<UnitKind>: Int]
  private let rolePlaces: [Identifier<Role>: Int]

  public init(
    id: String, version: Int64, languages: [String], name: Words, levels: [Named], families: [Named],
    kinds: [Kind], roles: [RoleSpec], categories: [Category], models: [ModelSpec],
    incompatibilities: [Incompatibility], parameters: [String: [ParameterValue]],
    documentTypes: [DocumentTypeSpec], issuers: [IssuerSpec], templates: [TemplateSpec],
    severities: [String: Severity], isOpen: Bool = false, without: Set<String> = [], canonicalText: String
  ) {
    self.id = id
    self.version = version
    self.languages = languages
    self.name = name
    self.levels = levels
    self.families = families
    self.kinds = kinds
    self.roles = roles
    self.categories = categories
    self.models = models
    self.incompatibilities = incompatibilities
    self.parameters = parameters
    self.documentTypes = documentTypes
    self.issuers = issuers
    self.templates = templates
    self.severities = severities
    self.isOpen = isOpen
    self.without = without
    self.canonicalText = canonicalText
    kindPlaces = Dictionary(kinds.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    rolePlaces = Dictionary(roles.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public func kind(_ id: Identifier<UnitKind>) -> Kind? { kindPlaces[id].map { kinds[$0] } }
  public func role(_ id: Identifier<Role>) -> RoleSpec? { rolePlaces[id].map { roles[$0] } }
  public func model(_ id: Identifier<Model>) -> ModelSpec? { models.first { $0.id == id } }
  public func template(_ name: String) -> TemplateSpec? { templates.first { $0.name == name } }

  /// Categories of members, in the order of the charter.
  public var memberCategories: [Identifier<StaffCategory>] { categories.filter(\.isMembers).map(\.id) }

  /// The parameter's value in force on `day`; `nil` where the charter has none.
  public func parameter(_ id: String, on day: Day) -> Rational? {
    parameters[id]?.first { ($0.from.map { $0 <= day } ?? true) && ($0.until.map { day < $0 } ?? true) }?.value
  }
}
