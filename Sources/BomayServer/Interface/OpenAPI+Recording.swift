// SPDX-License-Identifier: Apache-2.0
import BomayApp

/// What the document says of recording.
extension OpenAPI {
  var recordingOperation: Cell {
    .object([
      ("operationId", .text("record")), ("summary", .text(words.term("api.record"))),
      ("parameters", .list([preview, language] + [ifMatch, key])),
      ("requestBody", body),
      (
        "responses",
        .object(
          [
            ("200", answer("api.rehearsed", ["Bomay-Revision", "ETag"])),
            ("201", answer("api.recorded", ["Location", "Bomay-Revision", "ETag"])),
          ] + Self.refusals.map { (String($0), problem("api.status-\($0)")) }
            + [("default", .object([("$ref", .text("#/components/responses/problem"))]))])
      ),
    ])
  }

  /// What a sender may have to reckon with.
  static let refusals = [403, 412, 413, 415, 422, 428]

  private var preview: Cell {
    parameter(Parameter(name: "preview", kind: .flag, example: "true"))
  }

  private var language: Cell {
    parameter(Parameter(name: "lang", kind: .choice(Catalogue.languages), example: "en"))
  }

  private var ifMatch: Cell { header("If-Match", "^\"[0-9]+\"$", "\"244\"") }
  private var key: Cell { header("Idempotency-Key", "^[!-~]{1,\(IdempotencyKeys.longest)}$", "5f0c") }

  private func header(_ name: String, _ pattern: String, _ example: String) -> Cell {
    .object([
      ("name", .text(name)), ("in", .text("header")), ("required", .flag(false)),
      ("description", .text(words.term("api.header.\(name)"))),
      ("schema", .object([("type", .text("string")), ("pattern", .text(pattern))])), ("example", .text(example)),
    ])
  }

  /// The form of the document is published beside this one.
  private var body: Cell {
    let docs = Cell.object([("url", .text(Self.schemaPath))])
    let schema = Cell.object([
      ("type", .list([.text("object"), .text("array")])), ("description", .text(words.term("api.decision-document"))),
      ("externalDocs", docs),
    ])
    let yaml = Cell.object([("type", .text("string"))])
    return .object([
      ("required", .flag(true)),
      (
        "content",
        .object(
          zip(DecisionsEndpoint.kinds, [schema, yaml]).map { ($0, .object([("schema", $1)])) })
      ),
    ])
  }

  static let schemaPath = "/api/decision.schema.json"

  private func answer(_ term: String, _ names: [String]) -> Cell {
    let headers = names.map { name in
      (
        name,
        Cell.object([
          ("description", .text(words.term("api.header.\(name)"))), ("schema", .object([("type", .text("string"))])),
        ])
      )
    }
    let content = Cell.object([
      (Reply.json, .object([("schema", .object([("type", .text("object"))]))]))
    ])
    return .object([
      ("description", .text(words.term(term))), ("headers", .object(headers)), ("content", content),
    ])
  }

  private func problem(_ term: String) -> Cell {
    let schema = Cell.object([("$ref", .text("#/components/schemas/Problem"))])
    return .object([
      ("description", .text(words.term(term))),
      ("content", .object([("application/problem+json", .object([("schema", schema)]))])),
    ])
  }
}
