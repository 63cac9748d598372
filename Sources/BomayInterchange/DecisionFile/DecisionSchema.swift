// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// The JSON Schema (2020-12) of decision files, made from the same description of fields that reads them.
public enum DecisionSchema {
  public static var text: String {
    var changes: [String] = []
    for kind in ChangeKind.allCases {
      var writer = SchemaWriter()
      var change = Change(Action(blank: kind))
      change.visit(&writer)
      changes.append(writer.object(description: kind.rawValue))
    }
    changes.append(
      """
      {"type":"object","description":"apply","additionalProperties":false,"required":["apply","to"],\
      "properties":{"apply":{"type":"string"},"to":{"$ref":"#/$defs/identifiers"},"effective":{"$ref":"#/$defs/bound"}}}
      """)
    var heading = SchemaWriter()
    var decision = Decision(id: Identifier(rawValue: ""))
    decision.visitHeading("decision", &heading)
    let fields = heading.properties.filter { $0.key != "decision" }.map { "\"\($0.key)\":\($0.schema)" }
    let verbs = ["decision", "correct", "annul"].map { "\"\($0)\":{\"$ref\":\"#/$defs/identifier\"}" }
    return """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"bomay decision","type":"object",
      "additionalProperties":false,
      "oneOf":[{"required":["decision","changes"]},{"required":["correct","changes"]},{"required":["annul","reason"]}],
      "properties":{"format":{"const":1},\((verbs + fields).joined(separator: ",\n")),
      "changes":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/change"}}},
      "$defs":{
      "identifier":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9./@_-]*$","maxLength":200},
      "identifiers":{"anyOf":[{"$ref":"#/$defs/identifier"},
      {"type":"array","minItems":1,"items":{"$ref":"#/$defs/identifier"}}]},
      "identifierList":{"anyOf":[{"$ref":"#/$defs/identifier"},
      {"type":"array","items":{"$ref":"#/$defs/identifier"}}]},
      "bound":{"type":["string","integer"],"description":"a day, month, quarter, year, span or before-records"},
      "change":{"anyOf":[
      \(changes.joined(separator: ",\n"))]}}}
      """
  }
}

private struct SchemaWriter: FieldVisitor {
  var properties: [(key: String, schema: String)] = []
  private var required: [String] = []

  func object(description: String? = nil) -> String {
    let needed = required.map { "\"\($0)\"" }.joined(separator: ",")
    let fields = properties.map { "\"\($0.key)\":\($0.schema)" }.joined(separator: ",")
    let about = description.map { "\"description\":\"\($0)\"," } ?? ""
    let tag = description.map { "\"change\":{\"const\":\"\($0)\"}," } ?? ""
    return """
      {"type":"object",\(about)"additionalProperties":false,"required":[\(needed)],"properties":{\(tag)\(fields)}}
      """
  }

  private mutating func add(_ key: String, _ schema: String, required isRequired: Bool) {
    properties.append((key, schema))
    if isRequired { required.append(key) }
  }

  private static let id = "{\"$ref\":\"#/$defs/identifier\"}"
  private static let ids = "{\"$ref\":\"#/$defs/identifiers\"}"
  private static let anyIDs = "{\"$ref\":\"#/$defs/identifierList\"}"
  private static let day = "{\"$ref\":\"#/$defs/bound\"}"
  private static let text = "{\"type\":\"string\"}"
  private static func number(_ key: String) -> String {
    let range = wholeNumbers(for: key)
    return "{\"type\":\"integer\",\"minimum\":\(range.lowerBound),\"maximum\":\(range.upperBound)}"
  }
  private static let decimal = "{\"type\":[\"string\",\"integer\"]}"

  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>, _ use: Use) {
    add(key, Self.id, required: true)
  }
  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>?, _ use: Use) {
    add(key, Self.id, required: false)
  }
  mutating func identifiers<S>(_ key: String, _ value: inout [Identifier<S>], _ use: Use, required: Bool) {
    add(key, required ? Self.ids : Self.anyIDs, required: required)
  }
  mutating func text(_ key: String, _ value: inout String) { add(key, Self.text, required: true) }
  mutating func text(_ key: String, _ value: inout String?) { add(key, Self.text, required: false) }
  mutating func bound(_ key: String, _ value: inout Bound) { add(key, Self.day, required: true) }
  mutating func bound(_ key: String, _ value: inout Bound?) { add(key, Self.day, required: false) }
  mutating func integer(_ key: String, _ value: inout Int64) { add(key, Self.number(key), required: true) }
  mutating func integer(_ key: String, _ value: inout Int64?) { add(key, Self.number(key), required: false) }
  mutating func count(_ key: String, _ value: inout Count?) { add(key, Self.decimal, required: false) }
  mutating func decimal(_ key: String, _ value: inout Rational) { add(key, Self.decimal, required: true) }
  mutating func decimal(_ key: String, _ value: inout Rational?) { add(key, Self.decimal, required: false) }
  mutating func flag(_ key: String, _ value: inout Bool) { add(key, "{\"type\":\"boolean\"}", required: false) }
  mutating func choice<C: Choice>(_ key: String, _ value: inout C) {
    add(key, words(C.self), required: true)
  }
  mutating func choice<C: Choice>(_ key: String, _ value: inout C?) { add(key, words(C.self), required: false) }
  private func words<C: Choice>(_ type: C.Type) -> String {
    "{\"enum\":[" + C.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]}"
  }
  mutating func spans(_ key: String, _ value: inout [TextSpan]) {
    add(
      key,
      """
      {"type":"array","minItems":1,"items":{"type":"array","minItems":2,"maxItems":2,\
      "items":{"type":"integer","minimum":0}}}
      """, required: true)
  }
  mutating func record<R: Fielded>(_ key: String, _ value: inout R?) {
    add(key, key == "settle" ? settlement() : nested(R.self), required: false)
  }
  mutating func records<R: Fielded>(_ key: String, _ value: inout [R], required: Bool) {
    add(key, "{\"type\":\"array\",\"items\":\(nested(R.self))}", required: required)
  }

  private func nested<R: Fielded>(_ type: R.Type) -> String {
    var record = R()
    var writer = SchemaWriter()
    record.visit(&writer)
    return writer.object()
  }

  /// A settlement, with its short forms.
  private func settlement() -> String {
    var record = Settlement()
    var writer = SchemaWriter()
    record.visit(&writer)
    writer.properties = writer.properties.map { field in
      switch field.key {
      case "posts": (field.key, "{\"anyOf\":[{\"const\":\"abolish\"},\(field.schema)]}")
      case "children":
        (
          field.key,
          """
          {"anyOf":[{"type":"object","additionalProperties":false,\
          "properties":{"all":\(Self.id),"all-among":\(Self.ids)}},\
          \(field.schema)]}
          """
        )
      default: field
      }
    }
    writer.properties.append(("bodies", "{\"const\":\"by-slot\"}"))
    return writer.object()
  }
}
