// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation
import Testing

/// The ministers database beside the checkout, read and recorded once.
enum UnitedKingdomFixture {
  static func lines(_ name: String) throws -> [String] {
    String(decoding: try RealData.bytes("gb-ifg/\(name)"), as: UTF8.self).split(whereSeparator: \.isNewline)
      .map(String.init)
  }

  /// - Parameter appointments: text to read in place of that of the file.
  static func tables(appointments: String? = nil) throws -> ImportedTables {
    ImportedTables.unitedKingdom(
      organisations: try RealData.bytes("gb-ifg/organisation.csv"),
      links: try RealData.bytes("gb-ifg/organisation_link.csv"), posts: try RealData.bytes("gb-ifg/post.csv"),
      persons: try RealData.bytes("gb-ifg/person.csv"),
      appointments: try appointments.map { Array($0.utf8) } ?? RealData.bytes("gb-ifg/appointment.csv"))
  }

  struct Made: Sendable {
    let register: Register
    let diagnostics: [Diagnostic]
    let recorded: ClosedRange<Int32>?
  }

  static let made = Result<Made, any Error> {
    let (session, outcome) = try RealData.register("gb", tables(), leaving: ["table-ends-before-start"])
    return Made(register: session.register, diagnostics: outcome.diagnostics, recorded: outcome.recorded)
  }

  static func asOf(_ day: String) throws -> AsOf {
    let register = try made.get().register
    return register.asOf(try #require(Day(day)), knownAt: register.head)
  }

  /// Organisations that live and appointments in force for certain, and those of which it is not certain.
  static func counts(_ day: String) throws -> (alive: Int, held: Int, open: Int) {
    let moment = try asOf(day)
    let units = moment.units().map { moment.isAlive($0) }
    let persons = Set(try lines("person.csv").dropFirst().map { String($0.prefix { $0 != "," }) })
    let held = persons.flatMap { moment.holdings(of: Identifier(rawValue: $0)) }
    return (
      units.filter { $0 == .yes }.count, held.filter { !$0.isUndetermined }.count,
      units.filter { $0 == .undetermined }.count + held.filter { $0.isUndetermined }.count
    )
  }
}

@Suite("The ministers of the United Kingdom", .enabled(if: RealData.isThere))
struct UnitedKingdomTests {
  private typealias Fixture = UnitedKingdomFixture

  @Test("are counted as published on every first of January")
  func counts() throws {
    let published = try Fixture.lines("counts_oracle.csv").dropFirst()
    #expect(published.count == 47)
    for line in published {
      let cells = line.split(separator: ",").map(String.init)
      let counted = try Fixture.counts(cells[0])
      #expect("\(cells[0]),\(counted.alive),\(counted.held)" == line)
      #expect(counted.open == 0)
    }
  }

