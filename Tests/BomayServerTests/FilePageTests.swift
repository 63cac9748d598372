// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStoreSQLite
import Foundation
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("Recording a file on a page")
struct FilePageTests {
  private static let page = "/record/file?lang=en"
  private static let stop = RecordingInterfaceTests.stop

  @Test("is previewed, then recorded, then shown")
  func recorded() async throws {
    let fixture = try RecordingFixture()
    let token = try await fixture.token(Self.page)
    let preview = try await fixture.upload(Self.page, [("csrf", token), ("text", Self.stop), ("do", "preview")])
    #expect(preview.status == 200 && preview.header("Cache-Control") == "no-store")
    #expect(preview.text.contains("It can be recorded"), "\(preview.text)")
    #expect(preview.text.contains("This is then to be settled") && preview.text.contains("On 2022-10-15"))
    #expect(try fixture.head() == 244)
    let fields = preview.hidden + [("text", Self.stop), ("do", "record")]
    let done = try await fixture.upload(Self.page, fields)
    #expect(done.status == 303 && done.header("Location") == "/log/245?lang=en", "\(done.text)")
    #expect(try fixture.head() == 245)
    let shown = try await fixture.get("/decisions/stop-tu-ky?lang=en")
    #expect(shown.status == 200 && shown.text.contains("keeper"))
    // The same form sent once more records nothing.
    let again = try await fixture.upload(Self.page, fields)
    #expect(again.status == 200 && again.text.contains("Meanwhile 1 entry has been recorded"))
    #expect(again.text.contains("already") && !again.text.contains("value=\"record\""))
    #expect(try fixture.head() == 245)
  }

  @Test("an uploaded file is shown as text, whatever its line ends")
  func uploaded() async throws {
    let fixture = try RecordingFixture()
    let token = try await fixture.token(Self.page)
    let bytes = [0xEF, 0xBB, 0xBF] + Array(Self.stop.replacing("\n", with: "\r\n").utf8)
    let preview = try await fixture.upload(
      Self.page, [("csrf", token), ("text", ""), ("do", "preview")], file: ("../../stop.yaml", bytes))
    #expect(preview.text.contains("It can be recorded") && preview.text.contains("stop-pilot: M3-tu-ky"))
    let done = try await fixture.upload(Self.page, preview.hidden + [("text", Self.stop), ("do", "record")])
    #expect(done.status == 303)
    let binary = try await fixture.upload(Self.page, [("csrf", token)], file: ("x", [0xFF, 0, 1]))
    #expect(binary.status == 200 && binary.text.contains("UTF-8"))
    #expect(try fixture.head() == 245)
  }

  @Test("what is wrong stands at its line, all at once, and is mended on the page")
  func mended() async throws {
    let fixture = try RecordingFixture()
    let wrong = Self.stop.replacing("2022-11-30", with: "2022-11-31").replacing("M3-tu-ky", with: "M3-tu-kyy")
    let token = try await fixture.token(Self.page)
    let page = try await fixture.upload(Self.page, [("csrf", token), ("text", wrong), ("do", "record")])
    #expect(page.status == 200 && page.text.contains("to mend; nothing was recorded"))
    #expect(page.text.contains("data-line=\"14\"") && !page.text.contains("value=\"record\""))
    let both = try await fixture.upload(
      Self.page, [("csrf", token), ("text", wrong.replacing("2022-11-31", with: "2022-11-30")), ("do", "preview")])
    #expect(both.text.contains("data-line=\"12\"") && both.text.contains("M3-tu-ky"))
    let good = try await fixture.upload(Self.page, [("csrf", token), ("text", Self.stop), ("do", "preview")])
    #expect(good.text.contains("value=\"record\""))
    #expect(try fixture.head() == 244)
  }

