// SPDX-License-Identifier: Apache-2.0
import BomayTesting
import Foundation
import Testing

@Suite("Two programs that record at once")
struct TwoWritersTests {
  private func unit(_ decision: String, _ unit: String) -> String {
    "decision: \(decision)\ntitle: Title of \(decision)\nrests: reading\neffective: 2020-01-01\n"
      + "changes:\n  - {establish: \(unit), kind: isle, name: \(unit)}\n"
  }

  /// The slow one has read the register and waits for its file; the quick one records meanwhile.
  private func race(
    _ program: Program, _ register: String, quick: String, slow: String
  ) throws -> (quick: BuiltProgram.Ended, slow: BuiltProgram.Ended) {
    let pipe = program.path("pipe.yaml")
    try #require(mkfifo(pipe, 0o600) == 0)
    let waiting = try program.start("record", pipe, "--register", register)
    let file = try opened(pipe)
    let first = try program.run("record", program.file("quick.yaml", quick), "--register", register)
    try file.write(contentsOf: Data(slow.utf8))
    try file.close()
    return (first, try waiting.wait())
  }

  /// The pipe, once the other program is there to read it: it has opened the register by then.
  private func opened(_ pipe: String) throws -> FileHandle {
    for _ in 0..<3000 {
      let descriptor = open(pipe, O_WRONLY | O_NONBLOCK)
      if descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFL, 0)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      }
      usleep(10_000)
    }
    throw CocoaError(.fileReadUnknown)
  }

  @Test("both record, and the slower is told what came in between")
  func both() throws {
    let program = try Program()
    let register = try program.register()
    let ended = try race(program, register, quick: unit("d1", "u1"), slow: unit("d2", "u2"))
    #expect(ended.quick.status == 0, "\(ended.quick.complaint)")
    #expect(ended.slow.status == 0, "\(ended.slow.complaint)")
    #expect(ended.slow.complaint.contains("others recorded 1 entry"))
    #expect(ended.slow.complaint.contains("revision 2: decision d1, Title of d1 (by clerk)"))
    #expect(ended.slow.output.contains("revision 3"))
    #expect(try program.run("verify", "--register", register).output.hasPrefix("3 entries"))
  }

  @Test("the slower is refused with findings where the other took its identifier")
  func refused() throws {
    let program = try Program()
    let register = try program.register()
    let ended = try race(program, register, quick: unit("d1", "u1"), slow: unit("d2", "u1"))
    #expect(ended.quick.status == 0, "\(ended.quick.complaint)")
    #expect(ended.slow.status == 1)
    #expect(ended.slow.complaint.contains("revision 2: decision d1"))
    #expect(ended.slow.complaint.contains("[duplicate-identifier]"), "\(ended.slow.complaint)")
    #expect(try program.run("verify", "--register", register).output.hasPrefix("2 entries"))
  }

  @Test("twelve at once record all, one after the other")
  func many() throws {
    let program = try Program()
    let register = try program.register()
    let running = try (1...12).map { number in
      try program.start(
        "record", program.file("d\(number).yaml", unit("d\(number)", "u\(number)")), "--register", register)
    }
    for ended in try running.map({ try $0.wait() }) { #expect(ended.status == 0, "\(ended.complaint)") }
    #expect(try program.run("verify", "--register", register).output.hasPrefix("13 entries"))
  }
}
