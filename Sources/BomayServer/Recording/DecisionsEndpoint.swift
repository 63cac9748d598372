// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import BomayStore
import HTTPTypes
import Hummingbird

/// `POST /api/v1/decisions`: a decision document is checked, and recorded or rehearsed.
struct DecisionsEndpoint: Sendable {
  static let path = "/decisions"
  static let kinds = ["application/json", "application/yaml"]

  let server: RegisterServer
  let request: Request
  let context: ServedContext

  func response() async throws -> Response {
    try CheckedForm.requireSameOrigin(request)
    guard let query = Query(request.uri.query ?? "") else { throw Refusal.unreadable }
    let kind = Bodies.kind(request)
    guard Self.kinds.contains(kind) else { throw Refusal.kindOfBody(kind, Self.kinds) }
    let words = server.words(request, query)
    let isRehearsal = try Asked.flag("preview", in: query)
    guard isRehearsal ? context.caller.mayFillIn : context.caller.mayRecord else { throw Refusal.mayNotRecord }
    let file = InputFile(name: kind == Self.kinds[0] ? "decision.json" : "decision.yaml", bytes: try await body())
    var reply = isRehearsal ? try await rehearsed(file, words) : try await recorded(file, words)
    // What is told of a batch may name persons.
    try server.note(reply.body, try await server.read(request, context))
    reply.language = words.language
    reply.headers["Cache-Control"] = "no-store"
    return reply.response(to: request)
  }

  private func body() async throws -> [UInt8] { try await Bodies.read(request) }

  private func rehearsed(_ file: InputFile, _ words: Catalogue) async throws -> Reply {
    let expected = try expected()
    let preview = try await server.tried(file, by: context.caller)
    let rehearsal = preview.rehearsal
    if let expected, expected != rehearsal.revision { return try await moved(since: expected, words) }
    guard !preview.reach.isEmpty else { throw Refusal.beyondReach(preview.beyond) }
    let told = FindingCells(rehearsal.outcome.diagnostics, preview.moment, file, words)
    let body = Cell.object([
      ("revision", .number(Int64(rehearsal.revision.number))),
      ("canBeRecorded", .flag(!rehearsal.outcome.hasErrors)),
      ("findings", told.cell),
      ("effects", .list(preview.effects(words).map { $0.cell })),
    ])
    return Reply(type: Reply.json, body: body.json, headers: revision(rehearsal.revision.number))
  }

  private func recorded(_ file: InputFile, _ words: Catalogue) async throws -> Reply {
    guard let expected = try expected() else { throw Refusal.noRevisionNamed }
    let view = server.view(of: context.caller)
    let before = try await server.register()
    let submitted = try await server.record(file, onto: expected, key: key(), by: context.caller)
    switch submitted {
    case .keyUsed: throw Refusal.keyUsed
    case .beyond(let beyond): throw Refusal.beyondReach(beyond)
    case .moved(let head, let meanwhile): return moved(head, meanwhile, words)
    case .refused(let outcome):
      let errors = outcome.diagnostics.filter { $0.severity == .error }.count
      return Reply(
        problem: .findings(errors), at: request.uri.path, words,
        [("findings", FindingCells(outcome.diagnostics, view.seen(outcome.moment, before: before), file, words).cell)])
    case .recorded(let receipt):
      let last = receipt.recorded.upperBound
      let moment = try await server.register().asOf(server.today(), knownAt: Revision(last))
      let body = Cell.object([
        ("revision", .number(Int64(last))),
        ("recorded", .list(receipt.recorded.map { .number(Int64($0)) })),
        ("decisions", .list(moment.decisions(of: receipt.recorded).map { .text($0.rawValue) })),
        ("findings", FindingCells(receipt.diagnostics, view.seen(moment, before: before), file, words).cell),
      ])
      var headers = revision(last)
      headers["Location"] = "\(Endpoint.base)/log/\(last)"
      return Reply(status: .created, type: Reply.json, body: body.json, headers: headers)
    }
  }

  /// The mark to send as `If-Match` next.
  private func revision(_ number: Int32) -> [String: String] {
    ["Bomay-Revision": String(number), "ETag": "\"\(number)\""]
  }

  private func moved(since expected: Revision, _ words: Catalogue) async throws -> Reply {
    let (head, meanwhile) = try await server.since(expected, toldTo: context.caller)
    return moved(head, meanwhile, words)
  }

