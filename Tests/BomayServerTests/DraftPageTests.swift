// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("Drafts on pages")
struct DraftPageTests {
  private static let form = "/record/rename?on=2022-11-10&lang=en"

  /// Opens a page, fills in and sends its form, as a browser does.
  private func send(
    _ guarded: GuardedServer, _ page: ServerFixture.Got, _ uri: String, _ session: Token, _ values: [String: String]
  ) async throws -> ServerFixture.Got {
    let fields = page.fields.merging(values) { $1 }
    return try await guarded.post(uri, fields.map { ($0.key, $0.value) }, cookie: "bomay=\(session.text)")
  }

  private static let typed = [
    "rename.rename": "tu-ky", "rename.name": "Moi", "decision.rests": "assumption", "decision.effective": "2022-11-10",
  ]

  @Test("one drafts, another sends back, the first mends, a third approves: it stands in the log")
  func wholeWay() async throws {
    let fixture = try RecordingFixture(recorder: nil)
    let guarded = try GuardedServer(fixture.server)
    let lan = try await guarded.add("lan", [Grant(.drafter)])
    let mai = try await guarded.add("mai", [Grant(.appraiser)])
    let head = try await guarded.add("head", [Grant(.approver)])

    // The drafter finds the forms, previews, and cannot record.
    #expect(try await guarded.get("/", lan).text.contains("href=\"/drafts"))
    let empty = try await guarded.get(Self.form, lan)
    let preview = try await send(guarded, empty, Self.form, lan, Self.typed.merging(["do": "preview"]) { $1 })
    #expect(preview.status == 200 && preview.text.contains("value=\"submit\""))
    #expect(!preview.text.contains("value=\"record\""))
    #expect(try await send(guarded, preview, Self.form, lan, ["do": "record"]).status == 403)

    // What is wrong is kept, and not handed on.
    let wrong = ["decision.effective": "", "do": "submit", "draft-title": "Rename of Tu Ky"]
    let refused = try await send(guarded, preview, Self.form, lan, wrong)
    #expect(refused.status == 200 && refused.text.contains("cannot be handed on yet"), "\(refused.text)")
    let saved = try await send(guarded, preview, Self.form, lan, wrong.merging(["do": "save"]) { $1 })
    #expect(saved.header("Location")?.hasPrefix("/drafts/1") == true, "\(saved.text)")
    #expect(try await guarded.get("/drafts/1", mai).status == 404, "nobody else sees what is being drafted")
    #expect(try await guarded.get("/drafts/1", head).status == 404)

    // Whoever decides about drafts is told on each page how many wait for them, at once, and not of their own.
    func menu(_ session: Token) async throws -> String? {
      try await guarded.get("/?on=2022-11-10", session).text.firstMatch(of: />(Drafts[^<]*)</).map { String($0.1) }
    }
    #expect(try await menu(mai) == "Drafts")

    // The author goes on with it, and hands it on; its warnings are to be explained.
    let edit = "/record/rename?draft=1&lang=en"
    let again = try await guarded.get(edit, lan)
    #expect(again.text.contains("value=\"Moi\"") && again.text.contains("value=\"Rename of Tu Ky\""))
    #expect(try await guarded.get(edit, head).status == 404)
    let mended = Self.typed.merging(["do": "submit"]) { $1 }
    let unexplained = try await send(guarded, again, edit, lan, mended)
    #expect(unexplained.status == 200 && unexplained.text.contains("explain them in the remark"))
    let handedOn = try await send(guarded, again, edit, lan, mended.merging(["draft-remark": "as was told"]) { $1 })
    #expect(handedOn.status == 303, "\(handedOn.text)")
    // The page is of before: it takes nothing any more.
    #expect(try await send(guarded, again, edit, lan, mended).status != 303)
    #expect(try await guarded.get("/drafts/1", lan).text.contains("value=\"withdraw\""))

    for decider in [mai, head] { #expect(try await menu(decider) == "Drafts (1)") }
    #expect(try await menu(lan) == "Drafts")

    // Others see it, what it would change, and decide; the author does not.
    let page = "/drafts/1?lang=en"
    #expect(try await guarded.get("/drafts", mai).text.contains("Rename of Tu Ky"))
    let seen = try await guarded.get(page, mai)
    #expect(seen.text.contains("as was told") && seen.text.contains("Nobody has appraised it yet"))
    #expect(seen.text.contains("Moi") && !seen.text.contains("value=\"record\""))
    let own = try await guarded.get(page, lan)
    #expect(try await send(guarded, own, page, lan, ["do": "appraise"]).status == 403)
    let silent = try await send(guarded, seen, page, mai, ["do": "return"])
    #expect(silent.status == 200 && silent.text.contains("Say why"))
    #expect(
      try await send(guarded, seen, page, mai, ["do": "return", "remark": "which decision?"]).status == 303)
    let back = try await guarded.get(page, lan)
    #expect(back.text.contains("which decision?") && back.text.contains("Go on with it"))

    let third = try await guarded.get(edit, lan)
    _ = try await send(guarded, third, edit, lan, ["do": "submit", "draft-remark": "none is known"])
    let approving = try await guarded.get(page, head)
    #expect(approving.text.contains("value=\"record\""))
    #expect(try await send(guarded, try await guarded.get(page, mai), page, mai, ["do": "appraise"]).status == 303)
    // Meanwhile it was appraised, and waits for who approves alone.
    #expect(try await menu(mai) == "Drafts")
    #expect(try await menu(head) == "Drafts (1)")
    #expect(try await !guarded.get("/drafts?lang=en", mai).text.contains("Rename of Tu Ky"))
    #expect(try await guarded.get("/account", head).text.contains(">Drafts (1)<"))
    let late = try await send(guarded, approving, page, head, ["do": "record"])
    #expect(late.status == 200 && late.text.contains("Meanwhile somebody else"))
    #expect(try fixture.head() == 244)
    let done = try await send(guarded, try await guarded.get(page, head), page, head, ["do": "record"])
    #expect(done.status == 303 && done.header("Location")?.hasPrefix("/log/245") == true, "\(done.text)")
    #expect(try fixture.head() == 245)
    #expect(try await guarded.get("/log/245", head).text.contains(">head<"), "who approves records")
    #expect(try await menu(head) == "Drafts")
    let ended = try await guarded.get(page, lan)
    #expect(ended.text.contains("/log/245") && !ended.text.contains("<pre>"))
    let course = ["kept", "handed on", "sent back", "appraised: no objection", "approved and recorded"]
    #expect(course.allSatisfy { ended.text.contains($0) })
  }

