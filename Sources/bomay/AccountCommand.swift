// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayAccess
import BomayApp
import BomayDomain
import BomayServer
import Foundation

struct AccountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: "Keep the accounts of those who use the register over the network.",
    discussion: """
      A role is one of reader, reporter, drafter, appraiser, approver and administrator. It holds for the whole
      register, below one unit (reporter@tu-ky), or for one kind of change (reporter@tu-ky:observe).
      Whoever gets an account sets the password by a link that works once, within a day.

      Example: bomay account add lan --role reader --role drafter@tu-ky --register hai-duong.bomay
      """,
    subcommands: [
      AddAccount.self, ChangeAccount.self, ListAccounts.self, DisableAccount.self, EnableAccount.self,
      LinkAccount.self, ListLooks.self, AccountTrail.self,
    ])
}

/// What the commands about one account share.
struct OneAccount: ParsableArguments {
  @OptionGroup var options: AccountOptions
  @Argument(help: "The name that is typed to sign in: a to z, digits and . _ @ -") var name: String

  func found(in accounts: Accounts) throws -> Account {
    let words = try options.register.words()
    guard let account = try words.keepingAccounts({ try accounts.store.account(named: name) }) else {
      throw Failure(message: words.term("accounts.notFound", ["name": name]), status: 1)
    }
    return account
  }

  /// Changes the account as told.
  func change(_ body: (inout Account) throws -> Void) throws {
    let words = try options.register.words()
    let accounts = try options.open()
    var account = try found(in: accounts)
    try body(&account)
    try words.keepingAccounts { try accounts.store.change(account, .atTerminal) }
    Terminal.write(words.term("accounts.changed", ["name": name]) + "\n")
  }
}

/// The roles that an account gets.
struct RoleOptions: ParsableArguments {
  @Option(name: .customLong("role"), help: "ROLE, ROLE@UNIT or ROLE@UNIT:KIND; may be given several times.")
  var roles: [String] = []

  /// The units that are named must be on record: a misspelt one would give no right to anybody.
  func grants(_ register: RegisterOptions) throws -> [Grant] {
    let words = try register.words()
    let grants = try roles.map { text in
      guard let grant = Grant(text) else {
        throw Failure(
          message: words.term(
            "accounts.no-such-role",
            ["text": text, "roles": AccountRole.allCases.map(\.rawValue).joined(separator: ", ")]), status: 2)
      }
      return grant
    }
    let units = grants.compactMap(\.unit)
    guard !units.isEmpty else { return grants }
    let session = try register.open()
    let answers = Answers(session.register.asOf(Clock.today, knownAt: session.register.head), words)
    for unit in units where !answers.moment.knows(unit) {
      throw Failure(
        message: words.term(
          "accounts.no-such-unit",
          ["id": unit.rawValue, "nearest": answers.nearestIdentifier(to: unit.rawValue) ?? ""]), status: 2)
    }
    return grants
  }
}

/// Prints a link by which a password is set.
struct LinkOptions: ParsableArguments {
  @Option(name: .customLong("address"), help: "Where people reach the server, for the link that is printed.")
  var address = "http://127.0.0.1:8080"

  func write(_ account: Account, _ accounts: Accounts, _ words: Catalogue) throws {
    let token = try words.keepingAccounts { try accounts.makeLink(for: account.name, .atTerminal) }
    let base = address.hasSuffix("/") ? String(address.dropLast()) : address
    Terminal.write(
      words.term("accounts.link", ["name": account.name, "address": "\(base)/setup/\(token.text)"]) + "\n")
  }
}

struct AddAccount: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Make an account and print the link by which its password is set.")
  @OptionGroup var one: OneAccount
  @OptionGroup var roles: RoleOptions
  @OptionGroup var link: LinkOptions
  @Option(name: .customLong("called"), help: "How people call whoever it is for.") var called: String?

  func run() throws {
    let words = try one.options.register.words()
    guard Account.isName(one.name) else {
      throw Failure(message: words.term("accounts.not-a-name", ["name": one.name]), status: 2)
    }
    guard !roles.roles.isEmpty else { throw Failure(message: words.term("accounts.role-missing"), status: 2) }
    let account = Account(
      name: one.name, displayName: called ?? one.name, grants: try roles.grants(one.options.register))
    let accounts = try one.options.open()
    try words.keepingAccounts { try accounts.store.add(account, .atTerminal) }
    Terminal.write(words.term("accounts.made", ["name": account.name]) + "\n")
    try link.write(account, accounts, words)
  }
}

