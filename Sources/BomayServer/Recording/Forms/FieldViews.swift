// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// Fields of a form as the template `field` takes them.
struct FieldViews {
  let filled: FilledForm
  let findings: FormFindings
  let words: Catalogue
  let view: PreviewView?
  private var count = 0

  init(filled: FilledForm, findings: FormFindings, words: Catalogue, view: PreviewView?) {
    self.filled = filled
    self.findings = findings
    self.words = words
    self.view = view
  }

  func isFaulty(_ name: String) -> Bool { findings.byField[name] != nil || filled.questions[name] != nil }

  /// A field of a part; one for several things with an input for each.
  mutating func view(_ field: FormField, part: FormPart) -> [String: Any] {
    let name = part.field(field.key)
    let label = self.label(field, part)
    switch field.kind {
    case .picks(let subject):
      let inputs = filled.inputs(name, most: field.most)
      return [
        "group": [
          "legend": label, "isNeeded": field.isNeeded,
          "fields": inputs.enumerated().map { place, input in
            pick(input, subject, words.term("form.nth", ["label": label, "number": String(place + 1)]))
          },
        ] as [String: Any]
      ]
    case .pick(let subject): return pick(name, subject, label, isNeeded: field.isNeeded)
    case .text, .number: return text(name, label, isNeeded: field.isNeeded, hint: hint(field, part))
    case .bound:
      return text(name, label, isNeeded: field.isNeeded, hint: hint(field, part) ?? words.term("form.bound"))
    case .minted: return text(name, label, hint: words.term("form.minted"))
    case .lines:
      var context = base(name, label, isNeeded: field.isNeeded, hint: nil)
      context["area"] = ["value": filled.typed[name] ?? ""]
      return context
    case .flag: return check(name, label)
    case .choice(let family, let choices):
      let options = choices.map { Picker.Found(id: $0, name: words.term("\(family).\($0)")) }
      return select(name, label, options, field)
    case .charter(let list): return select(name, label, filled.picker.listed(list), field)
    case .listed(let subject): return select(name, label, filled.picker.listed(subject), field)
    }
  }

  /// The word for this field in this part, else the one for fields of its key.
  private func label(_ field: FormField, _ part: FormPart) -> String {
    let own = "form.field.\(part.name).\(field.key)"
    return words.term(words.keys.contains(own) ? own : "form.field.\(field.key)")
  }

  private func hint(_ field: FormField, _ part: FormPart) -> String? {
    let key = "form.field.\(part.name).\(field.key).hint"
    return words.keys.contains(key) ? words.term(key) : nil
  }

  // MARK: Kinds of input

  mutating func text(_ name: String, _ label: String, isNeeded: Bool = false, hint: String? = nil) -> [String: Any] {
    var context = base(name, label, isNeeded: isNeeded, hint: hint)
    context["input"] = ["value": filled.typed[name] ?? "", "pick": false] as [String: Any]
    return context
  }

  mutating func pick(
    _ name: String, _ subject: Subject, _ label: String, isNeeded: Bool = false
  ) -> [String: Any] {
    let typed = filled.typed[name] ?? ""
    var context = base(name, label, isNeeded: isNeeded, hint: words.term("form.pick.\(subject.word)"))
    context["input"] = ["value": typed, "pick": subject.word] as [String: Any]
    context["shown"] = filled.picker.name(of: typed, subject) ?? false
    if let question = filled.questions[name] {
      let key = question.found.isEmpty ? "form.found-none" : "form.found-several"
      context["question"] =
        [
          "legend": words.term(key, ["text": typed]), "typed": typed, "name": name,
          "choices": question.found.enumerated().map { place, found in
            ["value": found.id, "label": found.name, "id": "f\(count)-\(place)"]
          },
        ] as [String: Any]
    }
    return context
  }

  mutating func check(_ name: String, _ label: String) -> [String: Any] {
    var context = base(name, label, isNeeded: false, hint: nil)
    context["check"] = ["isChosen": !(filled.typed[name] ?? "").isEmpty]
    return context
  }

  private mutating func select(
    _ name: String, _ label: String, _ options: [Picker.Found], _ field: FormField
  ) -> [String: Any] {
    var context = base(name, label, isNeeded: field.isNeeded, hint: nil)
    let typed = filled.typed[name] ?? ""
    // What was typed, or came with the address, and is no choice is shown as it is, with its finding.
    let unknown = options.contains { $0.id == typed } || typed.isEmpty ? [] : [Picker.Found(id: typed, name: typed)]
    context["select"] =
      [
        "options": (unknown + options).map {
          ["value": $0.id, "label": $0.name, "isChosen": $0.id == typed] as [String: Any]
        },
        "none": words.term(field.isNeeded ? "form.choose" : "form.none"),
      ] as [String: Any]
    return context
  }

  /// In a form a key is a field, and what is said of keys helps nobody.
  private func finding(_ diagnostic: Diagnostic, _ label: String) -> [String: Any] {
    var context = view?.finding(diagnostic) ?? [:]
    if diagnostic.code == "empty-value" {
      context["summary"] = words.term("form.empty", ["label": label])
      context["reason"] = false
      context["hasRemedies"] = false
    }
    return context
  }

  private mutating func base(_ name: String, _ label: String, isNeeded: Bool, hint: String?) -> [String: Any] {
    count += 1
    let found = (findings.byField[name] ?? []).map { finding($0, label) }
    let isFaulty =
      found.contains { $0["severity"] as? String == Severity.error.rawValue } || filled.questions[name] != nil
    return [
      "group": false, "id": "f\(count)", "name": name, "label": label, "isNeeded": isNeeded, "hint": hint ?? false,
      "input": false, "area": false, "select": false, "check": false, "shown": false, "question": false,
      "findings": found, "isFaulty": isFaulty,
      "described": [hint == nil ? nil : "f\(count)-hint", found.isEmpty ? nil : "f\(count)-found"].compactMap { $0 }
        .joined(separator: " "),
    ]
  }
}
