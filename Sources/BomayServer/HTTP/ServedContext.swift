// SPDX-License-Identifier: Apache-2.0
import Hummingbird

/// A request on its way: what the server needs to know of it, and who sent it.
struct ServedContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  var caller = Caller.keeper

  init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }
}
