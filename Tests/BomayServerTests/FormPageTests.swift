// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("Recording by form")
struct FormPageTests {
  static let day = "on=2022-11-10&lang=en"

  /// Fills in a form as it stands on a page and sends it.
  private func send(
    _ fixture: RecordingFixture, _ kind: String, _ page: ServerFixture.Got, _ filled: [String: String],
    _ action: String = "preview"
  ) async throws -> ServerFixture.Got {
    var fields = page.fields
    fields.merge(filled) { _, new in new }
    fields["do"] = action
    return try await fixture.submit("/record/\(kind)?\(Self.day)", fields.map { ($0.key, $0.value) })
  }

  private func open(_ fixture: RecordingFixture, _ kind: String) async throws -> ServerFixture.Got {
    let page = try await fixture.get("/record/\(kind)?\(Self.day)")
    #expect(page.status == 200, "\(kind)")
    return page
  }

  private static let document = [
    "register-document.number": "12-QD/HU", "register-document.type": "qd", "register-document.issuer": "huyen-uy",
    "register-document.date": "2022-11-10", "decision.signed": "2022-11-10", "decision.effective": "2022-11-10",
  ]

  private func obligation(_ fixture: RecordingFixture) async throws -> String? {
    let got = try await fixture.get("/api/v1/obligations?all=true&on=2022-11-12&lang=en")
    let rows = try #require(JSONSerialization.jsonObject(with: Data(got.text.utf8)) as? [[String: Any]])
    return rows.first { $0["id"] as? String == "M3-tu-ky/same-holder" }?["state"] as? String
  }

  @Test("a pilot is stopped in a district and what it left is settled by separating the posts")
  func stopped() async throws {
    let fixture = try RecordingFixture()
    var stop = Self.document
    stop["stop-pilot.stop-pilot"] = "M3-tu-ky"
    stop["stop-pilot.reason"] = "told to stop in October"
    stop["stop-pilot.replacement"] = "separate-holders"
    stop["stop-pilot.due"] = "2022-11-30"
    stop["stop-pilot.responsible"] = "huyen uy tu ky"
    let preview = try await send(fixture, "stop-pilot", open(fixture, "stop-pilot"), stop)
    #expect(preview.text.contains("It can be recorded"), "\(preview.text)")
    #expect(preview.text.contains("value=\"record\""))
    #expect(try fixture.head() == 244)
    let done = try await send(fixture, "stop-pilot", preview, [:], "record")
    #expect(done.status == 303, "\(done.text)")
    #expect(try fixture.head() == 245)
    let decision = try await fixture.get(try #require(done.header("Location")))
    #expect(decision.status == 200 && decision.text.contains("keeper"))
    #expect(try await obligation(fixture) == "open")

    let apart = [
      "separate-posts.separate-posts.0": "truong ban to chuc tu ky",
      "separate-posts.separate-posts.1": "truong phong noi vu tu ky", "decision.effective": "2022-11-11",
      "decision.document": "12-qd/",
    ]
    let asked = try await send(fixture, "separate-posts", open(fixture, "separate-posts"), apart)
    let settled = try await send(
      fixture, "separate-posts", asked,
      [
        "pick.separate-posts.separate-posts.0": "tu-ky/ban-to-chuc/truong-ban",
        "pick.separate-posts.separate-posts.1": "tu-ky/phong-noi-vu/truong-phong",
      ])
    #expect(settled.text.contains("This is settled by it"), "\(settled.text)")
    #expect(settled.text.contains("value=\"tu-ky/ban-to-chuc/truong-ban\""))
    #expect(try await send(fixture, "separate-posts", settled, [:], "record").status == 303)
    #expect(try await obligation(fixture) == "settled")
  }

  @Test("what is wrong stands at its field, all at once, and is mended")
  func mended() async throws {
    let fixture = try RecordingFixture()
    let wrong = [
      "stop-pilot.due": "2022-13-01", "decision.effective": "yesterday", "stop-pilot.responsible": "tu-ky/cap-uy",
      "register-document.number": "12-QD/HU",
    ]
    let page = try await send(fixture, "stop-pilot", open(fixture, "stop-pilot"), wrong, "record")
    let faulty = Set(
      page.text.matches(of: /name="([^"]+)"[^>]* aria-invalid="true"/).map { String($0.1) })
    #expect(
      faulty.isSuperset(of: [
        "stop-pilot.stop-pilot", "stop-pilot.replacement", "stop-pilot.due", "decision.effective",
      ]), "\(faulty)")
    #expect(page.text.contains("to mend; nothing was recorded") && !page.text.contains("value=\"record\""))
    // What was typed is still there.
    #expect(page.fields["stop-pilot.due"] == "2022-13-01" && page.fields["decision.effective"] == "yesterday")
    var right = Self.document
    right["stop-pilot.due"] = "2022-12-01"
    right["stop-pilot.reason"] = "told to"
    right["stop-pilot.stop-pilot"] = "M3-tu-ky"
    right["stop-pilot.replacement"] = "separate-holders"
    let mended = try await send(fixture, "stop-pilot", page, right)
    #expect(mended.text.contains("It can be recorded"), "\(mended.text)")
    #expect(try await send(fixture, "stop-pilot", mended, [:], "record").status == 303)
    #expect(try fixture.head() == 245)
  }