  private func moved(_ head: Revision, _ meanwhile: [Meanwhile], _ words: Catalogue) -> Reply {
    var reply = Reply(
      problem: .moved(to: head, meanwhile.count), at: request.uri.path, words,
      [("revision", .number(Int64(head.number))), ("meanwhile", .list(meanwhile.map { $0.cell }))])
    reply.headers = revision(head.number)
    return reply
  }

  // MARK: Headers

  /// The revision that the sender has looked at; `nil` where none is named.
  private func expected() throws -> Revision? {
    guard let header = request.headers[.ifMatch] else { return nil }
    guard header.count > 2, header.hasPrefix("\""), header.hasSuffix("\""),
      let number = Int32(header.dropFirst().dropLast()), number >= 0
    else { throw Refusal(status: .badRequest, reason: "not-a-revision", values: ["text": header]) }
    return Revision(number)
  }

  private func key() throws -> String? {
    guard let name = HTTPField.Name("Idempotency-Key"), let key = request.headers[name] else { return nil }
    guard IdempotencyKeys.isKey(key) else {
      throw Refusal.notOneOf("Idempotency-Key", key, ["1 – \(IdempotencyKeys.longest) ASCII"])
    }
    return key
  }
}

extension Refusal {
  static func moved(to head: Revision, _ count: Int) -> Refusal {
    Refusal(
      status: .preconditionFailed, reason: "moved", values: ["head": head.description, "count": String(count)])
  }

  static func findings(_ errors: Int) -> Refusal {
    Refusal(status: .unprocessableContent, reason: "findings", values: ["count": String(errors)])
  }

  /// Why the store did not take a batch.
  init(notRecorded error: SessionError) {
    guard case .store(let fault) = error else {
      self = .unavailable("\(error)")
      return
    }
    switch fault {
    case .unconfirmed: self.init(status: .serviceUnavailable, reason: "unconfirmed")
    default:
      self.init(status: .serviceUnavailable, reason: "not-recorded", values: ["problem": "\(fault)"])
    }
  }
}

extension RegisterServer {
  func register() async throws -> Register {
    do { return try await live.current().register } catch { throw Refusal.unavailable("\(error)") }
  }

  func rehearse(_ file: InputFile, by caller: Caller) async throws -> Rehearsal {
    do {
      return try await live.rehearse(file, at: now, by: author(caller))
    } catch {
      throw Refusal.unavailable("\(error)")
    }
  }

  func since(_ revision: Revision, toldTo caller: Caller) async throws -> (head: Revision, [Meanwhile]) {
    let (head, meanwhile): (Revision, [Meanwhile])
    do { (head, meanwhile) = try await live.since(revision) } catch { throw Refusal.unavailable("\(error)") }
    return (head, try await told(meanwhile, to: caller))
  }

  /// What the caller sees of the register today, with what is tried on it or without.
  func view(of caller: Caller) -> View { View(of: caller, on: [today()]) }

  /// Titles come from the log itself, where names are in them that the caller may not see.
  private func told(_ meanwhile: [Meanwhile], to caller: Caller) async throws -> [Meanwhile] {
    let register = try await current().seen(by: caller, on: [today()]).register
    return meanwhile.map { $0.masked(by: register) }
  }

  func record(_ file: InputFile, onto revision: Revision, key: String?, by caller: Caller) async throws -> Submitted {
    var submission = Submission(file: file, expected: revision, at: now, author: author(caller), key: key)
    if !caller.mayEverywhere(.approve) { submission.reach = { beyond($0, .approve, by: caller) } }
    let submitted: Submitted
    do { submitted = try await live.record(submission) } catch { throw Refusal(notRecorded: error) }
    guard case .moved(let head, let meanwhile) = submitted else { return submitted }
    return .moved(head: head, try await told(meanwhile, to: caller))
  }

  private var now: Instant { gate.now }

  /// Who stands in the log: the caller, from the machine and by the program that the server is.
  private func author(_ caller: Caller) -> Recorder {
    Recorder(
      name: caller.hasAccount ? caller.name : recorder.name, host: recorder.host, software: recorder.software)
  }
}

extension AsOf {
  /// The decisions that these entries record, correct or annul.
  func decisions(of revisions: ClosedRange<Int32>) -> [Identifier<Decision>] {
    log().filter { revisions.contains($0.revision.number) }.compactMap { $0.decision?.id }
  }
}
