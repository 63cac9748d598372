// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOHTTPTypes

/// Closes a connection that goes on sending what nobody reads. A request is answered before its body has
/// come, and the rest would otherwise be read to its end, however long it is.
final class BodyLimit: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  /// Bytes of body on one connection.
  static let most = 64 * 1024
  private var count = 0

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .body(let part) = unwrapInboundIn(data) {
      count += part.readableBytes
      guard count <= Self.most else {
        context.close(promise: nil)
        return
      }
    }
    context.fireChannelRead(data)
  }
}
