// SPDX-License-Identifier: Apache-2.0
import HummingbirdCore
import HummingbirdTLS
import NIOSSL

extension Protection.Certificate {
  /// Whether the files can be read and belong together.
  ///
  /// - Throws: what is wrong with them.
  public func check() throws { _ = try NIOSSLContext(configuration: configuration) }

  /// TLS 1.2 and later, as the library sets it up for servers.
  private var configuration: TLSConfiguration {
    get throws {
      let certificates = try NIOSSLCertificate.fromPEMFile(chain).map { NIOSSLCertificateSource.certificate($0) }
      let secret = try NIOSSLPrivateKey(file: key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: certificates, privateKey: .privateKey(secret))
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = ["http/1.1"]
      return configuration
    }
  }

  /// The server, spoken to by TLS alone.
  func guarding(_ server: HTTPServerBuilder) throws -> HTTPServerBuilder {
    try .tls(server, tlsConfiguration: configuration)
  }
}
