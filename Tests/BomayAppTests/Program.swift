// SPDX-License-Identifier: Apache-2.0
import BomayTesting
import Foundation

/// Programs run as a user runs them.
enum Program {
  /// The command line that was built with these tests.
  static func bomay(_ arguments: [String], settings: [String: String] = [:]) throws -> BuiltProgram.Ended {
    try BuiltProgram.run(BuiltProgram.url("bomay"), arguments, environment: settings)
  }

  /// Python 3, which scripts/prepare.sh installs where it is missing.
  static func python(_ arguments: [String], input: String = "") throws -> BuiltProgram.Ended {
    try BuiltProgram.run(URL(fileURLWithPath: "/usr/bin/env"), ["python3"] + arguments, input: input)
  }

  /// A file of the project, by its path in it.
  static func file(_ path: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../\(path)")
      .standardizedFileURL.path
  }
}
