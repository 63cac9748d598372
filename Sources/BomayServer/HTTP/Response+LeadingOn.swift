// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird

extension Response {
  /// Leads on to an address of this server, by GET.
  static func seeOther(_ address: String) -> Response {
    Response(status: .seeOther, headers: [.location: address, .cacheControl: "no-store"])
  }
}

extension Linker {
  /// To what was recorded: its entry, or the log where there are several.
  func to(recorded revisions: ClosedRange<Int32>) -> String {
    to(revisions.count == 1 ? "/log/\(revisions.upperBound)" : "/decisions")
  }
}
