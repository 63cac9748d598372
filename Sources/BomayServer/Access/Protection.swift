// SPDX-License-Identifier: Apache-2.0
public import BomayAccess
public import BomayDomain

/// Who is let in, and over what.
public struct Protection: Sendable {
  /// Those who sign in; `nil` where whoever sits at this machine is let in.
  public var accounts: Accounts?
  /// Whether whoever sits at this machine may record, where there are no accounts.
  public var keeperRecords = false
  /// Whether what is not personal may be read without signing in.
  public var isPublic = false
  /// Whether a proxy stands before the server. It speaks TLS, hands on the `Host` that was asked for, and says in
  /// `X-Forwarded-For` who asks.
  public var isBehindProxy = false
  /// By which a program that watches the server is let in at `/metrics`, and nowhere else.
  public var watchingToken: String?
  /// The server's own certificate.
  public var certificate: Certificate?

  /// Files in PEM form.
  public struct Certificate: Sendable {
    public let chain: String
    public let key: String

    public init(chain: String, key: String) {
      self.chain = chain
      self.key = key
    }
  }

  /// Tells the name of the account whose bearer token it is, `nil` where the token is no good, and throws where that
  /// cannot be told; `nil` where no tokens are taken.
  public var bearer: (@Sendable (String, Instant) async throws -> String?)?

  public init(accounts: Accounts? = nil) { self.accounts = accounts }

  /// Whether nobody can read on the way what is sent.
  var isSecure: Bool { certificate != nil || isBehindProxy }

  /// Whether the server may listen on an address that other machines reach.
  public var mayLeaveThisMachine: Bool { accounts != nil && isSecure }
}
