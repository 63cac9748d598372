// SPDX-License-Identifier: Apache-2.0
import BomayTesting
import Foundation
import Testing

/// The PostgreSQL that the tests run on: that of `BOMAY_TEST_POSTGRES` (an address that may create
/// databases), else a throw-away cluster of their own.
enum PostgresHere {
  /// The address of a database, by its name.
  struct Server: Sendable {
    let address: @Sendable (String) -> String
    /// Runs SQL in a database and gives what it answers, fields parted by strokes.
    let sql: @Sendable (String, String) throws -> String
  }

  static let found: Result<Server, any Error> = Result {
    let named = ProcessInfo.processInfo.environment["BOMAY_TEST_POSTGRES"] ?? ""
    if !named.isEmpty { return elsewhere(named) }
    let cluster = try PostgresCluster()
    return Server(
      address: { cluster.address(of: $0) },
      sql: { database, sql in try psql(cluster.address(of: database), sql) })
  }

  /// The server; `nil`, said aloud, where there is none. Where the whole proof is wanted it is a failure.
  static func server() -> Server? {
    switch found {
    case .success(let server): return server
    case .failure(let error):
      say(error)
      return nil
    }
  }

  /// Clusters for a test that stops them; `nil`, said aloud, where there are none to be had.
  static func clusters(_ make: () throws -> [PostgresCluster]) -> [PostgresCluster]? {
    do { return try make() } catch {
      say(error)
      return nil
    }
  }

  private static func say(_ error: any Error) {
    print("SKIPPED, no PostgreSQL to test on: \(error)")
    if ProcessInfo.processInfo.environment["CI"] != nil {
      Issue.record("no PostgreSQL to test on: \(error)")
    } else {
      withKnownIssue { Issue.record("no PostgreSQL to test on: \(error)") }
    }
  }

  private static func elsewhere(_ address: String) -> Server {
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let base = parts[0].split(separator: "/", omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
    let options = parts.count > 1 ? "?\(parts[1])" : ""
    let named: @Sendable (String) -> String = { "\(base)/\($0)\(options)" }
    return Server(address: named, sql: { database, sql in try psql(named(database), sql) })
  }

  static func psql(_ address: String, _ sql: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", sql]
    return try PostgresCluster.said(by: process)
  }
}

extension PostgresHere.Server {
  /// A new database, empty.
  func database() throws -> Database {
    let name = "bomay_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "_"))"
    _ = try sql("postgres", "CREATE DATABASE \(name)")
    return Database(name: name, server: self)
  }
}

/// A database of one test, gone with it.
final class Database: Sendable {
  let name: String
  private let server: PostgresHere.Server

  init(name: String, server: PostgresHere.Server) {
    self.name = name
    self.server = server
  }

  deinit { _ = try? server.sql("postgres", "DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }

  var address: String { server.address(name) }

  @discardableResult
  func sql(_ text: String) throws -> String { try server.sql(name, text) }

  /// The lines of the answers to many questions, sorted, asked by few programs: starting one takes longer than
  /// most questions.
  func lines(of questions: [String]) throws -> [[String]] {
    try stride(from: 0, to: questions.count, by: 200).flatMap { start in
      let run = questions[start..<min(start + 200, questions.count)]
      let said = try sql(run.map { "SELECT '\(Self.mark)'; \($0)" }.joined(separator: ";\n"))
      let answers = said.split(separator: "\n", omittingEmptySubsequences: false)
        .split(separator: Self.mark[...], omittingEmptySubsequences: false).dropFirst()
      guard answers.count == run.count else { throw Lacking(wanted: run.count, got: answers.count) }
      return answers.map { $0.map(String.init).sorted() }
    }
  }

  private static let mark = "-- the next answer --"

  struct Lacking: Error {
    let wanted: Int
    let got: Int
  }
}
