// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import HTTPTypes
import Hummingbird

/// The pages by which people record.
struct RecordingPages: Sendable {
  let server: RegisterServer

  func add(to router: Router<ServedContext>) {
    router.get("/record") { request, context in
      try await shown(request, context) { asked, linker, _ in RecordIndex(asked: asked, linker: linker).content }
    }
    router.get("/record/options") { request, context in try await options(request, context) }
    router.get("/record/:kind") { request, context in try await opened(request, context) }
    router.post("/record/:kind") { request, context in try await sent(request, context) }
  }

  private func shown(
    _ request: Request, _ context: ServedContext, _ content: (Asked, Linker, String) throws -> Page.Content
  ) async throws -> Response {
    guard context.caller.mayFillIn else { throw Refusal.mayNotRecord }
    let asked = try await server.read(request, context)
    let content = try content(asked, linker(asked), context.csrfToken)
    return try page(content, asked).response(to: request)
  }

  /// The form, empty, filled in from the address, or as a draft has it.
  private func opened(_ request: Request, _ context: ServedContext) async throws -> Response {
    try await shown(request, context) { asked, linker, token in
      let draft = try asked.query["draft"].map { text in
        guard let number = Int64(text), let draft = try desk(context)?.own(number) else { throw Refusal.notFound }
        return draft
      }
      guard draft == nil || draft?.content.form == asked.part("kind") else { throw Refusal.notFound }
      var panel = panel(context)
      if let draft { panel = DraftPanel(draft) }
      if asked.part("kind") == "file" {
        return FilePage(asked: asked, linker: linker, token: token)
          .content(nil, draft: panel, kept: draft?.content.text ?? "")
      }
      let kept = draft.flatMap { Query($0.content.fields) }
      let day = asked.query["on"] == nil ? "" : asked.words.text(asked.moment.day)
      let filled = FilledForm(try asked.recordForm, asked.answers, day: kept == nil ? day : "") { name in
        (kept ?? asked.query)[name]
      }
      return FormPage(asked: asked, linker: linker, token: token, filled: filled, preview: nil, draft: panel).content()
    }
  }

  private func sent(_ request: Request, _ context: ServedContext) async throws -> Response {
    guard context.caller.mayFillIn else { throw Refusal.mayNotRecord }
    let form = try await SentForm(request, context)
    guard form["do"] != "record" || context.caller.mayRecord else { throw Refusal.mayNotRecord }
    let asked = try await server.read(request, context)
    let filled =
      asked.part("kind") == "file" ? nil : FilledForm(try asked.recordForm, asked.answers, day: "") { form.sent($0) }
    let file = filled.map { InputFile(name: "form", bytes: Array($0.document.text.utf8)) } ?? FilePage.file(of: form)
    let isClear = filled?.questions.isEmpty ?? true
    var panel = panel(context, form)
    let preview: Preview
    if let act = DraftAct(rawValue: form["do"]), [.save, .submit].contains(act), let desk = try desk(context) {
      preview = try await server.tried(file, by: context.caller)
      do {
        let draft = try Int64(form["draft"]).map { number in
          guard let draft = try desk.own(number), String(draft.steps.count) == form["draft-steps"] else {
            throw DraftDesk.Fault.moved
          }
          return draft
        }
        let content = DraftContent(
          title: title(form, filled, asked.words), form: asked.part("kind"), fields: fields(form),
          text: String(decoding: file.bytes, as: UTF8.self))
        let number = try desk.keep(act, content, form["draft-remark"], in: draft, preview, isClear: isClear)
        return .seeOther(linker(asked).to("/drafts/\(number)"))
      } catch let fault as DraftDesk.Fault {
        panel?.fault = fault
      }
    } else {
      switch try await server.send(file, form, mayRecord: isClear, by: context.caller) {
      case .recorded(let revisions):
        return .seeOther(linker(asked).to(recorded: revisions))
      case .previewed(let tried): preview = tried
      }
    }
    let (linker, token) = (linker(asked), context.csrfToken)
    let content =
      filled.map {
        FormPage(asked: asked, linker: linker, token: token, filled: $0, preview: preview, draft: panel).content()
      } ?? FilePage(asked: asked, linker: linker, token: token).content(preview, draft: panel)
    return try page(content, asked).response(to: request)
  }

