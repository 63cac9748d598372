// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import Foundation
import Testing

@Suite("What is refused")
struct RefusalTests {
  private func refusal(_ yaml: String) throws -> (Outcome, RegisterSession) {
    let session = try DemoFixture.session()
    let before = session.register.digest
    let outcome = try DemoFixture.record(yaml, in: session)
    #expect(outcome.recorded == nil)
    #expect(session.register.digest == before, "a refused batch leaves the register as it was")
    return (outcome, session)
  }

  @Test("the pairing that the press published: chair of the People's Committee and of the Front")
  func publishedPairing() throws {
    let (outcome, _) = try refusal(
      """
      decision: sai
      rests: reading
      effective: 2022-10-01
      changes:
        - one-holder: [gia-loc/ubnd/chu-tich, gia-loc/mttq/chu-tich]
      """)
    #expect(outcome.errors.contains("incompatible-posts"))
    #expect(outcome.diagnostics.first { $0.code == "incompatible-posts" }?.span?.line == 5)
  }

  @Test("a division of home affairs under the town of Kinh Mon; the district town is offered")
  func town() throws {
    let (outcome, _) = try refusal(
      """
      decision: sai
      rests: reading
      effective: 2022-10-01
      changes:
        - establish: c10675/phong-noi-vu
          kind: phong-noi-vu
          name: Phòng Nội vụ
          parent: c10675/ubnd
          in: c10675
      """)
    let fault = try #require(outcome.diagnostics.first { $0.code == "parent-kind" })
    #expect(fault.severity == .error)
    #expect(fault.values["offer"] == .unit(Identifier(rawValue: "kinh-mon")))
  }

  @Test("a model of districts tried in a town; the district of its name is offered")
  func pilotInTown() throws {
    let (outcome, _) = try refusal(
      """
      decision: sai
      rests: reading
      effective: 2022-10-01
      changes:
        - start-pilot: M3-thi-tran-kinh-mon
          model: M3
          in: c10675
      """)
    #expect(
      outcome.diagnostics.first { $0.code == "pilot-level" }?.values["offer"]
        == .unit(Identifier(rawValue: "kinh-mon")))
  }

  @Test("a dissolution that would orphan children, with the list of them")
  func orphans() throws {
    let (outcome, _) = try refusal(
      """
      decision: sai
      rests: reading
      effective: 2022-10-01
      changes:
        - dissolve: tinh-hai-duong/so-y-te
          settle: {posts: abolish}
      """)
    let fault = try #require(outcome.diagnostics.first { $0.code == "children-unsettled" })
    guard case .list(let children)? = fault.values["children"] else {
      Issue.record("the children are not listed")
      return
    }
    #expect(children.contains("tinh-hai-duong/cdc"))
    #expect(fault.values["count"] == .number(Int64(children.count)))
  }

  @Test("references to nothing, with the nearest there is")
  func nothing() throws {
    let (outcome, _) = try refusal(
      """
      decision: sai
      rests: reading
      effective: 2022-10-01
      changes:
        - rename: kin-mon
          name: X
      """)
    let fault = try #require(outcome.diagnostics.first { $0.code == "unknown-reference" })
    #expect(fault.values["nearest"] == .text("kinh-mon"))
    #expect(fault.span?.line == 5)
  }

  @Test("a combination where no model has been taken up")
  func combination() throws {
    let (outcome, _) = try refusal(
      """
      decision: sai
      rests: reading
      effective: 2022-11-01
      changes:
        - one-holder: [gia-loc/ban-to-chuc/truong-ban, gia-loc/phong-noi-vu/truong-phong]
      """)
    #expect(outcome.errors == ["combination-without-model"])
  }

  @Test("a backdated end that what comes after it contradicts, naming both decisions")
  func backdated() throws {
    let (outcome, _) = try refusal(
      """
      decision: sai
      rests: reading
      effective: 2018-01-01
      changes:
        - dissolve: c10675
          settle: {posts: abolish, bodies: by-slot}
      """)
    let fault = try #require(outcome.diagnostics.first { $0.code == "change-outside-life" })
    #expect(Set(fault.decisions.map(\.rawValue)).isSuperset(of: ["sai", "kinh-mon-2019"]))
  }

  @Test("whatever lacks its basis when it is entered with a document, and only warns when it is read")
  func completeness() throws {
    let body = """
      effective: 2022-10-01
      changes:
        - rename: gia-loc/phong-noi-vu
          name: Phòng Nội vụ huyện
      """
    let (refused, _) = try refusal("decision: a\n" + body)
    #expect(refused.errors == ["no-legal-basis"])
    let session = try DemoFixture.session()
    let read = try DemoFixture.record("decision: a\nrests: reading\n" + body, in: session)
    #expect(read.recorded != nil)
    #expect(read.diagnostics.contains { $0.code == "no-legal-basis" && $0.severity == .warning })
  }
}
