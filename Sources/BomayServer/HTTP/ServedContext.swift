// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import Hummingbird
import NIOCore

/// A request on its way: what the server needs to know of it, and who sent it.
struct ServedContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// The other end of the connection.
  let remoteAddress: SocketAddress?
  /// Where the request comes from, as far as senders are told apart by it.
  var address = ""
  var caller = Caller.nobody
  /// The session, or what stands for it in the forms of who has none.
  var token: Token?
  /// Whether a program sent it with a token of its own. No browser does that by itself, so nothing is forged.
  var isBearer = false
  /// Whether the browser does not have the token yet.
  private(set) var isTokenNew = false

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
    remoteAddress = source.channel.remoteAddress
  }

  /// Goes into each form as the hidden field ``CheckedForm/field``; the page must be `no-store`.
  var csrfToken: String { token?.formToken ?? "" }

  mutating func newToken() -> Token {
    isTokenNew = true
    return Token()
  }
}
