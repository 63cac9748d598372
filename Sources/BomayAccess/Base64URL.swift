// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Base64 with the letters of addresses, without padding (RFC 4648, section 5).
public func base64URL(_ bytes: some Sequence<UInt8>) -> String {
  let letters = Data(bytes).base64EncodedString().utf8.compactMap { letter -> UInt8? in
    switch letter {
    case UInt8(ascii: "+"): UInt8(ascii: "-")
    case UInt8(ascii: "/"): UInt8(ascii: "_")
    case UInt8(ascii: "="): nil
    default: letter
    }
  }
  return String(decoding: letters, as: UTF8.self)
}
