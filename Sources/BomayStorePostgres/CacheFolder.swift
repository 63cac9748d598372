// SPDX-License-Identifier: Apache-2.0
import Foundation

extension PostgresLogStore {
  /// What can be made anew at any time is kept here, after the XDG base directory specification; `nil` for a
  /// user without a home.
  static let cacheFolder: String? = {
    let environment = ProcessInfo.processInfo.environment
    let base =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.cache" : nil }
    return base.map { $0 + "/bomay" }
  }()
}
