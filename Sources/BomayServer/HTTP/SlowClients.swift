// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request does not come to its end in time, however steadily its bytes trickle.
///
/// How long a connection may be silent between requests is told to the server elsewhere.
final class SlowClients: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  /// Until the head of the first request is there.
  private let head: TimeAmount
  /// From the head of a request until its end.
  private let body: TimeAmount
  private var deadline: Scheduled<Void>?
  /// Whether a request has begun of which nobody has looked yet whether it has come whole.
  private var hasBegun = false

  init(head: TimeAmount = .seconds(10), body: TimeAmount = .seconds(30)) {
    self.head = head
    self.body = body
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { close(context, in: head) }
  }

  func channelActive(context: ChannelHandlerContext) {
    close(context, in: head)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      deadline?.cancel()
      hasBegun = true
    case .end:
      deadline?.cancel()
      hasBegun = false
    case .body: break
    }
    context.fireChannelRead(data)
  }

  /// Most requests come whole with their head, and need no deadline.
  func channelReadComplete(context: ChannelHandlerContext) {
    if hasBegun { close(context, in: body) }
    hasBegun = false
    context.fireChannelReadComplete()
  }

  private func close(_ context: ChannelHandlerContext, in time: TimeAmount) {
    deadline?.cancel()
    let channel = context.channel
    deadline = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }
}
