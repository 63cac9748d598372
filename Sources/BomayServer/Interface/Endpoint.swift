// SPDX-License-Identifier: Apache-2.0
import BomayApp

/// One address of the API. The routes and the OpenAPI document are both made from the list of these.
struct Endpoint: Sendable {
  /// Names it in the OpenAPI document; its words are `api.NAME` in the catalogue.
  let name: String
  /// Below `/api/v1`, with `{id}` for a part that varies.
  let path: String
  var parameters: [Parameter] = []
  /// Whether it gives a table, which can be had as CSV too.
  var isTable = false
  let answer: @Sendable (Asked) throws -> Answer

  static let base = "/api/v1"
}

/// What an endpoint is told beside the day and the revision.
struct Parameter: Sendable {
  enum Kind: Sendable { case text, flag, day, number(ClosedRange<Int>), choice([String]) }

  let name: String
  var kind = Kind.text
  var isRequired = false
  var isPath = false
  /// A value that the demo register can answer.
  var example: String

  static func id(_ example: String) -> Parameter {
    Parameter(name: "id", isRequired: true, isPath: true, example: example)
  }

  /// What every read takes.
  static let common = [
    Parameter(name: "on", kind: .day, example: "2022-10-31"), Parameter(name: "known_at", example: "244"),
    Parameter(name: "lang", kind: .choice(Catalogue.languages), example: "en"),
  ]
}

/// What an endpoint gives: a table, which can be had as JSON and CSV, or JSON of another form.
enum Answer: Sendable {
  case table(Table)
  /// A run of a longer table, and the cursor of the next run where there is one.
  case page(Table, next: String?)
  case json(String)

  var table: Table? {
    switch self {
    case .table(let table), .page(let table, _): table
    case .json: nil
    }
  }

  var json: String {
    switch self {
    case .table(let table), .page(let table, _): table.json
    case .json(let text): text
    }
  }
}