  @Test("a name that several bear is asked about, one that nobody bears is told")
  func asked() async throws {
    let fixture = try RecordingFixture.untouched.get()
    let page = try await send(
      fixture, "rename", open(fixture, "rename"),
      ["rename.rename": "ban to chuc", "rename.name": "X", "decision.rests": "assumption"], "record")
    #expect(page.text.contains("which one?") && page.text.contains("name=\"pick.rename.rename\""))
    #expect(!page.text.contains("value=\"record\""))
    let chosen = try await send(
      fixture, "rename", page,
      ["pick.rename.rename": "tu-ky/ban-to-chuc", "decision.effective": "2022-11-10", "decision.note": "late"])
    #expect(chosen.fields["rename.rename"] == "tu-ky/ban-to-chuc")
    #expect(chosen.text.contains("It can be recorded"), "\(chosen.text)")
    let nobody = try await send(fixture, "rename", chosen, ["rename.rename": "nowhere at all"])
    #expect(nobody.text.contains("Nothing is called “nowhere at all”") && !nobody.text.contains("value=\"record\""))
    let options = try await fixture.get("/record/options?of=post&q=truong+phong+noi+vu+tu+ky&\(Self.day)")
    #expect(options.text.contains("tu-ky/phong-noi-vu/truong-phong"))
    #expect(try await fixture.get("/record/options?of=decision&q=x").status == 400)
    #expect(try await RecordingFixture(recorder: nil).get("/record/options?of=post&q=x").status == 403)
    #expect(try fixture.head() == 244)
  }

  @Test("two wards become one by form, their bodies set up by a template and taken over slot by slot")
  func merged() async throws {
    let fixture = try RecordingFixture()
    let address = "/record/merge?on=2025-09-01&lang=en"
    let filled = [
      "merge.merge.0": "c10507-2025", "merge.merge.1": "c10525-2025", "merge.name": "Mới", "merge.kind": "phuong",
      "merge.parent": "tp-hai-phong", "settle.bodies": "by-slot", "decision.rests": "assumption",
      "decision.effective": "2025-09-01", "decision.note": "late",
    ]
    func sent(_ page: ServerFixture.Got, _ more: [String: String], _ action: String) async throws -> ServerFixture.Got {
      var fields = page.fields.merging(filled) { $1 }.merging(more) { $1 }
      fields["do"] = action
      return try await fixture.submit(address, fields.map { ($0.key, $0.value) })
    }
    let page = try await fixture.get(address)
    #expect(page.text.contains("<option value=\"phuong@1\">"))
    let bare = try await sent(page, [:], "preview")
    #expect(bare.text.contains("takes over"), "without bodies of its own nothing can follow")
    let preview = try await sent(bare, ["merge.template": "phuong@1"], "preview")
    #expect(preview.text.contains("It can be recorded"), "\(preview.text)")
    #expect(try await sent(preview, ["merge.template": "phuong@1"], "record").status == 303)
    #expect(try fixture.head() == 245)
    let body = try await fixture.get("/units/moi%2Fubnd?on=2025-09-02&lang=en")
    #expect(body.status == 200 && body.links.contains { $0.hasPrefix("/units/c10507-2025%2Fubnd") })
  }

