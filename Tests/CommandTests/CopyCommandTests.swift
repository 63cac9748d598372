// SPDX-License-Identifier: Apache-2.0
import BomayTesting
import Foundation
import Testing

@Suite("The commands that keep a register")
struct CopyCommandTests {
  private func recorded(_ program: Program) throws -> String {
    let register = try program.register()
    let decision =
      "decision: d1\nrests: reading\neffective: 2020-01-01\nchanges:\n"
      + "  - {establish: u1, kind: isle, name: One}\n  - {person: p1, name: Somebody, born: 1970-02-03}\n"
    let done = try program.run("record", program.file("d1.yaml", decision), "--register", register)
    try #require(done.status == 0, "\(done.complaint)")
    return register
  }

  private func proof(_ program: Program, _ register: String) throws -> String {
    let found = try program.run("verify", "--register", register)
    #expect(found.status == 0, "\(found.complaint)")
    return found.output
  }

  @Test("carry it over and back: the same root, the same register")
  func there() throws {
    let program = try Program()
    let register = try recorded(program)
    let proof = try proof(program, register)
    let root = String(proof.split(separator: " ")[3].dropLast())
    let copy = program.path("copy.bomay")
    let made = try program.run("backup", copy, "--register", register)
    #expect(made.status == 0 && made.output.contains("2 entries, root \(root)"), "\(made.complaint)")
    let restored = try program.run("restore", copy, "--register", program.path("restored.bomay"))
    #expect(restored.status == 0 && restored.output.contains("root \(root)"), "\(restored.complaint)")
    #expect(try self.proof(program, program.path("restored.bomay")) == proof)
    let lines = program.path("log.jsonl")
    #expect(try program.run("export", "log", lines, "--register", register).status == 0)
    #expect(
      try program.run("export", "log", "--register", register).output == String(contentsOfFile: lines, encoding: .utf8))
    let imported = try program.run("import", "log", lines, "--register", program.path("imported.bomay"))
    #expect(imported.status == 0 && imported.output.contains("root \(root)"), "\(imported.complaint)")
    #expect(try self.proof(program, program.path("imported.bomay")) == proof)
    let compacted = try program.run("compact", "--register", program.path("imported.bomay"))
    #expect(compacted.status == 0 && compacted.output.hasPrefix("Bytes before: "), "\(compacted.complaint)")
    #expect(try self.proof(program, program.path("imported.bomay")) == proof)
    for register in [register, program.path("restored.bomay"), program.path("imported.bomay")] {
      #expect(try program.run("search", "Somebody", "--register", register).output.contains("p1"))
    }
  }

  @Test("overwrite nothing unless told to")
  func overwrite() throws {
    let program = try Program()
    let register = try recorded(program)
    let file = try program.file("there", "x")
    for arguments in [["backup", file], ["export", "log", file]] {
      func run(_ more: String...) throws -> BuiltProgram.Ended {
        try BuiltProgram.run(
          BuiltProgram.url("bomay"), arguments + ["--register", register] + more, environment: Program.settings)
      }
      let refused = try run()
      #expect(refused.status == 3 && refused.complaint.contains("There is something at \(file) already"))
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "x")
      #expect(try run("--replace").status == 0)
      #expect(try String(decoding: Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self) != "x")
      try Data("x".utf8).write(to: URL(fileURLWithPath: file))
    }
    let copy = program.path("copy.bomay")
    #expect(try program.run("backup", copy, "--register", register).status == 0)
    let before = try proof(program, register)
    let second = try program.file("d2.yaml", "annul: d1\nreason: x\n")
    #expect(try program.run("record", second, "--register", register).status == 0)
    let refused = try program.run("restore", copy, "--register", register)
    #expect(refused.status == 3 && refused.complaint.contains("already"))
    #expect(try proof(program, register).hasPrefix("3 entries"))
    #expect(try program.run("restore", copy, "--register", register, "--replace").status == 0)
    #expect(try proof(program, register) == before)
    #expect(try program.run("import", "log", copy, "--register", register).status == 3)
    #expect(try proof(program, register) == before)
  }

  @Test("make nothing of what is cut short or altered")
  func altered() throws {
    let program = try Program()
    let register = try recorded(program)
    let lines = try program.run("export", "log", "--register", register).output
    let new = program.path("new.bomay")
    for (text, word) in [
      (lines.replacing("\"name\":\"One\"", with: "\"name\":\"Two\""), "The file was altered"),
      (lines.replacing("\"revision\":2,", with: "\"revision\":3,"), "Line 3 "),
      (String(lines.dropLast(30)), "Line 4 "),
      (lines.split(separator: "\n").dropLast().joined(separator: "\n"), "is to have 4 lines"), ("", "is no log"),
      (lines.replacing("\"format\":1,\"personal\"", with: "\"format\":9,\"personal\""), "newer version (format 9)"),
    ] {
      let refused = try program.run("import", "log", program.file("bad.jsonl", text), "--register", new)
      #expect(refused.status == 1 && refused.complaint.contains(word), "\(word): \(refused.complaint)")
    }
    let copy = program.path("copy.bomay")
    #expect(try program.run("backup", copy, "--register", register).status == 0)
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: copy))
    let bytes = try #require(try handle.readToEnd())
    let place = try #require(bytes.range(of: Data("\"name\":\"One\"".utf8)))
    try handle.seek(toOffset: UInt64(place.lowerBound + 8))
    try handle.write(contentsOf: Data("Two".utf8))
    try handle.close()
    let refused = try program.run("restore", copy, "--register", new)
    #expect(
      refused.status == 3 && refused.complaint.contains("copy.bomay is damaged (entry 2)"), "\(refused.complaint)")
    let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
    #expect(!left.contains { $0.hasPrefix("new.bomay") || $0.hasSuffix(".part") }, "\(left)")
  }
}