  @Test("are refused for the two appointments that end before they start, each with its line")
  func refused() throws {
    let (session, outcome) = try RealData.register("gb", Fixture.tables())
    #expect(outcome.recorded == nil)
    // Nothing but the charter is there.
    #expect(session.register.head == Revision(1))
    let errors = outcome.diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.code) == ["table-ends-before-start", "table-ends-before-start"])
    #expect(errors.map(\.span?.file) == ["appointment.csv", "appointment.csv"])
    #expect(errors.map(\.span?.line) == [1730, 2749])
    let rows = try Fixture.lines("appointment.csv")
    #expect(rows[1729].hasPrefix("b10eac21-") && rows[2748].hasPrefix("acf055e5-"))
  }

  @Test("are recorded without those two, which are told as warnings")
  func recorded() throws {
    let made = try Fixture.made.get()
    #expect(made.recorded?.count == 3785)
    #expect(!made.diagnostics.contains { $0.severity == .error })
    #expect(made.diagnostics.filter { $0.code == "table-ends-before-start" }.count == 2)
    let kinds = [Identifier<UnitKind>(rawValue: "department")]
    #expect(try Fixture.asOf("1979-01-01").units(of: kinds).count == 26)
    // Neither of the two is there, and those of the same post are.
    #expect(!made.register.knows(Subject.decision, "appointment-b10eac21-75f5-4c95-9ee5-780f42d73a12"))
    #expect(made.register.knows(Subject.decision, "appointment-494922d1-4d7a-4ffd-9861-00311492bded"))
  }

  @Test("outside the life of their organisation are 17 warnings, and posts with two at once 106")
  func warnings() throws {
    let warnings = try Fixture.made.get().diagnostics
    #expect(warnings.allSatisfy { $0.severity == .warning })
    // A warning a post, and the 17 appointments are to 17 posts.
    #expect(warnings.filter { $0.code == "holder-of-ended-post" }.count == 17)
    #expect(warnings.filter { $0.code == "holding-overlap" }.count == 106)
    #expect(warnings.count == 17 + 106 + 2)
    #expect(warnings.allSatisfy { $0.span?.file == "appointment.csv" })
  }

  @Test("keep both days of a link that took several")
  func ranges() throws {
    let moment = try Fixture.asOf("2026-01-01")
    func on(_ unit: String) -> [Bound] { moment.successions(of: Identifier(rawValue: unit)).map(\.on) }
    #expect(on("dot") == [Bound("1983-06-11..1983-06-13")])
    #expect(on("dss-1988").contains { $0 == Bound("2001-06-08..2001-06-11") })
    #expect(on("bis-2009") == [Bound("2016-07-14..2016-07-18")])
    let trade = Identifier<OrgUnit>(rawValue: "dot")
    // The day on which it ended is another thing, and is known: counts are exact within the days of the link.
    #expect(try Fixture.asOf("1983-06-12").isAlive(trade) == .yes)
    #expect(try Fixture.asOf("1983-06-13").isAlive(trade) == .no)
    let rows = try Fixture.lines("organisation_link.csv").dropFirst()
    let spans = rows.filter { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return cells[cells.count - 2] != cells[cells.count - 1]
    }
    let recorded = try Fixture.made.get().register.units(in: moment).flatMap { unit in
      moment.successions(of: unit).flatMap { step in step.successors.map { _ in step.on } }
    }
    #expect(recorded.count == rows.count && rows.count == 60)
    #expect(recorded.filter { !$0.isExact }.count == spans.count && spans.count == 27)
  }

  @Test("follow their organisation through a change of name, which joins two")
  func changeOfName() throws {
    let kinds = [Identifier<UnitKind>(rawValue: "department")]
    let rows = try Fixture.asOf("2018-01-01").map(of: kinds, to: try #require(Day("2018-02-01")))
    func row(_ unit: String) -> [MapRow] { rows.filter { $0.from?.rawValue == unit } }
    #expect(row("dh-1988").map { $0.to?.rawValue } == ["dhsc-2018"])
    #expect(row("dh-1988").map(\.kind) == [.whole])
    #expect(row("hmt").map(\.kind) == [.itself])
    // Three changes of name in a row, and back to the first name: four organisations.
    let chain = try Fixture.asOf("2017-01-01").map(of: kinds, to: try #require(Day("2024-12-31")))
      .filter { $0.from?.rawValue == "dclg-2006" }
    #expect(chain.map { $0.to?.rawValue } == ["mhclg-2024"])
    #expect(chain.map(\.kind) == [.whole])
  }

  @Test("stay where an organisation only hands functions over")
  func functions() throws {
    let kinds = [Identifier<UnitKind>(rawValue: "department")]
    let rows = try Fixture.asOf("2007-01-01").map(of: kinds, to: try #require(Day("2007-06-01")))
    let home = rows.filter { $0.from?.rawValue == "ho" }
    #expect(Set(home.compactMap { $0.to?.rawValue }) == ["ho", "moj-2007"])
    #expect(home.allSatisfy { $0.kind == .part })
    // Here the one that handed over ended by it.
    let service = try Fixture.asOf("1981-01-01").map(of: kinds, to: try #require(Day("1982-01-01")))
      .filter { $0.from?.rawValue == "csd-1968" }
    #expect(service.map { $0.to?.rawValue } == ["hmt"])
  }

  @Test("bear each name from its day")
  func names() throws {
    let person = Identifier<Person>(rawValue: "002a6349-2ee5-44b0-9b33-000baae8c737")
    #expect(try Fixture.asOf("2008-10-02").name(of: person) == "Peter Mandelson")
    #expect(try Fixture.asOf("2008-10-03").name(of: person) == "Lord Mandelson")
    // No line tells what he was called before: nothing is made up.
    let later = try #require(Fixture.lines("person.csv").first { $0.contains(",Lord Darzi of Denham,") })
    let other = Identifier<Person>(rawValue: String(later.prefix { $0 != "," }))
    #expect(try Fixture.asOf("2007-06-28").name(of: other) == nil)
    #expect(try Fixture.asOf("2007-06-29").name(of: other) == "Lord Darzi of Denham")
  }

  @Test("are read on after bad lines, each told with its own")
  func badLines() throws {
    let header = "id,person_id,post_id,start_date,end_date\n"
    let held = [
      "a,nobody,503977db-3080-4019-9e7d-638759e7edde,1990-05-04,",
      "b,a4c27049-4f8c-48f8-b1f6-25e3f03242d9,nowhere,1990-05-04,",
      "c,a4c27049-4f8c-48f8-b1f6-25e3f03242d9,503977db-3080-4019-9e7d-638759e7edde,4 May,",
      "d,a4c27049-4f8c-48f8-b1f6-25e3f03242d9,503977db-3080-4019-9e7d-638759e7edde,1990-05-04,1990-05-04",
      "e,a4c27049-4f8c-48f8-b1f6-25e3f03242d9,503977db-3080-4019-9e7d-638759e7edde,1990-05-04,1994-07-20",
      "e,a4c27049-4f8c-48f8-b1f6-25e3f03242d9,503977db-3080-4019-9e7d-638759e7edde,1995-05-04,",
      "f,a4c27049-4f8c-48f8-b1f6-25e3f03242d9,503977db-3080-4019-9e7d-638759e7edde,1994-07-19,",
      "g,a4c27049-4f8c-48f8-b1f6-25e3f03242d9,503977db-3080-4019-9e7d-638759e7edde,1994-07-20,1995-01-01",
    ]
    let tables = try Fixture.tables(appointments: header + held.joined(separator: "\n") + "\n")
    #expect(
      tables.findings.map { "\($0.span?.line ?? 0) \($0.code)" } == [
        "2 table-unknown-row", "3 table-unknown-row", "4 table-field", "5 table-contradiction", "7 table-duplicate",
        "8 table-contradiction",
      ])
    let (session, outcome) = try RealData.register("gb", tables, leaving: Set(tables.findings.map(\.code)))
    #expect(outcome.recorded != nil)
    let person = Identifier<Person>(rawValue: "a4c27049-4f8c-48f8-b1f6-25e3f03242d9")
    func posts(_ day: String) throws -> Int {
      session.register.asOf(try #require(Day(day)), knownAt: session.register.head).holdings(of: person).count
    }
    #expect(try posts("1990-05-03") == 0)
    #expect(try posts("1994-07-19") == 1)
    #expect(try posts("1994-07-20") == 1)
    #expect(try posts("1995-01-01") == 0)
  }
}

extension Register {
  /// Every unit that lived on some first of January, in the order of their identifiers.
  fileprivate func units(in moment: AsOf) -> [Identifier<OrgUnit>] {
    Set((1979...2026).compactMap { Day(year: $0, month: 1, day: 1) }.flatMap { moment.on($0).units() }).sorted()
  }
}
