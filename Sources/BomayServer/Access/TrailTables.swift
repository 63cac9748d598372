// SPDX-License-Identifier: Apache-2.0
public import BomayAccess
public import BomayApp
import BomayDomain

extension Table {
  /// Who was shown personal data of whom.
  public static func looks(_ looks: [Look], _ words: Catalogue) -> Table {
    Table(
      columns: ["at", "account", "person", "address"].map { Table.Column($0, words.label($0)) },
      rows: looks.map { [.instant($0.at), .text($0.by), .text($0.person.rawValue), .text($0.address)] })
  }

  /// What was done to accounts, and by whom.
  public static func trail(_ events: [AccountEvent], _ words: Catalogue) -> Table {
    Table(
      columns: ["at", "keeper", "account", "deed", "before", "after"].map { Table.Column($0, words.label($0)) },
      rows: events.map { event in
        [
          .instant(event.mark.at), words.cell(event.mark.by), .text(event.account),
          .term(event.kind.rawValue, key: "account-event.\(event.kind.rawValue)"),
          event.before.map { .text($0) } ?? .nothing, event.after.map { .text($0) } ?? .nothing,
        ]
      })
  }
}

extension Catalogue {
  fileprivate func cell(_ keeper: Keeper) -> Cell {
    switch keeper {
    case .account(let name): .text(name)
    // No account has a colon in its name.
    case .terminal(let name): .named("terminal:\(name)", shown: term("accounts.at-terminal", ["name": name]))
    }
  }
}
