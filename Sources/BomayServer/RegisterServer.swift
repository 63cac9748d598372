// SPDX-License-Identifier: Apache-2.0
public import BomayApp
public import BomayDomain
import BomayStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Serves a register: pages for people, and an interface for programs. It records only for who may.
public struct RegisterServer: Sendable {
  let live: LiveRegister
  let languages: Languages
  let renderer: Renderer
  let today: @Sendable () -> Day
  private(set) var gate: Gate
  /// From which machine and by which program is recorded, and under which name where there are no accounts.
  let recorder: Recorder
  let metrics = Metrics()
  let ticks: @Sendable () -> UInt64
  let openingTook: Double
  let bell: Bell
  let workshop = Workshop()

  /// - Parameters:
  ///   - session: the register; the server alone has it from now on.
  ///   - language: that of readers who name none.
  ///   - today: the civil day, asked for with each request.
  ///   - seconds: the time, to look from time to time whether something personal was erased.
  ///   - ticks: nanoseconds of a clock that only goes forward, to measure how long answers take.
  ///   - openingTook: seconds that it took to open the register.
  ///   - protection: who is let in; whoever sits at this machine, where nothing else is said.
  ///   - recorder: who stands in the log for what is recorded: the account stands there instead of the name.
  /// - Throws: ``SessionError`` where the store cannot be read, or what is missing of the program's own files.
  public init(
    _ session: sending RegisterSession, language: String, today: @escaping @Sendable () -> Day,
    seconds: @escaping @Sendable () -> Int64, ticks: @escaping @Sendable () -> UInt64, openingTook: Double,
    protection: Protection = Protection(), recorder: Recorder = ""
  ) throws {
    guard let languages = Languages(usual: language) else { throw Renderer.Fault(file: language) }
    self.languages = languages
    self.today = today
    self.recorder = recorder
    gate = Gate(protection, seconds: seconds)
    renderer = try Renderer(languages.catalogues)
    let live = try LiveRegister(session, seconds: seconds)
    self.live = live
    self.ticks = ticks
    self.openingTook = openingTook
    bell = Bell { try await live.current().register.head }
  }

  /// The same register, with others let in.
  func guarded(by protection: Protection, seconds: @escaping @Sendable () -> Int64) -> RegisterServer {
    var server = self
    server.gate = Gate(protection, seconds: seconds)
    return server
  }

  /// Serves until the process is told to stop (SIGTERM or SIGINT); answers under way are finished first.
  ///
  /// - Parameters:
  ///   - host: an address of ``Loopback``, or any where the protection lets the server leave this machine.
  ///   - onReady: called with the port once requests are taken; it is another one where `port` is 0.
  /// - Throws: what the system says where it cannot listen.
  public func run(host: String, port: Int, onReady: @escaping @Sendable (Int) -> Void) async throws {
    precondition(
      Loopback.contains(host) || gate.protection.mayLeaveThisMachine, "only this machine is served")
    try await application(host: host, port: port, onReady: onReady).runService()
  }

