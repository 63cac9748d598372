// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation
import Testing

/// What became of Hai Duong in 2024 and 2025.
@Suite("Hai Duong goes on to the end of its districts")
struct ReorganisationTests {
  static let kinds: [Identifier<UnitKind>] = ["xa", "phuong", "thi-tran"].map { Identifier(rawValue: $0) }
  static let city = Identifier<OrgUnit>(rawValue: "tp-hai-phong")
  static let province = Identifier<OrgUnit>(rawValue: "tinh-hai-duong")

  func id(_ text: String) -> Identifier<OrgUnit> { Identifier(rawValue: text) }

  /// Communes of a day: those that are units of the register by kind.
  func communes(_ day: String) throws -> Set<Identifier<OrgUnit>> {
    Set(try DemoFixture.asOf(day).units(of: Self.kinds))
  }

  @Test("derives who merged in 2024 where names and codes tell, and leaves the rest undetermined")
  func derived() throws {
    let moment = try DemoFixture.asOf("2024-12-01")
    let communes = try communes("2024-11-30")
    let steps = communes.flatMap { moment.successions(of: $0) }.filter {
      $0.citation.decision.rawValue == "communes-2024-derived"
    }
    #expect(steps.count == 48)
    #expect(steps.filter { !$0.isOneOf }.count == 40)
    #expect(steps.filter(\.isOneOf).count == 8)
    #expect(steps.filter { $0.kind == .merge }.count == 36)
  }

  @Test(
    "has other communes on 2025-07-01",
    arguments: [("2025-06-30", 207, 12), ("2025-07-01", 64, 0), ("2025-07-02", 64, 0)])
  func ended(day: String, communes: Int64, districts: Int64) throws {
    let moment = try DemoFixture.asOf(day)
    #expect(moment.count("commune") == Count(communes))
    #expect(moment.count("district") == Count(districts))
    #expect(moment.count("province") == Count(1))
    #expect(moment.isAlive(Self.city) == (districts == 0 ? .yes : .no))
    #expect(moment.isAlive(Self.province) == (districts == 0 ? .no : .yes))
  }

  @Test("has the kinds of commune of 2025-07-01", arguments: [("xa", 43), ("phuong", 21), ("thi-tran", 0)])
  func kinds(kind: String, count: Int64) throws {
    #expect(try DemoFixture.asOf("2025-07-01").count(kind) == Count(count))
  }

  @Test("gives way to Hai Phong with all its communes and bodies")
  func city() throws {
    let moment = try DemoFixture.asOf("2025-07-01")
    #expect(moment.followers(of: Self.province) == [Self.city])
    #expect(moment.kind(of: Self.city).determined?.rawValue == "thanh-pho-tw")
    #expect(moment.followers(of: id("tinh-hai-duong/cap-uy")) == [id("tp-hai-phong/cap-uy")])
    #expect(moment.followers(of: id("nam-sach")).isEmpty)
    let communes = try communes("2025-07-01")
    #expect(Set(moment.children(of: Self.city)) == communes)
    for commune in communes {
      #expect(moment.bodies(in: commune).count == 9, "\(commune)")
      let committee = id("\(commune)/dang-uy")
      #expect(moment.parent(of: committee).determined == .unit(id("tp-hai-phong/dang-bo")), "\(committee)")
    }
  }

  @Test("leads every commune of 2018 to one or more of the 64")
  func paths() throws {
    let start = try DemoFixture.asOf("2018-01-01")
    let after = try communes("2025-07-01")
    let rows = start.map(of: Self.kinds, to: try DemoFixture.day("2025-07-01"))
    let found = Dictionary(grouping: rows.filter { $0.from != nil }) { $0.from ?? id("") }
    #expect(found.count == 265)
    #expect(Set(found.keys) == (try communes("2018-01-01")))
    #expect(rows.allSatisfy { $0.to.map(after.contains) ?? false })
    #expect(Set(rows.compactMap(\.to)) == after)
    #expect(rows.allSatisfy { $0.kind != .new && $0.kind != .nothing })
    let undetermined = found.values.filter { $0.contains { $0.kind == .oneOf } }
    let determinate = found.values.filter { !$0.contains { $0.kind == .oneOf } }
    #expect(undetermined.count == 21)
    #expect(determinate.filter { $0.count == 1 }.count == 201)
    #expect(determinate.filter { $0.count > 1 }.count == 43)
    #expect(determinate.filter { $0.count == 1 }.allSatisfy { $0[0].share == .whole })
  }

