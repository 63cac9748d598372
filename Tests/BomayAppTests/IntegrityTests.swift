// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import Foundation
import Testing

@Suite("What is taken away")
struct TakenAwayTests {
  private func refused(_ yaml: String) throws -> [Diagnostic] {
    let outcome = try DemoFixture.record(yaml, in: DemoFixture.session())
    #expect(outcome.recorded == nil)
    return outcome.diagnostics.filter { $0.severity == .error }
  }

  @Test(
    "by an annulment is refused while something rests on it",
    arguments: [
      ("obs-f32", "figure-f32"), ("documents-territory", "chi-linh-2019"), ("territory-2017", "kinh-mon-2019"),
    ])
  func annulled(decision: String, dependant: String) throws {
    let faults = try refused("annul: \(decision)\nreason: x\n")
    #expect(faults.contains { $0.decisions.map(\.rawValue).contains(dependant) }, "\(faults.map(\.code))")
  }

  @Test(
    "is looked for in everything that names it",
    arguments: [
      "{relate: gia-loc/phong-y-te, relation: guidedBy, to: x-unit}",
      "{transfer: x-child, to: x-unit}",
      "{absorb: [gia-loc/phong-y-te], into: x-unit, settle: {posts: abolish}}",
      "{assign-quota: x-unit, category: cong-chuc, period: 2022, number: 4}",
      "{headcount: x-unit, category: cong-chuc, \"on\": 2022-09-30, number: 4}",
      "{repeal-document: nq-18-2017, by: x-document}", "{amend-document: nq-18-2017, by: x-document}",
      "{one-holder: [x-post, gia-loc/phong-y-te/truong-phong]}",
      "{appoint: x-person, post: gia-loc/phong-y-te/truong-phong}",
      "{elect: x-other, post: gia-loc/ubnd/chu-tich, ratified: x-document}",
      "{rotate: x-other, from: x-post, to: gia-loc/phong-y-te/truong-phong}",
    ])
  func everyMention(change: String) throws {
    let session = try DemoFixture.session()
    let made = """
      decision: x-maker
      rests: reading
      effective: 2018-01-01
      changes:
        - {establish: x-unit, kind: so, name: X, parent: tinh-hai-duong/ubnd, in: tinh-hai-duong}
        - {create-post: x-post, unit: tu-ky/phong-y-te, role: pho-truong-phong}
        - {person: x-person}
        - {register-document: x-document, type: qd, number: 1, issuer: ubnd-tinh, date: 2018-01-01}
      ---
      decision: x-other-maker
      rests: reading
      effective: 2018-01-01
      changes:
        - {person: x-other}
        - {establish: x-unit-2, kind: so, name: Z, parent: tinh-hai-duong/ubnd, in: tinh-hai-duong}
        - {establish: x-child, kind: phong-thuoc-so, name: Y, parent: x-unit-2, in: tinh-hai-duong}
      """
    let first = try DemoFixture.record(made, in: session)
    try #require(first.recorded != nil, "\(first.diagnostics.filter { $0.severity == .error })")
    let user = "decision: x-user\nrests: reading\neffective: 2022-10-03\nchanges:\n  - \(change)\n"
    let more =
      change.contains("rotate")
      ? """

      ---
      decision: x-before
      rests: reading
      effective: 2018-02-01
      changes:
        - {appoint: x-other, post: x-post}
      """
      : ""
    let second = try DemoFixture.record(user + more, in: session)
    try #require(second.recorded != nil, "\(second.diagnostics.filter { $0.severity == .error })")
    let taken = try DemoFixture.record("annul: x-maker\nreason: x\n", in: session)
    #expect(taken.recorded == nil)
    #expect(
      taken.diagnostics.contains {
        $0.code == "unknown-reference" && $0.decisions.contains(Identifier(rawValue: "x-user"))
      })
  }

  @Test("is looked for in what a decision says it comes after")
  func comesAfter() throws {
    let session = try DemoFixture.session()
    func decision(_ id: String, _ after: String) -> String {
      "decision: \(id)\nrests: reading\neffective: 2022-10-03\n\(after)"
        + "changes:\n  - {rename: gia-loc/phong-y-te, name: \(id)}\n"
    }
    #expect(try DemoFixture.record(decision("x-a", ""), in: session).recorded != nil)
    #expect(try DemoFixture.record(decision("x-b", "after: x-a\n"), in: session).recorded != nil)
    let taken = try DemoFixture.record("annul: x-a\nreason: x\n", in: session)
    #expect(taken.diagnostics.contains { $0.code == "unknown-reference" && $0.about == ["x-a"] })
  }

  @Test("by a correction is refused, and accepted when what rests on it is mended in the same batch")
  func corrected() throws {
    let session = try DemoFixture.session()
    let correction = """
      correct: obs-f32
      rests: reading
      effective: before-records
      changes:
        - {observe: f32-new, indicator: bi-thu-chu-tich-xa, value: 48, "on": 2022-07-07..2022-10-31}
      """
    #expect(try DemoFixture.record(correction, in: session).recorded == nil)
    let mended =
      correction + """

        ---
        correct: figure-f32
        rests: derived
        effective: before-records
        changes:
          - {figure: F32, expression: "f32-new / f32-implied", model: M6}
        ---
        correct: target-t1
        rests: reading
        effective: before-records
        changes:
          - set-target: T1
            indicator: a
            value: 40
            direction: at-least
            by: 2025
            current: f32-new
            denominator: count(commune)
        ---
        correct: figure-f44-persons
        rests: derived
        effective: before-records
        changes:
          - {figure: F44-persons, expression: "ceil(20% * (2 * count(commune) - f32-new))"}
        """
    let outcome = try DemoFixture.record(mended, in: session)
    #expect(
      outcome.errors == [],
      "\(outcome.diagnostics.filter { $0.severity == .error }.map { ($0.code, $0.about, $0.decisions) })")
  }
}

