// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation
import Testing

/// `docs/errors.md` is made from the rules, the catalogue and the fixtures.
@Suite("The list of messages", .serialized)
struct ErrorsDocument {
  /// Every rule of the rule book, in its order.
  static let book: [String: Int] = [
    "A": 12, "B": 11, "C": 10, "D": 11, "E": 10, "F": 10, "G": 7, "H": 6, "I": 8, "K": 5,
  ]

  /// Held without a message: by how things are written or computed.
  static let byConstruction: [String: String] = [
    "R-A5": "a rename or a change of rank keeps the identifier; a merger makes a new one (see also self-succession)",
    "R-B9": "the effect on the number of units is computed in form 03, never typed",
    "R-C7": "coverage is computed from an explicit eligible set; the sum is tested on random histories",
    "R-E3": "plan and actual are observations with roles; a figure divides the actual by the plan",
    "R-E5": "a reduction carries its ground; only the policy grounds count as such",
    "R-F2": "one rounding: half up, one decimal, with the exact pair beside it",
    "R-G2": "a rough deadline is read as its last day, its precision kept",
    "R-G5": "a completion without evidence cannot be written (missing-key)",
    "R-I3": "told by rotation-term",
    "R-I5": "the cost is the coefficient times the base salary in force in the month",
    "R-I8": "an allowance still paid after a stop is an obligation (stop-not-carried-out)",
    "R-B11": "what a stopped joint office leaves is an obligation until both offices have heads (stop-not-carried-out)",
    "R-K3": "the log has who and when, and is never edited",
    "R-K5": "text is kept in NFC and searched without marks (not-nfc)",
  ]

  /// Not built, and why.
  static let notBuilt: [String: String] = [
    "R-A11": "members of party organisations are not recorded",
    "R-B4": "members of party organisations are not recorded",
    "R-B7": "surplus deputies need the norm of each unit, which the charter does not hold yet",
    "R-D8": "ages of retirement are not in the charter",
    "R-D10": "who is a local person is not defined by a law that the charter could cite; family is not recorded",
    "R-E6": "re-hiring after a benefit needs personal files that are not kept here",
    "R-E8": "the national yardstick needs the headcount of 2015, which no source gives",
    "R-E9": "the files of a reduction case are not kept here",
    "R-F8": "periods of reporting are not closed yet: there is one register and no submission",
    "R-I6": "savings claimed are not recorded",
    "R-I7": "training is recorded in words where the source has only words",
    "R-K1": "there are no accounts: who may read is up to the file",
    "R-K2": "there are no drafts yet: a decision is recorded or it is not",
    "R-K4": "there is no public view yet; exports name persons only where their names are on record",
  ]

  @Test("is up to date")
  func upToDate() throws {
    let path = Fixtures.root.appendingPathComponent("docs/errors.md")
    let text = try document()
    if Fixtures.isWriting { try text.write(to: path, atomically: true, encoding: .utf8) }
    #expect(text == (try? String(contentsOf: path, encoding: .utf8)))
  }

  @Test("has each rule once: built, held by construction, or not built with a reason")
  func complete() {
    for rule in Self.rules {
      let isBuilt = Register.rules.contains { $0.rule == rule }
      let isHeld = Self.byConstruction[rule] != nil
      let isOpen = Self.notBuilt[rule] != nil
      #expect(isBuilt || isHeld || isOpen, "\(rule) is accounted for nowhere")
      #expect(!isOpen || !(isBuilt || isHeld), "\(rule) is said not to be built, and is")
    }
    let known = Set(Self.rules)
    #expect(Set(Self.byConstruction.keys).union(Self.notBuilt.keys).isSubset(of: known))
    #expect(Set(Register.rules.map(\.rule)).isSubset(of: known))
  }

  static let rules = book.keys.sorted().flatMap { letter in
    (1...(book[letter] ?? 1)).map { "R-\(letter)\($0)" }
  }

  private func document() throws -> String {
    let words = try #require(Catalogue("en"))
    let bySeverity = Dictionary(Register.rules.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var text = """
      # Messages

      Made from the rules, the catalogue of words and the fixtures; `make golden` writes it anew. A message has its \
      place, its sentence and code, why, and how to mend it, in Vietnamese and English.

      ## Rules

      | rule | where it is |
      |---|---|

      """
    for rule in Self.rules {
      let codes = Set(Register.rules.filter { $0.rule == rule }.map { "`\($0.code)`" }).sorted()
      let parts: [String?] = [
        codes.joined(separator: ", "), Self.byConstruction[rule], Self.notBuilt[rule].map { "not built: \($0)" },
      ]
      text += "| \(rule) | \(parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "; ")) |\n"
    }
    text += "\n## Codes\n"
    for code in words.codes.sorted() {
      text += "\n### \(code)\n\n"
      if let rule = bySeverity[code] {
        text += "\(rule.rule), \(rule.severity.rawValue) unless the charter says otherwise.\n\n"
      }
      let path = "bad/\(code).expected"
      if let said = Fixtures.bytes(path) {
        let english =
          String(decoding: said, as: UTF8.self).components(separatedBy: "\n\n").dropFirst()
          .last { $0.contains("[\(code)") } ?? String(decoding: said, as: UTF8.self)
        text += "```text\n\(english.trimmingCharacters(in: .newlines))\n```\n"
      } else {
        text += "Proved by \(MessageTests.elsewhere[code] ?? "no fixture").\n"
      }
    }
    return text
  }
}
