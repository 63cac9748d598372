// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import HTTPTypes
import Hummingbird

/// What was sent by POST, and that a page of this server sent it for this session.
enum CheckedForm {
  /// The hidden field of each form.
  static let field = "csrf"
  /// Bytes of a form without files.
  static let most = BodyLimit.most - 1024

  /// Reads a form that a browser sent.
  ///
  /// - Throws: ``Refusal`` where another site sent it, the token is missing or of another session, it is no
  ///   form or longer than `most` bytes.
  static func read(_ request: Request, _ context: ServedContext, most: Int = most) async throws -> Query {
    try requireSameOrigin(request)
    let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
    guard type == "application/x-www-form-urlencoded" else { throw Refusal.notAForm }
    let body: String
    do {
      body = String(buffer: try await request.body.collect(upTo: most))
    } catch {
      throw Refusal.tooLong
    }
    guard let fields = Query(body) else { throw Refusal.unreadableForm }
    try requireToken(fields[field], context)
    return fields
  }

  /// For bodies that are no form: whoever reads one checks this first, and the token that came with it.
  ///
  /// A browser says where a request by POST comes from. One that says neither is told apart by the token.
  static func requireSameOrigin(_ request: Request) throws {
    if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] {
      guard site == "same-origin" else { throw Refusal.forged }
    }
    if let origin = request.headers[.origin] {
      let host = origin.split(separator: "://", maxSplits: 1).last.map(String.init)
      guard origin.hasPrefix("http"), let host, host.lowercased() == request.head.authority?.lowercased() else {
        throw Refusal.forged
      }
    }
  }

  static func requireToken(_ text: String?, _ context: ServedContext) throws {
    if context.isBearer { return }
    guard let text, let token = context.token, !context.isTokenNew, token.isFormToken(text) else {
      throw Refusal.forged
    }
  }
}
