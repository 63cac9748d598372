// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStoreSQLite
import BomayTesting
import Foundation
import Testing

/// Real histories with known answers, in a folder beside the checkout; tests that need it are skipped
/// aloud where it is not.
enum RealData {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data")

  static let isThere: Bool = {
    let isThere = FileManager.default.fileExists(atPath: folder.path)
    if !isThere { print("SKIPPED: real histories are not at \(folder.path)") }
    return isThere
  }()

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(path)))
  }

  /// The lines of a plain table, by the names of its columns.
  static func rows(_ path: String) throws -> [[String: String]] { rows(of: try bytes(path)) }

  /// Fields of one line; commas between quotation marks part nothing.
  private static func fields(_ line: Substring) -> [String] {
    var found = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: found.append("")
      default: found[found.count - 1].append(character)
      }
    }
    return found
  }

  static func rows(of bytes: [UInt8]) -> [[String: String]] {
    let text = String(decoding: bytes, as: UTF8.self).replacing("\u{FEFF}", with: "")
    let lines = text.split(whereSeparator: \.isNewline).map {
      fields($0)
    }
    guard let head = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(zip(head, $0), uniquingKeysWith: { first, _ in first }) }
  }

  static let now = Instant(seconds: 1_767_225_600)  // 2026-01-01

  static func register(_ charter: String, _ tables: ImportedTables, leaving: Set<String> = []) throws -> (
    RegisterSession, Outcome
  ) {
    let session = try RegisterSession.open(SQLiteLogStore.inMemory())
    let bytes = try #require(Resources.bytes("charters/\(charter).yaml"))
    let read = CharterFile.read(bytes, name: charter)
    try session.adopt(try #require(read.0, "\(read.1)"), at: now, by: "test")
    return (session, try session.record(tables, leaving: leaving, at: now, by: "test"))
  }
}

@Suite("Switzerland since 1848", .enabled(if: RealData.isThere))
struct SwitzerlandTests {
  private static let made = Result<Register, any Error> {
    let tables = ImportedTables.swiss(
      cantons: try RealData.bytes("ch/GDEHist_KT.txt"), districts: try RealData.bytes("ch/GDEHist_BEZ.txt"),
      communes: try RealData.bytes("ch/GDEHist_GDE.txt"))
    let (session, outcome) = try RealData.register("ch", tables)
    #expect(outcome.diagnostics.isEmpty, "\(outcome.diagnostics.prefix(3))")
    #expect(outcome.recorded != nil)
    return session.register
  }

  private func moment(_ day: String) throws -> AsOf {
    try Self.made.get().asOf(try #require(Day(day)), knownAt: .latest)
  }

  @Test("has as many communes as published, on every first of January from 1850 to 2026")
  func counts() throws {
    let published = try RealData.rows("ch/ch_commune_counts.csv")
    #expect(published.count == 177)
    for row in published {
      let day = try #require(row["date"])
      #expect(try moment(day).count("commune").description == row["communes"], "\(day)")
    }
  }

  @Test("maps the communes of 2005 to those of 2023 as an independent hand does")
  func map() throws {
    let later = try moment("2023-01-01")
    let earlier = try moment("2005-01-01")
    let found = earlier.map(of: ["commune", "unallocated"], to: later.day).compactMap { row -> String? in
      guard let from = row.from, let to = row.to, let one = earlier.code(of: from).determined,
        let other = later.code(of: to).determined
      else { return nil }
      return "\(one) \(other)"
    }
    // What began between the two years has rows of its own there, from the year in which it began.
    let published = try RealData.rows("ch/ch_compact_2005_to_2023.csv").filter { $0["year_from"] == "2005" }
      .map { "\($0["mun_id_x"] ?? "") \($0["mun_id_y"] ?? "")" }
    #expect(found.count == 2769)
    #expect(Set(found) == Set(published))
    #expect(found.count == published.count)
  }

  @Test(
    "moves Jura, Laufen and Moutier to another canton on their days",
    arguments: [
      ("Del\u{E9}mont", "1978-12-31", "BE", "1979-01-01", "JU"), ("Laufen", "1993-12-31", "BE", "1994-01-01", "BL"),
      ("Moutier", "2025-12-31", "BE", "2026-01-01", "JU"),
    ])
  func cantons(name: String, before: String, from: String, after: String, to: String) throws {
    func canton(_ day: String) throws -> String? {
      let moment = try moment(day)
      let unit = try #require(
        moment.units(of: ["commune"]).first { moment.name(of: $0).determined == name }, "\(name) on \(day)")
      guard case .unit(let district)? = moment.parent(of: unit).determined,
        case .unit(let canton)? = moment.parent(of: district).determined
      else { return nil }
      return moment.code(of: canton).determined
    }
    #expect(try canton(before) == from)
    #expect(try canton(after) == to)
  }
}