@Suite("Hostile numbers")
struct HostileNumberTests {
  @Test(
    "neither trap nor lie",
    arguments: [
      "999999999999999 * 999999999999999 * 999999999999999", "1 / 0", "1 / (1 - 1)",
    ])
  func figures(expression: String) throws {
    let session = try DemoFixture.session()
    let outcome = try DemoFixture.record(
      """
      decision: so-lon
      rests: reading
      effective: before-records
      changes:
        - {figure: big, expression: "\(expression)"}
      """, in: session)
    #expect(outcome.errors == [])
    let row = session.register.asOf(try DemoFixture.day("2022-10-31"), knownAt: .latest).figure(
      Identifier(rawValue: "big"))
    #expect(row?.value == nil && row?.verdict == .undetermined)
  }

  @Test("nested without end are refused")
  func nested() throws {
    let deep = String(repeating: "(", count: 100_000) + "1"
    let outcome = try DemoFixture.record(
      "decision: sau\nrests: reading\neffective: before-records\nchanges:\n"
        + "  - {figure: deep, expression: \"\(deep)\"}\n",
      in: DemoFixture.session())
    #expect(outcome.errors == ["broken-expression"])
  }

  @Test("of groups add up without a trap")
  func groups() throws {
    let session = try DemoFixture.session()
    let changes = ["a", "b"].map { name in
      "  - {establish: nhom-\(name), kind: tt-gdtx, parent: gia-loc/ubnd, number: 9223372036854775807}"
    }
    let outcome = try DemoFixture.record(
      "decision: nhom\nrests: reading\neffective: 2022-01-01\nchanges:\n" + changes.joined(separator: "\n"), in: session
    )
    #expect(outcome.errors == [])
    let count = session.register.asOf(try DemoFixture.day("2022-10-31"), knownAt: .latest).count("tt-gdtx")
    #expect(count.atMost == nil)
  }
}

@Suite("The log verified")
struct VerifyTests {
  @Test("is whole, and has the root of its entries")
  func whole() throws {
    let session = try DemoFixture.session()
    let found = try session.store.verify()
    #expect(found.altered.isEmpty && found.missing.isEmpty)
    #expect(found.tree == (try session.store.tree()))
    #expect(found.tree.size == Int(session.register.head.number))
  }

  @Test("has the root that it had at an earlier size")
  func earlier() throws {
    let session = try DemoFixture.session()
    let before = try session.store.tree()
    _ = try DemoFixture.record("annul: adopt-med-one\nreason: x\n", in: session)
    #expect(try session.store.tree(upTo: Revision(Int32(before.size))) == before)
    #expect(try session.store.tree() != before)
  }
}

@Suite("What a backdated decision brings about later")
struct BackdatedTests {
  @Test("is two pilots at once, though one has stopped long since")
  func pilots() throws {
    let session = try DemoFixture.session()
    let pilots = """
      decision: past-pilots
      rests: reading
      effective: 2018-01-01
      changes:
        - {start-pilot: past-1, model: M4, in: gia-loc, effective: 2018-01-01}
        - {stop-pilot: past-1, reason: x, replacement: x, due: 2020, responsible: gia-loc, effective: 2020-01-01}
        - {start-pilot: past-2, model: M4, in: gia-loc, effective: 2019-01-01}
        - {stop-pilot: past-2, reason: x, replacement: x, due: 2020, responsible: gia-loc, effective: 2020-06-01}
      """
    #expect(try DemoFixture.record(pilots, in: session).diagnostics.contains { $0.code == "two-pilots" })
  }
}

@Suite("A file of ten thousand faults")
struct ManyFaultsTests {
  @Test("has each told, and a hint for as many as are read")
  func many() throws {
    let lines = (0..<10_000).map { "  - {rename: nobody-\($0), name: N}" }.joined(separator: "\n")
    let text = "decision: many\nrests: reading\neffective: 2022-10-01\nchanges:\n\(lines)\n"
    let outcome = try DemoFixture.record(text, in: DemoFixture.session())
    #expect(outcome.recorded == nil)
    #expect(outcome.diagnostics.filter { $0.code == "unknown-reference" }.count == 10_000)
  }
}
