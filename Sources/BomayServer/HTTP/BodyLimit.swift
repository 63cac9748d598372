// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection that goes on sending what nobody reads. A request is answered before its body has
/// come, and the rest would otherwise be read to its end, however long it is.
final class BodyLimit: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  /// Bytes of body of one request that takes none, or a form without files.
  static let most = 64 * 1024
  private var count = 0
  private var limit = BodyLimit.most

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      let isRecorded = head.method == .post && Bodies.areTaken(at: head.path ?? "")
      limit = TakenBody.of(head)?.most ?? (isRecorded ? Bodies.most + Self.most : Self.most)
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