  @Test("somebody who is not on record yet is appointed, and then relieved")
  func appointed() async throws {
    let fixture = try RecordingFixture()
    var filled = Self.document
    filled["person.name"] = "Người Thử"
    filled["appoint.post"] = "tu-ky/trung-tam-y-te/giam-doc"
    filled["appoint.until"] = "2025-07-01"
    let page = try await open(fixture, "appoint")
    let vacant = try #require(
      try await fixture.get("/record/options?of=post&q=truong+phong+tu+ky&\(Self.day)").text
        .firstMatch(of: /"id":"(tu-ky\/[^"]+)"/))
    filled["appoint.post"] = String(vacant.1)
    let preview = try await send(fixture, "appoint", page, filled)
    #expect(preview.text.contains("It can be recorded"), "\(preview.text)")
    // What would change is told by names.
    let told = try #require(preview.text.firstMatch(of: /<table(?s:.*?)<\/table>/)).0
    #expect(told.contains("Người Thử") && !told.contains(vacant.1), "\(told)")
    #expect(try await send(fixture, "appoint", preview, [:], "record").status == 303)
    let relieve = [
      "relieve.relieve": "nguoi thu", "relieve.post": String(vacant.1), "relieve.how": "resigned",
      "decision.rests": "assumption", "decision.effective": "2022-11-20",
    ]
    let gone = try await send(fixture, "relieve", open(fixture, "relieve"), relieve)
    #expect(gone.text.contains("It can be recorded"), "\(gone.text)")
    #expect(try await send(fixture, "relieve", gone, [:], "record").status == 303)
    #expect(try fixture.head() == 246)
  }

  @Test("a post is created, held by somebody, left and abolished; staff are counted")
  func posts() async throws {
    let fixture = try RecordingFixture()
    func record(_ form: String, _ typed: [String: String]) async throws {
      let late = ["decision.rests": "assumption", "decision.effective": "2022-11-10", "decision.note": "late"]
      let preview = try await send(fixture, form, open(fixture, form), late.merging(typed) { $1 })
      #expect(preview.text.contains("It can be recorded"), "\(form): \(preview.text)")
      let done = try await send(fixture, form, preview, [:], "record")
      #expect(done.status == 303, "\(form): \(done.text)")
    }
    let unit = "tu-ky/ban-to-chuc"
    let options = try await open(fixture, "create-post").text
    let role = try #require(options.firstMatch(of: /<option value="(pho-truong-ban[^"]*)">/)).1
    let post = "\(unit)/\(role)-2"
    let created = [
      "create-post.unit": unit, "create-post.role": String(role), "create-post.name": "Second",
      "create-post.seats": "2",
    ]
    try await record("create-post", created)
    let page = try await fixture.get("/posts/\(post.replacing("/", with: "%2F"))?on=2022-11-12&lang=en")
    #expect(page.status == 200 && page.text.contains("Second"), "\(page.text)")
    try await record("appoint", ["appoint.post": post, "person.name": "Người Thử"])
    try await record(
      "relieve", ["relieve.relieve": "nguoi thu", "relieve.post": post, "decision.effective": "2022-11-15"])
    try await record("abolish-post", ["abolish-post.abolish-post": post, "decision.effective": "2022-11-16"])
    try await record(
      "headcount",
      [
        "headcount.headcount": unit, "headcount.category": "cong-chuc", "headcount.on": "2022-11-01",
        "headcount.number": "7",
      ])
    #expect(try fixture.head() == 249)
    // Of a unit on its page, filled in.
    let links = try await fixture.get("/units/\(unit.replacing("/", with: "%2F"))?on=2022-11-10&lang=en").text
    #expect(links.contains("/record/create-post?") && links.contains("/record/headcount?"))
  }

  @Test("a unit is established, its observation entered, and dissolved with all that hangs on it laid out")
  func units() async throws {
    let fixture = try RecordingFixture()
    var filled = Self.document
    filled["establish.name"] = "Thử nghiệm"
    filled["establish.kind"] = "khu-dan-cu"
    filled["establish.parent"] = "c10693"
    let made = try await send(fixture, "establish", open(fixture, "establish"), filled)
    #expect(made.text.contains("thu-nghiem"), "\(made.text)")
    let observed = try await send(
      fixture, "observation", open(fixture, "observation"),
      [
        "observe.indicator": "cells", "observe.in": "tu-ky", "observe.value": "12", "observe.on": "2022-11-01",
        "decision.rests": "assumption", "decision.effective": "2022-11-01",
      ])
    #expect(observed.text.contains("It can be recorded"), "\(observed.text)")
    #expect(try await send(fixture, "observation", observed, [:], "record").status == 303)
    let laid = try await send(
      fixture, "dissolve", open(fixture, "dissolve"), ["dissolve.dissolve": "tu-ky/ban-to-chuc"])
    #expect(laid.fields.keys.contains("settle.post.tu-ky/ban-to-chuc/truong-ban"), "\(laid.fields.keys.sorted())")
    #expect(laid.fields.keys.contains("settle.tasks"))
    var rest = Self.document
    rest["settle.tasks"] = "to the committee's office"
    let again = try await send(fixture, "dissolve", laid, rest)
    #expect(again.text.contains("tasks: &quot;to the committee"))
    #expect(try fixture.head() == 245)
  }

  @Test("every form is shown in both languages, with a word for all it asks", arguments: Catalogue.languages)
  func shown(language: String) async throws {
    let fixture = try RecordingFixture.untouched.get()
    let index = try await fixture.get("/record?lang=\(language)")
    for form in RecordForm.list {
      #expect(index.text.contains("/record/\(form.id)?"), "\(form.id)")
      let page = try await fixture.get("/record/\(form.id)?on=2022-11-10&lang=\(language)")
      #expect(page.status == 200 && page.text.contains("<html lang=\"\(language)\">"))
      for left in ["{{", ">form.", ">page.", "measure.", "observation-role.", "departure."] {
        #expect(!page.text.contains(left), "\(form.id): \(left)")
      }
      let ids = page.text.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
      #expect(Set(ids).count == ids.count, "\(form.id)")
      for label in page.text.matches(of: /<label[^>]* for="([^"]+)"/) { #expect(ids.contains(String(label.1))) }
    }
  }

  @Test("what would be markup is text in every field of every form", arguments: RecordForm.list.map(\.id))
  func escaped(kind: String) async throws {
    let fixture = try RecordingFixture.untouched.get()
    let hostile = "\"\u{301}'><script>alert(1)</script><img src=x>{{w.menu}}\\ : - #"
    let page = try await open(fixture, kind)
    var filled: [String: String] = [:]
    for name in page.fields.keys where !["csrf", "seen", "revision"].contains(name) { filled[name] = hostile }
    let sent = try await send(fixture, kind, page, filled)
    #expect(sent.status == 200 && sent.text.contains("&lt;script&gt;"))
    #expect(!sent.text.contains("<script>") && !sent.text.contains("<img"))
    let scalars = sent.text.unicodeScalars
    #expect(!zip(scalars, scalars.dropFirst()).contains { $0 == "\"" && $1 == "\u{301}" })
    #expect(try fixture.head() == 244)
  }

  @Test("a form without its token is refused, and so is one where nothing is recorded")
  func refused() async throws {
    let fixture = try RecordingFixture.untouched.get()
    let page = try await open(fixture, "rename")
    #expect(try await send(fixture, "rename", page, ["csrf": "forged"], "record").status == 403)
    let closed = try RecordingFixture(recorder: nil)
    #expect(try await closed.get("/record/rename").status == 403)
    #expect(try await closed.submit("/record/rename", [("do", "record")]).status == 403)
    #expect(try await fixture.submit("/record/nothing", [("csrf", page.fields["csrf"] ?? "")]).status == 404)
    #expect(try fixture.head() == 244)
  }

  @Test("identifiers are made of what is typed, in small letters without marks")
  func slugs() {
    #expect(FilledForm.slug("Phòng Nội vụ – Đông Á 2") == "phong-noi-vu-dong-a-2")
    #expect(FilledForm.slug("?!") == "x")
    #expect(DocumentText.quoted("a\"b\\c\nd\u{0}\u{2028}e") == "\"a\\\"b\\\\c\\nde\"")
  }
}

extension ServerFixture.Got {
  /// The fields of the form for recording, as a browser without script would send them.
  var fields: [String: String] {
    func plain(_ text: Substring) -> String {
      String(text).replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
        .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
    guard let start = text.range(of: "<form class=\"record\"")?.upperBound,
      let end = text.range(of: "</form>", range: start..<text.endIndex)?.lowerBound
    else { return [:] }
    let form = text[start..<end]
    var found: [String: String] = [:]
    for tag in form.matches(of: /<input[^>]*>/).map({ $0.0 }) {
      guard let name = tag.firstMatch(of: /\sname="([^"]*)"/)?.1 else { continue }
      let isOff = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"")
      if !isOff { found[plain(name)] = plain(tag.firstMatch(of: /\svalue="([^"]*)"/)?.1 ?? "") }
    }
    for area in form.matches(of: /<textarea[^>]* name="([^"]*)"[^>]*>\n([^<]*)<\/textarea>/) {
      found[plain(area.1)] = plain(area.2)
    }
    for select in form.matches(of: /<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/) {
      found[plain(select.1)] = plain(select.2.firstMatch(of: /value="([^"]*)" selected/)?.1 ?? "")
    }
    return found
  }
}
