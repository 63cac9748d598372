// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStoreSQLite

/// A few isles under the open charter, for tables that are imported or converted.
enum Isles {
  static let units = """
    code,kind,name,parent,from
    R,realm,Realm,,
    1,isle,One,R,
    2,isle,Two,R,
    3,isle,Three,R,
    4,isle,Four,R,
    """
  private static let changes = """
    event,date,change,from,from_name,to,to_name,to_kind,to_parent,share,basis
    e1,2010-01-01,divide,1,One,11,East,isle,R,,Act 1
    e1,2010-01-01,divide,1,One,12,West,isle,R,,Act 1
    e2,2011-01-01,dissolve,2,Two,,,,,,Act 2
    """

  /// Two units with one code.
  private static let twin = """
    decision: twin
    rests: reading
    effective: 1990-01-01
    changes:
      - {establish: u9, kind: isle, name: Nine, parent: ur, code: "9"}
      - {establish: u9b, kind: isle, name: Nine again, parent: ur, code: "9"}
    """

  private static let cantons = "1\tZH\tZurich\t12.09.1848\n"
  private static let districts =
    ["10", "1", "101", "District", "District", "15", "100", "20", "12.09.1848", "", "", "", "12.09.1848"]
    .joined(separator: "\t") + "\n"

  private static let links =
    "id,predecessor_organisation_id,successor_organisation_id,type,link_start_date,link_end_date\n"

  private static func session() throws -> RegisterSession {
    let session = try RegisterSession.open(SQLiteLogStore.inMemory())
    let (charter, _) = CharterFile.read(Array("charter: open\nversion: 1\nopen: true\n".utf8), name: "open.yaml")
    if let charter { try session.adopt(charter, at: Fixtures.now, by: "test") }
    return session
  }

  private static func file(_ name: String, _ text: String) -> InputFile {
    InputFile(name: name, bytes: Array(text.utf8))
  }

  static func outcome(_ table: InputFile) throws -> Outcome {
    let session = try session()
    let readAs = Fixtures.heading("read-as", of: table.bytes)
    // The heading is no line of the table, but keeps its number.
    let table = readAs == nil ? table : InputFile(name: table.name, bytes: Array(table.bytes.drop { $0 != 10 }))
    if readAs == "ch" {
      let tables = ImportedTables.swiss(
        cantons: Array(cantons.utf8), districts: Array(districts.utf8), communes: table.bytes)
      return try session.record(tables, leaving: [], isTrial: true, at: Fixtures.now, by: "test")
    }
    if readAs == "gb" {
      let tables = ImportedTables.unitedKingdom(
        organisations: Array("id,name,short_name,start_date,end_date\no1,Works,W,,\n".utf8),
        links: Array(links.utf8), posts: Array("id,organisation_id,name,rank_equivalence\nq1,o1,Minister,SoS\n".utf8),
        persons: Array("id,name,start_date,end_date\np1,A,,\n".utf8), appointments: table.bytes)
      return try session.record(tables, leaving: [], isTrial: true, at: Fixtures.now, by: "test")
    }
    guard let weights = readAs?.split(separator: " "), weights.first == "figures" else {
      let tables = ImportedTables.changes(units: file("units.csv", units), changes: table)
      return try session.record(tables, leaving: [], isTrial: true, at: Fixtures.now, by: "test")
    }
    let history = ImportedTables.changes(units: file("units.csv", units), changes: file("changes.csv", changes))
    _ = try session.record(history, leaving: [], at: Fixtures.now, by: "test")
    _ = try session.record([file("twin.yaml", twin)], at: Fixtures.now, by: "test")
    guard let first = Day("2000-01-01"), let last = Day("2020-01-01") else {
      return Outcome(diagnostics: [], recorded: nil, moment: nil)
    }
    let moment = session.register.asOf(first, knownAt: .latest)
    var findings: [Diagnostic] = []
    let order = ConversionOrder(
      key: "code", sums: ["people"], kinds: [Identifier(rawValue: "isle")], from: first, to: last,
      assumption: weights.count > 1 ? .area : nil)
    let lines = weights.dropFirst().map { $0.replacing("=", with: ",") + "\n" }.joined()
    let conversion = TableConversion(
      moment, order, weights: lines.isEmpty ? nil : file("weights.csv", "code,area\n" + lines), findings: &findings)
    findings += conversion.convert(table).findings
    return Outcome(diagnostics: findings, recorded: nil, moment: moment)
  }
}
