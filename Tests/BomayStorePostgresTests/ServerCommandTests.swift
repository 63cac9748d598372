// SPDX-License-Identifier: Apache-2.0
import BomayTesting
import Foundation
import Testing

@Suite("The commands on a register in a database", .serialized)
struct ServerCommandTests {
  private func run(_ arguments: String...) throws -> BuiltProgram.Ended {
    try BuiltProgram.run(BuiltProgram.url("bomay"), arguments, environment: ["BOMAY_LANG": "en"])
  }

  @Test("verify it, prove its entries, and carry its log to another")
  func carried() throws {
    guard let server = PostgresHere.server() else { return }
    let (one, other) = (try server.database(), try server.database())
    #expect(try run("init", "--charter", "open", "--register", one.address).status == 0)
    let verified = try run("verify", "--register", one.address)
    #expect(verified.status == 0 && verified.output.hasPrefix("1 entry, root "), "\(verified.complaint)")
    let proved = try run("proof", "1", "--register", one.address)
    #expect(proved.status == 0 && proved.output.contains("Entry 1 is in the log 1:"), "\(proved.complaint)")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("bomay-\(UUID().uuidString).jsonl").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    #expect(try run("export", "log", file, "--register", one.address).status == 0)
    let carried = try run("import", "log", file, "--register", other.address)
    #expect(carried.status == 0, "\(carried.complaint)")
    #expect(try run("verify", "--register", other.address).output == verified.output)
    #expect(try run("import", "log", file, "--register", other.address).status == 3)
  }
}
