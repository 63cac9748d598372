// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation
import Testing

/// The register of Hai Duong, made once for all tests and copied for those that record.
enum DemoFixture {
  struct Made: Sendable {
    let path: String
    /// The same log up to what was recorded by ``now``.
    let early: String
    let register: Register
    let refusal: String?
  }

  /// Everything that the tests write, gone when they end.
  static let folder: URL = {
    atexit { try? FileManager.default.removeItem(at: DemoFixture.folder) }
    return FileManager.default.temporaryDirectory.appendingPathComponent("bomay-\(UUID().uuidString)")
  }()

  static let made: Made = {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let path = folder.appendingPathComponent("demo.bomay").path
      var refusal: String?
      let session = try DemoRegister.make(in: SQLiteLogStore.create(at: path)) { outcome, _ in
        refusal = outcome.diagnostics.filter { $0.severity == .error }.map(\.code).joined(separator: " ")
      }
      let early = folder.appendingPathComponent("early.bomay").path
      let head = session.register.revision(recordedBy: now)
      var entries: [StoredEntry] = []
      try session.store.entries(after: Revision(0)) { entries += $0.filter { $0.revision <= head } }
      try SQLiteLogStore.create(at: early).append(entries, personal: [], after: Revision(0))
      return Made(path: path, early: early, register: session.register, refusal: refusal)
    } catch {
      return Made(path: "", early: "", register: Register(), refusal: "\(error)")
    }
  }()

  static var register: Register { made.register }

  /// A session over a copy of the register as it was at ``now``, to record in; or of all of it.
  static func session(whole: Bool = false) throws -> RegisterSession {
    try RegisterSession.open(SQLiteLogStore.open(at: copy(whole: whole)))
  }

  /// A copy of the file, for those who open it in another process.
  static func copy(whole: Bool = false) throws -> String {
    let path = whole ? made.path : made.early
    let copy = folder.appendingPathComponent("\(UUID().uuidString).bomay").path
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    for suffix in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    return copy
  }

  static func day(_ text: String) throws -> Day { try #require(Day(text)) }

  static func asOf(_ day: String) throws -> AsOf { register.asOf(try self.day(day), knownAt: register.head) }

  static func answers(_ day: String, _ language: String = "vi") throws -> Answers {
    Answers(try asOf(day), try #require(Catalogue(language)))
  }

  static let now = Instant(seconds: 1_667_260_800 + 86_400)  // 2022-11-02

  static func record(_ yaml: String, in session: RegisterSession, at instant: Instant = now) throws -> Outcome {
    try session.record([InputFile(name: "test.yaml", bytes: Array(yaml.utf8))], at: instant, by: "test")
  }
}

extension Outcome {
  /// Codes of the errors, sorted.
  var errors: [String] { diagnostics.filter { $0.severity == .error }.map(\.code).sorted() }
}
