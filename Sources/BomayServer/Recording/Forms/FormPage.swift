// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation

/// A form for recording, with what was typed, the findings at their fields, and the preview.
struct FormPage {
  let asked: Asked
  let linker: Linker
  let token: String
  let filled: FilledForm
  let preview: Preview?
  /// Where what was typed can be kept as a draft.
  var draft: DraftPanel?

  private var words: Catalogue { asked.words }
  private var form: RecordForm { filled.form }

  func content() -> Page.Content {
    let title = words.term("form.\(form.id)")
    let sorted = FormFindings(preview, filled)
    var fields = FieldViews(filled: filled, findings: sorted, words: words, view: view)
    let isReady = preview?.canBeRecorded == true && filled.questions.isEmpty
    return Page.Content(
      title: title, template: "record-form",
      context: [
        "title": title, "help": words.term("form.\(form.id).help"), "index": linker.to("/record"),
        "action": linker.to("/record/\(form.id)"), "token": token,
        "tried": view.map { $0.context(loose: sorted.loose, questions: filled.questions.count) } ?? false,
        "seen": preview.map { ["digest": $0.seen, "revision": $0.rehearsal.revision.description] } ?? false,
        "canRecord": isReady, "draft": draft?.context(words) ?? false, "sections": sections(&fields),
        "text": preview.map { String(decoding: $0.file.bytes, as: UTF8.self) } ?? false,
        "day": filled.picker.answers.moment.day.description,
      ])
  }

  private var view: PreviewView? {
    preview.map { PreviewView(preview: $0, words: words, linker: linker) }
  }

  // MARK: Parts

  private func sections(_ views: inout FieldViews) -> [[String: Any]] {
    var found: [[String: Any]] = []
    for part in form.parts {
      let fields = part.fields.filter { !isMinted($0) }
      found.append(section(part, fields, &views))
      if part.isEnding { found += settlement(&views) }
    }
    let head = RecordForm.head.fields.filter { !isMinted($0) }
    let basis = head.filter { ["rests", "document"].contains($0.key) }
    found.append(section(named: "basis", RecordForm.head, basis, &views))
    found.append(section(RecordForm.document, RecordForm.document.fields.filter { !isMinted($0) }, &views))
    let rest = head.filter { !["rests", "document"].contains($0.key) }
    found.append(section(named: "decision", RecordForm.head, rest, &views))
    let made = form.all.flatMap { part in part.fields.filter(isMinted).map { (part, $0) } }
    var identifiers = wrapped("identifiers", made.map { views.view($0.1, part: $0.0) }, isFolded: true)
    identifiers["isOpen"] = made.contains { views.isFaulty($0.0.field($0.1.key)) }
    found.append(identifiers)
    return found
  }

  private func isMinted(_ field: FormField) -> Bool {
    if case .minted = field.kind { true } else { false }
  }

  private func section(_ part: FormPart, _ fields: [FormField], _ views: inout FieldViews) -> [String: Any] {
    section(named: part.name, part, fields, &views)
  }

  private func section(
    named name: String, _ part: FormPart, _ fields: [FormField], _ views: inout FieldViews
  ) -> [String: Any] {
    var context = wrapped(name, fields.map { views.view($0, part: part) }, isFolded: part.isOptional)
    context["isOpen"] = filled.isWritten(part)
    return context
  }

  private func wrapped(_ name: String, _ fields: [[String: Any]], isFolded: Bool = false) -> [String: Any] {
    let note = "form.part.\(name).help"
    return [
      "legend": words.term("form.part.\(name)"), "fields": fields, "isFolded": isFolded, "isOpen": false,
      "note": words.keys.contains(note) ? words.term(note) : false,
    ]
  }

  private func settlement(_ views: inout FieldViews) -> [[String: Any]] {
    let items = filled.items
    guard !items.isEmpty else {
      return [
        [
          "legend": words.term("form.part.settle"), "fields": [] as [[String: Any]], "isFolded": false,
          "isOpen": false, "note": words.term("form.part.settle.help"),
        ]
      ]
    }
    var found: [[String: Any]] = []
    var children = [views.pick(SettledItems.allChildren, .unit, words.term("form.field.settle.children"))]
    for child in items.children {
      let name = asked.moment.designation(of: child, words.language)
      children.append(views.pick(SettledItems.child(child), .unit, name))
    }
    if items.isCrowded || !items.children.isEmpty { found.append(wrapped("settle-children", children)) }
    let posts = items.posts.map { post in
      views.pick(SettledItems.post(post), .post, asked.moment.designation(of: post, words.language))
    }
    if !posts.isEmpty { found.append(wrapped("settle-posts", posts)) }
    let holders = items.holders.map { holder in
      let name = asked.moment.name(of: holder.person) ?? "\(words.term("unnamed")) (\(holder.person))"
      let post = asked.moment.designation(of: holder.post, words.language)
      return views.pick(SettledItems.holder(holder), .post, "\(name), \(post)")
    }
    if !holders.isEmpty { found.append(wrapped("settle-holders", holders)) }
    var others = SettledItems.texts.map { views.text($0, words.term("form.field.\($0)")) }
    others.append(views.pick(SettledItems.obligations, .unit, words.term("form.field.\(SettledItems.obligations)")))
    if items.bodyCount > 0 { others.append(views.check(SettledItems.bodies, words.term("form.field.settle.bodies"))) }
    found.append(wrapped("settle-others", others))
    return found
  }
}

/// Findings by the field whose line they stand at.
struct FormFindings {
  private(set) var byField: [String: [Diagnostic]] = [:]
  /// Those of no field.
  private(set) var loose: [Diagnostic] = []

  init(_ preview: Preview?, _ filled: FilledForm) {
    guard let preview else { return }
    let fields = filled.document.fields
    for finding in preview.diagnostics.worstFirst() {
      guard let name = finding.span.flatMap({ fields[$0.line] }).flatMap({ Self.shown($0, filled) }) else {
        loose.append(finding)
        continue
      }
      // What names nothing, or several things, is asked about instead.
      if filled.questions[name] == nil { byField[name, default: []].append(finding) }
    }
  }

  /// Where people look for it: what is found about an identifier that the form has made stands at the first field
  /// of its part, and what is about the decision as a whole at none.
  private static func shown(_ name: String, _ filled: FilledForm) -> String? {
    guard (filled.typed[name] ?? "").isEmpty else { return name }
    for part in filled.form.all {
      guard let field = part.fields.first(where: { part.field($0.key) == name }) else { continue }
      guard case .minted = field.kind else { return name }
      let other = part.fields.first { if case .minted = $0.kind { false } else { true } }
      return part.verb == nil ? nil : other.map { part.field($0.key) }
    }
    return name
  }
}