  @Test("knows the people where all of them went one way, and no other share")
  func shares() throws {
    let start = try DemoFixture.asOf("2025-06-30")
    let rows = start.map(of: Self.kinds, to: try DemoFixture.day("2025-07-01"))
    func shares(_ from: String) -> [String: Rational?] {
      Dictionary(
        uniqueKeysWithValues: rows.filter { $0.from == id(from) }.map { ($0.to?.rawValue ?? "", $0.share.population) })
    }
    let parts = Dictionary(grouping: rows) { $0.from }.values.filter { $0.count > 1 }
    #expect(parts.count == 34)
    #expect(parts.filter { $0.contains { $0.share.population == Rational(1) } }.count == 10)
    #expect(parts.allSatisfy { $0.allSatisfy { $0.share.area == nil } })
    #expect(shares("c11239") == ["c11239": Rational(1), "c11065-2025": Rational(0)])
    #expect(shares("c11086") == ["c11083-2019": Rational(1), "c11113": Rational(0)])
    // The two that live on and exchanged a part pass nothing on.
    #expect(shares("c10999") == ["c10999": nil, "c11035-2024": nil])
    #expect(shares("c11020") == ["c11020": nil, "c10999": nil])
    #expect(shares("c11008") == ["c11020": Rational(1), "c11002": Rational(0)])
  }

  @Test("takes the bodies of a shared commune where all its people went, else to one of the parts")
  func sharedBodies() throws {
    let moment = try DemoFixture.asOf("2025-07-01")
    func step(_ body: String) throws -> Succession { try #require(moment.successions(of: id(body)).first) }
    #expect(try step("c11008/dang-uy").successors == [id("c11020/dang-uy")])
    let open = try step("c10528/dang-uy")
    #expect(open.isOneOf && open.successors == [id("c10534/dang-uy"), id("c11011/dang-uy")])
    #expect(moment.parent(of: id("c11011/ubnd")).determined == .unit(id("tp-hai-phong/ubnd")))
  }

  @Test("has no error once its districts have ended", arguments: ["2025-07-01", "2025-07-02", "2026-01-02"])
  func findings(day: String) throws {
    let errors = try DemoFixture.asOf(day).findings().filter { $0.severity == .error }
    #expect(errors.map(\.code) == [])
  }

  @Test("lets what the trials left to settle lapse with the districts")
  func obligations() throws {
    let before = try DemoFixture.asOf("2025-06-30")
    #expect(before.obligations().filter { $0.state == .overdue }.count == 9)
    let after = try DemoFixture.asOf("2025-07-01")
    #expect(after.obligations().filter { $0.state == .overdue || $0.state == .open }.isEmpty)
  }

  @Test("keeps the balance of the 81 open among bodies that live")
  func balance() throws {
    let moment = try DemoFixture.asOf("2025-07-01")
    let balance = try #require(moment.balances().first { $0.total == 81 })
    #expect(balance.open.count == 81)
    for child in balance.open {
      guard case .among(let parents)? = moment.parent(of: child).determined else {
        Issue.record("\(child) hangs under one")
        continue
      }
      #expect(parents.count == 66 && parents.allSatisfy { moment.isAlive($0) == .yes })
    }
  }

  @Test("lets no unit hang under one that has ended, and ends none of the service units")
  func hanging() throws {
    let moment = try DemoFixture.asOf("2025-07-01")
    for unit in moment.units() {
      if case .unit(let parent)? = moment.parent(of: unit).determined { #expect(moment.isAlive(parent) == .yes) }
    }
    #expect(moment.count("tt-y-te-cap-huyen") == Count(12))
    #expect(moment.count("tt-gdnn-gdtx") == Count(12))
    #expect(moment.parent(of: id("gia-loc/trung-tam-y-te")).determined == .unit(id("tp-hai-phong/so-y-te")))
  }

  @Test("answers of 2022 as it did before", arguments: ["2018-01-01", "2019-12-01", "2022-10-31", "2022-11-01"])
  func unchanged(day: String) throws {
    let register = DemoFixture.register
    let day = try DemoFixture.day(day)
    let early = register.asOf(day, knownAt: register.revision(recordedBy: DemoFixture.now))
    let late = register.asOf(day, knownAt: register.head)
    #expect(early.revision < late.revision)
    #expect(early.differences(to: late).isEmpty)
    for model in late.charter?.models ?? [] {
      #expect(early.coverage(of: model.id)?.rows.map(\.locality) == late.coverage(of: model.id)?.rows.map(\.locality))
    }
  }
}
