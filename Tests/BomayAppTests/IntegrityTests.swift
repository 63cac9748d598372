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
