// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import Crypto

extension Register {
  /// The SHA-256 of everything folded, in hexadecimal: equal for the same log on any machine and in
  /// any process, as long as ``foldVersion`` is the same.
  public var digest: String {
    var hash = SHA256()
    hash.update(data: Array("bomay fold \(Register.foldVersion)\n".utf8))
    withoutActuallyEscaping({ (bytes: [UInt8]) in hash.update(data: bytes) }) { writeFolded($0) }
    return hexadecimal(hash.finalize())
  }
}