@Suite("Vietnam on 1 July 2025", .enabled(if: RealData.isThere))
struct Vietnam2025Tests {
  private static let leaving: Set<String> = ["table-contradiction", "table-not-continued"]

  private static let tables = Result<ImportedTables, any Error> {
    ImportedTables.vietnam2025(
      communes: try RealData.bytes("vn-2025/communes_before.csv"),
      districts: try RealData.bytes("vn-2025/districts_before.csv"),
      conversion: try RealData.bytes("vn-2025/conversion_2025-07-01.csv"),
      resolutions: try RealData.bytes("vn-2025/new_communes_with_resolution.csv"))
  }

  private static let made = Result<(Register, [Diagnostic]), any Error> {
    let (session, outcome) = try RealData.register("vn", try tables.get(), leaving: leaving)
    #expect(outcome.recorded != nil, "\(outcome.diagnostics.filter { $0.severity == .error }.prefix(3))")
    return (session.register, outcome.diagnostics)
  }

  private func moment(_ day: String) throws -> AsOf {
    try Self.made.get().0.asOf(try #require(Day(day)), knownAt: .latest)
  }

  private func map() throws -> [Identifier<OrgUnit>: [MapRow]] {
    let earlier = try moment("2025-06-30")
    let kinds = earlier.kinds(named: "commune")
    let rows = earlier.map(of: kinds, to: try #require(Day("2025-07-01")))
    return Dictionary(grouping: rows.filter { $0.from != nil }) { $0.from ?? Identifier(rawValue: "") }
  }

  @Test("is refused until the table's own contradictions are left as they are, each named with its line")
  func findings() throws {
    let (session, outcome) = try RealData.register("vn", try Self.tables.get())
    #expect(outcome.recorded == nil && session.register.head == Revision(1))
    let errors = outcome.diagnostics.filter { $0.severity == .error }
    #expect(
      errors.map(\.code).sorted() == Array(repeating: "table-contradiction", count: 5) + [
        "table-not-continued", "table-not-continued",
      ])
    #expect(
      errors.filter { $0.code == "table-contradiction" }.compactMap { $0.span?.line } == [424, 909, 912, 1253, 1260])
    #expect(errors.allSatisfy { $0.span != nil })
  }

  @Test(
    "has the units of both sides",
    arguments: [
      ("2025-06-30", "10035", "696", "63"), ("2025-07-01", "3321", "0", "34"),
    ])
  func counts(day: String, communes: String, districts: String, provinces: String) throws {
    let moment = try moment(day)
    #expect(moment.count("commune").description == communes)
    #expect(moment.count("district").description == districts)
    #expect(moment.count("province").description == provinces)
  }

