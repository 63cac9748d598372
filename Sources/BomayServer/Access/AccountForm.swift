// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain

/// The form by which an administrator makes or changes an account: its names, and a line for each role.
struct AccountForm {
  /// Roles that the form can give; an account with more is changed at the terminal.
  static let most = 64

  let filled: FilledForm
  let words: Catalogue
  /// Whether it is for an account that is not there yet.
  let isNew: Bool

  /// - Parameter sent: what was sent under the name of a field; `nil` where it was not on the page.
  init(_ answers: Answers, isNew: Bool, sent: @escaping @Sendable (String) -> String?) {
    words = answers.words
    self.isNew = isNew
    filled = FilledForm(isNew ? Self.new : Self.changed, answers, day: "", sent: sent)
  }

  /// With what the account has.
  init(_ answers: Answers, showing account: Account) {
    var typed = ["account.called": account.displayName]
    for (place, grant) in account.grants.prefix(Self.most).enumerated() {
      typed["grant-\(place).account-role"] = grant.role.rawValue
      typed["grant-\(place).below"] = grant.unit?.rawValue ?? ""
      typed["grant-\(place).only-kind"] = grant.kind?.rawValue ?? ""
    }
    let shown = typed
    self.init(answers, isNew: false) { shown[$0] }
  }

  private static let new = form(names: [.text("account", needed: true), .text("called")])
  private static let changed = form(names: [.text("called")])

  private static func form(names: [FormField]) -> RecordForm {
    let grants = (0..<most).map { place in
      FormPart(
        name: "grant-\(place)", verb: nil,
        fields: [
          FormField(
            key: "account-role", kind: .choice(family: "role", words: AccountRole.allCases.map(\.rawValue))),
          .pick("below", .unit),
          FormField(key: "only-kind", kind: .choice(family: "change", words: ChangeKind.allCases.map(\.rawValue))),
        ])
    }
    return RecordForm(id: "account", group: "", parts: [FormPart(name: "account", verb: nil, fields: names)] + grants)
  }

  // MARK: What it says

  var name: String { filled.value("account.account").lowercased() }
  var called: String { filled.value("account.called") }

  private func value(_ place: Int, _ key: String) -> String { filled.value("grant-\(place).\(key)") }

  private func isBlank(_ place: Int) -> Bool {
    ["account-role", "below", "only-kind"].allSatisfy { (filled.typed["grant-\(place).\($0)"] ?? "").isEmpty }
  }

  /// The roles that it gives; those that cannot be read are among the ``faults``.
  var grants: [Grant] {
    (0..<Self.most).compactMap { place in
      guard let role = AccountRole(rawValue: value(place, "account-role")) else { return nil }
      let unit = value(place, "below")
      return Grant(
        role, under: unit.isEmpty ? nil : Identifier(rawValue: unit),
        only: ChangeKind(rawValue: value(place, "only-kind")))
    }
  }

  /// What is wrong with it, all at once.
  var faults: [String] {
    var faults: [String] = []
    if isNew, !Account.isName(name) { faults.append(words.term("accounts.not-a-name", ["name": name])) }
    if grants.isEmpty { faults.append(words.term("page.account-no-role")) }
    for place in 0..<Self.most where !isBlank(place) {
      let values = ["number": String(place + 1)]
      let role = value(place, "account-role")
      let kind = value(place, "only-kind")
      if AccountRole(rawValue: role) == nil { faults.append(words.term("page.account-half-role", values)) }
      if !kind.isEmpty, ChangeKind(rawValue: kind) == nil {
        faults.append(words.term("page.account-no-kind", values))
      }
      if filled.questions["grant-\(place).below"] != nil {
        faults.append(words.term("page.account-which-unit", values))
      }
    }
    return faults
  }

  // MARK: On a page

  /// The names, and the lines for roles down to the last that is filled in, and two more.
  var sections: [[String: Any]] {
    var views = FieldViews(filled: filled, findings: FormFindings(nil, filled), words: words, view: nil)
    let shown = min(Self.most, ((0..<Self.most).last { !isBlank($0) } ?? -1) + 3)
    return filled.form.parts.prefix(1 + shown).enumerated().map { place, part in
      [
        "legend": place == 0
          ? words.term("page.account-names") : words.term("page.account-grant", ["number": String(place)]),
        "fields": part.fields.map { views.view($0, part: part) },
      ]
    }
  }
}
