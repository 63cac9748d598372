// SPDX-License-Identifier: Apache-2.0
import BomayApp

/// The OpenAPI 3.1 document, made from the endpoints themselves.
struct OpenAPI: Sendable {
  let endpoints: [Endpoint]
  let words: Catalogue

  var json: String {
    Cell.object([
      ("openapi", .text("3.1.0")),
      (
        "info",
        .object([
          ("title", .text("bomay")), ("version", .text("1")), ("summary", .text(words.term("api.summary"))),
          (
            "license",
            .object([("name", .text("Apache License 2.0")), ("identifier", .text("Apache-2.0"))])
          ),
        ])
      ),
      ("servers", .list([.object([("url", .text(Endpoint.base))])])),
      ("paths", .object(paths)),
      ("components", components),
    ]).json
  }

  private var paths: [(String, Cell)] {
    let reads = endpoints.map { ($0.path, [("get", operation($0))]) }
    var found = reads + (reads.contains { $0.0 == DecisionsEndpoint.path } ? [] : [(DecisionsEndpoint.path, [])])
    for index in found.indices where found[index].0 == DecisionsEndpoint.path {
      found[index].1.append(("post", recordingOperation))
    }
    return found.map { ($0, .object($1)) }
  }

  private func operation(_ endpoint: Endpoint) -> Cell {
    let isTable = endpoint.isTable
    let own = endpoint.parameters + Parameter.common + (isTable ? [Self.format] : [])
    var content: [(String, Cell)] = [("application/json", .object([("schema", schema(isTable))]))]
    if isTable { content.append(("text/csv", .object([("schema", .object([("type", .text("string"))]))]))) }
    return .object([
      ("operationId", .text(endpoint.name)), ("summary", .text(words.term("api.\(endpoint.name)"))),
      ("parameters", .list(own.map { parameter($0) })),
      (
        "responses",
        .object([
          (
            "200",
            .object([
              ("description", .text(words.term("api.answer"))), ("headers", headers),
              ("content", .object(content)),
            ])
          ),
          ("304", .object([("description", .text(words.term("api.unchanged")))])),
          ("default", .object([("$ref", .text("#/components/responses/problem"))])),
        ])
      ),
    ])
  }

  static let format = Parameter(name: "format", kind: .choice(["json", "csv"]), example: "json")

  private func schema(_ isTable: Bool) -> Cell {
    isTable
      ? .object([("type", .text("array")), ("items", .object([("type", .text("object"))]))])
      : .object([("type", .text("object"))])
  }

  func parameter(_ parameter: Parameter) -> Cell {
    var type: [(String, Cell)]
    switch parameter.kind {
    case .text: type = [("type", .text("string"))]
    case .flag: type = [("type", .text("boolean"))]
    case .day: type = [("type", .text("string")), ("format", .text("date"))]
    case .number(let range):
      type = [
        ("type", .text("integer")), ("minimum", .number(Int64(range.lowerBound))),
        ("maximum", .number(Int64(range.upperBound))),
      ]
    case .choice(let words): type = [("type", .text("string")), ("enum", .list(words.map { .text($0) }))]
    }
    return .object([
      ("name", .text(parameter.name)), ("in", .text(parameter.isPath ? "path" : "query")),
      ("required", .flag(parameter.isRequired)), ("description", .text(words.term("api.parameter.\(parameter.name)"))),
      ("schema", .object(type)), ("example", .text(parameter.example)),
    ])
  }

  private var headers: Cell {
    .object(
      ["Bomay-Revision", "Bomay-On", "ETag", "Link"].map { name in
        (
          name,
          .object([
            ("description", .text(words.term("api.header.\(name)"))), ("schema", .object([("type", .text("string"))])),
          ])
        )
      })
  }

  private var components: Cell {
    let members = ["type", "title", "detail", "instance"].map { ($0, Cell.object([("type", .text("string"))])) }
    let problem = Cell.object([
      ("type", .text("object")),
      ("properties", .object(members + [("status", .object([("type", .text("integer"))]))])),
      ("required", .list(["type", "title", "status", "detail"].map { .text($0) })),
    ])
    return .object([
      ("schemas", .object([("Problem", problem)])),
      (
        "responses",
        .object([
          (
            "problem",
            .object([
              ("description", .text(words.term("api.problem"))),
              (
                "content",
                .object([
                  (
                    "application/problem+json",
                    .object([("schema", .object([("$ref", .text("#/components/schemas/Problem"))]))])
                  )
                ])
              ),
            ])
          )
        ])
      ),
    ])
  }
}
