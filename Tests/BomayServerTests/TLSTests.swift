// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import BomayServer

@Suite("Over TLS", .enabled(if: OwnCertificate.canBeMade, "openssl is not here"))
struct TLSTests {
  @Test("pages are served with a certificate of one's own, and the session is Secure")
  func served() async throws {
    let certificate = try OwnCertificate.made.get()
    try certificate.check()
    let guarded = try GuardedServer { $0.certificate = certificate }
    let session = try await guarded.add("lan", [Grant(.reader)])
    try await patiently(guarded.server) { client in
      try await client.execute(uri: "/health", method: .get) { response in
        #expect(response.status == .ok)
        #expect(response.headers[.strictTransportSecurity] == "max-age=31536000")
      }
      try await client.execute(uri: "/login", method: .get) { response in
        let cookie = response.headers[.setCookie] ?? ""
        #expect(cookie.hasPrefix("__Host-bomay-visit=") && cookie.contains("Secure"))
      }
      try await client.execute(
        uri: "/api/v1/units/tu-ky", method: .get, headers: [.cookie: "__Host-bomay=\(session.text)"]
      ) { response in #expect(response.status == .ok) }
    }
  }

  /// The client gives up after a while of its own; on a machine that is busy with other tests it is asked again.
  private func patiently(
    _ server: RegisterServer, _ body: @Sendable (any TestClientProtocol) async throws -> Void
  ) async throws {
    var tries = 0
    while true {
      do {
        return try await server.application(host: "127.0.0.1", port: 0).test(.ahc(.https)) { try await body($0) }
      } catch  where "\(error)".contains("deadlineExceeded") && tries < 20 {
        tries += 1
      }
    }
  }

  @Test("who speaks no TLS is not answered")
  func plain() async throws {
    let certificate = try OwnCertificate.made.get()
    let guarded = try GuardedServer { $0.certificate = certificate }
    let application = try guarded.server.application(host: "127.0.0.1", port: 0)
    await #expect(throws: (any Error).self) {
      try await application.test(.ahc(.http)) { client in
        try await client.execute(uri: "/health", method: .get) { _ in }
      }
    }
  }

  @Test("a key that does not belong to the certificate, or no certificate, is told before anything is served")
  func mismatched() throws {
    let certificate = try OwnCertificate.made.get()
    let other = try OwnCertificate.make("other")
    for wrong in [
      Protection.Certificate(chain: certificate.chain, key: other.key),
      Protection.Certificate(chain: certificate.key, key: certificate.key),
      Protection.Certificate(chain: certificate.chain, key: certificate.chain),
      Protection.Certificate(chain: "/nowhere", key: certificate.key),
    ] {
      #expect(throws: (any Error).self) { try wrong.check() }
    }
  }
}

@Suite("Which addresses are listened on")
struct LeavingTests {
  @Test("other machines are served only with accounts, and only over TLS")
  func leaving() throws {
    let accounts = try GuardedServer().accounts
    var protection = Protection()
    #expect(!protection.mayLeaveThisMachine)
    protection.isBehindProxy = true
    #expect(!protection.mayLeaveThisMachine)
    protection = Protection(accounts: accounts)
    #expect(!protection.mayLeaveThisMachine)
    protection.isBehindProxy = true
    #expect(protection.mayLeaveThisMachine)
    protection.isBehindProxy = false
    protection.certificate = Protection.Certificate(chain: "a", key: "b")
    #expect(protection.mayLeaveThisMachine)
  }
}

/// A certificate that its maker alone vouches for.
enum OwnCertificate {
  private static let program = "/usr/bin/openssl"
  static var canBeMade: Bool { FileManager.default.isExecutableFile(atPath: program) }
  static let made = Result { try make("own") }

  static func make(_ name: String) throws -> Protection.Certificate {
    _ = try ServerFixture.path()
    let base = ServerFixture.folder.appendingPathComponent(name).path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-keyout", base + ".key", "-out", base + ".crt",
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return Protection.Certificate(chain: base + ".crt", key: base + ".key")
  }
}
