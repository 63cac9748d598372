// SPDX-License-Identifier: Apache-2.0
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
    router.get("/record/:kind") { request, context in
      try await shown(request, context) { asked, linker, token in
        if asked.part("kind") == "file" { return FilePage(asked: asked, linker: linker, token: token).content(nil) }
        let filled = FilledForm(
          try asked.recordForm, asked.answers, day: asked.query["on"] == nil ? "" : asked.words.text(asked.moment.day)
        ) { asked.query[$0] }
        return FormPage(asked: asked, linker: linker, token: token, filled: filled, preview: nil).content()
      }
    }
    router.post("/record/:kind") { request, context in try await sent(request, context) }
  }

  private func shown(
    _ request: Request, _ context: ServedContext, _ content: (Asked, Linker, String) throws -> Page.Content
  ) async throws -> Response {
    guard context.caller.mayRecord else { throw Refusal.mayNotRecord }
    let asked = try await server.read(request, context)
    let content = try content(asked, linker(asked), context.csrfToken)
    return try page(content, asked, context).response(to: request)
  }

  private func sent(_ request: Request, _ context: ServedContext) async throws -> Response {
    guard context.caller.mayRecord else { throw Refusal.mayNotRecord }
    let form = try await SentForm(request, context)
    let asked = try await server.read(request, context)
    let token = context.csrfToken
    let linker = linker(asked)
    guard asked.part("kind") != "file" else {
      switch try await server.send(FilePage.file(of: form), form, by: context.caller) {
      case .recorded(let revisions): return seeOther(revisions, asked)
      case .previewed(let preview):
        let content = FilePage(asked: asked, linker: linker, token: token).content(preview)
        return try page(content, asked, context).response(to: request)
      }
    }
    let filled = FilledForm(try asked.recordForm, asked.answers, day: "") { form.sent($0) }
    let file = InputFile(name: "form", bytes: Array(filled.document.text.utf8))
    switch try await server.send(file, form, mayRecord: filled.questions.isEmpty, by: context.caller) {
    case .recorded(let revisions): return seeOther(revisions, asked)
    case .previewed(let preview):
      let content = FormPage(asked: asked, linker: linker, token: token, filled: filled, preview: preview).content()
      return try page(content, asked, context).response(to: request)
    }
  }

  /// What a part of a name could mean, for the script of the page.
  private func options(_ request: Request, _ context: ServedContext) async throws -> Response {
    guard context.caller.mayRecord else { throw Refusal.mayNotRecord }
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
  private func page(_ content: Page.Content, _ asked: Asked, _ context: ServedContext) throws -> Reply {
    var frame = Frame(
      words: asked.words, path: asked.path, query: asked.query, today: asked.today, menu: "record", asked: asked,
      caller: context.caller)
    frame.script = "record.js"
    let body = try server.renderer.page(content, frame)
    try server.note(body, asked)
    return Reply(
      type: Reply.html, body: body, language: asked.words.language,
      headers: [
        "Cache-Control": "no-store",
        "Content-Security-Policy": SecureHeaders<ServedContext>.policy + "; script-src 'self'; connect-src 'self'",
      ])
  }

  /// To the entry that was recorded: what it says, and what it changed.
  private func seeOther(_ revisions: ClosedRange<Int32>, _ asked: Asked) -> Response {
    var headers: HTTPFields = [.cacheControl: "no-store"]
    let to = revisions.count == 1 ? "/log/\(revisions.upperBound)" : "/decisions"
    headers[.location] = linker(asked).to(to)
    return Response(status: .seeOther, headers: headers)
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
