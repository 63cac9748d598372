// SPDX-License-Identifier: Apache-2.0

/// An address of this server's own that a request names as the place to go on to.
enum LocalAddress {
  /// - Returns: `/` for whatever a browser could take for another server.
  static func of(_ text: String?) -> String {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count <= 2000,
      // A browser reads a backslash as a slash and passes over tabs and ends of line.
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
    else { return "/" }
    return text
  }
}
