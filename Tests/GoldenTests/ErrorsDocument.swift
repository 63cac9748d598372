// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation
import Testing

extension MessageTests {
  /// `docs/errors.md` is made from the rules, the catalogue and the fixtures.
  @Suite("The list of messages")
  struct ErrorsDocument {
    /// Every rule of the rule book, in its order.
    static let book: [String: Int] = [
      "A": 12, "B": 11, "C": 10, "D": 11, "E": 10, "F": 10, "G": 7, "H": 6, "I": 8, "K": 5,
    ]

    static let rules = book.keys.sorted().flatMap { letter in
      (1...(book[letter] ?? 1)).map { "R-\(letter)\($0)" }
    }

    /// Held without a rule of its own: by how things are written or computed.
    static let byConstruction: [String: String] = [
      "R-A5": "a rename or a change of rank keeps the identifier; a merger makes a new one",
      "R-B9": "the effect on the number of units is computed in form 03, never typed",
      "R-B11":
        "what a stopped joint office leaves is an obligation until both offices have heads (`stop-not-carried-out`)",
      "R-C7": "coverage is computed from an explicit eligible set; the sum is tested on random histories",
      "R-E3": "plan and actual are observations with roles; a figure divides the actual by the plan",
      "R-E5": "a reduction carries its ground; only the policy grounds count as such",
      "R-F2": "one rounding: half up, one decimal, with the exact pair beside it",
      "R-G2": "a rough deadline is read as its last day, its precision kept",
      "R-G5": "a completion without evidence cannot be written (`missing-key`)",
      "R-I3": "a notice of `rotation-term`",
      "R-I5": "the cost is the coefficient times the base salary in force in the month",
      "R-I8": "an allowance still paid after a stop is an obligation (`stop-not-carried-out`)",
      "R-K3": "the log has who and when, and is never edited",
      "R-K5": "text is kept in NFC (`not-nfc`) and searched without marks",
    ]

    /// What of a rule that is built or held is not, so that the table says no more than is so.
    static let notYet: [String: String] = [
      "R-A9": "the least of the lowest class only: the class of a province is not on record",
      "R-A10": "the norm by the size of a division: where the sizes step is to be verified",
      "R-A11": "a cell with so many members that it should have a committee is not told of",
      "R-B1": "property, archives and seal are noted, not demanded",
      "R-B4": "a count from before the day that is entered after all else is told of by findings only",
      "R-B7": "deputies only: staff above the quota is told of without a road (`quota-exceeded`)",
      "R-B11": "the staff of the two offices is not compared with that of the joint one",
      "R-D2": "more titles than the limit are warned of, never refused",
      "R-D8":
        "the age of men for all, as sex is not recorded; a second term in a post is held to it like a first",
      "R-E3": "a plan written before its actual is not noticed",
      "R-F4": "looked at for the denominators of targets only",
      "R-G7": "holidays are not in the charter",
      "R-H2": "looked at for the basis of models and pilots only",
      "R-I1": "the term only: planning lists are not on record, ages are not looked at",
      "R-I2": "those rotated are not counted in the quota of where they go",
      "R-I4": "whether the combination saves a head is not looked at",
      "R-K5": "lists are not sorted by the Vietnamese alphabet",
    ]

    /// Not built, and why.
    static let notBuilt: [String: String] = [
      "R-D10": "the place of origin is personal and no source defines who counts as local; family is not recorded",
      "R-E6": "re-hiring after a benefit needs personal files that are not kept here",
      "R-E8": "the national yardstick needs the headcount of 2015, which no source gives",
      "R-E9": "the files of a reduction case are not kept here",
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
      let built = Set(Register.rules.map(\.rule))
      let left = Set(Self.rules).subtracting(built).subtracting(Self.byConstruction.keys)
      #expect(left == Set(Self.notBuilt.keys), "what is neither built nor held is exactly what is said not to be")
      #expect(built.union(Self.byConstruction.keys).isSubset(of: Self.rules), "no rule is made up")
      #expect(built.union(Self.byConstruction.keys).isSuperset(of: Self.notYet.keys))
      #expect(Self.rules.count == 90 && Set(Self.rules).count == 90)
    }

    private func row(_ rule: String) -> String {
      let codes = Set(Register.rules.filter { $0.rule == rule }.map { "`\($0.code)`" }).sorted()
      let parts: [String?] = [
        codes.isEmpty ? nil : codes.joined(separator: ", "),
        Self.byConstruction[rule].map { "by construction: \($0)" },
        Self.notBuilt[rule].map { "not built: \($0)" }, Self.notYet[rule].map { "not yet: \($0)" },
      ]
      return "| \(rule) | \(parts.compactMap { $0 }.joined(separator: "; ")) |\n"
    }

    private func document() throws -> String {
      let severities = Dictionary(Register.rules.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
      let trials = try Trial.all.get()
      var text = """
        # Messages

        Made from the rules, the catalogue of words and the fixtures; `make golden` writes it anew. A message has its \
        place, its sentence and code, why, and how to mend it, in Vietnamese and English.

        ## Rules

        A code: built. By construction: held by how things are written or computed. Not yet: what is lacking of a \
        rule otherwise built or held.

        | rule | where it is |
        |---|---|

        """
      text += Self.rules.map(row).joined() + "\n## Codes\n"
      for trial in trials {
        text += "\n### \(trial.name)\n\n"
        if let rule = severities[trial.name] {
          text += "\(rule.rule), \(rule.severity.rawValue) unless the charter says otherwise.\n\n"
        } else if let own = trial.own {
          text += "No rule of the book, \(own.severity.rawValue).\n\n"
        }
        text += "```text\n\(trial.example.trimmingCharacters(in: .newlines))\n```\n"
      }
      return text
    }
  }
}
