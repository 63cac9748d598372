// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird

/// Headers that each answer bears, refusals included.
struct SecureHeaders: RouterMiddleware {
  typealias Context = ServedContext
  /// Whether TLS is spoken: browsers are told to speak nothing else from now on.
  var isSecure = false

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    // A form to print, or a page with a script, brings its own.
    if response.headers[.contentSecurityPolicy] == nil { response.headers[.contentSecurityPolicy] = Self.policy }
    for field in Self.fields { response.headers.append(field) }
    return response
  }

  /// Nothing is loaded but the style sheet and the icon of this server; there is no script at all.
  static let policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

  private static let fields: [HTTPField] = [
    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "interest-cohort=()"),
  ].compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } }
}

/// Turns away what the server has no use for and who may not come in, before anything is computed.
struct DoorKeeper: RouterMiddleware {
  typealias Context = ServedContext
  let gate: Gate

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    // A page of elsewhere whose name was pointed at this machine must not read the register.
    // Of two names nobody could tell which was meant (RFC 9112, 3.2).
    let hosts = HTTPField.Name("Host").map { request.headers[values: $0] } ?? []
    guard hosts.isEmpty, request.head.path?.hasPrefix("/") ?? false else { throw Refusal.unreadable }
    guard let host = request.head.authority,
      Loopback.isName(hostOf: host) || gate.protection.mayLeaveThisMachine
    else { throw Refusal.wrongHost }
    guard request.method == .post || !TakenBody.isOnlyTaken(at: request.uri.path) else { throw Refusal.onlyPost }
    guard request.method != .post else { return try await sent(request, context, next) }
    guard request.method == .get || request.method == .head else { throw Refusal.readOnly }
    let length = request.headers[.contentLength].map { Int($0) ?? .max } ?? 0
    guard length == 0, request.headers[.transferEncoding] == nil else { throw Refusal.takesNoBody }
    try gate.admit(request, context)
    return try await next(request, context)
  }

  /// What is sent by POST is taken where a page or an endpoint takes it; most only answer.
  private func sent(
    _ request: Request, _ context: Context, _ next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    try gate.admit(request, context)
    if let taken = TakenBody.of(request.head) {
      // It changes nothing and so needs no token; another site has no business with it all the same.
      try CheckedForm.requireSameOrigin(request)
      let length = request.headers[.contentLength].map { Int($0) ?? .max } ?? 0
      guard length <= taken.most else { throw Refusal.tooLarge(taken.most) }
    }
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      throw Refusal.readOnly
    }
  }
}
