// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Hummingbird

/// A form as it was sent: its fields, and its file where it has one.
struct SentForm: Sendable {
  struct File: Sendable {
    let name: String
    let bytes: [UInt8]
  }

  private var fields: [String: String] = [:]
  private(set) var file: File?

  /// Fields of one form.
  static let most = 3_000

  /// - Throws: ``Refusal`` where another site sent it, its token is missing or of another session, it is no form,
  ///   too large, or not within its bounds.
  init(_ request: Request, _ context: ServedContext) async throws {
    try CheckedForm.requireSameOrigin(request)
    let kinds = ["application/x-www-form-urlencoded", "multipart/form-data"]
    let kind = Bodies.kind(request)
    guard kinds.contains(kind) else { throw Refusal.kindOfBody(kind, kinds) }
    let bytes = try await Bodies.read(request)
    try kind == kinds[0] ? read(encoded: bytes) : read(parts: bytes, request.headers[.contentType] ?? "")
    try CheckedForm.requireToken(self[CheckedForm.field], context)
  }

  /// The text of a field with `\n` as its line ends, without what stands empty around it.
  subscript(name: String) -> String {
    (fields[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// As the subscript; `nil` where no such field was sent.
  func sent(_ name: String) -> String? { fields[name] == nil ? nil : self[name] }

  /// All fields, in the order of their names.
  var pairs: [(name: String, value: String)] { fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

  /// The text as it was sent, but for its line ends.
  func whole(_ name: String) -> String { fields[name] ?? "" }

  private mutating func read(encoded bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self), let sent = Query(text),
      sent.pairs.count <= Self.most
    else { throw Refusal.unreadableForm }
    for pair in sent.pairs { try note(pair.name, pair.value) }
  }

  private mutating func read(parts bytes: [UInt8], _ contentType: String) throws {
    guard let sent = MultipartForm(bytes, type: contentType) else { throw Refusal.unreadableForm }
    for part in sent.parts {
      if let name = part.file {
        if !part.bytes.isEmpty { file = File(name: name, bytes: Array(part.bytes)) }
      } else if let text = String(validating: part.bytes, as: UTF8.self) {
        try note(part.name, text)
      } else {
        throw Refusal.unreadableForm
      }
    }
  }

  /// A field is sent once: with two of a name it would not be known which was meant.
  private mutating func note(_ name: String, _ value: String) throws {
    let text = value.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    guard fields.updateValue(text, forKey: name) == nil else { throw Refusal.unreadableForm }
  }
}