  // MARK: Drafts

  /// `nil` where the caller drafts nothing.
  private func desk(_ context: ServedContext) throws -> DraftDesk? {
    guard context.caller.mayDraft, let accounts = server.gate.protection.accounts else { return nil }
    return DraftDesk(server: server, accounts: accounts, caller: context.caller)
  }

  private func panel(_ context: ServedContext, _ form: SentForm? = nil) -> DraftPanel? {
    guard context.caller.mayDraft else { return nil }
    var panel = DraftPanel(title: form?["draft-title"] ?? "", remark: form?["draft-remark"] ?? "")
    panel.number = form.flatMap { Int64($0["draft"]) }
    panel.steps = form?["draft-steps"] ?? ""
    return panel
  }

  /// What was typed into a form; of a file its text is all.
  private func fields(_ form: SentForm) -> String {
    Query.text(form.pairs.filter { !DraftPanel.ownFields.contains($0.name) && !$0.value.isEmpty })
  }

  /// As its author calls it, else as the decision or the form is called.
  private func title(_ form: SentForm, _ filled: FilledForm?, _ words: Catalogue) -> String {
    let own = [form["draft-title"], filled?.value("decision.title") ?? ""].first { !$0.isEmpty }
    return own ?? words.term(filled.map { "form.\($0.form.id)" } ?? "page.record-file-short")
  }

  /// What a part of a name could mean, for the script of the page.
  private func options(_ request: Request, _ context: ServedContext) async throws -> Response {
    guard context.caller.mayFillIn else { throw Refusal.mayNotRecord }
    let asked = try await server.read(request, context)
    let subjects: [Subject] = [.unit, .post, .person, .document]
    let word = try asked.value("of")
    guard let subject = subjects.first(where: { $0.word == word }) else {
      throw Refusal.notOneOf("of", word, subjects.map(\.word))
    }
    let found = Picker(answers: asked.answers).find(asked.query["q"] ?? "", subject)
    let body = Cell.list(found.map { .object([("id", .text($0.id)), ("name", .text($0.name))]) })
    try server.note(body.json, asked)
    return Reply(type: Reply.json, body: body.json, language: asked.words.language).response(to: request)
  }

  /// What is recorded is recorded now: of a page of an earlier revision the links lead on to the newest.
  private func linker(_ asked: Asked) -> Linker {
    Linker(Query(Query.text(asked.query.pairs.filter { $0.name != "known_at" })) ?? asked.query, asked.answers)
  }

  /// A page that is of use only now.
  private func page(_ content: Page.Content, _ asked: Asked) throws -> Reply {
    var reply = try server.unkept(content, menu: "record", asked, script: "record.js")
    reply.headers["Content-Security-Policy"] =
      SecureHeaders.policy + "; script-src 'self'; connect-src 'self'"
    return reply
  }
}

/// What can be recorded, and how.
struct RecordIndex {
  let asked: Asked
  let linker: Linker

  var content: Page.Content {
    let title = asked.words.term("page.menu-record")
    return Page.Content(
      title: title, template: "record",
      context: ["title": title, "file": linker.to("/record/file"), "groups": RecordForm.groups.map { group($0) }])
  }

  private func group(_ name: String) -> [String: Any] {
    let words = asked.words
    return [
      "heading": words.term("form.group.\(name)"),
      "forms": RecordForm.list.filter { $0.group == name }.map { form in
        [
          "label": words.term("form.\(form.id)"), "note": words.term("form.\(form.id).help"),
          "link": linker.to("/record/\(form.id)"),
        ]
      },
    ]
  }
}

extension Asked {
  /// The form that the path names.
  var recordForm: RecordForm {
    get throws {
      guard let form = RecordForm.list.first(where: { $0.id == part("kind") }) else { throw Refusal.notFound }
      return form
    }
  }
}
