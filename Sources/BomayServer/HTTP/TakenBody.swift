// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// What may be sent to an address: of which type, and how much.
struct TakenBody: Sendable {
  let type: String
  /// Bytes.
  let most: Int

  /// A table as it is: some 300,000 lines of ten columns.
  static let table = TakenBody(type: "text/csv", most: 32 << 20)
  /// Such a table in a form, with what else the form sends.
  static let form = TakenBody(type: "multipart/form-data", most: table.most + (64 << 10))

  /// Addresses that take a body, with it.
  private static let taken: [String: TakenBody] = Dictionary(
    Endpoint.all.compactMap { endpoint in endpoint.takes.map { (Endpoint.base + endpoint.path, $0) } }
      + Page.all.compactMap { page in page.takes.map { (page.path, $0) } },
    uniquingKeysWith: { first, _ in first })

  /// Addresses that are asked by POST and no other way.
  private static let onlyTaken = Set(
    Endpoint.all.filter { $0.takes != nil }.map { Endpoint.base + $0.path })

  static func isOnlyTaken(at path: String) -> Bool { onlyTaken.contains(path) }

  /// What the request may bring with it; `nil` where it may bring nothing.
  static func of(_ head: HTTPRequest) -> TakenBody? {
    guard head.method == .post, let path = head.path?.prefix(while: { $0 != "?" }) else { return nil }
    return taken[String(path)]
  }
}

/// Takes in what is sent, and does what takes long: few at a time, so that neither memory nor the threads that
/// answer all others are used up.
final class Workshop: Sendable {
  /// Requests that send or wait at once; more are sent away.
  static let most = 4
  private let queue = DispatchQueue(label: "bomay.workshop")
  private let count = Mutex(0)

  /// - Throws: ``Refusal`` where too many are at it, or more or something else is sent than is taken.
  func run<Value: Sendable>(
    _ taken: TakenBody, _ request: Request, _ work: @escaping @Sendable (_ body: [UInt8]) throws -> Value
  ) async throws -> Value {
    let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
    guard type == taken.type else { throw Refusal.wrongType(taken.type) }
    guard enter() else { throw Refusal.busy }
    defer { count.withLock { $0 -= 1 } }
    var body: [UInt8] = []
    for try await part in request.body {
      guard body.count + part.readableBytes <= taken.most else { throw Refusal.tooLarge(taken.most) }
      body.append(contentsOf: part.readableBytesView)
    }
    let whole = body
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try work(whole) }) }
    }
  }

  private func enter() -> Bool {
    count.withLock { count in
      guard count < Self.most else { return false }
      count += 1
      return true
    }
  }
}
