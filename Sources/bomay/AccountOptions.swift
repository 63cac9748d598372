// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayAccess
import BomayAccessSQLite
import BomayApp
import BomayDomain
import Foundation

/// Where the accounts of a register are.
struct AccountOptions: ParsableArguments {
  @OptionGroup var register: RegisterOptions
  @Option(
    name: .customLong("accounts"),
    help: "The file of accounts (default: beside a register in a file, as REGISTER.accounts).")
  var path: String?

  /// - Throws: ``Failure`` where the register is in a database and no file is named.
  func file() throws -> String {
    if let path, !path.isEmpty { return path }
    let name = try register.file()
    guard !Stores.isOnServer(name) else {
      throw Failure(message: try register.words().term("cli.accounts-where"), status: 2)
    }
    return SQLiteAccountStore.path(beside: name)
  }

  /// Opens the file, or makes it.
  func open() throws -> Accounts {
    let words = try register.words()
    let path = try file()
    return try words.keepingAccounts { try Accounts(SQLiteAccountStore.open(at: path)) }
  }

  /// The accounts that a server asks: those named, else those beside the register, where there are any.
  func forServing() throws -> Accounts? {
    if path == nil {
      let name = try register.file()
      guard !Stores.isOnServer(name),
        FileManager.default.fileExists(atPath: SQLiteAccountStore.path(beside: name))
      else { return nil }
    }
    return try open()
  }
}

extension Catalogue {
  /// Does what the file of accounts may refuse.
  func keepingAccounts<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let fault as AccountFault {
      throw Failure(message: text(fault), status: 3)
    }
  }

  private func text(_ fault: AccountFault) -> String {
    switch fault {
    case .notAccounts(let path): term("accounts.notAccounts", ["path": path])
    case .exposed(let path): term("accounts.exposed", ["path": path])
    case .newer(let path, let format): term("accounts.newer", ["path": path, "format": String(format)])
    case .alreadyThere(let name): term("accounts.alreadyThere", ["name": name])
    case .failed(let path, let problem): term("accounts.failed", ["path": path, "problem": problem])
    }
  }
}
