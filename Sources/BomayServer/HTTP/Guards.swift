// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird

/// Headers that each answer bears, refusals included.
struct SecureHeaders<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    for (name, value) in Self.headers where response.headers[name] == nil { response.headers[name] = value }
    return response
  }

  /// Nothing is loaded but the style sheet and the icon of this server; there is no script at all.
  static var policy: String {
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
  }

  private static var headers: [(HTTPField.Name, String)] {
    [
      (.contentSecurityPolicy, policy), (.xContentTypeOptions, "nosniff"),
    ]
      + [
        "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "interest-cohort=()",
      ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
  }
}

/// Turns away what a read-only server on loopback has no use for, before anything is computed.
struct DoorKeeper<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    // A page of elsewhere whose name was pointed at this machine must not read the register.
    guard let host = request.head.authority, Loopback.isName(hostOf: host) else { throw Refusal.wrongHost }
    guard request.method == .get || request.method == .head else { throw Refusal.readOnly }
    let length = request.headers[.contentLength].map { Int($0) ?? .max } ?? 0
    guard length == 0, request.headers[.transferEncoding] == nil else { throw Refusal.takesNoBody }
    return try await next(request, context)
  }
}