  @Test("reach no further than the roles of who sees them")
  func reach() async throws {
    let fixture = try RecordingFixture(recorder: nil)
    let guarded = try GuardedServer(fixture.server)
    func role(_ text: String) throws -> [Grant] { [try #require(Grant(text))] }
    let lan = try await guarded.add("lan", role("drafter@tu-ky"))
    let here = try await guarded.add("here", role("approver@tu-ky"))
    let there = try await guarded.add("there", role("approver@nam-sach"))
    let reader = try await guarded.add("reader", role("reader"))
    let admin = try await guarded.add("admin", role("administrator"))

    let empty = try await guarded.get(Self.form, lan)
    let beyond = Self.typed.merging(["rename.rename": "nam-sach", "do": "submit", "draft-remark": "x"]) { $1 }
    #expect(try await send(guarded, empty, Self.form, lan, beyond).text.contains("cannot be handed on yet"))
    let within = Self.typed.merging(["do": "submit", "draft-remark": "x"]) { $1 }
    #expect(try await send(guarded, empty, Self.form, lan, within).status == 303)
    #expect(try await guarded.get("/drafts/1", here).text.contains("value=\"record\""))
    #expect(try await guarded.get("/drafts/1", there).status == 404)
    #expect(try await !guarded.get("/drafts", there).text.contains("/drafts/1"))
    for other in [reader, admin] {
      #expect(try await guarded.get("/drafts", other).status == 403)
      #expect(try await guarded.get("/drafts/1", other).status == 403)
      #expect(try await !guarded.get("/", other).text.contains("/drafts"))
    }
    #expect(try await guarded.get("/drafts").status == 303, "who has not signed in is asked to")

    // A form that another site or session sends does nothing.
    let page = try await guarded.get("/drafts/1", here)
    let fields = page.fields.merging(["do": "record"]) { $1 }.map { ($0.key, $0.value) }
    #expect(try await guarded.post("/drafts/1", fields, cookie: "bomay=\(there.text)").status == 403)
    #expect(
      try await guarded.post(
        "/drafts/1", fields, cookie: "bomay=\(here.text)", [.origin: "https://elsewhere.example"]
      ).status == 403)
    #expect(try fixture.head() == 244)
    for wrong in ["/drafts/0", "/drafts/x", "/drafts/99999999999999999999"] {
      #expect(try await guarded.get(wrong, here).status == 404, "\(wrong)")
    }
  }

  @Test("of a file are its text, and markup in them stays text")
  func file() async throws {
    let fixture = try RecordingFixture(recorder: nil)
    let guarded = try GuardedServer(fixture.server)
    let lan = try await guarded.add("lan", [Grant(.drafter)])
    let uri = "/record/file?lang=en"
    let text = "decision: <script>alert(1)</script>\nchanges: []\n"
    let values = ["text": text, "do": "save", "draft-title": "<b>x</b>", "draft-remark": "<i>y</i>"]
    let saved = try await send(guarded, try await guarded.get(uri, lan), uri, lan, values)
    #expect(saved.status == 303, "\(saved.text)")
    let pages = [
      try await guarded.get("/drafts", lan), try await guarded.get("/drafts/1", lan),
      try await guarded.get("/record/file?draft=1", lan),
    ]
    for page in pages {
      #expect(page.status == 200)
      for markup in ["<script>alert", "<b>x", "<i>y"] { #expect(!page.text.contains(markup)) }
    }
    #expect(pages[2].text.contains("decision: &lt;script&gt;"))
    #expect(try await guarded.get("/record/rename?draft=1", lan).status == 404, "it is no draft of this form")
  }

  @Test("of a reporter are what a report tells, and nothing else")
  func reporter() async throws {
    let fixture = try RecordingFixture(recorder: nil)
    let guarded = try GuardedServer(fixture.server)
    let session = try await guarded.add("bao", [try #require(Grant("reporter@tu-ky"))])
    let figure = "/record/observation?on=2022-11-10&lang=en"
    let values = [
      "observe.indicator": "so-chi-bo", "observe.in": "tu-ky", "observe.on": "2022-10-31", "observe.value": "107",
      "observe.measure": "organisations", "decision.rests": "assumption", "decision.effective": "2022-11-10",
      "do": "submit", "draft-remark": "as counted",
    ]
    let page = try await guarded.get(figure, session)
    let sent = try await send(guarded, page, figure, session, values)
    #expect(sent.status == 303, "\(sent.text)")
    let elsewhere = values.merging(["observe.in": "nam-sach"]) { $1 }
    #expect(try await send(guarded, page, figure, session, elsewhere).text.contains("cannot be handed on yet"))
    let rename = try await guarded.get(Self.form, session)
    let handedOn = Self.typed.merging(["do": "submit", "draft-remark": "x"]) { $1 }
    #expect(try await send(guarded, rename, Self.form, session, handedOn).text.contains("cannot be handed on yet"))
    #expect(try await guarded.get("/drafts/1", session).status == 200)
    #expect(try await guarded.get("/drafts/2", session).status == 404)
  }
}
