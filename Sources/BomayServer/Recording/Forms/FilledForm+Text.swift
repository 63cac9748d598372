// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FilledForm {
  /// The decision document that the form makes.
  var document: DocumentText {
    var text = DocumentText()
    writeHead(&text)
    text.add("changes:")
    // What the main change refers to stands before it, as people would write it.
    for part in [RecordForm.document] + form.parts.reversed() where isWritten(part) { write(part, &text) }
    return text
  }

  private func writeHead(_ text: inout DocumentText) {
    let part = RecordForm.head
    for field in part.fields {
      let name = part.field(field.key)
      if !value(name).isEmpty || field.isNeeded { text.add("", field.key, value(name), field: name) }
    }
  }

  private func write(_ part: FormPart, _ text: inout DocumentText) {
    guard let verb = part.verb else { return }
    for (place, field) in part.fields.enumerated() where field.isWritten {
      let name = part.field(field.key)
      let indent = place == 0 ? "  - " : "    "
      let key = place == 0 ? verb : field.key
      if case .picks = field.kind {
        writeList(field, name, indent, key, &text)
      } else if place == 0 || field.isNeeded || !value(name).isEmpty {
        text.add(indent, key, value(name), field: name)
      }
    }
    if part.isEnding { writeSettlement(&text) }
    writeTemplate(of: part, &text)
  }

  /// The field for the template by which the bodies and posts of a new unit are set up.
  static let template = "template"

  private func writeTemplate(of part: FormPart, _ text: inout DocumentText) {
    let name = part.field(Self.template)
    let new = part.fields.first { field in if case .minted(.unit, _) = field.kind { true } else { false } }
    guard let new, !value(name).isEmpty else { return }
    text.add("  - ", "apply", value(name), field: name)
    text.add("    to:", field: name)
    text.add("      - \(DocumentText.quoted(value(part.field(new.key))))", field: part.field(new.key))
  }

  private func writeList(
    _ field: FormField, _ name: String, _ indent: String, _ key: String, _ text: inout DocumentText
  ) {
    let named = several(name, most: field.most)
    guard !named.isEmpty else {
      if field.isNeeded { text.add("\(indent)\(key):", field: "\(name).0") }
      return
    }
    text.add("\(indent)\(key):", field: named[0].name)
    for item in named { text.add("      - \(DocumentText.quoted(item.value))", field: item.name) }
  }

  private func writeSettlement(_ text: inout DocumentText) {
    var settle = DocumentText()
    writeChildren(&settle)
    writeItems(&settle)
    for name in SettledItems.texts where !value(name).isEmpty {
      settle.add("      ", String(name.dropFirst("settle.".count)), value(name), field: name)
    }
    if !value(SettledItems.obligations).isEmpty {
      settle.add("      ", "obligations-to", value(SettledItems.obligations), field: SettledItems.obligations)
    }
    if !value(SettledItems.bodies).isEmpty { settle.add("      bodies: by-slot", field: SettledItems.bodies) }
    guard !settle.lines.isEmpty else { return }
    text.add("    settle:")
    for (place, line) in settle.lines.enumerated() { text.add(line, field: settle.fields[place + 1]) }
  }

  private func writeChildren(_ text: inout DocumentText) {
    let all = value(SettledItems.allChildren)
    if !all.isEmpty {
      text.add("      children:")
      text.add("        ", "all", all, field: SettledItems.allChildren)
    } else if !items.children.isEmpty {
      text.add("      children:")
      for child in items.children {
        let name = SettledItems.child(child)
        text.add("        - ", "unit", child.rawValue, field: name)
        if !value(name).isEmpty { text.add("          ", "to", value(name), field: name) }
      }
    }
  }

  private func writeItems(_ text: inout DocumentText) {
    if !items.posts.isEmpty { text.add("      posts:") }
    for post in items.posts {
      let name = SettledItems.post(post)
      text.add("        - ", "post", post.rawValue, field: name)
      if !value(name).isEmpty { text.add("          ", "to", value(name), field: name) }
    }
    if !items.holders.isEmpty { text.add("      holders:") }
    for holder in items.holders {
      let name = SettledItems.holder(holder)
      text.add("        - ", "person", holder.person.rawValue, field: name)
      text.add("          ", "post", holder.post.rawValue, field: name)
      if !value(name).isEmpty { text.add("          ", "to", value(name), field: name) }
    }
  }
}
