// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import BomayStoreSQLite
import BomayTesting
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import BomayServer

@Suite("Events of new entries")
struct EventTests {
  /// Runs a server on a port, and what is to be seen of it.
  private func live(
    _ server: RegisterServer, _ test: @Sendable @escaping (_ port: Int) async throws -> Void
  ) async throws {
    try await server.application(host: "127.0.0.1", port: 0).test(.live) { client in
      try await test(#require(client.port))
    }
  }

  private func record(_ number: Int, in path: String) throws {
    let other = try RegisterSession.open(SQLiteLogStore.open(at: path))
    let text =
      "decision: e-\(number)\ntitle: \"T\\n\\ndata: x\"\nrests: reading\neffective: 2022-11-01\n"
      + "changes:\n  - {rename: tu-ky, name: N\(number)}\n"
    let outcome = try other.record(
      [InputFile(name: "e.yaml", bytes: Array(text.utf8))], at: ServerFixture.now, by: "clerk")
    #expect(outcome.recorded != nil)
  }

  @Test("come to who listens within a second, with what the log says, and the server stops all the same")
  func heard() async throws {
    let path = try ServerFixture.copy()
    let server = try ServerFixture.server(over: path)
    try await live(server) { port in
      let listener = try Listener.events(port)
      try await listener.wait { $0.text.contains("retry: 2000") }
      #expect(listener.text.lowercased().contains("content-type: text/event-stream"))
      #expect(listener.text.lowercased().contains("cache-control: no-store"))
      let metrics = try await ServerFixture.get("/metrics", from: server)
      #expect(metrics.text.contains("bomay_events_listeners 1\n"))
      try record(1, in: path)
      try await listener.wait(seconds: 5) { $0.ids == [245] }
      #expect(listener.text.contains("event: entry\nid: 245\ndata: {\"revision\":245,\"entry\":\"decided\""))
      // What a title holds ends no event.
      #expect(listener.text.contains("\"title\":\"T\\n\\ndata: x\""))
      try record(2, in: path)
      try await listener.wait(seconds: 5) { $0.ids == [245, 246] }
      listener.close()
      for _ in 0..<6000 where await server.bell.count > 0 { try await Task.sleep(for: .milliseconds(10)) }
      #expect(await server.bell.count == 0)
      // Left open: the server must not wait for it.
      let last = try Listener.events(port, last: 240)
      try await last.wait { $0.ids == [241, 242, 243, 244, 245, 246] }
    }
  }

  @Test("that were missed come from the log, all, once and in order")
  func missed() async throws {
    try await live(ServerFixture.server(over: ServerFixture.copy())) { port in
      let listener = try Listener.events(port, last: 0)
      try await listener.wait { $0.ids.count >= 244 }
      #expect(listener.ids == Array(1...244))
      listener.close()
    }
  }

  @Test(
    "are not sent to who asks for what cannot be",
    arguments: [("245", 400), ("x", 400), ("-1", 400), ("99999999999", 400)])
  func refused(last: String, status: Int) async throws {
    let name = try #require(HTTPField.Name("Last-Event-ID"))
    let got = try await ServerFixture.get("/api/v1/events", [name: last])
    #expect(got.status == status && got.text.contains("not-one-of"))
    #expect(try await ServerFixture.get("/api/v1/events?after=\(last)").status == status)
  }

  @Test("are for a bounded number of listeners")
  func bounded() async throws {
    let server = try ServerFixture.server(over: ServerFixture.copy())
    var numbers: [Int] = []
    while let (number, _) = await server.bell.listen() { numbers.append(number) }
    #expect(numbers.count == Bell.most)
    let got = try await ServerFixture.get("/api/v1/events", from: server)
    #expect(got.status == 503 && got.text.contains("too-many-listeners"))
    for number in numbers { await server.bell.leave(number) }
    #expect(await server.bell.count == 0)
  }

  /// Takes nothing until its connection is closed.
  private struct StuckWriter: ResponseBodyWriter {
    let channel: any Channel
    let isStuck: @Sendable () -> Void

    func write(_ buffer: ByteBuffer) async throws {
      isStuck()
      try await channel.closeFuture.get()
      throw ChannelError.ioOnClosedChannel
    }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }

  @Test("are cut off from who does not take them")
  func slow() async throws {
    let server = try ServerFixture.server(over: ServerFixture.copy())
    let channel = NIOAsyncTestingChannel()
    let stream = EventStream(
      live: server.live, bell: server.bell, words: server.languages.usual, today: server.today, channel: channel,
      caller: .keeper, isStillIn: { true }
    ) { _ in }
    let response = try await stream.response(after: Revision(0))
    let shared = StuckFlag()
    let writing = Task {
      do {
        try await response.body.write(StuckWriter(channel: channel) { shared.raise() })
        return false
      } catch {
        return true
      }
    }
    for _ in 0..<2000 where !shared.isRaised { try await Task.sleep(for: .milliseconds(5)) }
    #expect(shared.isRaised)
    #expect(await server.bell.count == 1)
    await channel.testingEventLoop.advanceTime(by: EventStream.patience + .seconds(1))
    #expect(await writing.value)
    #expect(await server.bell.count == 0)
  }

  @Test("end with the session or the account that they were asked in")
  func ended() async throws {
    let guarded = try GuardedServer(ServerFixture.server(over: ServerFixture.copy()))
    let disabled = try await guarded.add("lan", [Grant(.reader)])
    let ended = try await guarded.add("mai", [Grant(.reader)])
    try await live(guarded.server) { port in
      let listeners = try [disabled, ended].map {
        try Listener.events(port, last: 243, headers: "Cookie: bomay=\($0.text)\r\n")
      }
      for listener in listeners { try await listener.wait { $0.ids == [244] } }
      try guarded.accounts.store.change(
        Account(name: "lan", displayName: "lan", grants: [Grant(.reader)], isDisabled: true), guarded.mark)
      try guarded.accounts.store.endSession(digest: ended.digest)
      // The last chunk of an answer is an empty one. It is looked at with each sign of life.
      for listener in listeners { try await listener.wait(seconds: 60) { $0.text.hasSuffix("\r\n0\r\n\r\n") } }
    }
  }

  @Test("show now and then that the line lives")
  func signs() async throws {
    let bell = Bell(period: .milliseconds(1), looksBetweenSigns: 3) { Revision(7) }
    let (number, rings) = try #require(await bell.listen())
    var heard: [Revision] = []
    for await ring in rings {
      heard.append(ring)
      if heard.count == 3 { await bell.leave(number) }
    }
    #expect(heard == [Revision(7), Revision(7), Revision(7)])
  }

  @Test("go on when the store was away for a while")
  func away() async throws {
    let asked = Counted()
    let bell = Bell(period: .milliseconds(1)) {
      guard asked.next() > 3 else { throw Listener.NotHad(what: "away") }
      return Revision(9)
    }
    let (number, rings) = try #require(await bell.listen())
    for await ring in rings {
      #expect(ring == Revision(9))
      await bell.leave(number)
    }
  }
}

private final class StuckFlag: Sendable {
  private let stuck = Mutex(false)
  var isRaised: Bool { stuck.withLock { $0 } }
  func raise() { stuck.withLock { $0 = true } }
}

private final class Counted: Sendable {
  private let count = Mutex(0)
  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
