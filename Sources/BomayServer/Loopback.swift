// SPDX-License-Identifier: Apache-2.0

/// Addresses that only this machine reaches.
public enum Loopback {
  /// Whether the address, or `localhost`, is one that only this machine reaches: 127.0.0.0/8 and ::1.
  public static func contains(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.first == "127"
      && parts.allSatisfy { part in
        part.utf8.allSatisfy { (0x30...0x39).contains($0) } && (UInt8(part).map { String($0) == part } ?? false)
      }
  }

  /// Whether the `Host` of a request, with or without a port, names this machine.
  static func isName(hostOf authority: String) -> Bool {
    if authority.hasPrefix("[") { return contains(String(authority.dropFirst().prefix { $0 != "]" })) }
    return contains(String(authority.prefix { $0 != ":" }).lowercased())
  }
}
