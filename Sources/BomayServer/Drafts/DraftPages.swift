// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import HTTPTypes
import Hummingbird

/// The pages of drafts: what waits for whom, and what is done with each.
struct DraftPages: Sendable {
  let server: RegisterServer
  let accounts: Accounts

  func add(to router: Router<ServedContext>) {
    router.get("/drafts") { request, context in try await list(request, context) }
    router.get("/drafts/:number") { request, context in
      let (asked, desk) = try await read(request, context)
      return try page(try await desk.seen(number(asked)), nil, "", asked, context).response(to: request)
    }
    router.post("/drafts/:number") { request, context in try await decided(request, context) }
  }

  private func read(_ request: Request, _ context: ServedContext) async throws -> (Asked, DraftDesk) {
    guard context.caller.seesDrafts else { throw Refusal.forbidden }
    let desk = DraftDesk(server: server, accounts: accounts, caller: context.caller)
    return (try await server.read(request, context), desk)
  }

  private func number(_ asked: Asked) throws -> Int64 {
    guard let number = Int64(asked.part("number")), number > 0 else { throw Refusal.notFound }
    return number
  }

  private func list(_ request: Request, _ context: ServedContext) async throws -> Response {
    let (asked, desk) = try await read(request, context)
    let (waiting, own, ended) = try await desk.list()
    let view = DraftView(asked: asked, caller: context.caller)
    let title = asked.words.term("page.menu-drafts")
    let groups = [("waiting", waiting), ("own", own), ("ended", ended)].map { name, drafts -> [String: Any] in
      [
        "heading": asked.words.term("page.drafts-\(name)"), "drafts": drafts.map { view.line($0) },
        "nothing": drafts.isEmpty ? asked.words.term("page.drafts-none") : false,
      ]
    }
    let content = Page.Content(
      title: title, template: "drafts", context: ["title": title, "groups": groups, "new": view.linker.to("/record")])
    return try reply(content, asked, context).response(to: request)
  }

  private func decided(_ request: Request, _ context: ServedContext) async throws -> Response {
    guard context.caller.seesDrafts else { throw Refusal.forbidden }
    let form = try await SentForm(request, context)
    let (asked, desk) = try await read(request, context)
    let seen = try await desk.seen(number(asked))
    guard let act = DraftAct(rawValue: form["do"]), let count = Int(form["steps"]) else { throw Refusal.unreadableForm }
    switch try await desk.act(act, on: seen, form, after: count) {
    case .done: return seeOther("/drafts/\(seen.draft.number)", asked)
    case .recorded(let revisions):
      return seeOther(revisions.count == 1 ? "/log/\(revisions.upperBound)" : "/decisions", asked)
    case .not(let fault, let preview):
      let again = DraftDesk.Seen(
        draft: fault == .moved ? try await desk.seen(seen.draft.number).draft : seen.draft, preview: preview,
        acts: seen.acts)
      return try page(again, fault, form["remark"], asked, context).response(to: request)
    }
  }

  private func seeOther(_ path: String, _ asked: Asked) -> Response {
    Response(
      status: .seeOther,
      headers: [.location: Linker(asked.query, asked.answers).to(path), .cacheControl: "no-store"])
  }

  private func page(
    _ seen: DraftDesk.Seen, _ fault: DraftDesk.Fault?, _ remark: String, _ asked: Asked, _ context: ServedContext
  ) throws -> Reply {
    let view = DraftView(asked: asked, caller: context.caller)
    return try reply(view.content(seen, fault, remark, token: context.csrfToken), asked, context)
  }

  /// A page that is of use only now, and only to who asks.
  private func reply(_ content: Page.Content, _ asked: Asked, _ context: ServedContext) throws -> Reply {
    let frame = Frame(
      words: asked.words, path: asked.path, query: asked.query, today: asked.today, menu: "drafts", asked: asked,
      caller: context.caller)
    let body = try server.renderer.page(content, frame)
    try server.note(body, asked)
    return Reply(
      type: Reply.html, body: body, language: asked.words.language, headers: ["Cache-Control": "no-store"])
  }
}

/// Drafts as templates take them.
struct DraftView {
  let asked: Asked
  let caller: Caller

  private var words: Catalogue { asked.words }
  var linker: Linker { Linker(asked.query, asked.answers) }

  func line(_ draft: Draft) -> [String: Any] {
    let last = draft.steps.last
    return [
      "link": linker.to("/drafts/\(draft.number)"), "title": draft.content.title, "number": String(draft.number),
      "state": draft.state.rawValue, "label": words.term("draft.\(draft.state.rawValue)"),
      "note": [
        last.map { words.term("page.draft-last", ["by": $0.by, "at": words.text($0.at)]) }, last?.remark,
      ].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " – "),
    ]
  }

  func content(
    _ seen: DraftDesk.Seen, _ fault: DraftDesk.Fault?, _ remark: String, token: String
  ) -> Page.Content {
    let draft = seen.draft
    let title = draft.content.title
    let tried = seen.preview.map { PreviewView(preview: $0, words: words, linker: linker) }
    let canEdit = draft.allows(.save, by: caller.name) && caller.mayDraft
    return Page.Content(
      title: title, template: "draft",
      context: [
        "title": title, "index": linker.to("/drafts"), "action": linker.to("/drafts/\(draft.number)"), "token": token,
        "state": draft.state.rawValue, "label": words.term("draft.\(draft.state.rawValue)"),
        "notAppraised": draft.state == .submitted ? words.term("page.draft-not-appraised") : false,
        "course": TableView(
          table: course(draft), linker: linker, words: words, caption: words.term("page.draft-course")
        ).context,
        "fault": fault.map { words.term("page.draft-\($0.rawValue)") } ?? false,
        "edit": canEdit
          ? linker.to("/record/\(draft.content.form)", [("draft", String(draft.number))]) : false,
        "entry": draft.revision.map { linker.to("/log/\($0)") } ?? false,
        "tried": seen.preview.flatMap { preview in tried?.context(loose: preview.diagnostics) } ?? false,
        "text": draft.content.text.isEmpty ? false : draft.content.text, "steps": String(draft.steps.count),
        "seen": seen.preview.map { ["digest": $0.seen, "revision": $0.rehearsal.revision.description] } ?? false,
        "hasActs": !seen.acts.isEmpty, "remark": remark, "longestRemark": DraftContent.longestRemark,
        "acts": seen.acts.map { act in
          ["act": act.rawValue, "label": words.term("draft-act.\(act.rawValue)"), "isGo": act == .record]
            as [String: Any]
        },
      ])
  }

  /// Who did what with it, and when.
  private func course(_ draft: Draft) -> Table {
    Table(
      columns: ["at", "author", "what", "note"].map { Table.Column($0, words.label($0)) },
      rows: draft.steps.map { step in
        [
          .instant(step.at), .text(step.by),
          .term(step.act.rawValue, key: "draft-done.\(step.act.rawValue)"), .text(step.remark),
        ]
      })
  }
}
