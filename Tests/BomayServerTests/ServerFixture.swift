// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStoreSQLite
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import BomayServer

/// The register of Hai Duong, made and opened once, and a server over it.
enum ServerFixture {
  /// Everything that the tests write, gone when they end.
  static let folder: URL = {
    atexit { try? FileManager.default.removeItem(at: ServerFixture.folder) }
    return FileManager.default.temporaryDirectory.appendingPathComponent("bomay-\(UUID().uuidString)")
  }()

  static let today = Day(year: 2022, month: 11, day: 10) ?? DemoRegister.day
  static let now = Instant(seconds: 1_783_000_000)

  private static let made = Result {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("demo.bomay").path
    _ = try DemoRegister.make(in: SQLiteLogStore.create(at: path)) { outcome, _ in
      Issue.record("the demo was refused: \(outcome.diagnostics.map(\.code))")
    }
    return path
  }

  static func path() throws -> String { try made.get() }
  static func session() throws -> RegisterSession { try RegisterSession.open(SQLiteLogStore.open(at: made.get())) }

  static func sharedServer() throws -> RegisterServer { try shared.get() }

  private static let shared = Result { try server(over: made.get()) }

  static func server(over path: String, seconds: @escaping @Sendable () -> Int64 = { 0 }) throws -> RegisterServer {
    try RegisterServer(
      RegisterSession.open(SQLiteLogStore.open(at: path)), language: "vi", today: { today }, seconds: seconds,
      ticks: { 0 }, openingTook: 0.25)
  }

  /// A copy of the register, to record in.
  static func copy() throws -> String {
    let path = try made.get()
    let copy = folder.appendingPathComponent("\(UUID().uuidString).bomay").path
    for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    return copy
  }

  static func get(_ uri: String, _ headers: HTTPFields = [:], from server: RegisterServer? = nil) async throws -> Got {
    try await request(.get, uri, headers, from: server)
  }

  /// Few conversions are let in at once: where other tests are at it, it is asked again for a while.
  static func request(
    _ method: HTTPRequest.Method, _ uri: String, _ headers: HTTPFields = [:], body: String? = nil,
    from server: RegisterServer? = nil
  ) async throws -> Got {
    let server = try server ?? shared.get()
    return try await server.application(host: "127.0.0.1", port: 0).test(.router) { client in
      var tries = 0
      while true {
        let got = try await client.execute(
          uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ) {
          Got(status: $0.status.code, headers: $0.headers, bytes: Array($0.body.readableBytesView))
        }
        guard got.status == 503, method == .post, tries < 2000 else { return got }
        tries += 1
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  /// As ``get(_:_:from:)``, from a host of another name.
  static func get(_ uri: String, host: String?) async throws -> Int {
    let responder = try shared.get().router().buildResponder()
    let head = HTTPRequest(method: .get, scheme: "http", authority: host, path: uri)
    let channel = EmbeddedChannel()
    let context = ServedContext(source: .init(channel: channel, logger: .init(label: "test")))
    return try await responder.respond(to: Request(head: head, body: .init(buffer: .init())), context: context)
      .status.code
  }

  struct Got: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Rows of a table in JSON.
    func rows() throws -> [[String: Any]] {
      try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]])
    }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// Addresses of links and forms, as a browser reads them.
    var links: [String] {
      text.matches(of: /(?:href|action)="([^"]*)"/).map { String($0.1).replacing("&amp;", with: "&") }
    }
  }
}

/// A clock that the test moves.
final class Seconds: Sendable {
  private let value = Mutex<Int64>(0)
  var now: Int64 { value.withLock { $0 } }
  func advance(by seconds: Int64) { value.withLock { $0 += seconds } }
}
