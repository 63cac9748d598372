// SPDX-License-Identifier: Apache-2.0
import BomayTesting
import Foundation
import Testing

@Suite("Accounts on the command line")
struct AccountCommandTests {
  @Test("are made with a link, listed, changed, disabled and enabled")
  func kept() throws {
    let program = try Program()
    let register = try program.register()
    let made = try program.run(
      "account", "add", "lan", "--called", "Lan", "--role", "reader", "--role", "approver:observe", "--address",
      "https://bomay.example/", "--register", register)
    #expect(made.status == 0 && made.output.contains("https://bomay.example/setup/"), "\(made.complaint)")
    let mode = try FileManager.default.attributesOfItem(atPath: register + ".accounts")[.posixPermissions] as? Int
    #expect(mode == 0o600)
    func listed() throws -> String {
      try program.run("account", "list", "--format", "json", "--register", register).output
    }
    #expect(try listed().contains("\"roles\":[\"reader\",\"approver:observe\"],\"state\":\"without-password\""))
    #expect(try program.run("account", "change", "lan", "--role", "drafter", "--register", register).status == 0)
    #expect(try program.run("account", "disable", "lan", "--register", register).status == 0)
    #expect(try listed().contains("\"name\":\"Lan\",\"roles\":[\"drafter\"],\"state\":\"disabled\""))
    #expect(try program.run("account", "enable", "lan", "--register", register).status == 0)
    let links = try (0..<2).map { _ in try program.run("account", "link", "lan", "--register", register).output }
    #expect(links[0].contains("http://127.0.0.1:8080/setup/") && links[0] != links[1])
    #expect(try program.run("account", "looks", "--register", register).status == 0)
  }

  @Test(
    "are not made with a name, a role or a unit that cannot be, nor twice",
    arguments: [
      (["Lan", "--role", "reader"], 2, "cannot be the name"), (["mai"], 2, "a role at least"),
      (["mai", "--role", "king"], 2, "reader, reporter"), (["mai", "--role", "reader@nowhere"], 2, "nowhere"),
      (["mai", "--role", "reader:nothing"], 2, "is no role"),
      (["lan", "--role", "reader"], 3, "There is an account lan"),
    ])
  func refused(arguments: [String], status: Int32, words: String) throws {
    let program = try Program()
    let register = try program.register()
    try program.run("account", "add", "lan", "--role", "reader", "--register", register)
    let ended = try program.run(["account", "add"] + arguments + ["--register", register])
    #expect(ended.status == status && ended.complaint.contains(words), "\(ended.status) \(ended.complaint)")
  }

  @Test("are read by their owner alone")
  func exposed() throws {
    let program = try Program()
    let register = try program.register()
    try program.run("account", "add", "lan", "--role", "reader", "--register", register)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: register + ".accounts")
    for arguments in [["account", "list"], ["serve", "--port", "0"]] {
      let ended = try program.run(arguments + ["--register", register])
      #expect(ended.status == 3 && ended.complaint.contains("chmod 600"), "\(ended.complaint)")
    }
  }

  @Test(
    "are needed to serve other machines, and so is TLS",
    arguments: [
      ["--host", "0.0.0.0"], ["--public"], ["--behind-proxy"], ["--tls-key", "k"],
      ["--tls-certificate", "/nowhere", "--tls-key", "/nowhere"], ["--oidc-issuer", "https://id.example"],
      ["--oidc-issuer", "http://id.example", "--oidc-audience", "a"],
    ])
  func needed(arguments: [String]) throws {
    let program = try Program()
    let register = try program.register()
    let ended = try program.run(["serve", "--port", "0", "--register", register] + arguments)
    #expect(ended.status == 2 && !ended.complaint.isEmpty)
    try program.run("account", "add", "lan", "--role", "reader", "--register", register)
    if arguments.first == "--host" || arguments.first?.hasPrefix("--oidc") == true {
      #expect(try program.run(["serve", "--port", "0", "--register", register] + arguments).status == 2)
    }
  }
}
