// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// One field of a form for recording: what is asked for, and which key of a change it fills in.
struct FormField: Sendable {
  enum Kind: Sendable {
    /// Words on one line, or on several.
    case text
    case lines
    /// A day that may be known only roughly.
    case bound
    case number
    /// One of these words; `family.WORD` in the catalogue.
    case choice(family: String, words: [String])
    /// One of what the charter has.
    case charter(CharterList)
    /// One of the things of a kind of which there are not many.
    case listed(Subject)
    /// Something on record, found by a part of its name without tone marks.
    case pick(Subject)
    /// Several of them.
    case picks(Subject)
    case flag
    /// An identifier that the program makes, from the text of another field of the same part where there is one.
    case minted(Subject, from: String?)
  }

  enum CharterList: Sendable { case kinds, models, roles, categories, documentTypes, issuers, templates }

  /// As the change has it.
  let key: String
  let kind: Kind
  var isNeeded = false
  /// A field that says it where this one is empty: an identifier that the form makes.
  var otherwise: String?
  /// What stands there at first.
  var usual = ""
  /// Whether it is in the document, or only tells the form something.
  var isWritten = true
  /// How many things a field for several takes.
  var most = 40

  static func text(_ key: String, needed: Bool = false) -> FormField {
    FormField(key: key, kind: .text, isNeeded: needed)
  }

  static func bound(_ key: String, needed: Bool = false) -> FormField {
    FormField(key: key, kind: .bound, isNeeded: needed)
  }

  static func number(_ key: String, needed: Bool = false) -> FormField {
    FormField(key: key, kind: .number, isNeeded: needed)
  }

  static func pick(_ key: String, _ subject: Subject, needed: Bool = false, otherwise: String? = nil) -> FormField {
    FormField(key: key, kind: .pick(subject), isNeeded: needed, otherwise: otherwise)
  }

  static func picks(_ key: String, _ subject: Subject, needed: Bool = false, most: Int = 40) -> FormField {
    FormField(key: key, kind: .picks(subject), isNeeded: needed, most: most)
  }

  static func listed(_ key: String, _ subject: Subject) -> FormField {
    FormField(key: key, kind: .listed(subject), isNeeded: true)
  }

  static func charter(_ key: String, _ list: CharterList) -> FormField {
    FormField(key: key, kind: .charter(list), isNeeded: true)
  }

  static func choice<C: Choice>(
    _ key: String, _ family: String, _ type: C.Type, needed: Bool = false, usual: C? = nil
  ) -> FormField {
    FormField(
      key: key, kind: .choice(family: family, words: C.allCases.map(\.rawValue)), isNeeded: needed,
      usual: usual?.rawValue ?? "")
  }

  static func minted(_ key: String, _ subject: Subject, from: String? = nil) -> FormField {
    FormField(key: key, kind: .minted(subject, from: from))
  }
}

/// A part of a form: the head of the decision, or one change.
struct FormPart: Sendable {
  /// Before the keys of its fields, and in its words.
  let name: String
  /// The change that it writes; `nil` for the head.
  let verb: String?
  /// The first one is the subject of the change.
  let fields: [FormField]
  /// Whether it is written only where something is filled in.
  var isOptional = false
  /// Whether it ends units, so that all that hangs on them is to be settled.
  var isEnding = false

  func field(_ key: String) -> String { "\(name).\(key)" }
}

/// A form for recording one kind of everyday change.
struct RecordForm: Sendable {
  /// In its address and in its words.
  let id: String
  let group: String
  let parts: [FormPart]

  /// The first field of the change that takes something of this kind, as it is called in addresses.
  func place(of subject: Subject) -> String? {
    guard let part = parts.first else { return nil }
    return part.fields.first { field in
      switch field.kind {
      case .pick(subject), .picks(subject), .listed(subject): true
      default: false
      }
    }.map { part.field($0.key) }
  }

  /// In the order of the page: what, by which document, when and why.
  var all: [FormPart] { parts + [Self.document, Self.head] }

  static let head = FormPart(
    name: "decision", verb: nil,
    fields: [
      .minted("decision", .decision, from: "title"), .text("title"),
      FormField(
        key: "rests", kind: .choice(family: "rests", words: [Footing.document, .assumption].map(\.rawValue)),
        isNeeded: true, usual: Footing.document.rawValue),
      .pick("document", .document, otherwise: "register-document.register-document"),
      .bound("signed"), .bound("effective", needed: true), .text("note"), .text("reason"),
    ])

  static let document = FormPart(
    name: "register-document", verb: "register-document",
    fields: [
      .minted("register-document", .document, from: "number"), .text("number"),
      FormField(key: "type", kind: .charter(.documentTypes)), FormField(key: "issuer", kind: .charter(.issuers)),
      .bound("date"), .text("title"),
    ], isOptional: true)

  static let person = FormPart(
    name: "person", verb: "person",
    fields: [
      .minted("person", .person), .text("name"), .bound("born"),
      FormField(key: "unnamed", kind: .flag, isWritten: false),
    ], isOptional: true)
}
