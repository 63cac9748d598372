// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import HTTPTypes
import Hummingbird

/// Pages by which an administrator keeps accounts, and sees who did what to them and who looked at whose personal data.
struct AccountPages: Sendable {
  static let path = "/accounts"
  static let looks = "/looks"
  static let trail = "/account-trail"
  /// Rows of a trail on one page.
  static let most = 500

  let server: RegisterServer
  let accounts: Accounts

  func add(to router: Router<ServedContext>) {
    router.get("/accounts") { request, context in
      let asked = try await read(request, context)
      return try list(AccountForm(asked.answers, isNew: true) { _ in nil }, asked, request, context)
    }
    router.post("/accounts") { request, context in try await make(request, context) }
    router.get("/accounts/:name") { request, context in
      let asked = try await read(request, context)
      let account = try account(asked)
      return try one(account, AccountForm(asked.answers, showing: account), asked, request, context)
    }
    router.post("/accounts/:name") { request, context in try await change(request, context) }
    router.get("/looks") { request, context in try await looks(request, context) }
    router.get("/account-trail") { request, context in try await trail(request, context) }
  }

  /// What one of the pages says beside what it always says.
  private struct Said {
    /// Why something was not done.
    var faults: [String] = []
    var done: String?
    /// By which a password is set; shown this once.
    var link: String?
  }

  private func read(_ request: Request, _ context: ServedContext) async throws -> Asked {
    try admit(context)
    return try await server.read(request, context)
  }

  /// Of who may not, not even a form is read.
  private func admit(_ context: ServedContext) throws {
    guard context.caller.mayEverywhere(.administer) else { throw Refusal.forbidden }
  }

  private func account(_ asked: Asked) throws -> Account {
    guard let account = try guarded({ try accounts.store.account(named: asked.part("name")) }) else {
      throw Refusal.notFound
    }
    return account
  }

