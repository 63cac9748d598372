// SPDX-License-Identifier: Apache-2.0
import BomayTesting
import Foundation
import Testing

/// The program as a user runs it, in a folder of its own.
struct Program {
  let folder: URL
  private let binary: URL

  /// Everything that the tests write, gone when they end.
  private static let root: URL = {
    atexit { try? FileManager.default.removeItem(at: Program.root) }
    return FileManager.default.temporaryDirectory.appendingPathComponent("bomay-command-\(UUID().uuidString)")
  }()

  init() throws {
    binary = try BuiltProgram.url("bomay")
    folder = Self.root.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  static let settings = ["BOMAY_LANG": "en", "BOMAY_AUTHOR": "clerk", "SWIFT_BACKTRACE": "enable=no"]

  @discardableResult
  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> BuiltProgram.Ended {
    try run(arguments, environment: environment)
  }

  @discardableResult
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> BuiltProgram.Ended {
    try BuiltProgram.run(binary, arguments, environment: Self.settings.merging(environment) { _, new in new })
  }

  func start(_ arguments: String..., environment: [String: String] = [:]) throws -> BuiltProgram.Running {
    try BuiltProgram.Running(
      binary, arguments, environment: Self.settings.merging(environment) { _, new in new })
  }

  /// Writes a file and says where it is.
  func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// A register with a charter and a few units.
  func register(_ name: String = "r.bomay") throws -> String {
    let register = path(name)
    let made = try run("init", "--charter", "open", "--register", register)
    try #require(made.status == 0, "\(made.complaint)")
    return register
  }
}