  @Test("what was not previewed is previewed first, and so is what others have passed")
  func previewedAgain() async throws {
    let fixture = try RecordingFixture()
    let token = try await fixture.token(Self.page)
    let preview = try await fixture.upload(Self.page, [("csrf", token), ("text", Self.stop)])
    let other = Self.stop.replacing("told to", with: "told to in October")
    let changed = try await fixture.upload(Self.page, preview.hidden + [("text", other), ("do", "record")])
    #expect(changed.status == 200 && changed.text.contains("not the one that was previewed"))
    #expect(try fixture.head() == 244)
    let elsewhere = try RegisterSession.open(SQLiteLogStore.open(at: fixture.path))
    let rename = RecordingInterfaceTests.rename("x", "<i>X</i>").replacing(
      "\"note\":\"late\"", with: "\"title\":\"<b>\"")
    _ = try elsewhere.record(
      [InputFile(name: "x", bytes: Array(rename.utf8))], at: ServerFixture.now, by: "<script>")
    let moved = try await fixture.upload(Self.page, changed.hidden + [("text", other), ("do", "record")])
    #expect(moved.status == 200 && moved.text.contains("Meanwhile 1 entry has been recorded"))
    #expect(moved.text.contains("&lt;script&gt;") && !moved.text.contains("<script>") && !moved.text.contains("<b>"))
    #expect(try fixture.head() == 245)
    let done = try await fixture.upload(Self.page, moved.hidden + [("text", other), ("do", "record")])
    #expect(done.status == 303)
    #expect(try fixture.head() == 246)
  }

  @Test("a text that would be markup is text")
  func escaped() async throws {
    let fixture = try RecordingFixture.untouched.get()
    let token = try await fixture.token(Self.page)
    let hostile = "decision: x\ntitle: '</textarea><script>alert(1)</script>'\nchanges: [<img src=x onerror=y>]"
    let page = try await fixture.upload(Self.page, [("csrf", token), ("text", hostile)])
    #expect(page.status == 200 && page.text.contains("&lt;/textarea&gt;"))
    #expect(!page.text.contains("<script>") && !page.text.contains("<img"))
    let policy = try #require(page.header("Content-Security-Policy"))
    #expect(policy.contains("script-src 'self'") && !policy.contains("unsafe"))
  }

  @Test("a form without its token, or with that of another server, is refused", arguments: ["", "x", "AAAA", "other"])
  func forged(token: String) async throws {
    let fixture = try RecordingFixture.untouched.get()
    let token = token == "other" ? try await RecordingFixture().token(Self.page) : token
    let got = try await fixture.upload(Self.page, [("csrf", token), ("text", Self.stop), ("do", "record")])
    #expect(got.status == 403)
    let none = try await fixture.upload(Self.page, [("text", Self.stop)])
    #expect(none.status == 403)
    #expect(try fixture.head() == 244)
  }

  @Test("what is too large, or no form, is refused")
  func bounds() async throws {
    let fixture = try RecordingFixture.untouched.get()
    let token = try await fixture.token(Self.page)
    let large = String(repeating: "x", count: Bodies.most)
    #expect(try await fixture.upload(Self.page, [("csrf", token), ("text", large)]).status == 413)
    #expect(try await fixture.post(Self.page, "token=x", [.contentType: "text/plain"]).status == 415)
    #expect(try await fixture.post(Self.page, "x", [.contentType: "multipart/form-data; boundary=b"]).status == 400)
    #expect(
      try await fixture.submit(Self.page, [("csrf", token), ("text", "a"), ("text", "b")]).status == 400)
    #expect(try fixture.head() == 244)
  }

  @Test("nobody finds the pages where nothing is recorded, and the menu leads there only where it is")
  func right() async throws {
    let closed = try RecordingFixture(recorder: nil)
    let open = try RecordingFixture()
    for uri in ["/record", "/record/file"] {
      let page = try await closed.get(uri + "?lang=en")
      #expect(page.status == 403 && page.text.contains("--record"))
      for language in Catalogue.languages { #expect(try await open.get("\(uri)?lang=\(language)").status == 200) }
    }
    #expect(try await closed.upload(Self.page, [("text", Self.stop)]).status == 403)
    #expect(try await !closed.get("/").text.contains("href=\"/record"))
    #expect(try await open.get("/").text.contains("href=\"/record"))
    #expect(try await open.get("/units/none").text.contains("href=\"/record"))
    #expect(try await open.get("/record/nothing").status == 404)
    #expect(try await open.get("/assets/record.js").header("Content-Type") == "text/javascript; charset=utf-8")
  }
}