  private func guarded<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let fault as AccountFault { throw Refusal.unavailable("\(fault)") }
  }

  // MARK: Doing

  private func make(_ request: Request, _ context: ServedContext) async throws -> Response {
    try admit(context)
    let sent = try await SentForm(request, context)
    let asked = try await read(request, context)
    let form = AccountForm(asked.answers, isNew: true) { sent.sent($0) }
    var said = Said(faults: form.faults)
    guard said.faults.isEmpty else { return try list(form, asked, request, context, said) }
    let account = Account(
      name: form.name, displayName: form.called.isEmpty ? form.name : form.called, grants: form.grants)
    do {
      try accounts.store.add(account, mark(context))
    } catch AccountFault.alreadyThere {
      said.faults = [asked.words.term("page.account-there", ["name": form.name])]
      return try list(form, asked, request, context, said)
    } catch {
      throw Refusal.unavailable("\(error)")
    }
    said.done = asked.words.term("accounts.made", ["name": account.name])
    said.link = try link(for: account, request, context)
    return try one(account, AccountForm(asked.answers, showing: account), asked, request, context, said)
  }

  private func change(_ request: Request, _ context: ServedContext) async throws -> Response {
    try admit(context)
    let sent = try await SentForm(request, context)
    let asked = try await read(request, context)
    var account = try account(asked)
    var said = Said()
    switch sent["do"] {
    case "save":
      let form = AccountForm(asked.answers, isNew: false) { sent.sent($0) }
      said.faults = form.faults
      // What is not on the page would be lost.
      if account.grants.count > AccountForm.most { said.faults.append(asked.words.term("page.account-too-many")) }
      account.grants = form.grants
      account.displayName = form.called.isEmpty ? account.name : form.called
      said.faults += fault(account, context, asked)
      guard said.faults.isEmpty else { return try one(account, form, asked, request, context, said) }
    case "disable", "enable":
      account.isDisabled = sent["do"] == "disable"
      said.faults = fault(account, context, asked)
    case "link":
      guard !account.isDisabled else { throw Refusal.unreadableForm }
      said.link = try link(for: account, request, context)
    default: throw Refusal.unreadableForm
    }
    if said.faults.isEmpty, said.link == nil {
      let changed = account
      try guarded { try accounts.store.change(changed, mark(context)) }
      said.done = asked.words.term("accounts.changed", ["name": account.name])
    }
    let kept = try self.account(asked)
    return try one(kept, AccountForm(asked.answers, showing: kept), asked, request, context, said)
  }

  /// Who keeps the accounts stays able to: nobody takes it from themselves, so that one is always left.
  private func fault(_ account: Account, _ context: ServedContext, _ asked: Asked) -> [String] {
    account.name == context.caller.name && !account.isAdministrator ? [asked.words.term("page.account-own")] : []
  }

  private func mark(_ context: ServedContext) -> Mark {
    Mark(by: .account(context.caller.name), at: server.gate.now)
  }

  /// An address of this server, as the browser reached it.
  private func link(for account: Account, _ request: Request, _ context: ServedContext) throws -> String {
    let token = try guarded { try accounts.makeLink(for: account.name, mark(context)) }
    let scheme = server.gate.protection.isSecure ? "https" : "http"
    return "\(scheme)://\(request.head.authority ?? "")/setup/\(token.text)"
  }

  // MARK: Showing

  private func list(
    _ form: AccountForm, _ asked: Asked, _ request: Request, _ context: ServedContext, _ said: Said = Said()
  ) throws -> Response {
    let words = asked.words
    let linker = Linker(asked.query, asked.answers)
    let title = words.term("page.menu-accounts")
    let all = try guarded { try accounts.store.accounts() }
    var content = self.content(form, said, context)
    content["title"] = title
    content["looks"] = linker.to(Self.looks)
    content["trail"] = linker.to(Self.trail)
    content["action"] = linker.to(Self.path)
    content["accounts"] = all.map { account -> [String: Any] in
      let state = account.state.rawValue
      return [
        "link": linker.to("\(Self.path)/\(Query.encoded(account.name))"), "name": account.name,
        "called": account.displayName, "state": state, "label": words.term("account.\(state)"),
        "roles": account.grants.map { $0.shown(words, asked.moment) }.joined(separator: "; "),
      ]
    }
    content["rights"] = AccountRole.allCases.map {
      ["role": words.term("role.\($0.rawValue)"), "text": words.term("page.role-may.\($0.rawValue)")]
    }
    return try page(Page.Content(title: title, template: "accounts", context: content), said, asked, request)
  }

  private func one(
    _ account: Account, _ form: AccountForm, _ asked: Asked, _ request: Request, _ context: ServedContext,
    _ said: Said = Said()
  ) throws -> Response {
    let words = asked.words
    let linker = Linker(asked.query, asked.answers)
    let state = account.state.rawValue
    var content = self.content(form, said, context)
    content["title"] = account.displayName
    content["name"] = account.name
    content["index"] = linker.to(Self.path)
    content["action"] = linker.to("\(Self.path)/\(Query.encoded(account.name))")
    content["state"] = state
    content["label"] = words.term("account.\(state)")
    content["isDisabled"] = account.isDisabled
    content["looks"] = linker.to(Self.looks, [("by", account.name)])
    content["trail"] = linker.to(Self.trail, [("of", account.name)])
    return try page(
      Page.Content(title: account.displayName, template: "account-one", context: content), said, asked, request
    )
  }

  private func content(_ form: AccountForm, _ said: Said, _ context: ServedContext) -> [String: Any] {
    [
      "token": context.csrfToken, "sections": form.sections, "done": said.done ?? false, "link": said.link ?? false,
      "hasFaults": !said.faults.isEmpty, "faults": said.faults,
    ]
  }

  private func looks(_ request: Request, _ context: ServedContext) async throws -> Response {
    let asked = try await read(request, context)
    let (by, person) = (asked.query["by"], asked.query["person"])
    let looks = try guarded {
      try accounts.store.looks(by: by, at: person.map { Identifier(rawValue: $0) }, most: Self.most)
    }
    return try shown(
      Trail(
        name: "looks", path: Self.looks, table: .looks(looks, asked.words),
        filters: [("by", "page.account-name", by), ("person", "page.looks-person", person)]), asked, request)
  }

  private func trail(_ request: Request, _ context: ServedContext) async throws -> Response {
    let asked = try await read(request, context)
    let (of, by) = (asked.query["of"], asked.query["by"])
    let events = try guarded { try accounts.store.events(of: of, by: by, most: Self.most) }
    return try shown(
      Trail(
        name: "account-trail", path: Self.trail, table: .trail(events, asked.words),
        filters: [("of", "page.account-name", of), ("by", "page.account-trail-by", by)]), asked, request)
  }

  /// The last things of a kind that were noted.
  private struct Trail {
    let name: String
    let path: String
    let table: Table
    /// Key, word and what was asked for.
    let filters: [(key: String, label: String, value: String?)]
  }

  private func shown(_ trail: Trail, _ asked: Asked, _ request: Request) throws -> Response {
    let words = asked.words
    let linker = Linker(asked.query, asked.answers)
    let title = words.term("page.\(trail.name)")
    let isCut = trail.table.rows.count == Self.most
    return try page(
      Page.Content(
        title: title, template: "account-trail",
        context: [
          "title": title, "help": words.term("page.\(trail.name)-help"), "action": trail.path,
          "index": linker.to(Self.path),
          "filters": trail.filters.map {
            ["key": $0.key, "label": words.term($0.label), "value": $0.value ?? ""]
          },
          "isCut": isCut
            ? words.term("page.\(trail.name)-cut", ["count": words.text(Int64(Self.most))]) : false,
          "table": TableView(table: trail.table, linker: linker, words: words, caption: title).context,
        ]), Said(), asked, request)
  }

  private func page(
    _ content: Page.Content, _ said: Said, _ asked: Asked, _ request: Request
  ) throws -> Response {
    var reply = try server.unkept(content, menu: "accounts", asked)
    if !said.faults.isEmpty { reply.status = .unprocessableContent }
    return reply.response(to: request)
  }
}

extension Grant {
  /// In words: the role, below which unit, for which kind of change.
  func shown(_ words: Catalogue, _ moment: AsOf?) -> String {
    var text = words.term("role.\(role.rawValue)")
    if let unit {
      let name = moment.flatMap { $0.knows(unit) ? $0.designation(of: unit, words.language) : nil } ?? unit.rawValue
      text += " \u{2013} " + words.term("page.role-under", ["unit": name])
    }
    if let kind { text += " \u{2013} " + words.term("change.\(kind.rawValue)") }
    return text
  }
}
