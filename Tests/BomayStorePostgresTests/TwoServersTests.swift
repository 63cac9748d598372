// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStorePostgres
import BomayTesting
import Foundation
import Testing

@Suite("Two servers over one register on PostgreSQL")
struct TwoServersTests {
  /// A server as a user starts it.
  private struct Served {
    let running: BuiltProgram.Running
    let port: Int

    init(_ address: String) async throws {
      running = try BuiltProgram.Running(
        BuiltProgram.url("bomay"), ["serve", "--register", address, "--port", "0"],
        environment: ["BOMAY_LANG": "en", "SWIFT_BACKTRACE": "enable=no"])
      var port: Int?
      for _ in 0..<6000 where port == nil {
        try await Task.sleep(for: .milliseconds(10))
        port = try running.printed().firstMatch(of: /127\.0\.0\.1:([0-9]+)/).flatMap { Int($0.1) }
      }
      let printed = try running.printed()
      self.port = try #require(port, "\(printed)")
    }
  }

  private func record(_ number: Int, in session: RegisterSession) throws {
    let text =
      "decision: d-\(number)\ntitle: Decision number \(number)\nrests: reading\neffective: 2020-01-01\n"
      + "changes:\n  - {establish: u-\(number), kind: so, name: Department \(number)}\n"
    let outcome = try session.record(
      [InputFile(name: "d.yaml", bytes: Array(text.utf8))], at: Instant(seconds: 1_600_000_100), by: "another office")
    try #require(outcome.recorded != nil, "\(outcome.diagnostics.map(\.code))")
  }

  @Test("show each entry within a second, on their pages and to those who listen")
  func within() async throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let session = try RegisterSession.open(PostgresLogStore.create(at: database.address))
    let bytes = try #require(Resources.bytes("charters/vn.yaml"))
    try session.adopt(
      #require(CharterFile.read(bytes, name: "vn").0), at: Instant(seconds: 1_600_000_000), by: "another office")
    let servers = [try await Served(database.address), try await Served(database.address)]
    let listeners = try servers.map { try Listener.events($0.port) }
    for listener in listeners { try await listener.wait { $0.text.contains("retry:") } }
    var taken: [Duration] = []
    // A machine that is busy with all the other tests may hold up some: more are asked where none was in time.
    while taken.count < 5 || taken.count < 20 && taken.allSatisfy({ $0 >= .seconds(1) }) {
      let number = taken.count + 1
      try record(number, in: session)
      let start = ContinuousClock.now
      for listener in listeners { try await listener.wait { $0.ids.last == number + 1 } }
      taken.append(ContinuousClock.now - start)
      // A page looks at the log itself, so the first one asked for has it.
      for server in servers {
        let page = try await Listener.get(server.port, "/decisions?lang=en&on=2020-01-02")
        #expect(page.contains("Decision number \(number)"))
        #expect(try await Listener.get(server.port, "/units/u-\(number)?on=2020-01-02").hasPrefix("HTTP/1.1 200"))
      }
    }
    print("from the commit until both servers had told of an entry: \(taken.sorted())")
    #expect(taken.contains { $0 < .seconds(1) })
    #expect(listeners.allSatisfy { $0.ids == Array(2...(taken.count + 1)) })
    for server in servers { server.running.terminate() }
    for server in servers { #expect(try server.running.wait().status == 0) }
    for listener in listeners { #expect(listener.text.hasSuffix(Listener.end)) }
  }
}
