// SPDX-License-Identifier: Apache-2.0
import BomayApp
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Gives each refusal its form: a page for people, a problem (RFC 9457) for programs.
struct Refuser: RouterMiddleware {
  typealias Context = ServedContext
  let server: RegisterServer

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var context = context
    var response: Response
    do {
      try await server.gate.identify(request, &context)
      response = try await next(request, context)
    } catch let refusal as Refusal {
      response = try self.response(refusal, request, context)
    } catch let error as HTTPError {
      response = try self.response(
        error.status == .notFound ? .notFound : error.status == .methodNotAllowed ? .readOnly : .failed, request,
        context)
    } catch {
      context.logger.error("\(error)")
      response = try self.response(.failed, request, context)
    }
    server.gate.finish(&response, context)
    return response
  }

  private func response(_ refusal: Refusal, _ request: Request, _ context: Context) throws -> Response {
    let query = Query(request.uri.query ?? "")
    let words = server.words(request, query)
    let isProgram = request.uri.path.hasPrefix("/api/")
    if refusal.status == .unauthorized, !isProgram { return toSignIn(request, query) }
    var reply =
      isProgram
      ? Reply(problem: refusal, at: request.uri.path, words) : try page(refusal, request, query, words, context.caller)
    reply.status = refusal.status
    if refusal.status == .unauthorized {
      let fault = refusal.reason == Refusal.badToken.reason ? ", error=\"invalid_token\"" : ""
      reply.headers["WWW-Authenticate"] = "Bearer realm=\"bomay\"\(fault)"
    }
    if refusal.status == .tooManyRequests { reply.headers["Retry-After"] = refusal.values["seconds"] }
    if let allow = refusal.allow { reply.headers["Allow"] = allow }
    reply.headers["Cache-Control"] = "no-store"
    return reply.response(to: request)
  }

  /// A page that nobody has signed in for leads to where one does, and back.
  private func toSignIn(_ request: Request, _ query: Query?) -> Response {
    let isRead = request.method == .get || request.method == .head
    var pairs: [(name: String, value: String)] = isRead ? [("next", request.uri.description)] : []
    if let language = query?["lang"] { pairs.append(("lang", language)) }
    let address = pairs.isEmpty ? "/login" : "/login?" + Query.text(pairs)
    return .seeOther(address)
  }

  private func page(
    _ refusal: Refusal, _ request: Request, _ query: Query?, _ words: Catalogue, _ caller: Caller
  ) throws -> Reply {
    // What could not be read is not asked for again by the links of the page.
    let kept = query?.pairs.filter { $0.name == "lang" } ?? []
    let clean = Query(Query.text(kept)) ?? query
    guard let clean else { throw refusal }
    // The page leads to what is nearest instead of naming it.
    var told = refusal
    told.values["nearest"] = nil
    let linker = Linker(clean, nil)
    let content = Page.Content(
      title: refusal.title(words), template: "refusal",
      context: [
        "title": refusal.title(words), "detail": told.detail(words), "code": String(refusal.status.code),
        "home": linker.to("/"), "text": "", "account": caller.hasAccount,
        "nearest": refusal.values["nearest"].map { near in
          ["label": near, "link": linker.to("/search", [("q", near)])]
        } ?? false,
      ])
    let frame = Frame(
      words: words, path: "/", query: clean, today: server.today(), menu: "", asked: nil, caller: caller,
      // What is refused because the accounts cannot be read is told all the same.
      waiting: (try? server.waitingDrafts(for: caller)) ?? 0)
    return Reply(type: Reply.html, body: try server.renderer.page(content, frame), language: words.language)
  }
}

extension Reply {
  /// A problem (RFC 9457) for a program, with more members where there is more to tell.
  init(problem refusal: Refusal, at path: String, _ words: Catalogue, _ more: [(String, Cell)] = []) {
    let members: [(String, Cell)] = [
      ("type", .text("urn:bomay:problem:\(refusal.reason)")), ("title", .text(refusal.title(words))),
      ("status", .number(Int64(refusal.status.code))), ("detail", .text(refusal.detail(words))),
      ("instance", .text(path)),
    ]
    self.init(
      status: refusal.status, type: "application/problem+json",
      body: Cell.object(members + refusal.members.map { ($0.name, $0.value) } + more).json,
      language: words.language)
  }
}

extension Renderer {
  /// A whole page: the content in its frame.
  func page(_ content: Page.Content, _ frame: Frame) throws -> String {
    let language = frame.words.language
    var context = content.context
    // So that forms by GET keep the day, the revision and the language.
    context["keptHidden"] = frame.keptHidden
    let inner = try render(content.template, context, language)
    return try render(
      "layout", frame.context(title: content.title, content: inner, assets: assetsVersion), language)
  }
}

/// An official form to print: a page whole by itself, with a style of its own.
enum PrintedForm {
  /// Lets in exactly the style that stands on the page, by its digest.
  static func policy(of html: String) -> String {
    guard let start = html.range(of: "<style>"), let end = html.range(of: "</style>") else {
      return "default-src 'none'"
    }
    let style = html[start.upperBound..<end.lowerBound]
    let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
    return "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; frame-ancestors 'none'"
  }
}
