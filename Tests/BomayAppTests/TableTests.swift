// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStoreSQLite
import BomayTesting
import Foundation
import Testing

/// Realm, regions and isles under the open charter, read from a change table.
enum Isles {
  static let units = """
    code,kind,name,parent,from
    1,isle,One,N,
    2,isle,Two,N,
    3,isle,Three,S,1990-05
    4,isle,Four,S,
    N,region,North,R,
    S,region,South,R,
    R,realm,Realm,,
    """
  static let changes = """
    event,date,change,from,from_name,to,to_name,to_kind,to_parent,share,basis,share_population,share_area
    e1,2010-01-01,merge,1,One,5,Five,isle,N,,Act 1,,
    e1,2010-01-01,merge,2,Two,5,Five,isle,N,,Act 1,,
    e2,2010-01-01,divide,5,Five,6,Six,isle,N,0.25,Act 2,,
    e2,2010-01-01,divide,5,Five,7,"Seven, the long",isle,N,0.75,Act 2,,
    e3,2012-02-01,transfer,3,Three,3,Three,,N,,Act 3,,
    e4,2013-01-01,absorb,4,Four,3,,,,,Act 4,,
    e5,2014-01-01,restore,3,Three,4,Four,isle,S,,Act 5,0.4,
    e6,2015-01-01,rename,6,Six,6,Sixty,,,,Act 6,,
    e7,2016-01-01,recode,6,Sixty,66,,,,,Act 7,,
    e8,2017-01-01,establish,,,8,Eight,isle,S,,Act 8,,
    e9,2019-01-01,reclassify,66,Sixty,66,,reef,,,Act 10,,
    e10,2020-01-01,separate,8,Eight,9,Nine,isle,S,,Act 11,,
    e11,2021-01-01,area,9,Nine,9,,,,,Act 12,,
    e12,2022-01-01,divide,7,,71,North Seven,isle,N,,Act 13,,
    e12,2022-01-01,divide,7,,72,South Seven,isle,N,,Act 13,,
    """

  static func session(_ changes: String = changes) throws -> (RegisterSession, Outcome) {
    let tables = ImportedTables.changes(
      units: InputFile(name: "units.csv", bytes: Array(units.utf8)),
      changes: InputFile(name: "changes.csv", bytes: Array(changes.utf8)))
    return try RealData.register("open", tables)
  }

