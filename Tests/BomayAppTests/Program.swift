// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// What a program that ran to its end has left.
struct Ran {
  let status: Int32
  let output: String
  let errors: String
}

/// Programs run as a user runs them.
enum Program {
  /// The command line that was built with these tests.
  static func bomay(_ arguments: [String], settings: [String: String] = [:]) throws -> Ran {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let program = tests.deletingLastPathComponent().appendingPathComponent("bomay")
    return try run(program, arguments, settings: settings)
  }

  /// Python 3, which scripts/prepare.sh installs where it is missing.
  static func python(_ arguments: [String], input: String = "") throws -> Ran {
    try run(URL(fileURLWithPath: "/usr/bin/env"), ["python3"] + arguments, input: input)
  }

  /// A file of the project, by its path in it.
  static func file(_ path: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../\(path)")
      .standardizedFileURL.path
  }

  private static func run(
    _ program: URL, _ arguments: [String], input: String = "", settings: [String: String] = [:]
  ) throws -> Ran {
    let folder = DemoFixture.folder.appendingPathComponent("run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String, _ text: String = "") throws -> URL {
      let url = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: url)
      return url
    }
    let (output, errors) = (try file("output"), try file("errors"))
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(settings) { _, new in new }
    process.standardInput = try FileHandle(forReadingFrom: file("input", input))
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Ran(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }
}
