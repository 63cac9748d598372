// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// New entries of the log as server-sent events: the id of an event is its revision.
///
/// A listener reads from the log at its own pace, a run at a time, so that it holds no more than a run here
/// whatever it missed. One that does not take a run within ``patience`` is cut off; it comes back with the last
/// revision that it has and misses none.
struct EventStream: Sendable {
  static let patience = TimeAmount.seconds(10)
  static let run = 100
  static let type = "text/event-stream"

  let live: LiveRegister
  let bell: Bell
  let words: Catalogue
  let today: @Sendable () -> Day
  let channel: any Channel
  let caller: Caller
  /// Whether the session or the token that the listener came with still lets it in as the same caller.
  let isStillIn: @Sendable () async -> Bool
  /// Notes whose personal data is about to be sent.
  let note: @Sendable (String) throws -> Void

  /// - Throws: ``Refusal`` where too many listen.
  func response(after: Revision) async throws -> Response {
    guard let (number, rings) = await bell.listen() else { throw Refusal.tooManyListeners }
    channel.closeFuture.whenComplete { _ in Task { await bell.leave(number) } }
    let body = ResponseBody { writer in
      do {
        try await write(rings, after: after, to: &writer)
      } catch {
        await bell.leave(number)
        throw error
      }
      await bell.leave(number)
      try await writer.finish(nil)
    }
    var headers: HTTPFields = [.contentType: Self.type, .cacheControl: "no-store"]
    headers[.vary] = "Accept-Language"
    if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
    return Response(status: .ok, headers: headers, body: body)
  }

  private func write(
    _ rings: AsyncStream<Revision>, after: Revision, to writer: inout any ResponseBodyWriter
  ) async throws {
    var last = after
    try await send("retry: 2000\n: bomay\n\n", to: &writer)
    // A server that is told to stop does not wait for those who would listen for ever.
    for await head in rings.cancelOnGracefulShutdown() {
      guard await isStillIn() else { return }
      if head <= last { try await send(": \(head)\n\n", to: &writer) }
      while last < head, !Task.isCancelled {
        let day = today()
        let register = try await live.current().seen(by: caller, on: [day]).register
        let end = min(head.number, last.number + Int32(Self.run))
        let answers = Answers(register.asOf(day, knownAt: register.head), words)
        let text = Self.events(answers.log(Int(last.number)..<Int(end)))
        try note(text)
        try await send(text, to: &writer)
        last = Revision(end)
      }
    }
  }

  /// Each row as an event.
  static func events(_ log: Table) -> String {
    log.rows.map { row in
      let data = Cell.object(Array(zip(log.columns.map(\.key), row)).map { ($0.0, $0.1) }).json
      return "event: entry\nid: \(row.first?.json ?? "")\ndata: \(data)\n\n"
    }.joined()
  }

  private func send(_ text: String, to writer: inout any ResponseBodyWriter) async throws {
    let alarm = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    defer { alarm.cancel() }
    try await writer.write(ByteBuffer(string: text))
  }
}

extension Asked {
  /// The revision after which entries are sent: what the listener had last, or what is there now.
  func lastEvent() throws -> Revision {
    let head = Int(register.head.number)
    let text = lastEventID ?? query["after"]
    guard let text else { return register.head }
    guard let number = Int32(text), (0...head).contains(Int(number)) else {
      throw Refusal.notOneOf(lastEventID == nil ? "after" : "Last-Event-ID", text, ["0 \u{2013} \(head)"])
    }
    return Revision(number)
  }
}
