// SPDX-License-Identifier: Apache-2.0
import BomayTesting
import Foundation
import GRDB
import Testing

/// What the program says and does where it may not, or cannot, write. Nothing recorded before is lost.
@Suite("Where the world refuses")
struct WorldRefusesTests {
  private func decision(_ name: String, units: Int = 1) -> String {
    let changes = (0..<units).map { "  - {establish: \(name)-\($0), kind: isle, name: Unit \(name) \($0)}\n" }
    return "decision: \(name)\nrests: reading\neffective: 2020-01-01\nchanges:\n" + changes.joined()
  }

  private func size(_ program: Program, _ register: String) throws -> String {
    let found = try program.run("verify", "--register", register)
    #expect(found.status == 0, "\(found.complaint)")
    return String(found.output.prefix { $0 != "," })
  }

  // MARK: A full disk

  /// A small disk where one may be mounted; elsewhere a limit on the pages of the file.
  private enum SmallDisk {
    case mounted(String)
    case limit

    static func make(_ program: Program) throws -> SmallDisk {
      let folder = program.path("disk")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let mount = URL(fileURLWithPath: "/usr/bin/mount")
      let mounted = try? BuiltProgram.run(mount, ["-t", "tmpfs", "-o", "size=4m", "none", folder])
      guard mounted?.status == 0 else {
        print("disk full: no disk may be mounted here, so the pages of the file are limited")
        return .limit
      }
      print("disk full: on a disk of 4 MB in memory")
      return .mounted(folder)
    }

    func end() throws {
      if case .mounted(let folder) = self {
        _ = try BuiltProgram.run(URL(fileURLWithPath: "/usr/bin/umount"), [folder])
      }
    }
  }

  @Test("a full disk records nothing, loses nothing and says so")
  func full() throws {
    let program = try Program()
    let disk = try SmallDisk.make(program)
    defer { #expect(throws: Never.self) { try disk.end() } }
    var register = ""
    if case .mounted = disk {
      register = try program.register("disk/r.bomay")
    } else {
      register = try program.register()
    }
    let first = try program.run("record", program.file("a.yaml", decision("a")), "--register", register)
    #expect(first.status == 0, "\(first.complaint)")
    let large = try program.file("large.yaml", decision("large", units: 3000))
    for room in try rooms(disk, program, register) {
      try room.fill()
      let refused = try program.run("record", large, "--register", register, environment: room.environment)
      #expect(refused.status == 3, "with \(room.name): \(refused.output)")
      #expect(
        refused.complaint.contains("The disk is full writing \(register): free some space"),
        "with \(room.name): \(refused.complaint)")
      try room.empty()
      #expect(try size(program, register) == "2 entries")
    }
    let later = try program.run("record", program.file("b.yaml", decision("b")), "--register", register)
    #expect(later.status == 0, "\(later.complaint)")
    #expect(try size(program, register) == "3 entries")
  }

  /// So much is left on the disk.
  private struct Room {
    let name: String
    var environment: [String: String] = [:]
    var fill: () throws -> Void = {}
    var empty: () throws -> Void = {}
  }

  private func rooms(_ disk: SmallDisk, _ program: Program, _ register: String) throws -> [Room] {
    guard case .mounted(let folder) = disk else {
      let raw = try DatabaseQueue(path: register)
      let pages = try raw.read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
      try raw.close()
      return [0, 4, 40].map {
        Room(name: "\($0) pages", environment: ["BOMAY_SQLITE_MAX_PAGES": String(pages + $0)])
      }
    }
    let filler = folder + "/filler"
    return [0, 16, 48, 200].map { kilobytes in
      Room(
        name: "\(kilobytes) KB",
        fill: {
          let free = try FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? Int ?? 0
          try Data(count: max(0, free - kilobytes * 1024)).write(to: URL(fileURLWithPath: filler))
        },
        empty: { try FileManager.default.removeItem(atPath: filler) })
    }
  }

  // MARK: Without the right to write

