// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import Foundation
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("Who may record")
struct RecordingRightsTests {
  private static let page = "/record/rename?on=2022-11-10&lang=en"

  private func send(
    _ guarded: GuardedServer, _ page: ServerFixture.Got, _ session: Token, _ action: String
  ) async throws -> ServerFixture.Got {
    var fields = page.fields
    fields["rename.rename"] = "tu-ky"
    fields["rename.name"] = "Moi"
    fields["decision.rests"] = "assumption"
    fields["decision.effective"] = "2022-11-10"
    fields["do"] = action
    return try await guarded.post(Self.page, fields.map { ($0.key, $0.value) }, cookie: "bomay=\(session.text)")
  }

  private func decide(_ guarded: GuardedServer, _ session: Token?, onto head: Int32 = 244) async throws -> Int {
    var headers: HTTPFields = [.contentType: "application/json", .ifMatch: "\"\(head)\""]
    if let session { headers[.cookie] = "bomay=\(session.text)" }
    let body = RecordingInterfaceTests.rename("r-\(head)", "Moi")
    return try await ServerFixture.request(.post, "/api/v1/decisions", headers, body: body, from: guarded.server).status
  }

  @Test("who may approve in the whole register records, and stands in the log")
  func approver() async throws {
    let fixture = try RecordingFixture(recorder: nil)
    let guarded = try GuardedServer(fixture.server)
    let session = try await guarded.add("lan", [Grant(.approver)])
    #expect(try await guarded.get("/", session).text.contains("href=\"/record"))
    let preview = try await send(guarded, guarded.get(Self.page, session), session, "preview")
    #expect(preview.text.contains("It can be recorded"), "\(preview.text)")
    #expect(try fixture.head() == 244)
    let done = try await send(guarded, preview, session, "record")
    #expect(done.status == 303)
    #expect(try await guarded.get(try #require(done.header("Location")), session).text.contains(">lan<"))
    #expect(try await decide(guarded, session, onto: 245) == 201)
    #expect(try fixture.head() == 246)
  }

  @Test(
    "whoever may not does not find the pages and records nothing",
    arguments: ["reader", "appraiser@tu-ky", "administrator"])
  func others(role: String) async throws {
    let fixture = try RecordingFixture(recorder: nil)
    let guarded = try GuardedServer(fixture.server) { $0.keeperRecords = true }
    let session = try await guarded.add("mai", [try #require(Grant(role))])
    #expect(try await !guarded.get("/", session).text.contains("href=\"/record"))
    for uri in ["/record", "/record/file", Self.page, "/record/options?of=unit&q=tu"] {
      #expect(try await guarded.get(uri, session).status == 403, "\(uri)")
    }
    #expect(try await guarded.post(Self.page, [("do", "record")], cookie: "bomay=\(session.text)").status == 403)
    #expect(try await decide(guarded, session) == 403)
    #expect(try await decide(guarded, nil) == 401)
    #expect(try await guarded.get("/record").status == 303)
    #expect(try fixture.head() == 244)
  }

  @Test("the form of one session is of no use in another, nor after it has ended")
  func sessions() async throws {
    let fixture = try RecordingFixture(recorder: nil)
    let guarded = try GuardedServer(fixture.server)
    let one = try await guarded.add("lan", [Grant(.approver)])
    let other = try await guarded.add("mai", [Grant(.approver)])
    let preview = try await send(guarded, guarded.get(Self.page, one), one, "preview")
    #expect(try await send(guarded, preview, other, "record").status == 403)
    guarded.clock.advance(by: 13 * 3600)
    #expect(try await send(guarded, preview, one, "record").status == 303)
    #expect(try await guarded.get(Self.page, one).status == 303)
    #expect(try fixture.head() == 244)
  }

  @Test("pages of things lead to the forms for them, filled in, and only for who may record")
  func forms() async throws {
    let guarded = try GuardedServer()
    let session = try await guarded.add("lan", [Grant(.approver)])
    let reader = try await guarded.add("mai", [Grant(.reader)])
    for (page, forms) in [
      ("/units/tu-ky", ["rename", "dissolve", "merge", "start-pilot", "quota"]),
      ("/posts/tu-ky%2Fban-to-chuc%2Ftruong-ban", ["appoint", "relieve", "separate-posts"]),
      ("/pilots/M3-tu-ky", ["stop-pilot", "extend-pilot"]), ("/directives/d-f6", ["report"]),
    ] {
      let got = try await guarded.get("\(page)?on=2022-11-10&lang=en", session)
      let links = got.text.matches(of: /href="(\/record\/([a-z-]+)\?[^"]+)"/)
        .map { (address: $0.1.replacing("&amp;", with: "&"), form: String($0.2)) }
      for form in forms { #expect(links.contains { $0.form == form }, "\(page): \(form)") }
      for link in links {
        let form = try await guarded.get(String(link.address), session)
        let id = try #require(page.split(separator: "/").last?.removingPercentEncoding)
        #expect(form.status == 200 && form.text.contains(id), "\(link)")
      }
      #expect(try await !guarded.get(page, reader).text.contains("/record/"))
    }
  }
}
