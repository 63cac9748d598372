// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayDomain
import HTTPTypes
import Hummingbird

/// Lets a request in, or says why not, before anything is computed.
struct Gate: Sendable {
  let protection: Protection
  let seconds: @Sendable () -> Int64
  /// `nil` where nobody asks anew.
  private var rates: RateLimits? = RateLimits()

  init(_ protection: Protection, seconds: @escaping @Sendable () -> Int64) {
    self.protection = protection
    self.seconds = seconds
  }

  var now: Instant { Instant(seconds: seconds()) }

  // MARK: Who asks

  /// Says in the context who asks.
  ///
  /// - Throws: ``Refusal`` where the accounts cannot be read or the sender asks too often.
  func identify(_ request: Request, _ context: inout ServedContext) async throws {
    guard let accounts = protection.accounts else {
      context.caller = protection.keeperRecords ? .recordingKeeper : .keeper
      context.token = visit(request) ?? newVisit(request, &context)
      return
    }
    context.address = address(of: request, context)
    try take(RateLimits.address, "address \(context.address)")
    if let token = bearerToken(request), let bearer = protection.bearer {
      context.caller = try await caller(of: token, bearer, accounts)
      context.isBearer = true
      return
    }
    do {
      if let token = cookie(sessionCookie, of: request), let account = try accounts.account(of: token, now: now) {
        context.caller = Caller(account)
        context.token = token
        try take(RateLimits.account, "account \(account.name)")
        return
      }
    } catch let fault as AccountFault {
      throw Refusal.unavailable("\(fault)")
    }
    context.caller = protection.isPublic ? .visitor : .nobody
    context.token = visit(request) ?? newVisit(request, &context)
  }

  /// Whether the sender of a request that is still being answered would be let in now as the same caller.
  func stillAdmits(_ request: Request, _ context: ServedContext) async -> Bool {
    var again = context
    // It is no request of its own.
    var uncounted = self
    uncounted.rates = nil
    do {
      try await uncounted.identify(request, &again)
      try admit(request, again)
    } catch {
      return false
    }
    return again.caller.name == context.caller.name && again.caller.grants == context.caller.grants
  }

  /// Programs send one; pages are for who signs in.
  private func bearerToken(_ request: Request) -> String? {
    guard request.uri.path.hasPrefix("/api/"), let header = request.headers[.authorization] else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1)
    return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
  }

  private func caller(
    of token: String, _ bearer: @Sendable (String, Instant) async throws -> String?, _ accounts: Accounts
  ) async throws -> Caller {
    let name: String?
    do { name = try await bearer(token, now) } catch { throw Refusal.tokenUnchecked }
    do {
      guard let name, let account = try accounts.store.account(named: name), !account.isDisabled else {
        throw Refusal.badToken
      }
      try take(RateLimits.account, "account \(account.name)")
      return Caller(account)
    } catch let fault as AccountFault {
      throw Refusal.unavailable("\(fault)")
    }
  }

  private func take(_ rate: RateLimits.Rate, _ key: String) throws {
    let wait = rates?.wait(rate, key, now: seconds()) ?? 0
    guard wait == 0 else { throw Refusal.tooMany(wait) }
  }

  private func address(of request: Request, _ context: ServedContext) -> String {
    let peer = context.remoteAddress?.ipAddress ?? ""
    guard protection.isBehindProxy, let name = HTTPField.Name("X-Forwarded-For") else { return AddressKey.of(peer) }
    // The last one is what the proxy itself has seen; whoever asks can write what stands before it.
    let list = request.headers[values: name].joined(separator: ",")
    let last = list.split(separator: ",").last.map { String($0.filter { $0 != " " }) }
    return AddressKey.of(last ?? peer)
  }

  // MARK: What is let in

  /// Addresses that are open to who has not signed in.
  private static let open = ["/login", "/logout", "/health", "/ready"]

  /// - Throws: ``Refusal`` where the caller may not come in.
  func admit(_ request: Request, _ context: ServedContext) throws {
    guard protection.accounts != nil else { return }
    let path = request.uri.path
    if Gate.open.contains(path) || path.hasPrefix("/assets/") || path.hasPrefix("/setup/") { return }
    if path == "/account" {
      guard context.caller.hasAccount else { throw Refusal.signIn }
      return
    }
    // What the server counts is for who runs it, not for everybody who reads what is public.
    if path == "/metrics" {
      guard context.caller.hasAccount || mayWatch(request) else { throw Refusal.signIn }
      return
    }
    guard context.caller.may(.read) else { throw context.caller.hasAccount ? Refusal.forbidden : Refusal.signIn }
  }

  /// Whether the sender has the token for watching.
  private func mayWatch(_ request: Request) -> Bool {
    guard let token = protection.watchingToken, let sent = request.headers[.authorization] else { return false }
    return Token.areEqual(Array(sent.utf8), Array("Bearer \(token)".utf8))
  }

  // MARK: Cookies

  /// With the prefix, a browser takes it only over TLS, from this very host, for all of it.
  private var prefix: String { protection.isSecure ? "__Host-" : "" }
  private var sessionCookie: String { prefix + "bomay" }
  /// Stands for a session in the forms of who has none.
  private var visitCookie: String { prefix + "bomay-visit" }

  private func cookie(_ name: String, of request: Request) -> Token? {
    request.cookies[name].flatMap { Token($0.value) }
  }

  private func visit(_ request: Request) -> Token? { cookie(visitCookie, of: request) }

  /// For the forms of a page; what programs ask for has none.
  private func newVisit(_ request: Request, _ context: inout ServedContext) -> Token? {
    request.uri.path.hasPrefix("/api/") ? nil : context.newToken()
  }

  /// Puts the session into the answer.
  func begin(_ token: Token, _ response: inout Response) {
    // Lax: whoever follows a link from a letter is signed in; what another site sends by POST is not.
    response.setCookie(
      Cookie(
        name: sessionCookie, value: token.text, path: "/", secure: protection.isSecure, httpOnly: true, sameSite: .lax))
  }

  /// Takes the session out of the browser.
  func end(_ response: inout Response) {
    response.setCookie(
      Cookie(
        name: sessionCookie, value: "", maxAge: 0, path: "/", secure: protection.isSecure, httpOnly: true,
        sameSite: .lax))
  }

  /// A page with a form is not kept by caches, and needs what its form is known by.
  func finish(_ response: inout Response, _ context: ServedContext) {
    response.headers[.vary] = response.headers[.vary].map { $0 + ", Cookie" } ?? "Cookie"
    guard context.isTokenNew, let token = context.token, response.headers[.cacheControl] == "no-store",
      response.headers[.contentType]?.hasPrefix("text/html") == true
    else { return }
    response.setCookie(
      Cookie(
        name: visitCookie, value: token.text, path: "/", secure: protection.isSecure, httpOnly: true,
        sameSite: .strict))
  }
}
