// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import HTTPTypes
import Hummingbird

/// Pages by which somebody signs in, sets a password and signs out.
struct AccessPages: Sendable {
  let server: RegisterServer
  let accounts: Accounts

  private var gate: Gate { server.gate }

  func add(to router: Router<ServedContext>) {
    router.get("/login") { request, context in try signInPage(request, context) }
    router.post("/login") { request, context in try await signIn(request, context) }
    router.get("/setup/:link") { request, context in try setUpPage(request, context) }
    router.post("/setup/:link") { request, context in try await setUp(request, context) }
    router.get("/account") { request, context in try accountPage(request, context) }
    router.post("/account") { request, context in try await changePassword(request, context) }
    router.post("/logout") { request, context in try await signOut(request, context) }
  }

  // MARK: Signing in

  private func signInPage(_ request: Request, _ context: ServedContext) throws -> Response {
    let next = LocalAddress.of(Query(request.uri.query ?? "")?["next"])
    if context.caller.hasAccount { return .seeOther(next) }
    return try page("sign-in", request, context, ["next": next, "name": ""])
  }

  private func signIn(_ request: Request, _ context: ServedContext) async throws -> Response {
    let form = try await CheckedForm.read(request, context)
    let next = LocalAddress.of(form["next"])
    let name = (form["name"] ?? "").lowercased()
    let outcome = try await guarded {
      try await accounts.signIn(name, form["password"] ?? "", from: context.address, now: gate.now)
    }
    return try answer(outcome, "sign-in", request, context, ["next": next, "name": name], next: next)
  }

  private func signOut(_ request: Request, _ context: ServedContext) async throws -> Response {
    _ = try await CheckedForm.read(request, context)
    if let token = context.token { try await guarded { try accounts.signOut(token) } }
    var response = Response.seeOther("/login")
    gate.end(&response)
    return response
  }

  // MARK: Passwords

  /// The link is in the path; the account that it is for is not told to whoever guesses one.
  private func link(_ context: ServedContext) throws -> (Token, Account) {
    guard let token = Token(context.parameters.get("link") ?? "") else { throw Refusal.linkGone }
    do {
      guard let account = try accounts.account(ofLink: token, now: gate.now) else { throw Refusal.linkGone }
      return (token, account)
    } catch let fault as AccountFault {
      throw Refusal.unavailable("\(fault)")
    }
  }

  private func setUpPage(_ request: Request, _ context: ServedContext) throws -> Response {
    let (_, account) = try link(context)
    return try page("set-up", request, context, ["name": account.name])
  }

  private func setUp(_ request: Request, _ context: ServedContext) async throws -> Response {
    let form = try await CheckedForm.read(request, context)
    let (token, account) = try link(context)
    let values = ["name": account.name]
    guard let password = form["password"], password == form["again"] else {
      return try page(
        "set-up", request, context, values, message: "page.passwords-differ", status: .unprocessableContent)
    }
    let outcome = try await guarded {
      try await accounts.setPassword(password, byLink: token, now: gate.now)
    }
    if outcome == .refused { throw Refusal.linkGone }
    return try answer(outcome, "set-up", request, context, values, next: "/")
  }

  private func accountPage(_ request: Request, _ context: ServedContext) throws -> Response {
    let isChanged = Query(request.uri.query ?? "")?["changed"] != nil
    return try page("account", request, context, [:], message: isChanged ? "page.password-changed" : nil)
  }

  private func changePassword(_ request: Request, _ context: ServedContext) async throws -> Response {
    let form = try await CheckedForm.read(request, context)
    guard let new = form["password"], new == form["again"] else {
      return try page("account", request, context, [:], message: "page.passwords-differ", status: .unprocessableContent)
    }
    let outcome = try await guarded {
      guard let account = try accounts.store.account(named: context.caller.name) else { return SignIn.refused }
      return try await accounts.changePassword(of: account, from: form["old"] ?? "", to: new, now: gate.now)
    }
    return try answer(outcome, "account", request, context, [:], next: "/account?changed=1")
  }

  // MARK: Answering

  private func guarded<Value>(_ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch let fault as AccountFault { throw Refusal.unavailable("\(fault)") }
  }

  /// Goes on with the session that has begun, or shows the form again and says why.
  private func answer(
    _ outcome: SignIn, _ template: String, _ request: Request, _ context: ServedContext, _ values: [String: String],
    next: String
  ) throws -> Response {
    switch outcome {
    case .begun(let token):
      var response = Response.seeOther(next)
      gate.begin(token, &response)
      return response
    case .refused:
      let key = template == "account" ? "page.old-password-wrong" : "page.sign-in-refused"
      return try page(template, request, context, values, message: key, status: .unprocessableContent)
    case .weak:
      return try page(template, request, context, values, message: "page.password-weak", status: .unprocessableContent)
    case .wait(let seconds):
      var response = try page(
        template, request, context, values, message: "page.sign-in-wait", with: ["seconds": String(seconds)],
        status: .tooManyRequests)
      if let name = HTTPField.Name("Retry-After") { response.headers[name] = String(seconds) }
      return response
    }
  }

  private func page(
    _ template: String, _ request: Request, _ context: ServedContext, _ values: [String: String],
    message: String? = nil, with filling: [String: String] = [:], status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let query = Query(request.uri.query ?? "") ?? Query.none
    let words = server.words(request, query)
    let title = words.term("page.\(template)")
    var content: [String: Any] = values
    content["title"] = title
    if context.caller.hasAccount {
      content["name"] = context.caller.name
      content["displayName"] = context.caller.displayName
    }
    content["csrf"] = context.csrfToken
    content["field"] = CheckedForm.field
    content["action"] = request.uri.path + (query["lang"].map { "?lang=\(Query.encoded($0))" } ?? "")
    content["message"] = message.map { words.term($0, filling.merging(shortest) { old, _ in old }) } ?? false
    content["isGood"] = status == .ok
    content["rule"] = words.term("page.password-rule", shortest)
    content["roles"] = roles(of: context.caller, words)
    let frame = Frame(
      words: words, path: request.uri.path, query: query, today: server.today(), menu: "", asked: nil,
      caller: context.caller, waiting: try server.waitingDrafts(for: context.caller))
    var reply = Reply(
      type: Reply.html,
      body: try server.renderer.page(Page.Content(title: title, template: template, context: content), frame),
      language: words.language)
    reply.status = status
    reply.headers["Cache-Control"] = "no-store"
    return reply.response(to: request)
  }

  private var shortest: [String: String] { ["count": String(PasswordRule.shortest)] }

  private func roles(of caller: Caller, _ words: Catalogue) -> [[String: Any]] {
    caller.grants.map { ["text": $0.shown(words, nil)] }
  }
}