  @Test("has 2,621 communes, 687 wards and 13 special zones after")
  func kinds() throws {
    let moment = try moment("2025-07-01")
    #expect(
      [moment.count("xa"), moment.count("phuong"), moment.count("dac-khu")] == [Count(2621), Count(687), Count(13)])
  }

  @Test("shows the resolution of each new commune")
  func resolutions() throws {
    let later = try moment("2025-07-01")
    let published = try RealData.rows("vn-2025/new_communes_with_resolution.csv")
    #expect(published.count == 3321)
    for row in published {
      let code = try #require(row["code"])
      let units = later.units(withCode: code).filter {
        later.kind(of: $0).determined.map { ["xa", "phuong", "dac-khu"].contains($0.rawValue) } ?? false
      }
      #expect(units.count == 1, "\(code)")
      let unit = try #require(units.first)
      let citations = later.life(of: unit).filter { $0.from.latest == later.day }.map(\.citation)
      let numbers = Set(
        citations.compactMap { later.decision($0.decision)?.document }.compactMap { later.document($0)?.record.number })
      let number = try #require(row["resolution"]?.split(separator: ";").first?.split(separator: ":").last)
      #expect(numbers.contains(number.trimmingCharacters(in: .whitespaces)), "\(code) \(numbers)")
    }
  }

  @Test("invents no share of the 441 that are shared, and knows the people of 58 of them")
  func shares() throws {
    let shared = try map().filter { $0.value.count > 1 && $0.value.allSatisfy { $0.kind == .part } }
    #expect(shared.count == 441)
    #expect(Dictionary(grouping: shared.values, by: \.count).mapValues(\.count) == [2: 369, 3: 54, 4: 17, 5: 1])
    #expect(shared.values.joined().allSatisfy { $0.share.any == nil })
    // One note says that all of the ground went one way.
    #expect(shared.filter { $0.value.contains { $0.share.area != nil } }.count == 1)
    let wholePeople = shared.filter { $0.value.contains { $0.share.population == Rational(1) } }
    #expect(wholePeople.count == 58)
    for rows in wholePeople.values {
      #expect(rows.compactMap(\.share.population).reduce(Rational(0)) { $0 + $1 } == Rational(1))
      #expect(rows.compactMap(\.share.population).count == rows.count)
    }
  }

  @Test("tells of the two that no row continues, and of no other, that their successor is open")
  func notContinued() throws {
    let open = try map().filter { $0.value.contains { $0.kind == .oneOf } }
    #expect(Set(open.keys) == ["c01651", "c02482"])
    #expect(open.values.joined().allSatisfy { $0.share == .unknown })
    let lost = try map().values.joined().filter { $0.to == nil }
    #expect(lost.isEmpty)
    let told = try Self.made.get().1.filter { $0.code == "table-not-continued" }
    #expect(told.count == 2 && told.allSatisfy { $0.span?.file == "communes_before.csv" })
  }

  @Test("tells the two bearers of one code apart by the day")
  func codes() throws {
    #expect(try moment("2025-06-30").bearers(of: "00004").first?.unit == "c00004")
    #expect(try moment("2025-07-01").bearers(of: "00004").map(\.isNow) == [.yes, .no])
    #expect(try moment("2025-07-01").bearers(of: "00004").first?.unit != "c00004")
  }

  @Test("conserves every total of a table of all communes, and marks what is assumed")
  func conversion() throws {
    let earlier = try moment("2025-06-30")
    var text = "code,people,km2\n"
    var people: Int64 = 0
    for (place, unit) in earlier.units(of: earlier.kinds(named: "commune")).enumerated() {
      guard unit != "c01651", unit != "c02482" else { continue }
      let code = try #require(earlier.code(of: unit).determined)
      people += Int64(place * 37 % 9973)
      text += "\(code),\(place * 37 % 9973),\(place % 90).5\n"
    }
    let file = InputFile(name: "t.csv", bytes: Array(text.utf8))
    let last = try #require(Day("2025-07-01"))
    var order = ConversionOrder(
      key: "code", sums: ["people", "km2"], kinds: earlier.kinds(named: "commune"), from: earlier.day, to: last)
    var findings: [Diagnostic] = []
    let refused = TableConversion(earlier, order, findings: &findings).convert(file)
    #expect(refused.bytes.isEmpty && refused.findings.count == 441)
    #expect(Set(refused.findings.map(\.code)) == ["shares-unknown"])
    order.assumption = .equal
    let result = TableConversion(earlier, order, findings: &findings).convert(file)
    #expect(findings.isEmpty && result.findings.isEmpty)
    let rows = RealData.rows(of: result.bytes)
    #expect(rows.compactMap { $0["people"].flatMap { Int64($0) } }.reduce(0, +) == people)
    #expect(rows.filter { $0["marks"] == "estimated: equal" }.count > 300)
    #expect(rows.filter { $0["marks"] == "" }.count > 2000)
  }
}
