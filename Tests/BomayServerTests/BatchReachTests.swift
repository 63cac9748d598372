// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayDomain
import Foundation
import HTTPTypes
import Testing

@testable import BomayServer

/// Whoever may approve in one district records there and nowhere else, whatever they write.
@Suite("How far a role reaches, when recording")
struct BatchReachTests {
  private struct Sender {
    let fixture: RecordingFixture
    let guarded: GuardedServer
    let session: Token

    init(_ role: String) async throws {
      fixture = try RecordingFixture(recorder: nil)
      guarded = try GuardedServer(fixture.server)
      session = try await guarded.add("lan", [try #require(Grant(role))])
    }

    func send(
      _ document: String, preview: Bool = false, by other: Token? = nil, onto: Int32? = nil, key: String? = nil
    ) async throws -> ServerFixture.Got {
      let head = try onto ?? fixture.head()
      var headers: HTTPFields = [
        .contentType: "application/yaml", .ifMatch: "\"\(head)\"", .cookie: "bomay=\((other ?? session).text)",
      ]
      if let key { headers[try #require(HTTPField.Name("Idempotency-Key"))] = key }
      return try await ServerFixture.request(
        .post, "/api/v1/decisions?lang=en\(preview ? "&preview=true" : "")", headers, body: document,
        from: guarded.server)
    }
  }

  private static func document(_ id: String, _ changes: String..., on day: String = "2022-11-01", head: String = "")
    -> String
  {
    "decision: \(id)\nrests: assumption\neffective: \(day)\n\(head)changes:\n"
      + changes.map { "  - {\($0)}\n" }.joined()
  }

  private static let within = [
    document("a", "rename: tu-ky, name: Moi"), document("b", "rename: c11083-2019, name: Moi"),
    document("c", "rename: tu-ky/ban-to-chuc, name: Moi"),
    document("d", "person: p-new, name: Moi", "appoint: p-new, post: tu-ky/ban-to-chuc/truong-ban, until: 2023-01-01"),
    document("e", "headcount: tu-ky/ban-to-chuc, category: cong-chuc, on: 2022-10-31, number: 5"),
    document(
      "f", "establish: u-new, kind: xa, name: Moi, parent: tu-ky", "dissolve: u-new, effective: 2023-01-01",
      on: "2022-11-05"),
    RecordingInterfaceTests.stop,
  ]

  @Test("what lies within it is recorded")
  func records() async throws {
    let sender = try await Sender("approver@tu-ky")
    for document in Self.within {
      let got = try await sender.send(document)
      #expect(got.status == 201, "\(document): \(got.text)")
    }
    #expect(try sender.fixture.head() == 244 + Int32(Self.within.count))
  }

  private static let beyond: [(String, String)] = [
    ("another district", document("a", "rename: nam-sach, name: Moi")),
    ("the province", document("b", "rename: hai-duong, name: Moi")),
    ("a commune elsewhere", document("c", "rename: c10606, name: Moi")),
    ("part of it", document("d", "rename: tu-ky, name: Moi", "rename: nam-sach, name: Moi")),
    ("what is drawn in", document("e", "transfer: c10606, to: tu-ky")),
    (
      "what is drawn in and then touched", document("f", "transfer: c10606, to: tu-ky", "rename: c10606, name: Moi")
    ),
    ("what is given away", document("g", "transfer: c11083-2019, to: nam-sach")),
    ("a new unit elsewhere", document("h", "establish: u-new, kind: xa, name: Moi, parent: nam-sach")),
    (
      "a post elsewhere",
      document("i", "person: p-new, name: X", "appoint: p-new, post: nam-sach/ban-to-chuc/truong-ban")
    ),
    ("a pilot elsewhere", document("j", "extend-pilot: M3-nam-sach, ends: 2023-01-01")),
    ("a target", document("k", "set-target: t-new, name: T, indicator: i, value: 1, by: 2025")),
    (
      "a source",
      document("l", "source: s-new, sha256: \"\(String(repeating: "0", count: 64))\", characters: 9, kind: article")
    ),
    (
      "a document that others rest on",
      document("o", "register-document: d-new, type: qd, issuer: huyen-uy, replaces: [nq-18-2017]")
    ),
    ("what it says", document("p", "repeal-document: nq-18-2017")),
    ("its place in the order", document("m", "rename: tu-ky, name: Moi", head: "after: directive-d-f2\n")),
    ("another day", document("n", "rename: nam-sach, name: Moi", on: "2017-01-01")),
    ("another's decision, annulled", "annul: directive-d-f2\nreason: none\n"),
    (
      "another's decision, corrected",
      "correct: directive-d-f2\nrests: assumption\neffective: 2022-11-01\nchanges:\n"
        + "  - {rename: tu-ky, name: Moi}\n"
    ),
  ]

  @Test("what lies beyond it is not, nor anything with it")
  func refuses() async throws {
    let sender = try await Sender("approver@tu-ky")
    for (what, document) in Self.beyond {
      for preview in [true, false] {
        let got = try await sender.send(document, preview: preview)
        #expect(try got.status == 403 && got.problem == "beyond-reach", "\(what): \(got.text)")
      }
    }
    #expect(try sender.fixture.head() == 244)
  }

  @Test("whoever recorded a decision may put it right, another of the district may not")
  func own() async throws {
    let sender = try await Sender("approver@tu-ky")
    let other = try await sender.guarded.add("mai", [Grant(.approver, under: Identifier(rawValue: "tu-ky"))])
    #expect(try await sender.send(Self.document("a", "rename: tu-ky, name: Moi")).status == 201)
    let corrected = Self.document("a", "rename: tu-ky, name: Khac").replacing("decision: a", with: "correct: a")
    #expect(try await sender.send(corrected, by: other).status == 403)
    #expect(try await sender.send(corrected).status == 201)
    #expect(
      try await sender.send(corrected.replacing("rename: tu-ky", with: "rename: nam-sach")).status == 403)
    #expect(try await sender.send("annul: a\nreason: typed wrongly\n", by: other).status == 403)
    #expect(try await sender.send("annul: a\nreason: typed wrongly\n").status == 201)
    #expect(try sender.fixture.head() == 247)
  }

  @Test("what is sent again under its key is answered as the first time")
  func again() async throws {
    let sender = try await Sender("approver@tu-ky")
    for _ in 0..<2 {
      let got = try await sender.send(Self.document("a", "rename: tu-ky, name: Moi"), onto: 244, key: "one")
      #expect(got.status == 201, "\(got.text)")
    }
    #expect(try sender.fixture.head() == 245)
  }

  @Test("a role for one kind of change records that kind alone, everywhere or below a unit")
  func kinds() async throws {
    let sender = try await Sender("approver:rename")
    #expect(try await sender.send(Self.document("a", "rename: nam-sach, name: Moi")).status == 201)
    let both = Self.document("b", "rename: nam-sach, name: Ba", "establish: u, kind: xa, name: X, parent: nam-sach")
    #expect(try await sender.send(both).status == 403)
    let here = try await sender.guarded.add(
      "mai", [Grant(.approver, under: Identifier(rawValue: "tu-ky"), only: .rename), Grant(.drafter)])
    #expect(try await sender.send(Self.document("c", "rename: nam-sach, name: Bon"), by: here).status == 403)
    #expect(try await sender.send(Self.document("d", "rename: tu-ky, name: Nam"), by: here).status == 201)
    #expect(try sender.fixture.head() == 246)
  }

  @Test("a unit of the district of an earlier day is not touched on that day by it")
  func formerly() async throws {
    let sender = try await Sender("approver@tu-ky")
    let chief = try await sender.guarded.add("chief", [Grant(.approver)])
    #expect(
      try await sender.send(Self.document("a", "transfer: c11083-2019, to: nam-sach"), by: chief).status == 201)
    let late = Self.document("b", "rename: c11083-2019, name: Moi", on: "2022-10-01")
    #expect(try await sender.send(late).status == 403)
  }

  @Test("the pages tell it before anything is recorded")
  func pages() async throws {
    let sender = try await Sender("approver@tu-ky")
    let uri = "/record/rename?on=2022-11-10&lang=en"
    let page = try await sender.guarded.get(uri, sender.session)
    #expect(page.status == 200 && page.text.contains("href=\"/record"))
    func sent(_ unit: String, _ page: ServerFixture.Got, _ action: String) async throws -> ServerFixture.Got {
      var fields = page.fields
      fields["rename.rename"] = unit
      fields["rename.name"] = "Moi"
      fields["decision.rests"] = "assumption"
      fields["decision.effective"] = "2022-11-10"
      fields["do"] = action
      return try await sender.guarded.post(
        uri, fields.map { ($0.key, $0.value) }, cookie: "bomay=\(sender.session.text)")
    }
    let beyond = try await sent("nam-sach", page, "preview")
    #expect(beyond.text.contains("rename: nam-sach") && !beyond.text.contains("value=\"record\""))
    #expect(try await sent("nam-sach", beyond, "record").status == 200)
    #expect(try sender.fixture.head() == 244)
    let ours = try await sent("tu-ky", page, "preview")
    #expect(ours.text.contains("value=\"record\""))
    #expect(try await sent("tu-ky", ours, "record").status == 303)
    #expect(try sender.fixture.head() == 245)
  }
}
