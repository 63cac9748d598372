// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A throw-away PostgreSQL 15 cluster of the tests: a folder, a socket in it, and no way in from elsewhere.
///
/// A shell watches over it: when the process that started it ends, in whatever way, the pipe between them
/// closes, and the shell stops the server and removes the folder.
public final class PostgresCluster: Sendable {
  public struct NotHad: Error, CustomStringConvertible {
    public let description: String
    public init(description: String) { self.description = description }
  }

  static let programs = "/usr/lib/postgresql/15/bin"

  public let folder: String
  private let watcher: Process
  private let leash: FileHandle

  /// - Parameters:
  ///   - settings: lines of `postgresql.conf`. The disk is not waited for unless they say so.
  ///   - source: the folder of a cluster to stream from, as its standby; none makes an empty one.
  public init(settings: [String] = [], streamingFrom source: PostgresCluster? = nil) throws {
    guard FileManager.default.isExecutableFile(atPath: "\(Self.programs)/initdb") else {
      throw NotHad(description: "no \(Self.programs)/initdb; apt-get install postgresql-15")
    }
    folder = "/tmp/bomay-pg-\(UUID().uuidString.prefix(13))"
    let (input, output) = (Pipe(), Pipe())
    // Another cluster started meanwhile must not hold this end open.
    _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
    leash = input.fileHandleForWriting
    watcher = Process()
    watcher.executableURL = URL(fileURLWithPath: "/bin/bash")
    watcher.arguments = [
      "-c", Self.script, "cluster", folder, source?.folder ?? "",
      (["fsync = off", "listen_addresses = ''"] + settings).joined(separator: "\n"),
    ]
    watcher.standardInput = input
    watcher.standardOutput = output
    watcher.standardError = output
    try watcher.run()
    try? output.fileHandleForWriting.close()
    var said = ""
    while !said.hasSuffix("ready\n") {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { throw NotHad(description: said) }
      said += String(decoding: data, as: UTF8.self)
    }
  }

  private static let script = """
    set -e
    folder=$1 source=$2 settings=$3 programs=\(programs)
    as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --init-groups -- "$@"; else "$@"; fi; }
    mkdir -m 700 "$folder"
    trap 'cd /; rm -rf "$folder"' EXIT
    if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$folder"; fi
    cd "$folder"
    if [ -n "$source" ]; then
      as $programs/pg_basebackup -h "$source" -U postgres -D data -R -c fast --no-sync
    else
      as $programs/initdb -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    fi
    printf '%s\\n' "unix_socket_directories = '$folder'" "$settings" | as tee -a data/postgresql.conf >/dev/null
    as $programs/pg_ctl -D data -w -l log start >/dev/null
    echo ready
    read -r _ || true
    as $programs/pg_ctl -D data -m immediate stop >/dev/null 2>&1 || true
    """

  /// Stops the cluster and removes its folder, once and for all.
  public func stop() {
    try? leash.close()
    watcher.waitUntilExit()
  }

  /// Kills the server as a power cut would: no process of it gets to write anything more.
  public func cut() throws {
    let lines = try String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8).split(separator: "\n")
    guard let number = lines.first.flatMap({ Int32($0) }) else { throw NotHad(description: "no server in \(folder)") }
    _ = kill(number, SIGKILL)
  }

  public func address(of database: String, _ options: String = "") -> String {
    "postgresql:///\(database)?host=\(folder)&user=postgres\(options)"
  }

  /// Runs a program of PostgreSQL as the owner of the cluster, in its folder.
  @discardableResult
  public func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let isRoot = geteuid() == 0
    process.executableURL = URL(fileURLWithPath: isRoot ? "/usr/bin/setpriv" : "\(Self.programs)/\(program)")
    process.arguments =
      (isRoot
        ? ["--reuid", "postgres", "--regid", "postgres", "--init-groups", "--", "\(Self.programs)/\(program)"]
        : []) + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    return try PostgresCluster.said(by: process, named: "\(program): ")
  }

  /// Runs a process and gives what it says.
  ///
  /// - Throws: ``NotHad`` with the same where it fails, behind its name.
  public static func said(by process: Process, named name: String = "") throws -> String {
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard process.terminationStatus == 0 else { throw NotHad(description: name + text) }
    return text
  }
}
