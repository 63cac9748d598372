// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayStore
import BomayTesting
import Foundation
import Testing

@testable import BomayStorePostgres

@Suite("A register on a server that is reached over TLS")
struct SecureConnectionTests {
  /// Runs a program as the owner of the cluster, in its folder.
  private func run(_ arguments: [String], in folder: String) throws {
    let process = Process()
    let owner = ["/usr/bin/setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", "--"]
    let command = (geteuid() == 0 ? owner : ["/usr/bin/env"]) + arguments
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    _ = try PostgresCluster.said(by: process, named: "\(arguments[0]): ")
  }

  /// A certificate of the name that vouches for itself.
  private func certify(_ name: String, _ file: String, in folder: String) throws {
    try run(
      [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(name)",
        "-addext", "subjectAltName=DNS:\(name)", "-keyout", "\(file).key", "-out", "\(file).crt",
      ], in: folder)
  }

  @Test("is opened over TLS only, by the certificate and the name that the address asks for")
  func verified() throws {
    let port = Int.random(in: 20_000..<30_000)
    let made = PostgresHere.clusters {
      [try PostgresCluster(settings: ["listen_addresses = '127.0.0.1'", "port = \(port)"])]
    }
    guard let cluster = made?.first else { return }
    defer { cluster.stop() }
    for name in ["db.example", "other.example"] { try certify(name, name, in: cluster.folder) }
    let local = "postgresql:///postgres?host=\(cluster.folder)&port=\(port)&user=postgres"
    for setting in [
      "ssl_cert_file = '\(cluster.folder)/db.example.crt'", "ssl_key_file = '\(cluster.folder)/db.example.key'",
      "ssl = on",
    ] {
      _ = try PostgresHere.psql(local, "ALTER SYSTEM SET \(setting)")
    }
    _ = try PostgresHere.psql(local, "SELECT pg_reload_conf()")
    while try PostgresHere.psql(local, "SHOW ssl") != "on" { usleep(20_000) }

    func address(_ name: String, trusting certificate: String) -> String {
      "postgresql://postgres@\(name):\(port)/postgres?hostaddr=127.0.0.1&sslmode=verify-full"
        + "&sslrootcert=\(cluster.folder)/\(certificate).crt"
    }
    let right = address("db.example", trusting: "db.example")
    let store = try PostgresLogStore.create(at: right)
    try store.append(StorePromise.entries(1...3), personal: [], after: .zero)
    #expect(try PostgresLogStore.open(at: right).head() == Revision(3))
    let connection = try Connection(to: Address(right))
    let used = try connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    #expect(used.text(0, 0) == "t")
    for wrong in [address("db.example", trusting: "other.example"), address("elsewhere", trusting: "db.example")] {
      #expect {
        _ = try PostgresLogStore.open(at: wrong)
      } throws: { error in
        guard case StoreError.unreachable(_, let problem) = error else { return false }
        return problem.contains("certificate")
      }
    }
  }
}