  static func moment(_ day: String) throws -> AsOf {
    let (session, outcome) = try session()
    try #require(outcome.recorded != nil, "\(outcome.diagnostics)")
    return session.register.asOf(try #require(Day(day)), knownAt: .latest)
  }
}

@Suite("The change table")
struct ChangeTableTests {
  @Test("is recorded whole, each event a decision under its act, three levels deep")
  func recorded() throws {
    let (session, outcome) = try Isles.session()
    #expect(outcome.recorded == 2...14)
    #expect(outcome.diagnostics.isEmpty, "\(outcome.diagnostics)")
    let moment = session.register.asOf(try #require(Day("2022-06-01")), knownAt: .latest)
    #expect(moment.count("isle") == Count(6) && moment.count("reef") == Count(1))
    #expect(moment.parent(of: "u3").determined == .unit("un"))
    #expect(moment.parent(of: "un").determined == .unit("ur"))
    #expect(moment.name(of: "u6" as UnitID).determined == "Sixty")
    #expect(moment.decision("event-e3")?.title == "Act 3")
    #expect(moment.bearers(of: "66").map(\.unit) == ["u6"])
    #expect(moment.bearers(of: "6").first?.until == Bound(try #require(Day("2016-01-01"))))
  }

  @Test("follows shares, revived codes and chains of one day")
  func map() throws {
    let moment = try Isles.moment("2009-01-01")
    let rows = moment.map(of: ["isle", "reef"], to: try #require(Day("2021-06-01")))
    func share(_ from: UnitID, _ to: UnitID) -> Share? { rows.first { $0.from == from && $0.to == to }?.share }
    #expect(share("u1", "u6") == Share(any: Rational(1, over: 4)))
    #expect(share("u2", "u7") == Share(any: Rational(3, over: 4)))
    #expect(share("u4", "u4")?.population == Rational(2, over: 5) && share("u4", "u4")?.area == nil)
    #expect(share("u3", "u3")?.population == Rational(3, over: 5))
    #expect(rows.filter { $0.from == nil }.compactMap(\.to) == ["u8", "u9"])
    #expect(!rows.contains { $0.to == "u5" }, "what lived over no night is no answer")
  }

  @Test("gives a code that returns to a new unit, unless the change says that it lives on")
  func identity() throws {
    let changes = """
      event,date,change,from,from_name,to,to_name,to_kind,to_parent,share,basis
      e1,2010-01-01,merge,1,One,1,One and Two,isle,N,,
      e1,2010-01-01,merge,2,Two,1,One and Two,isle,N,,
      e2,2011-01-01,absorb,3,Three,4,,,,,
      e2,2011-01-01,absorb,4,Four,4,Four and Three,,,,
      """
    let (session, outcome) = try Isles.session(changes)
    #expect(outcome.recorded != nil, "\(outcome.diagnostics)")
    let moment = session.register.asOf(try #require(Day("2012-01-01")), knownAt: .latest)
    #expect(moment.isAlive("u1" as UnitID) == .no && moment.isAlive("u1-2" as UnitID) == .yes)
    #expect(moment.units(withCode: "1") == ["u1-2"])
    #expect(moment.units(withCode: "4") == ["u4"])
    #expect(moment.name(of: "u4" as UnitID).determined == "Four and Three")
  }

  @Test(
    "refuses what cannot be",
    arguments: [
      ("rename,1,One,,,,,", "table-field"), ("rename,1,One,2,Two,,,", "table-contradiction"),
      ("establish,,,1,Uno,isle,N,", "table-contradiction"), ("dissolve,1,One,2,,,,", "table-contradiction"),
      ("absorb,1,One,99,,,,", "table-unknown-code"), ("restore,,,99,Nada,isle,N,", "table-unknown-code"),
      ("restore,,,1,One,isle,N,", "table-contradiction"), ("merge,1,One,2,Two,isle,N,", "table-contradiction"),
      ("absorb,1,One,2,,,,0.5", "share-out-of-range"),
      ("divide,1,One,8,Eight,isle,N,0.2\ne,2010-01-01,divide,1,One,9,Nine,isle,N,0.3", "share-out-of-range"),
      ("divide,1,One,8,Eight,isle,N,0.8\ne,2010-01-01,divide,1,One,9,Nine,isle,N,0.3", "share-out-of-range"),
      ("absorb,1,One,2,,,,\ne,2010-01-01,absorb,2,Two,1,,,,", "table-unknown-code"),
      ("absorb,1,One,2,,,,\ne,2010-01-01,absorb,1,One,2,,,,", "table-duplicate"),
      ("divide,1,One,8,Eight,isle,N,0.5\ne,2010-01-01,merge,1,One,8,Eight,isle,N,0.5", "table-duplicate"),
      ("absorb,1,One,2,,,,0.4\ne,2010-01-01,dissolve,1,One,,,,,", "table-contradiction"),
    ])
  func cannotBe(row: String, code: String) throws {
    let lines = row.split(separator: "\n").map { "\($0)," }.joined(separator: "\n")
    let head = "event,date,change,from,from_name,to,to_name,to_kind,to_parent,share,basis\n"
    let (_, outcome) = try Isles.session(head + "e,2010-01-01," + lines + "\n")
    #expect(outcome.recorded == nil)
    #expect(outcome.diagnostics.filter { $0.severity == .error }.contains { $0.code == code }, "\(outcome.diagnostics)")
  }

  @Test("brings a unit back under the name, kind and parent of the row, and lets one event say two things of it")
  func restored() throws {
    let changes = """
      event,date,change,from,from_name,to,to_name,to_kind,to_parent,share,basis
      e1,2010-01-01,absorb,4,Four,3,,,,,
      e2,2011-01-01,restore,3,Three,4,New Four,reef,N,0.2,
      e3,2012-01-01,rename,4,New Four,4,Newer Four,,,,
      e3,2012-01-01,transfer,4,New Four,4,,,S,,
      """
    let (session, outcome) = try Isles.session(changes)
    #expect(outcome.recorded != nil, "\(outcome.diagnostics)")
    let moment = session.register.asOf(try #require(Day("2011-06-01")), knownAt: .latest)
    #expect(moment.name(of: "u4" as UnitID).determined == "New Four")
    #expect(moment.kind(of: "u4" as UnitID).determined == "reef")
    #expect(moment.parent(of: "u4").determined == .unit("un"))
    #expect(moment.on(try #require(Day("2009-01-01"))).name(of: "u4" as UnitID).determined == "Four")
    let later = moment.on(try #require(Day("2012-06-01")))
    #expect(
      later.name(of: "u4" as UnitID).determined == "Newer Four" && later.parent(of: "u4").determined == .unit("us"))
  }

  @Test("tells every fault with its line and records nothing")
  func faults() throws {
    let changes = """
      event,date,change,from,from_name,to,to_name,to_kind,to_parent,share,basis
      e1,2010-02-30,rename,1,One,1,Uno,,,,
      e2,2010-02-01,rename,99,None,99,Nada,,,,
      e3,2010-02-01,rename,1,One,1,Uno,,,,
      e4,2010-02-01,merge,2,Two
      """
    let (session, outcome) = try Isles.session(changes)
    #expect(outcome.recorded == nil && session.register.head == Revision(1))
    #expect(
      outcome.diagnostics.map { "\($0.code) \($0.span?.line ?? 0)" }.sorted() == [
        "table-field 2", "table-unknown-code 3", "table-width 5",
      ])
  }
}

@Suite("A converted table")
struct ConvertedTableTests {
  private func convert(
    _ table: String, kinds: [Identifier<UnitKind>] = ["isle", "reef"], from: String, to: String,
    sums: [String] = ["people"], by: [String] = [],
    means: [(column: String, weight: String)] = [], measure: ShareMeasure = .any, assuming: Assumption? = nil,
    weights: String? = nil
  ) throws -> (rows: [[String: String]], findings: [Diagnostic]) {
    let moment = try Isles.moment(from)
    let order = ConversionOrder(
      key: "code", sums: sums, means: means, by: by, kinds: kinds, from: moment.day,
      to: try #require(Day(to)), measure: measure, assumption: assuming)
    var findings: [Diagnostic] = []
    let conversion = TableConversion(
      moment, order, weights: weights.map { InputFile(name: "w.csv", bytes: Array($0.utf8)) }, findings: &findings)
    let result = conversion.convert(InputFile(name: "t.csv", bytes: Array(table.utf8)))
    return (RealData.rows(of: result.bytes), findings + result.findings)
  }

  @Test("divides by known shares, keeps totals and whole numbers, and marks nothing")
  func known() throws {
    let (rows, findings) = try convert("code,people\n1,10\n2,7\n", from: "2009-01-01", to: "2010-01-01")
    #expect(findings.isEmpty)
    #expect(rows.map { "\($0["code"] ?? "") \($0["people"] ?? "") \($0["marks"] ?? "")" } == ["6 5 ", "7 12 "])
  }

  @Test("keeps decimals, lines by year, means by weight, and says where a value is lacking")
  func columns() throws {
    let table = "code,year,people,income\n1,2001,10,2.50\n2,2001,30,4.50\n1,2002,8,3.00\n2,2002,,4.00\n"
    let (rows, findings) = try convert(
      table, from: "2009-01-01", to: "2010-01-01", by: ["year"], means: [("income", "people")])
    #expect(findings.isEmpty)
    let found = rows.map { [$0["code"], $0["year"], $0["people"], $0["income"], $0["marks"]].map { $0 ?? "" } }
    // 10 and 30 in quarters: 2.5 goes up at the first of equal remainders, 7.5 as well.
    #expect(found[0] == ["6", "2001", "11", "3.9545", ""])
    #expect(found[1] == ["6", "2002", "2", "3.0000", "incomplete"])
    #expect(Int(found[0][2]).map { $0 + (Int(found[2][2]) ?? 0) } == 40)
  }

  @Test("lists what it needs where shares are not known, and takes an assumption by name")
  func assumed() throws {
    let table = "code,people\n7,100\n8,4\n"
    let refused = try convert(table, from: "2020-06-01", to: "2022-06-01")
    #expect(refused.rows.isEmpty && refused.findings.map(\.code) == ["shares-unknown"])
    #expect(refused.findings.first?.span?.line == 2)
    let equal = try convert(table, from: "2020-06-01", to: "2022-06-01", assuming: .equal)
    #expect(
      equal.rows.map { [$0["code"], $0["people"], $0["marks"]] } == [
        ["71", "50", "estimated: equal"], ["72", "50", "estimated: equal"], ["8", "4", ""],
      ])
    let weights = "code,area,population\n71,1,900\n72,3,100\n"
    let area = try convert(table, from: "2020-06-01", to: "2022-06-01", assuming: .area, weights: weights)
    #expect(area.rows.prefix(2).map { $0["people"] } == ["25", "75"])
  }

  @Test(
    "names each weight that is lacking, and divides by none that is no weight",
    arguments: [
      ("code,area\n71,1\n", ["weights-missing"]), ("code,area\n71,1\n72,\n", ["weights-missing"]),
      ("code,area\n71,0\n72,0\n", ["weights-unusable"]), ("code,area\n71,0\n72,2\n", []),
      ("code,area\n71,-1\n72,2\n", ["table-field"]),
      ("code,area\n71,1\n71,2\n72,2\n", ["table-duplicate"]),
      ("code,area\n71,1\n72,2\n799,5\n", ["table-unknown-code"]),
      // Eight is asked for and gets nothing divided: its weight is read past. So is that of another kind.
      ("code,area\n71,1\n72,2\n8,1\nN,9\n", []), ("code,people\n71,1\n", ["table-columns"]),
      ("code,area,area\n71,1,1\n72,1,1\n", ["table-columns-twice"]),
      ("code,area\n71,1,1\n72,1\n", ["table-width"]), ("", ["empty-table"]),
      ("code,area\n71,0.12345678901234567\n72,123456789012345678\n", ["weights-unusable"]),
    ])
  func weights(weights: String, codes: [String]) throws {
    let found = try convert(
      "code,people\n7,100\n8,4\n", from: "2020-06-01", to: "2022-06-01", assuming: .area, weights: weights)
    #expect(found.findings.map(\.code) == codes)
    #expect(found.rows.isEmpty != codes.isEmpty)
    #expect(!codes.isEmpty || found.rows.map { $0["marks"] } == ["estimated: area", "estimated: area", ""])
  }

  @Test("finds codes and columns with blanks around them, after a byte-order mark, in any composition")
  func blanks() throws {
    let (rows, findings) = try convert(
      "\u{FEFF} code ,people\n 1,10\n\"2 \",7\n\t3\t, 5 \n\u{A0}4,2\n", from: "2009-01-01", to: "2010-01-01")
    #expect(findings.isEmpty, "\(findings)")
    #expect(rows.map { "\($0["code"] ?? "") \($0["people"] ?? "")" } == ["6 5", "7 12", "3 5", "4 2"])
    let twice = try convert("code,people\n1,10\n 1 ,10\n", from: "2009-01-01", to: "2010-01-01")
    #expect(twice.findings.map(\.code) == ["table-duplicate"])
  }

  @Test("tells apart a code of another kind from one of another day")
  func otherKind() throws {
    let found = try convert("code,people\nN,5\n5,1\n", kinds: ["isle"], from: "2009-01-01", to: "2010-01-01")
    #expect(found.findings.map(\.code) == ["code-of-other-kind", "table-unknown-code"])
    #expect(found.findings.first?.values["kind"] == .text("region"))
  }

  @Test("is the same in JSON, with numbers as numbers and nothing where nothing is known")
  func json() throws {
    let moment = try Isles.moment("2009-01-01")
    let order = ConversionOrder(
      key: "the \"code\"", sums: ["people"], means: [("income", "people")], by: ["year"], kinds: ["isle"],
      from: moment.day, to: try #require(Day("2012-01-01")))
    var findings: [Diagnostic] = []
    let table = "\"the \"\"code\"\"\",year,people,income\n1,\"a\"\"b\",8,-1.5\n3,2,,\n"
    let result = TableConversion(moment, order, findings: &findings)
      .convert(InputFile(name: "t.csv", bytes: Array(table.utf8)), as: .json)
    let read = try JSONSerialization.jsonObject(with: Data(result.bytes)) as? [[String: Any]]
    let rows = try #require(read)
    #expect(rows.count == 3)
    let six = try #require(rows.first { $0["the \"code\""] as? String == "6" })
    #expect(six["year"] as? String == "a\"b" && six["people"] as? Int == 2 && six["income"] as? Double == -1.5)
    let three = try #require(rows.first { $0["the \"code\""] as? String == "3" })
    #expect(three["income"] is NSNull && three["marks"] as? String == "incomplete")
  }

  @Test("takes the share of what is counted")
  func measured() throws {
    let people = try convert("code,people\n4,10\n", from: "2009-01-01", to: "2015-06-01", measure: .population)
    #expect(people.findings.isEmpty)
    #expect(people.rows.map { [$0["code"], $0["people"], $0["marks"]] } == [["4", "4", ""], ["3", "6", ""]])
    let ground = try convert("code,people\n4,10\n", from: "2009-01-01", to: "2015-06-01", measure: .area)
    #expect(ground.findings.map(\.code) == ["shares-unknown"])
  }

  @Test("goes backwards: whole where nothing else is in a unit, else by assumption")
  func backwards() throws {
    let back = try convert("code,people\n71,5\n72,6\n", from: "2022-06-01", to: "2020-06-01")
    #expect(back.findings.isEmpty)
    #expect(back.rows.map { [$0["code"], $0["people"]] } == [["7", "11"]])
    let mixed = try convert("code,people\n66,5\n", from: "2016-06-01", to: "2009-01-01")
    #expect(mixed.findings.map(\.code) == ["shares-unknown"])
  }

  @Test("names codes of another day, unknown ones and those that stand twice")
  func codes() throws {
    let (_, findings) = try convert(
      "code,people\n1,1\n71,2\nxyz,3\n1,4\n3,many\n", from: "2009-01-01", to: "2010-01-01")
    #expect(
      findings.map { "\($0.code) \($0.span?.line ?? 0)" } == [
        "table-unknown-code 3", "table-unknown-code 4", "table-duplicate 5", "table-field 6",
      ])
    #expect(findings[0].values["other"] != nil && findings[0].values["period"] == .term("period.later"))
  }

  @Test(
    "refuses numbers and sums with more digits than it can count, and lines of another width",
    arguments: [
      ("1,9223372036854775808\n", "table-field"), ("1,99999999999999999999999\n", "table-field"),
      ("3,999999999999999999\n4,0.123456789\n", "table-too-large"), ("1,1,5\n", "table-width"), ("1\n", "table-width"),
    ])
  func tooLarge(lines: String, code: String) throws {
    let found = try convert("code,people\n" + lines, from: "2009-01-01", to: "2010-01-01")
    #expect(found.rows.isEmpty && found.findings.map(\.code) == [code])
  }

  @Test("refuses a mean that has more digits than it can count")
  func largeMean() throws {
    let large = "999999999999999999"
    let found = try convert(
      "code,v,w\n1,\(large),\(large)\n2,\(large),\(large)\n", from: "2009-01-01", to: "2010-01-01", sums: [],
      means: [("v", "w")])
    #expect(found.rows.isEmpty && found.findings.map(\.code) == ["table-too-large"])
  }

  @Test("refuses a table without the columns named, one that is no text, and one with an open quotation mark")
  func malformed() throws {
    var findings: [Diagnostic] = []
    let moment = try Isles.moment("2009-01-01")
    let order = ConversionOrder(key: "code", sums: ["people"], kinds: ["isle"], from: moment.day, to: moment.day)
    let bytes = Array("code,people\n1,1\n".utf8) + [0x33, 0xC3, 0x2C, 0x31, 0x0A]
    let found = TableConversion(moment, order, findings: &findings).convert(InputFile(name: "t.csv", bytes: bytes))
    #expect(found.bytes.isEmpty && found.findings.map(\.code) == ["not-utf8"])
    #expect(found.findings.first?.span?.line == 3)
    let twice = try convert("code,people,code\n1,1,1\n", from: "2009-01-01", to: "2010-01-01")
    #expect(twice.findings.map(\.code) == ["table-columns-twice"])
    #expect(try convert("", from: "2009-01-01", to: "2010-01-01").findings.map(\.code) == ["empty-table"])
    let columns = try convert("id,people\n1,1\n", from: "2009-01-01", to: "2010-01-01")
    #expect(columns.findings.map(\.code) == ["table-columns"])
    let quote = try convert("code,people\n\"1,1\n", from: "2009-01-01", to: "2010-01-01")
    #expect(quote.findings.contains { $0.code == "table-quote" && $0.span?.line == 2 })
  }
}

@Suite("The lineage of a unit")
struct LineageViewTests {
  @Test("is told as text, table, graph and picture, whichever of the days comes first")
  func views() throws {
    let answers = Answers(try Isles.moment("2009-01-01"), try #require(Catalogue("en")))
    let last = try #require(Day("2022-06-01"))
    let view = try #require(LineageView(answers, of: "u1", to: last))
    // What befell Six itself comes after what it was made of.
    #expect(view.table.rows.map { $0[5].json }.suffix(3) == ["[\"rename\"]", "[\"recode\"]", "[\"reclassify\"]"])
    #expect(view.table.rows.dropLast(3).map { $0[2].json } == ["\"u5\"", "\"u6\"", "\"u7\"", "\"u71\"", "\"u72\""])
    #expect(view.text.contains("One -> Five  (merge, 100.0%; Act 1)"))
    #expect(view.text.contains("share not known"))
    #expect(view.dot.hasPrefix("digraph") && view.dot.contains("\"u5\" -> \"u7\""))
    #expect(view.svg.contains("<svg") && view.svg.contains("Seven, the long") && view.svg.contains("stroke-dasharray"))
    let later = Answers(try Isles.moment("2022-06-01"), try #require(Catalogue("en")))
    let back = try #require(LineageView(later, of: "u1", to: answers.moment.day))
    #expect(back.text == view.text && back.json == view.json)
    #expect(LineageView(answers, of: "nobody", to: last) == nil)
  }
}
