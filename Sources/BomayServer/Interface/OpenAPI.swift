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
    let reads = endpoints.map { ($0.path, [($0.takes == nil ? "get" : "post", operation($0))]) }
    var found = reads + (reads.contains { $0.0 == DecisionsEndpoint.path } ? [] : [(DecisionsEndpoint.path, [])])
    for index in found.indices where found[index].0 == DecisionsEndpoint.path {
      found[index].1.append(("post", recordingOperation))
    }
    return found.map { ($0, .object($1)) }
  }

  private func operation(_ endpoint: Endpoint) -> Cell {
    var members: [(String, Cell)] = [
      ("operationId", .text(endpoint.name)), ("summary", .text(words.term("api.\(endpoint.name)"))),
      ("parameters", .list((endpoint.ownParameters + Parameter.common).map { parameter($0) })),
    ]
    if let taken = endpoint.takes {
      let text = Cell.object([("schema", .object([("type", .text("string"))]))])
      members.append(
        ("requestBody", .object([("required", .flag(true)), ("content", .object([(taken.type, text)]))])))
    }
    var responses: [(String, Cell)] = [
      (
        "200",
        .object([
          ("description", .text(words.term("api.answer"))), ("headers", headers),
          ("content", .object(content(endpoint))),
        ])
      )
    ]
    if endpoint.takes == nil, endpoint.kind != .events {
      responses.append(("304", .object([("description", .text(words.term("api.unchanged")))])))
    }
    responses.append(("default", .object([("$ref", .text("#/components/responses/problem"))])))
    return .object(members + [("responses", .object(responses))])
  }

  private func content(_ endpoint: Endpoint) -> [(String, Cell)] {
    let string = Cell.object([("schema", .object([("type", .text("string"))]))])
    if endpoint.kind == .events { return [(EventStream.type, string)] }
    let isTable = endpoint.isTable || endpoint.kind == .converted
    let json = ("application/json", Cell.object([("schema", schema(isTable))]))
    return isTable ? [json, ("text/csv", string)] : [json]
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
    let place = parameter.isPath ? "path" : parameter.isHeader ? "header" : "query"
    let members: [(String, Cell)] = [
      ("name", .text(parameter.name)), ("in", .text(place)), ("required", .flag(parameter.isRequired)),
      ("description", .text(words.term("api.parameter.\(parameter.name)"))), ("schema", .object(type)),
    ]
    return .object(members + (parameter.example.isEmpty ? [] : [("example", .text(parameter.example))]))
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
