// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain
import BomayServer
import BomayStore
import Foundation

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the register in a browser of this machine, and answer programs under /api/v1.",
    discussion: """
      It reads and never writes. There are no accounts yet, so it listens only where nobody but this machine comes.
      Entries that another process records are seen at once. Stop it with Ctrl-C or SIGTERM: answers under way are
      finished first.

      Example: bomay serve --register hai-duong.bomay
      """)

  @OptionGroup var register: RegisterOptions
  @Option(name: .customLong("host"), help: "The address to listen on: 127.0.0.1, ::1 or localhost.")
  var host = "127.0.0.1"
  @Option(name: .customLong("port"), help: "The port to listen on; 0 for any that is free.") var port = 8080
  @Option(name: .customLong("show"), help: "The day that the printed address asks for, YYYY-MM-DD (default: today).")
  var shown: String?

  func run() async throws {
    let words = try register.words()
    guard Loopback.contains(host) else {
      throw Failure(message: words.term("cli.only-loopback", ["host": host]), status: 2)
    }
    guard (0...65_535).contains(port) else {
      throw Failure(message: words.term("cli.not-a-port", ["port": String(port)]), status: 2)
    }
    let server = try RegisterServer(
      register.open(), language: words.language, today: { Clock.today }, seconds: { Clock.now.seconds })
    let name = host.contains(":") ? "[\(host)]" : host
    let query = shown.map { "?on=\($0)" } ?? ""
    do {
      try await server.run(host: host, port: port) { port in
        Terminal.write(words.term("cli.serving", ["address": "http://\(name):\(port)/\(query)"]) + "\n")
      }
    } catch {
      throw Failure(
        message: words.term("cli.cannot-serve", ["address": "\(name):\(port)", "problem": "\(error)"]), status: 3)
    }
  }
}
