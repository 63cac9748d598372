// SPDX-License-Identifier: Apache-2.0
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension OIDCProvider {
  /// Asks over the network: 5 seconds and 1 MiB at most, and nowhere else than where it was told to.
  public init(_ settings: OIDCSettings) {
    self.init(settings) { address in
      let response = try await OIDCProvider.client.execute(HTTPClientRequest(url: address), timeout: .seconds(5))
      guard response.status == .ok else {
        throw OIDCFault.unfitting(address: address, problem: "status \(response.status.code)")
      }
      return Array(buffer: try await response.body.collect(upTo: 1024 * 1024))
    }
  }

  private static let client = HTTPClient(
    eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
}
