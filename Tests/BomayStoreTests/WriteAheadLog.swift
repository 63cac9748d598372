// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What stands in the `-wal` file beside a register (sqlite.org/fileformat2.html, section 4).
///
/// A frame belongs to the present log when its salts are those of the header; the last frame of a
/// transaction names the size of the database, the others name none. So frames behind the last that
/// names one are those of a transaction that was being written and never ended.
struct WriteAheadLog {
  /// Frames of transactions that ended.
  private(set) var committed = 0
  /// Frames of the one that did not.
  private(set) var unfinished = 0

  init(besides path: String) {
    let bytes = FileManager.default.contents(atPath: path + "-wal").map { [UInt8]($0) } ?? []
    guard bytes.count >= 32 else { return }
    func number(_ place: Int) -> UInt32 { bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) } }
    let frame = 24 + Int(number(8))
    let salts = (number(16), number(20))
    var place = 32
    while place + frame <= bytes.count, number(place + 8) == salts.0, number(place + 12) == salts.1 {
      unfinished += 1
      if number(place + 4) > 0 {
        committed += unfinished
        unfinished = 0
      }
      place += frame
    }
  }
}
