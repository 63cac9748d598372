// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

/// A listener on a socket of its own, which reads on a thread of its own: that of the tests must not wait.
public final class Listener: Sendable {
  private let socket: Int32
  private let heard = Mutex("")

  public struct NotHad: Error {
    public let what: String
    public init(what: String) { self.what = what }
  }

  /// Sends the request and goes on reading what comes.
  public init(port: Int, _ request: String) throws {
    socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard socket >= 0, connected == 0 else { throw NotHad(what: "no connection to \(port)") }
    let bytes = Array(request.utf8)
    guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw NotHad(what: "not sent")
    }
    Thread.detachNewThread { [self] in read() }
  }

  /// - Parameter headers: more of them, each with its line end.
  public static func events(_ port: Int, last: Int? = nil, headers: String = "") throws -> Listener {
    let id = last.map { "Last-Event-ID: \($0)\r\n" } ?? ""
    return try Listener(port: port, "GET /api/v1/events?lang=en HTTP/1.1\r\nHost: localhost\r\n\(id)\(headers)\r\n")
  }

  private func read() {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(socket, &bytes, bytes.count, 0)
      guard count > 0 else { break }
      let text = String(decoding: bytes.prefix(count), as: UTF8.self)
      heard.withLock { $0 += text }
    }
    heard.withLock { $0 += Self.end }
  }

  /// Stands behind what was heard once the other side has closed.
  public static let end = "\u{4}"

  public var text: String { heard.withLock { $0 } }

  /// The ids of the events, in the order in which they came.
  public var ids: [Int] { text.matches(of: /\nid: ([0-9]+)\n/).compactMap { Int($0.1) } }

  /// Waits until it has heard what is wanted.
  public func wait(seconds: Double = 20, _ isHeard: (Listener) -> Bool) async throws {
    for _ in 0..<Int(seconds * 100) {
      if isHeard(self) { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw NotHad(what: "in \(seconds) seconds only: \(text.suffix(2000))")
  }

  /// What is answered to one request, head and all.
  public static func get(_ port: Int, _ path: String) async throws -> String {
    let listener = try Listener(
      port: port, "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    try await listener.wait { $0.text.hasSuffix(end) }
    return listener.text
  }

  public func close() { _ = shutdown(socket, Int32(SHUT_RDWR)) }
}
