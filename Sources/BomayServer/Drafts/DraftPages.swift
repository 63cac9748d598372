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
      return try page(try await desk.seen(number(asked)), nil, "", desk, asked, context).response(to: request)
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
    var view = DraftView(asked: asked, caller: context.caller)
    view.names = try desk.names(waiting + own + ended)
    let title = asked.words.term("page.menu-drafts")
    let groups = [("waiting", waiting), ("own", own), ("ended", ended)].map { name, drafts -> [String: Any] in
      [
        "heading": asked.words.term("page.drafts-\(name)"),
        "drafts": drafts.map { view.line($0) },
        "nothing": drafts.isEmpty ? asked.words.term("page.drafts-none") : false,
      ]
    }
    let content = Page.Content(
      title: title, template: "drafts", context: ["title": title, "groups": groups, "new": view.linker.to("/record")])
    return try server.unkept(content, menu: "drafts", asked).response(to: request)
  }

  private func decided(_ request: Request, _ context: ServedContext) async throws -> Response {
    guard context.caller.seesDrafts else { throw Refusal.forbidden }
    let form = try await SentForm(request, context)
    let (asked, desk) = try await read(request, context)
    let seen = try await desk.seen(number(asked))
    guard let act = DraftAct(rawValue: form["do"]), let count = Int(form["steps"]) else { throw Refusal.unreadableForm }
    let linker = Linker(asked.query, asked.answers)
    switch try await desk.act(act, on: seen, form, after: count) {
    case .done: return .seeOther(linker.to("/drafts/\(seen.draft.number)"))
    case .recorded(let revisions): return .seeOther(linker.to(recorded: revisions))
    case .not(let fault, let preview):
      let again =
        fault == .moved
        ? try await desk.seen(seen.draft.number) : DraftDesk.Seen(draft: seen.draft, preview: preview, acts: seen.acts)
      return try page(again, fault, form["remark"], desk, asked, context).response(to: request)
    }
  }

  private func page(
    _ seen: DraftDesk.Seen, _ fault: DraftDesk.Fault?, _ remark: String, _ desk: DraftDesk, _ asked: Asked,
    _ context: ServedContext
  ) throws -> Reply {
    var view = DraftView(asked: asked, caller: context.caller)
    view.names = try desk.names([seen.draft])
    return try server.unkept(
      view.content(seen, fault, remark, token: context.csrfToken), menu: "drafts", asked)
  }
}

/// Drafts as templates take them.
struct DraftView {
  let asked: Asked
  let caller: Caller
  /// How people call those who did something with what is shown.
  var names: [String: String] = [:]

  private var words: Catalogue { asked.words }
  var linker: Linker { Linker(asked.query, asked.answers) }

  func line(_ draft: Draft) -> [String: Any] {
    let last = draft.steps.last
    return [
      "link": linker.to("/drafts/\(draft.number)"), "title": draft.content.title, "number": String(draft.number),
      "state": draft.state.rawValue, "label": words.term("draft.\(draft.state.rawValue)"),
      "note": [
        last.map { words.term("page.draft-last", ["by": names[$0.by] ?? $0.by, "at": words.text($0.at)]) },
        last?.remark,
      ].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " – "),
    ]
  }

  func content(
    _ seen: DraftDesk.Seen, _ fault: DraftDesk.Fault?, _ remark: String, token: String
  ) -> Page.Content {
    let draft = seen.draft
    let title = draft.content.title
    let tried = seen.preview.map { PreviewView(preview: $0, words: words, linker: linker) }
    var context = standing(draft)
    context["token"] = token
    context["fault"] = fault.map { words.term("page.draft-\($0.rawValue)") } ?? false
    context["needsRemark"] = fault?.asksForRemark ?? false
    context["remark"] = remark
    context["longestRemark"] = DraftContent.longestRemark
    context["contents"] = seen.preview.map { contents($0) } ?? []
    context["tried"] = seen.preview.flatMap { preview in tried?.context(loose: preview.diagnostics) } ?? false
    context["seen"] =
      seen.preview.map { ["digest": $0.seen, "revision": $0.rehearsal.revision.description] } ?? false
    context["hasActs"] = !seen.acts.isEmpty
    context["acts"] = seen.acts.map { act -> [String: Any] in
      [
        "act": act.rawValue, "label": words.term("draft-act.\(act.rawValue)"), "isGo": act == .record,
        "isFinal": act == .refuse || act == .withdraw,
      ]
    }
    return Page.Content(title: title, template: "draft", context: context)
  }

  /// Where it stands on its way.
  private func standing(_ draft: Draft) -> [String: Any] {
    let canEdit = draft.allows(.save, by: caller.name) && caller.mayDraft
    let course = TableView(
      table: course(draft), linker: linker, words: words, caption: words.term("page.draft-course"))
    return [
      "title": draft.content.title, "index": linker.to("/drafts"), "action": linker.to("/drafts/\(draft.number)"),
      "state": draft.state.rawValue, "label": words.term("draft.\(draft.state.rawValue)"),
      "returned": draft.state == .returned ? draft.steps.last?.remark ?? "" : false,
      "notAppraised": draft.state == .submitted ? words.term("page.draft-not-appraised") : false,
      "course": course.context, "steps": String(draft.steps.count),
      "edit": canEdit ? linker.to("/record/\(draft.content.form)", [("draft", String(draft.number))]) : false,
      "entry": draft.revision.map { linker.to("/log/\($0)") } ?? false,
      "text": draft.content.text.isEmpty ? false : draft.content.text,
    ]
  }

  /// What each of its decisions says, field by field.
  private func contents(_ preview: Preview) -> [[String: Any]] {
    guard let moment = preview.moment, preview.beyond.isEmpty else { return [] }
    let answers = Answers(moment, words)
    return preview.rehearsal.outcome.acts.compactMap { act in
      switch act {
      case .decide(let whole), .correct(let whole):
        let decision = moment.register.masked(whole)
        let title = decision.title ?? decision.id.rawValue
        var facts = answers.facts(of: decision)
        // It has no page yet.
        facts.rows.removeAll { $0.contains(.text(decision.id.rawValue)) }
        return [
          "heading": title,
          "facts": TableView(table: facts, linker: linker, words: words, caption: title).context,
          "changes": TableView(
            table: answers.changes(of: decision, most: 200), linker: linker, words: words,
            caption: words.term("page.draft-contents")
          ).context,
        ]
      case .adopt, .annul: return nil
      }
    }
  }

  /// Who did what with it, and when.
  private func course(_ draft: Draft) -> Table {
    Table(
      columns: ["at", "account", "what", "note"].map { Table.Column($0, words.label($0)) },
      rows: draft.steps.map { step in
        [
          .instant(step.at), .text(names[step.by] ?? step.by),
          .term(step.act.rawValue, key: "draft-done.\(step.act.rawValue)"), .text(step.remark),
        ]
      })
  }
}
