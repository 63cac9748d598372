// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A program of this package, in the folder where the tests themselves were built.
public enum BuiltProgram {
  /// - Throws: ``NotBuilt`` where it is not there: the tests are built with `swift build --build-tests`.
  public static func url(_ name: String) throws -> URL {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let url = own.deletingLastPathComponent().appendingPathComponent(name)
    guard FileManager.default.isExecutableFile(atPath: url.path) else { throw NotBuilt(path: url.path) }
    return url
  }

  public struct NotBuilt: Error { public let path: String }

  /// What a program left behind.
  public struct Ended: Sendable {
    public let status: Int32
    public let output: String
    public let complaint: String
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - input: what it reads from its standard input.
  ///   - environment: what is set besides the environment of the tests.
  public static func run(
    _ program: URL, _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Ended {
    try Running(program, arguments, input: input, environment: environment).wait()
  }

  /// A program that is still at work. What it prints goes to files, so that it never waits for a reader.
  public final class Running {
    private let process = Process()
    private let folder: URL

    public init(
      _ program: URL, _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent("bomay-run-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      process.executableURL = program
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
      let given = folder.appendingPathComponent("in")
      try Data(input.utf8).write(to: given)
      process.standardInput = try FileHandle(forReadingFrom: given)
      process.standardOutput = try Self.handle(folder.appendingPathComponent("out"))
      process.standardError = try Self.handle(folder.appendingPathComponent("err"))
      try process.run()
    }

    private static func handle(_ url: URL) throws -> FileHandle {
      try Data().write(to: url)
      return try FileHandle(forWritingTo: url)
    }

    private func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
    }

    /// What it has printed so far.
    public func printed() throws -> String { try text("out") }

    /// Asks it to end.
    public func terminate() { process.terminate() }

    public func wait() throws -> Ended {
      process.waitUntilExit()
      defer { try? FileManager.default.removeItem(at: folder) }
      return Ended(status: process.terminationStatus, output: try text("out"), complaint: try text("err"))
    }
  }
}
