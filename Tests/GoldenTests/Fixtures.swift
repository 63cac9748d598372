// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation
import Testing

/// The decision files beside this one, tried on the register of Hai Duong.
enum Fixtures {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
  static let root = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// `BOMAY_WRITE_GOLDEN=1` writes what the program says; never where a build is proved.
  static let isWriting =
    ProcessInfo.processInfo.environment["BOMAY_WRITE_GOLDEN"] != nil
    && ProcessInfo.processInfo.environment["CI"] == nil

  static func names(_ part: String, _ ending: String = ".yaml") -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(part).path)) ?? []
    return all.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }

  static func bytes(_ path: String) -> [UInt8]? {
    (try? Data(contentsOf: folder.appendingPathComponent(path))).map { Array($0) }
  }

  /// The value of `# key: value` in the first lines.
  static func heading(_ key: String, of bytes: [UInt8]) -> String? {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix(3)
      .first { $0.hasPrefix("# \(key): ") }.map { String($0.dropFirst(key.count + 4)) }
  }

  /// Compares with what was said before, or writes it.
  static func expect(_ said: String, at path: String) throws {
    let file = folder.appendingPathComponent(path)
    if isWriting { try said.write(to: file, atomically: true, encoding: .utf8) }
    #expect(said == (try? String(contentsOf: file, encoding: .utf8)), "\(path)")
  }

  /// Two days after the month in which the pilots were to stop.
  static let now = Instant(seconds: 1_667_347_200)

  /// The log of the register as it was on that day, made once: what was recorded later would make all
  /// that is tried here late.
  private static let made = Result<[StoredEntry], any Error> {
    let store = try SQLiteLogStore.inMemory()
    _ = try DemoRegister.make(in: store, until: now.day) { outcome, _ in
      Issue.record("the register was refused: \(outcome.diagnostics.map(\.code))")
    }
    var entries: [StoredEntry] = []
    try store.entries(after: Revision(0)) { entries += $0 }
    return entries
  }

  /// A register of one's own, to record in.
  static func session() throws -> RegisterSession {
    let store = try SQLiteLogStore.inMemory()
    try store.append(made.get(), personal: [], after: Revision(0))
    return try RegisterSession.open(store)
  }
}
