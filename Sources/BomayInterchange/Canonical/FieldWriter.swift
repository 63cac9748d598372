// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// Writes a record's fields in canonical form. What is absent, empty or false is left out.
struct FieldWriter: FieldVisitor {
  private(set) var members: [(key: String, value: [UInt8])] = []

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    JSONText.write(members, to: &bytes)
    return bytes
  }

  mutating func add(_ key: String, text: String) { members.append((key, JSONText.text(text))) }
  mutating func add(_ key: String, number: Int64) { members.append((key, Array(String(number).utf8))) }
  mutating func add(_ key: String, raw: [UInt8]) { members.append((key, raw)) }

  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>, _ use: Use) {
    add(key, text: value.rawValue)
  }
  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>?, _ use: Use) {
    if let value { add(key, text: value.rawValue) }
  }
  mutating func identifiers<S>(_ key: String, _ value: inout [Identifier<S>], _ use: Use, required: Bool) {
    if !value.isEmpty || required { add(key, raw: JSONText.list(value.map { JSONText.text($0.rawValue) })) }
  }
  mutating func text(_ key: String, _ value: inout String) { add(key, text: value) }
  mutating func text(_ key: String, _ value: inout String?) { if let value { add(key, text: value) } }
  mutating func bound(_ key: String, _ value: inout Bound) { add(key, text: value.description) }
  mutating func bound(_ key: String, _ value: inout Bound?) { if let value { add(key, text: value.description) } }
  mutating func integer(_ key: String, _ value: inout Int64) { add(key, number: value) }
  mutating func integer(_ key: String, _ value: inout Int64?) { if let value { add(key, number: value) } }
  mutating func count(_ key: String, _ value: inout Count?) { if let value { add(key, text: value.description) } }
  mutating func decimal(_ key: String, _ value: inout Rational) { add(key, text: value.description) }
  mutating func decimal(_ key: String, _ value: inout Rational?) {
    if let value { add(key, text: value.description) }
  }
  mutating func flag(_ key: String, _ value: inout Bool) {
    if value { add(key, raw: Array("true".utf8)) }
  }
  mutating func choice<C: Choice>(_ key: String, _ value: inout C) { add(key, text: value.rawValue) }
  mutating func choice<C: Choice>(_ key: String, _ value: inout C?) {
    if let value { add(key, text: value.rawValue) }
  }
  mutating func spans(_ key: String, _ value: inout [TextSpan]) {
    add(key, raw: JSONText.list(value.map { Array("[\($0.start),\($0.end)]".utf8) }))
  }
  mutating func record<R: Fielded>(_ key: String, _ value: inout R?) {
    if let record = value { add(key, raw: nested(record)) }
  }
  mutating func records<R: Fielded>(_ key: String, _ value: inout [R], required: Bool) {
    if !value.isEmpty || required { add(key, raw: JSONText.list(value.map { nested($0) })) }
  }

  private func nested<R: Fielded>(_ record: R) -> [UInt8] {
    var record = record
    var writer = FieldWriter()
    record.visit(&writer)
    return writer.bytes
  }
}
