// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange

/// What was read of tables, with what was found on the way; recorded by a ``RegisterSession``.
public struct ImportedTables: Sendable {
  let documents: [DecisionDocument]
  /// What the tables themselves show to be wrong, line by line.
  public let findings: [Diagnostic]
  /// The charter in whose words the decisions are; `nil` where any will do.
  public let charter: String?

  private init(for charter: String? = nil, _ read: (DiagnosticSink) -> ImportedHistory) {
    let sink = DiagnosticSink()
    let history = read(sink)
    history.check(into: sink)
    self.charter = charter
    documents = history.documents
    findings = sink.diagnostics
  }

  /// Reads the plain change table.
  public static func changes(units: InputFile, changes: InputFile) -> ImportedTables {
    ImportedTables {
      importChangeTable(
        units: units.bytes, unitsFile: units.name, changes: changes.bytes, changesFile: changes.name, into: $0)
    }
  }

  /// Reads Switzerland's historicised register of communes.
  public static func swiss(cantons: [UInt8], districts: [UInt8], communes: [UInt8]) -> ImportedTables {
    ImportedTables(for: "ch") {
      importSwissRegister(cantons: cantons, districts: districts, communes: communes, into: $0)
    }
  }

  /// Reads the ministers database of the United Kingdom.
  public static func unitedKingdom(
    organisations: [UInt8], links: [UInt8], posts: [UInt8], persons: [UInt8], appointments: [UInt8]
  ) -> ImportedTables {
    var files = UnitedKingdomFiles()
    files.organisations = organisations
    files.links = links
    files.posts = posts
    files.persons = persons
    files.appointments = appointments
    return ImportedTables(for: "gb") { importUnitedKingdom(files, into: $0) }
  }

  /// Reads the official table of communes of Vietnam before and after 1 July 2025.
  public static func vietnam2025(
    communes: [UInt8], districts: [UInt8], conversion: [UInt8], resolutions: [UInt8]
  ) -> ImportedTables {
    var files = Vietnam2025Files()
    files.communes = communes
    files.districts = districts
    files.conversion = conversion
    files.resolutions = resolutions
    files.words = Resources.bytes("tables/vn-2025.yaml") ?? []
    return ImportedTables(for: "vn") { importVietnam2025(files, into: $0) }
  }
}
