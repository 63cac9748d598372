// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation

/// The decision files beside this one, tried on the register of Hai Duong.
enum Fixtures {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
  static let root = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// `BOMAY_WRITE_GOLDEN=1` writes what the program says; never where a build is proved.
  static let isWriting = ProcessInfo.processInfo.environment["BOMAY_WRITE_GOLDEN"] != nil

  static func names(_ part: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(part).path)) ?? []
    return all.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  static func bytes(_ path: String) -> [UInt8]? {
    (try? Data(contentsOf: folder.appendingPathComponent(path))).map { Array($0) }
  }

  /// The value of `# key: value` in the first lines.
  static func heading(_ key: String, of bytes: [UInt8]) -> String? {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix(3)
      .first { $0.hasPrefix("# \(key): ") }.map { String($0.dropFirst(key.count + 4)) }
  }

  /// Two days after the month in which the pilots were to stop.
  static let now = Instant(seconds: 1_667_347_200)

  static func session() throws -> RegisterSession {
    try DemoRegister.make(in: SQLiteLogStore.inMemory()) { _, _ in }
  }
}
