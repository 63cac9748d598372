// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// One address of the API. The routes and the OpenAPI document are both made from the list of these.
struct Endpoint: Sendable {
  /// Names it in the OpenAPI document; its words are `api.NAME` in the catalogue.
  let name: String
  /// Below `/api/v1`, with `{id}` for a part that varies.
  let path: String
  var parameters: [Parameter] = []
  var kind = Kind.json
  /// What is sent to it, where it is asked by POST.
  var takes: TakenBody?
  let answer: @Sendable (Asked) throws -> Answer

  static let base = "/api/v1"

  /// What is answered.
  enum Kind: Sendable {
    /// A table of any number of rows, which comes in runs; also as CSV.
    case list
    /// A table of one thing or form, whole; also as CSV.
    case facts
    /// A table that was sent, carried over; as JSON or CSV.
    case converted
    case json
    /// Events for as long as the asker listens.
    case events
  }

  /// Whether it gives a table, which can be had as CSV too.
  var isTable: Bool { kind == .list || kind == .facts }

  /// What may be asked of it, beside what every endpoint takes.
  var ownParameters: [Parameter] {
    switch kind {
    case .list: parameters + Parameter.run + [OpenAPI.format]
    case .facts, .converted: parameters + [OpenAPI.format]
    case .json, .events: parameters
    }
  }
}

/// What an endpoint is told beside the day and the revision.
struct Parameter: Sendable {
  enum Kind: Sendable { case text, flag, day, number(ClosedRange<Int>), choice([String]) }

  let name: String
  var kind = Kind.text
  var isRequired = false
  var isPath = false
  var isHeader = false
  /// A value that the demo register can answer.
  var example: String

  static func id(_ example: String) -> Parameter {
    Parameter(name: "id", isRequired: true, isPath: true, example: example)
  }

  /// Which rows of a list.
  static let run = [
    Parameter(name: "limit", kind: .number(1...Asked.mostRows), example: "100"), Parameter(name: "cursor", example: ""),
  ]

  /// What every read takes.
  static let common = [
    Parameter(name: "on", kind: .day, example: "2022-10-31"), Parameter(name: "known_at", example: "244"),
    Parameter(name: "lang", kind: .choice(Catalogue.languages), example: "en"),
  ]
}

/// What an endpoint gives: a table, which can be had as JSON and CSV, or JSON of another form.
enum Answer: Sendable {
  case table(Table)
  /// A run of a longer table, and how many rows come before the next run, where there is one.
  case page(Table, next: Int?)
  case json(String)
  /// A table as it is written, in the format asked for.
  case written(String)
  /// Each entry after the revision, from now on.
  case events(after: Revision)

  var table: Table? {
    switch self {
    case .table(let table), .page(let table, _): table
    case .json, .written, .events: nil
    }
  }

  var json: String {
    switch self {
    case .table(let table), .page(let table, _): table.json
    case .json(let text), .written(let text): text
    case .events: ""
    }
  }
}