struct ChangeAccount: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change", abstract: "Give an account other roles in place of those it has, or another name to show.")
  @OptionGroup var one: OneAccount
  @OptionGroup var roles: RoleOptions
  @Option(name: .customLong("called"), help: "How people call whoever it is for.") var called: String?

  func run() throws {
    let grants = try roles.grants(one.options.register)
    try one.change { account in
      if !grants.isEmpty { account.grants = grants }
      if let called { account.displayName = called }
    }
  }
}

struct DisableAccount: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: "Let an account in no more, and end its sessions at once.")
  @OptionGroup var one: OneAccount
  func run() throws { try one.change { $0.isDisabled = true } }
}

struct EnableAccount: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "enable", abstract: "Let a disabled account in again.")
  @OptionGroup var one: OneAccount
  func run() throws { try one.change { $0.isDisabled = false } }
}

struct LinkAccount: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link", abstract: "Print a link by which the password of an account is set, once, within a day.")
  @OptionGroup var one: OneAccount
  @OptionGroup var link: LinkOptions

  func run() throws {
    let accounts = try one.options.open()
    try link.write(try one.found(in: accounts), accounts, one.options.register.words())
  }
}

struct ListAccounts: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the accounts and their roles.")
  @OptionGroup var options: AccountOptions
  @Option(name: .customLong("format"), help: "text, json or csv.") var format: Format = .text

  func run() throws {
    let words = try options.register.words()
    let accounts = try options.open()
    let rows = try words.keepingAccounts { try accounts.store.accounts() }.map { account -> [Cell] in
      let state = account.state.rawValue
      return [
        .text(account.name), .text(account.displayName), .list(account.grants.map { .text($0.text) }),
        .term(state, key: "account.\(state)"),
      ]
    }
    let table = Table(
      columns: ["account", "name", "roles", "state"].map { Table.Column($0, words.label($0)) }, rows: rows)
    try format.ofTables(words).write(table) {
      rows.isEmpty ? words.term("cli.nothing") + "\n" : table.text(words, width: Terminal.width)
    }
  }
}

struct ListLooks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "looks", abstract: "List who was shown personal data of whom, the latest first.")
  @OptionGroup var options: AccountOptions
  @Option(name: .customLong("by"), help: "Only looks of this account.") var name: String?
  @Option(name: .customLong("person"), help: "Only looks at this person.") var person: String?
  @Option(name: .customLong("most"), help: "At most so many.") var most = 1000
  @Option(name: .customLong("format"), help: "text, json or csv.") var format: Format = .text

  func run() throws {
    let words = try options.register.words()
    let accounts = try options.open()
    let looks = try words.keepingAccounts {
      try accounts.store.looks(by: name, at: person.map { Identifier(rawValue: $0) }, most: max(0, most))
    }
    let table = Table.looks(looks, words)
    try format.ofTables(words).write(table) {
      looks.isEmpty ? words.term("cli.nothing") + "\n" : table.text(words, width: Terminal.width)
    }
  }
}

struct AccountTrail: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trail", abstract: "List what was done to accounts and by whom, the latest first.")
  @OptionGroup var options: AccountOptions
  @Option(name: .customLong("of"), help: "Only what was done to this account.") var name: String?
  @Option(name: .customLong("by"), help: "Only what was done by this account or user of the machine.") var keeper:
    String?
  @Option(name: .customLong("most"), help: "At most so many.") var most = 1000
  @Option(name: .customLong("format"), help: "text, json or csv.") var format: Format = .text

  func run() throws {
    let words = try options.register.words()
    let accounts = try options.open()
    let events = try words.keepingAccounts { try accounts.store.events(of: name, by: keeper, most: max(0, most)) }
    let table = Table.trail(events, words)
    try format.ofTables(words).write(table) {
      events.isEmpty ? words.term("cli.nothing") + "\n" : table.text(words, width: Terminal.width)
    }
  }
}

extension Mark {
  /// By who runs the program, now, as the machine calls them and whatever name they record under.
  static var atTerminal: Mark { Mark(by: .terminal(NSUserName()), at: Clock.now) }
}
