// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import HTTPTypes
import Hummingbird

extension RegisterServer {
  /// What an endpoint of the interface answers.
  func answer(_ endpoint: Endpoint, _ request: Request, _ context: ServedContext) async throws -> Response {
    guard let query = Query(request.uri.query ?? "") else { throw Refusal.unreadable }
    let cursor = try query["cursor"].map { text in
      guard let cursor = Cursor(text) else { throw Refusal.cursor }
      return cursor
    }
    var asked = try await read(request, context, cursor)
    let format = asked.query["format"] ?? "json"
    let formats = endpoint.isTable || endpoint.kind == .converted ? ["json", "csv"] : ["json"]
    guard formats.contains(format) else { throw Refusal.notOneOf("format", format, formats) }
    asked.lastEventID = HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
    if let taken = endpoint.takes {
      let answer = try await workshop.run(taken, request) { [asked] body in
        var asked = asked
        asked.body = body
        return try endpoint.answer(asked)
      }
      let reply = try reply(answer, endpoint, asked)
      try note(reply.body, asked)
      return reply.response(to: request)
    }
    if endpoint.kind == .events, case .events(let after) = try endpoint.answer(asked) {
      return try await events(asked, request, context).response(after: after)
    }
    return try again(request, asked) { [asked] in try reply(answered(endpoint, asked), endpoint, asked) }
  }

  private func answered(_ endpoint: Endpoint, _ asked: Asked) throws -> Answer {
    let answer = try endpoint.answer(asked)
    guard endpoint.kind == .list, case .table(let table) = answer else { return answer }
    return asked.cut(table, try asked.run(inFile: asked.isFile))
  }

  private func reply(_ answer: Answer, _ endpoint: Endpoint, _ asked: Asked) throws -> Reply {
    var reply = Reply(type: Reply.json, body: "", language: asked.words.language, headers: revision(asked))
    if asked.isFile {
      reply.type = Reply.csv
      let rows = try endpoint.name == "report" ? asked.paper().csv : answer.table?.csv ?? answer.json
      reply.body = "\u{FEFF}" + rows
      reply.headers["Content-Disposition"] = "attachment; filename=\"\(endpoint.name)-\(asked.moment.day).csv\""
    } else {
      reply.body = answer.json
    }
    if case .page(_, let next?) = answer {
      let rest = asked.query.pairs.filter { $0.name != "cursor" } + [("cursor", asked.cursor(at: next).text)]
      reply.headers["Link"] = "<\(asked.path)?\(Query.text(rest))>; rel=\"next\""
    }
    return reply
  }

  private func events(_ asked: Asked, _ request: Request, _ context: ServedContext) -> EventStream {
    EventStream(
      live: live, bell: bell, words: asked.words, today: today, channel: context.channel, caller: asked.caller,
      isStillIn: { await gate.stillAdmits(request, context) }
    ) { text in try note(text, asked) }
  }

  /// What the server counts, for Prometheus.
  func metrics(_ request: Request) async throws -> Response {
    let gauges = Metrics.Gauges(
      revision: Int(try await current().register.head.number), listeners: await bell.count,
      openingTook: openingTook)
    let text = metrics.text(gauges, languages.usual)
    return Reply(type: Metrics.type, body: text, headers: ["Cache-Control": "no-store"]).response(to: request)
  }
}