  func application(
    host: String, port: Int, onReady: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws -> some ApplicationProtocol {
    var logger = Logger(label: "bomay")
    logger.logLevel = .error
    let plain = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [SlowClients(), BodyLimit()], idleTimeout: .seconds(30),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100)))
    return Application(
      router: router(), server: try gate.protection.certificate?.guarding(plain) ?? plain,
      configuration: .init(
        address: .hostname(host == "localhost" ? "127.0.0.1" : host, port: port), serverName: "bomay",
        availableConnectionsDelegate: MaximumAvailableConnections(512)),
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? port) }, logger: logger)
  }

  func router() -> Router<ServedContext> {
    let router = Router(context: ServedContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: Counter(metrics: metrics, ticks: ticks))
    router.add(middleware: SecureHeaders(isSecure: gate.protection.isSecure))
    router.add(middleware: Refuser(server: self))
    router.add(middleware: DoorKeeper(gate: gate))
    if let accounts = gate.protection.accounts {
      AccessPages(server: self, accounts: accounts).add(to: router)
      AccountPages(server: self, accounts: accounts).add(to: router)
    }
    for endpoint in Endpoint.all {
      router.on(route(Endpoint.base + endpoint.path), method: endpoint.takes == nil ? .get : .post) {
        try await answer(endpoint, $0, $1)
      }
    }
    router.post(route(Endpoint.base + DecisionsEndpoint.path)) { request, context in
      try await DecisionsEndpoint(server: self, request: request, context: context).response()
    }
    RecordingPages(server: self).add(to: router)
    if let accounts = gate.protection.accounts { DraftPages(server: self, accounts: accounts).add(to: router) }
    router.get(RouterPath(OpenAPI.schemaPath)) { request, _ in
      Reply(type: "application/schema+json", body: DecisionFiles.schema).response(to: request)
    }
    for page in Page.all {
      router.get(route(page.path)) { request, context in try await show(page, request, context) }
      if let taken = page.takes { router.post(route(page.path)) { try await take(page, taken, $0, $1) } }
    }
    router.get("/api/openapi.json") { request, _ in
      let words = languages.chosen(named: Query(request.uri.query ?? "")?["lang"], accepted: "en")
      return Reply(type: Reply.json, body: OpenAPI(endpoints: Endpoint.all, words: words).json).response(to: request)
    }
    router.get("/metrics") { request, _ in try await metrics(request) }
    router.get("/health") { request, _ in
      Reply(type: Reply.json, body: Cell.object([("status", .text("ok"))]).json).response(to: request)
    }
    router.get("/ready") { request, _ in
      let head = try await current().register.head
      return Reply(
        type: Reply.json,
        body: Cell.object([("status", .text("ready")), ("revision", .number(Int64(head.number)))]).json
      ).response(to: request)
    }
    router.get("/assets/:name") { request, context in
      guard let asset = renderer.assets[context.parameters.get("name") ?? ""] else { throw Refusal.notFound }
      return Reply(type: asset.type, body: asset.text, headers: ["Cache-Control": "public, max-age=86400"])
        .response(to: request)
    }
    return router
  }

  /// `{id}` as the router writes it.
  private func route(_ path: String) -> RouterPath {
    RouterPath(path.replacing("{", with: ":").replacing("}", with: ""))
  }

  // MARK: Reading a request

  func current() async throws -> Snapshot {
    do {
      return try await live.current()
    } catch {
      throw Refusal.unavailable("\(error)")
    }
  }

  /// - Throws: ``Refusal`` where the address cannot be read, or names no day or revision.
  func read(_ request: Request, _ context: ServedContext, _ cursor: Cursor? = nil) async throws -> Asked {
    guard let query = Query(request.uri.query ?? "") else { throw Refusal.unreadable }
    var parts: [String: String] = [:]
    for (name, value) in context.parameters {
      guard let decoded = String(value).removingPercentEncoding, !decoded.unicodeScalars.contains("\0") else {
        throw Refusal.unreadable
      }
      parts[String(name)] = decoded
    }
    let words = words(request, query)
    let snapshot = try await current()
    let today = today()
    do {
      let day = try query["on"].map { text throws(MomentFault) in try Day(asked: text) } ?? cursor?.on ?? today
      let seen = snapshot.seen(by: context.caller, on: [day, today])
      let register = seen.register
      let revision =
        try query["known_at"].map { text throws(MomentFault) in try register.revision(asked: text) } ?? cursor?.revision
      let answers = Answers(register.asOf(day, knownAt: revision ?? register.head), words)
      return Asked(
        path: request.uri.path, parts: parts, query: query, answers: answers, snapshot: seen, today: today,
        caller: context.caller)
    } catch {
      throw Refusal(error)
    }
  }

  func words(_ request: Request, _ query: Query?) -> Catalogue {
    languages.chosen(named: query?["lang"], accepted: request.headers[.acceptLanguage])
  }

  // MARK: Answering

  func revision(_ asked: Asked) -> [String: String] {
    ["Bomay-Revision": asked.moment.revision.description, "Bomay-On": asked.moment.day.description]
  }

  private func show(_ page: Page, _ request: Request, _ context: ServedContext) async throws -> Response {
    let asked = try await read(request, context)
    let waiting = try waitingDrafts(for: context.caller)
    return try again(request, asked, waiting: waiting) { try shown(page, asked, waiting) }
  }

  /// The answer, as it was given within the last seconds or made now.
  ///
  /// - Parameters:
  ///   - waiting: how many drafts wait for the caller, where the answer tells it.
  ///   - make: makes what depends on nothing but what is asked, who asks, what waits for them, and the register.
  func again(_ request: Request, _ asked: Asked, waiting: Int = 0, make: () throws -> Reply) throws -> Response {
    let key = KeptReplies.Key(
      head: asked.register.head, view: asked.snapshot.view, caller: asked.caller, today: asked.today,
      language: asked.words.language, address: request.uri.description, waiting: waiting,
      isZipped: Gzip.isAccepted(request.headers[.acceptEncoding] ?? ""))
    let replies = asked.snapshot.kept.replies
    if let kept = replies.reply(key, at: gate.now.seconds) {
      try note(kept.persons, asked)
      return kept.reply.response(to: request)
    }
    let reply = try make()
    let persons = persons(in: reply.body, asked)
    try note(persons, asked)
    let rendered = reply.rendered(for: request)
    replies.keep(rendered, persons, for: key, at: gate.now.seconds)
    return rendered.response(to: request)
  }

  /// The page with what its form has sent.
  private func take(
    _ page: Page, _ taken: TakenBody, _ request: Request, _ context: ServedContext
  ) async throws -> Response {
    let asked = try await read(request, context)
    let type = request.headers[.contentType] ?? ""
    return try await workshop.run(taken, request) { body in
      var asked = asked
      asked.body = body
      asked.contentType = type
      let reply = try shown(page, asked, waitingDrafts(for: asked.caller))
      try note(reply.body, asked)
      return reply
    }.response(to: request)
  }

  /// A page that is of use only now, and only to who asks. Looks at personal data on it are noted.
  func unkept(_ content: Page.Content, menu: String, _ asked: Asked, script: String? = nil) throws -> Reply {
    let waiting = try waitingDrafts(for: asked.caller)
    let body = try renderer.page(content, frame(asked, menu: menu, waiting, script: script))
    try note(body, asked)
    return Reply(
      type: Reply.html, body: body, language: asked.words.language, headers: ["Cache-Control": "no-store"])
  }

  private func frame(_ asked: Asked, menu: String, _ waiting: Int, script: String? = nil) -> Frame {
    Frame(
      words: asked.words, path: asked.path, query: asked.query, today: asked.today, menu: menu, asked: asked,
      caller: asked.caller, script: script, waiting: waiting)
  }

  private func shown(_ page: Page, _ asked: Asked, _ waiting: Int) throws -> Reply {
    let content = try page.content(asked, Linker(asked.query, asked.answers))
    var reply = Reply(type: Reply.html, body: "", language: asked.words.language, headers: revision(asked))
    reply.status = content.status
    if let file = content.file {
      reply.type = Reply.csv
      reply.body = file.text
      reply.headers["Content-Disposition"] = "attachment; filename=\"\(file.name)\""
    } else if let whole = content.whole {
      reply.body = whole
      // A form brings its own style, and that one alone is let in.
      reply.headers["Content-Security-Policy"] = PrintedForm.policy(of: whole)
    } else {
      reply.body = try renderer.page(content, frame(asked, menu: page.menu, waiting))
    }
    return reply
  }
}
