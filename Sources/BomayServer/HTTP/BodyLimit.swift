// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection that goes on sending what nobody reads. A request is answered before its body has
/// come, and the rest would otherwise be read to its end, however long it is.
final class BodyLimit: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  /// Bytes of body of one request; where what is sent is recorded, so many more than are taken.
  static let most = 64 * 1024
  private var limit = most
  private var count = 0

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      let isTaken = head.method == .post && Bodies.areTaken(at: head.path ?? "")
      limit = isTaken ? Bodies.most + Self.most : Self.most
      count = 0
    case .body(let part):
      count += part.readableBytes
      guard count <= limit else {
        context.close(promise: nil)
        return
      }
    case .end: break
    }
    context.fireChannelRead(data)
  }
}
