// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayTesting
import Foundation
import Testing

/// Changes of which the day, or what they gave back, is not known.
@Suite("Lineage where the records leave something open")
struct UncertainLineageTests {
  private let head = "event,date,change,from,from_name,to,to_name,to_kind,to_parent,share,basis\n"

  private func moment(_ lines: String, _ day: String) throws -> AsOf {
    let (session, outcome) = try Isles.session(head + lines + "\n")
    try #require(outcome.recorded != nil, "\(outcome.diagnostics)")
    return session.register.asOf(try #require(Day(day)), knownAt: .latest)
  }

  private func map(_ moment: AsOf, to day: String) throws -> [String] {
    moment.map(of: ["isle"], to: try #require(Day(day))).map { row in
      "\(row.from?.rawValue ?? "-") \(row.to?.rawValue ?? "-") \(row.kind.rawValue)"
        + (row.share.any.map { " \($0)" } ?? "") + (row.isDayUnknown ? " ?" : "")
    }
  }

  private func convert(_ moment: AsOf, _ table: String, to day: String) throws -> ([String], [Diagnostic]) {
    var findings: [Diagnostic] = []
    let order = ConversionOrder(
      key: "code", sums: ["n"], kinds: ["isle"], from: moment.day, to: try #require(Day(day)))
    let result = TableConversion(moment, order, findings: &findings)
      .convert(InputFile(name: "t.csv", bytes: Array(table.utf8)))
    return (
      RealData.rows(of: result.bytes).map { "\($0["code"] ?? "") \($0["n"] ?? "")" }, findings + result.findings
    )
  }

  private let restored = """
    e1,2010-01-01,merge,1,,9,Nine,isle,N,,
    e1,2010-01-01,merge,2,,9,Nine,isle,N,,
    e2,2012-01-01,restore,,,1,,,,,
    """

  @Test("what a restored unit took back is not known: no share is made up, and nothing is counted twice")
  func restoring() throws {
    let before = try moment(restored, "2000-01-01")
    #expect(
      try map(before, to: "2020-01-01") == [
        "u1 u1 part", "u1 u9 part", "u2 u1 part", "u2 u9 part", "u3 u3 itself 1", "u4 u4 itself 1",
      ])
    let (rows, findings) = try convert(before, "code,n\n1,10\n2,20\n", to: "2020-01-01")
    #expect(rows.isEmpty && findings.map(\.code) == ["shares-unknown", "shares-unknown"])
    let back = try map(before.on(try #require(Day("2020-01-01"))), to: "2000-01-01")
    #expect(back.filter { $0.hasPrefix("u1 ") } == ["u1 u1 part", "u1 u2 part"])
    // By way of a day between it is the same: what follows gives back.
    let between = before.on(try #require(Day("2011-01-01")))
    #expect(try map(between, to: "2020-01-01").filter { $0.hasPrefix("u9 ") } == ["u9 u1 part", "u9 u9 part"])
    #expect(try !map(between, to: "2020-01-01").contains { $0.hasSuffix("new") })
    let upstream = try moment("e0,2005-01-01,absorb,4,,1,,,,,\n" + restored, "2000-01-01")
    #expect(try map(upstream, to: "2020-01-01").filter { $0.hasPrefix("u4 ") } == ["u4 u1 part", "u4 u9 part"])
    let late = try moment(restored.replacing("2012-01-01", with: "2012-01"), "2000-01-01")
    #expect(try map(late, to: "2012-01-10").filter { $0.hasPrefix("u1 ") }.allSatisfy { $0.hasSuffix("?") })
  }

  @Test("a unit that may have ended is not taken for living, nor counted by a unit that may be without its part")
  func openEnds() throws {
    let ended = try moment("e1,2010-03,dissolve,1,,,,,,,", "2010-01-01")
    #expect(try map(ended, to: "2010-03-10").prefix(2) == ["u1 u1 oneOf ?", "u1 - nothing ?"])
    let (_, stopped) = try convert(ended, "code,n\n1,100\n", to: "2010-03-10")
    #expect(stopped.map(\.code) == ["nothing-follows"])
    let parted = try moment("e1,2010-03,separate,2,,9,Nine,isle,N,0.3,", "2010-03-10")
    #expect(try map(parted, to: "2010-05-01").filter { $0.hasPrefix("u2 ") } == ["u2 u9 part ?", "u2 u2 part ?"])
    let (_, findings) = try convert(parted, "code,n\n2,50\n9,30\n", to: "2010-05-01")
    #expect(findings.map(\.code) == ["shares-unknown"])
  }

  @Test("a table that counts what may be one and the same says that the day is not known")
  func marked() throws {
    let inside = try moment(spanned, "2010-06-01")
    var findings: [Diagnostic] = []
    let order = ConversionOrder(
      key: "code", sums: ["n"], kinds: ["isle"], from: inside.day, to: try #require(Day("2011-06-01")))
    let result = TableConversion(inside, order, findings: &findings)
      .convert(InputFile(name: "t.csv", bytes: Array("code,n\n1,1\n9,5\n".utf8)))
    #expect(RealData.rows(of: result.bytes).map { $0["marks"] } == ["day unknown"])
    let (back, faults) = try convert(inside, "code,n\n1,7\n", to: "2005-01-01")
    #expect(back == ["1 7"] && faults.isEmpty)
  }

  @Test("where all of a unit went on it is not there, though its own beginning is not known to the day")
  func goneOn() throws {
    let before = try moment(
      """
      e1,2010,merge,1,,9,Nine,isle,N,,
      e1,2010,merge,2,,9,Nine,isle,N,,
      e2,2010-12,divide,9,,7,Sev,isle,N,0.25,
      e2,2010-12,divide,9,,8,Eig,isle,N,0.75,
      """, "2009-01-01")
    #expect(
      try map(before, to: "2011-05-01").filter { $0.hasPrefix("u1 ") } == ["u1 u7 part 0.25", "u1 u8 part 0.75"])
  }

  private let spanned = """
    e1,2010-01-01..2010-12-31,merge,1,,9,Nine,isle,N,,
    e1,2010-01-01..2010-12-31,merge,2,,9,Nine,isle,N,,
    """

  @Test("on a day within the span of a merger a unit is in itself or in what follows, and nothing is called new")
  func within() throws {
    let before = try moment(spanned, "2005-01-01")
    let inside = before.on(try #require(Day("2010-06-01")))
    #expect(
      try map(before, to: "2010-06-01") == [
        "u1 u1 oneOf ?", "u1 u9 oneOf ?", "u2 u2 oneOf ?", "u2 u9 oneOf ?", "u3 u3 itself 1", "u4 u4 itself 1",
      ])
    #expect(try map(inside, to: "2005-01-01").contains("u9 u1 oneOf ?"))
    #expect(try map(inside, to: "2005-01-01").contains { $0.hasPrefix("u1 ") && $0.hasSuffix("?") })
    #expect(
      try map(inside, to: "2010-06-01") == [
        "u1 u1 itself 1 ?", "u2 u2 itself 1 ?", "u3 u3 itself 1", "u4 u4 itself 1", "u9 u9 itself 1 ?",
      ])
    #expect(try map(inside, to: "2011-06-01").prefix(2) == ["u1 u9 whole 1 ?", "u2 u9 whole 1 ?"])
    let (_, findings) = try convert(before, "code,n\n1,10\n", to: "2010-06-01")
    #expect(findings.map(\.code) == ["shares-unknown"])
    let graph = try #require(before.lineage(of: "u9", to: inside.day))
    #expect(graph.links.map(\.from) == ["u1", "u2"])
    #expect(inside.bearers(of: "9").map(\.isNow) == [.undetermined])
  }

  @Test("within the span of a new code either code means the unit")
  func codes() throws {
    let inside = try moment("e1,2014-02,recode,3,,30,,,,,", "2014-02-14")
    for code in ["3", "30"] {
      #expect(inside.bearers(of: code).map(\.isNow) == [.undetermined])
      let (rows, findings) = try convert(inside, "code,n\n\(code),7\n", to: "2015-01-01")
      #expect(rows == ["30 7"] && findings.isEmpty)
    }
  }

  @Test("a code that was borne, lost and borne again has a row for each time, and one borne over no night too")
  func times() throws {
    let moment = try moment(
      """
      e1,2004-01-01,dissolve,1,,,,,,,
      e2,2006-01-01,restore,,,1,,,,,
      e3,2008-01-01,dissolve,1,,,,,,,
      e4,2010-01-01,merge,2,,9,Nine,isle,N,,
      e4,2010-01-01,merge,4,,9,Nine,isle,N,,
      e5,2010-01-01,absorb,9,,3,,,,,
      """, "2007-01-01")
    func runs(_ code: String) -> [String] {
      moment.bearers(of: code).map { "\($0.from) \($0.until?.description ?? "-") \($0.isNow.rawValue)" }
    }
    #expect(runs("1") == ["2006-01-01 2008-01-01 yes", "before-records 2004-01-01 no"])
    #expect(runs("9") == ["2010-01-01 2010-01-01 no"])
  }

  @Test("the nearest code has its noughts back, and is the same every time")
  func nearest() throws {
    let moment = try moment("e1,2010-01-01,recode,3,,00301,,,,,", "2015-01-01")
    let (_, findings) = try convert(moment, "code,n\n301,7\n00302,1\n", to: "2016-01-01")
    #expect(findings.map { $0.values["nearest"] } == [.text("00301"), .text("00301")])
  }

  @Test("of faulty shares each unit is told on its own line, by the code that the table has")
  func shares() throws {
    let (_, outcome) = try Isles.session(
      head
        + """
        e1,2010-01-01,merge,1,,9,Nine,isle,N,1,
        e1,2010-01-01,merge,2,,9,Nine,isle,N,0.7,
        e2,2011-01-01,area,3,,3,,,,0.4,
        e3,2011-01-01,restore,4,,4,,,,,
        """ + "\n")
    let told = outcome.diagnostics.map { "\($0.code) \($0.span?.line ?? 0)" }
    #expect(told == ["share-out-of-range 3", "table-contradiction 4", "table-contradiction 5"])
    #expect(outcome.diagnostics.first?.values["unit"] == .text("Two (2)"))
  }

  @Test("names are of the day of the act, with every act on the way, in each form")
  func acts() throws {
    let moment = try moment(
      """
      e1,2010-01-01,rename,1,One,1,Uno,,,,Act 1
      e2,2011-01-01,absorb,1,Uno,3,Three,,,,Act 2
      e3,2012-01-01,rename,3,Three,3,Tres,,,,Act 3
      e4,2013-01-01,dissolve,4,,,,,,,Act 4
      """, "2009-01-01")
    let answers = Answers(moment, try #require(Catalogue("en")))
    let last = try #require(Day("2020-01-01"))
    let view = try #require(LineageView(answers, of: "u1", to: last))
    #expect(view.text.contains("One -> Uno  (rename; Act 1)"))
    #expect(view.text.contains("Uno -> Three  (absorb, 100.0%; Act 2)"))
    #expect(view.text.contains("Three -> Tres  (rename; Act 3)"))
    #expect(view.text.hasSuffix("  Tres [u3]\n"))
    for form in [view.svg, view.dot, view.json, view.table.csv] { #expect(form.contains("Act 2")) }
    #expect(view.svg.contains("Act 1") && view.json.contains("Act 3"))
    #expect(view.svg.contains("One \u{2192} Uno"))
    let ended = try #require(LineageView(answers, of: "u4", to: last))
    #expect(ended.text.contains("Four -> ") && ended.text.contains("Act 4"))
    let later = Answers(moment.on(try #require(Day("2015-01-01"))), answers.words)
    #expect(try #require(LineageView(later, of: "u4", to: last)).text.contains("not there on either"))
  }
}