  /// The program where another user can run it, and that user.
  private func stranger(_ program: Program) throws -> (URL, [String]) {
    let binary = try BuiltProgram.url("bomay")
    guard getuid() == 0 else {
      print("read-only: not root, so as the user of the tests")
      return (binary, [])
    }
    let folder = binary.deletingLastPathComponent()
    for name in ["bomay", "bomay_BomayApp.resources"] {
      try FileManager.default.copyItem(
        at: folder.appendingPathComponent(name), to: program.folder.appendingPathComponent(name))
    }
    print("read-only: as the user nobody")
    return (
      URL(fileURLWithPath: "/usr/bin/setpriv"),
      ["--reuid=65534", "--regid=65534", "--clear-groups", program.path("bomay")]
    )
  }

  @Test("who may not write the file, or not in its folder, reads it and is told so")
  func readOnly() throws {
    let program = try Program()
    let register = try program.register()
    let file = try program.file("a.yaml", decision("a"))
    let (runner, prefix) = try stranger(program)
    func run(_ arguments: String...) throws -> BuiltProgram.Ended {
      try BuiltProgram.run(runner, prefix + arguments, environment: Program.settings)
    }
    func permit(_ folder: Int, _ file: Int) throws {
      for (path, mode) in [(register, file), (program.folder.path, folder)] {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      }
    }
    // The folder belongs to the tests: for another user the last digit counts, for themselves the first.
    for (name, folder, mode) in [
      ("a folder", 0o555, 0o666), ("a file", 0o777, 0o444), ("a folder and a file", 0o555, 0o444),
    ] {
      try permit(folder, mode)
      let before = try FileManager.default.contentsOfDirectory(atPath: program.folder.path).sorted()
      let refused = try run("record", file, "--register", register)
      #expect(refused.status == 3, "\(name): \(refused.output)")
      #expect(
        refused.complaint.contains("\(register) cannot be written: see to the permissions of the file and its folder"),
        "\(name): \(refused.complaint)")
      #expect(try run("verify", "--register", register).output.hasPrefix("1 entry"), "\(name)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder.path).sorted() == before, "\(name)")
      if folder == 0o555 {
        let new = try run("init", "--charter", "open", "--register", program.path("new.bomay"))
        #expect(new.status == 3 && new.complaint.contains("cannot be written"), "\(new.complaint)")
        let copy = try run("backup", program.path("copy.bomay"), "--register", register)
        #expect(copy.status == 3 && copy.complaint.contains("copy.bomay cannot be written"), "\(copy.complaint)")
      }
    }
    try permit(0o777, 0o666)
    #expect(try run("record", file, "--register", register).status == 0)
    #expect(try size(program, register) == "2 entries")
  }

  // MARK: Others

  @Test("a register of a newer version is left alone")
  func newer() throws {
    let program = try Program()
    let register = try program.register()
    let raw = try DatabaseQueue(path: register)
    try raw.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
    try raw.close()
    let before = FileManager.default.contents(atPath: register)
    let file = try program.file("a.yaml", decision("a"))
    for arguments in [["record", file], ["verify"], ["backup", program.path("copy")], ["compact"]] {
      let refused = try BuiltProgram.run(
        BuiltProgram.url("bomay"), arguments + ["--register", register], environment: Program.settings)
      #expect(refused.status == 3)
      #expect(refused.complaint.contains("was written by a newer version (format 99): update the program"))
    }
    #expect(FileManager.default.contents(atPath: register) == before)
  }

  @Test("while another process holds the right to write, one reads, and is told to wait with writing")
  func busy() throws {
    let program = try Program()
    let register = try program.register()
    let raw = try DatabaseQueue(path: register)
    try raw.writeWithoutTransaction { db in
      try db.inTransaction(.immediate) {
        let refused = try program.run("record", program.file("a.yaml", decision("a")), "--register", register)
        #expect(refused.status == 3)
        #expect(refused.complaint.contains("\(register) is being written by another program: wait and run again"))
        #expect(try size(program, register) == "1 entry")
        return .rollback
      }
    }
    let later = try program.run("record", program.path("a.yaml"), "--register", register)
    #expect(later.status == 0, "\(later.complaint)")
    #expect(try size(program, register) == "2 entries")
  }
}
