// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// Reads the documents of a decision file, YAML or JSON. Faults go to the sink; a document with
/// faults is returned as far as it could be read.
public func readDecisions(_ bytes: some Sequence<UInt8>, file: String, into sink: DiagnosticSink) -> [DecisionDocument]
{
  let roots = readYAML(bytes, file: file, into: sink)
  let documents = roots.flatMap { root -> [DecisionDocument] in
    if let items = root.list { return items.compactMap { readDecision($0, into: sink) } }
    return readDecision(root, into: sink).map { [$0] } ?? []
  }
  if documents.isEmpty, !sink.hasErrors {
    sink.fault("empty-file", at: SourceSpan(file: file, line: 1, column: 1))
  }
  // What is missing because it could not be read is told once.
  if !sink.hasErrors { for document in documents { validate(document, into: sink) } }
  return documents
}

/// Fields that stand beside the changes.
private struct Heading {
  var id = Identifier<Decision>(rawValue: "")
  var content = Decision(id: Identifier(rawValue: ""))

  mutating func visit<V: FieldVisitor>(_ verb: String, _ fields: inout V) {
    fields.identifier(verb, &content.id, verb == "decision" ? .mints : .refers)
    fields.text("title", &content.title)
    fields.identifier("document", &content.document, .refers)
    var rests: Footing? = content.rests == .document ? nil : content.rests
    fields.choice("rests", &rests)
    content.rests = rests ?? .document
    fields.identifiers("readings", &content.readings, .refers, required: false)
    fields.bound("signed", &content.signedOn)
    fields.bound("effective", &content.effective)
    fields.identifier("after", &content.after, .refers)
    fields.text("note", &content.note)
    fields.text("reason", &content.reason)
  }
}

extension Decision {
  /// Visits all but the changes.
  mutating func visitHeading<V: FieldVisitor>(_ verb: String, _ fields: inout V) {
    var heading = Heading(id: id, content: self)
    heading.visit(verb, &fields)
    self = heading.content
  }
}

func readDecision(_ node: Node, into sink: DiagnosticSink) -> DecisionDocument? {
  if case .empty = node.content { return nil }
  guard node.pairs != nil else {
    sink.fault("not-a-decision", at: node.span)
    return nil
  }
  let verbs = ["decision", "correct", "annul"].filter { node[$0] != nil }
  guard verbs.count == 1, let verb = DecisionDocument.Verb(rawValue: verbs[0]) else {
    sink.fault(verbs.isEmpty ? "no-verb" : "two-verbs", at: node.span, ["known": .list(verbs)])
    return nil
  }
  var content = Decision(id: Identifier(rawValue: ""))
  var reader = FieldReader(node, known: verb == .annul ? ["format"] : ["changes", "format"], into: sink)
  content.visitHeading(verb.rawValue, &reader)
  reader.finish()
  if let format = node["format"]?.text, format != "1" {
    sink.fault("newer-format", at: node["format"]?.span, ["format": .text(format)])
  }
  var changes: [WrittenChange] = []
  if verb != .annul {
    guard let listed = node["changes"] else {
      sink.fault("missing-key", at: node.span, ["key": .text("changes")])
      return DecisionDocument(verb: verb, content: content, changes: [], span: node.span, spans: reader.spans)
    }
    if listed.list == nil { sink.fault("not-a-list", at: listed.span, ["key": .text("changes")]) }
    changes = (listed.list ?? []).compactMap { readChange($0, into: sink) }
  } else {
    if content.reason == nil { sink.fault("missing-key", at: node.span, ["key": .text("reason")]) }
    for pair in node.pairs ?? [] where !["annul", "reason", "format"].contains(pair.key) && known(pair.key) {
      sink.fault("unknown-key", at: pair.keySpan, ["key": .text(pair.key), "known": .list(["annul", "reason"])])
    }
  }
  return DecisionDocument(verb: verb, content: content, changes: changes, span: node.span, spans: reader.spans)
}

/// Whether a heading can have the key; others have been reported already.
private func known(_ key: String) -> Bool {
  ["title", "document", "rests", "readings", "signed", "effective", "after", "note"].contains(key)
}

func readChange(_ node: Node, into sink: DiagnosticSink) -> WrittenChange? {
  guard let pairs = node.pairs, let first = pairs.first else {
    sink.fault("not-a-change", at: node.span)
    return nil
  }
  let word = node["change"]?.text ?? first.key
  let span = first.keySpan ?? node.span
  if word == "apply" { return readApplication(node, span, into: sink) }
  guard let kind = ChangeKind(rawValue: word) else {
    let words = ChangeKind.allCases.map(\.rawValue) + ["apply"]
    var values: [String: MessageValue] = ["key": .text(word)]
    if let near = nearest(to: word, among: words) { values["nearest"] = .text(near) }
    sink.fault("unknown-change", at: span, values)
    return nil
  }
  let (short, plain) = takeShortForms(node, into: sink)
  var change = Change(Action(blank: kind))
  var reader = FieldReader(plain, known: ["change"], into: sink)
  change.visit(&reader)
  reader.finish()
  return WrittenChange(body: .change(change), short: short, span: span, spans: reader.spans)
}

private struct Application: Fielded {
  var template = ""
  var areas: [Identifier<OrgUnit>] = []
  var effective: Bound?

  mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    fields.text("apply", &template)
    fields.identifiers("to", &areas, .refers, required: true)
    fields.bound("effective", &effective)
  }
}

private func readApplication(_ node: Node, _ span: SourceSpan?, into sink: DiagnosticSink) -> WrittenChange {
  var application = Application()
  var reader = FieldReader(node, into: sink)
  application.visit(&reader)
  reader.finish()
  return WrittenChange(
    body: .apply(template: application.template, to: application.areas, effective: application.effective),
    short: ShortSettlement(), span: span, spans: reader.spans)
}

/// Whether the value is the one word that can stand there.
private func isWord(_ word: String, _ pair: Node.Pair, into sink: DiagnosticSink) -> Bool {
  let text = pair.value.text ?? ""
  guard text != word else { return true }
  var values: [String: MessageValue] = ["key": .text(pair.key), "text": .text(text), "known": .list([word])]
  if let near = nearest(to: text, among: [word]) { values["nearest"] = .text(near) }
  sink.fault("unknown-word", at: pair.value.span ?? pair.keySpan, values)
  return false
}

/// Takes the short forms out of `settle`, so that the rest reads like any record.
private func takeShortForms(_ node: Node, into sink: DiagnosticSink) -> (ShortSettlement, Node) {
  guard let settle = node["settle"], let items = settle.pairs else { return (ShortSettlement(), node) }
  var short = ShortSettlement()
  var kept: [Node.Pair] = []
  for pair in items {
    switch pair.key {
    case "posts" where pair.value.text != nil: short.abolishesPosts = isWord("abolish", pair, into: sink)
    case "bodies": short.settlesBodiesBySlot = isWord("by-slot", pair, into: sink)
    case "children" where pair.value.pairs != nil:
      var to: Identifier<OrgUnit>?
      var among: [Identifier<OrgUnit>] = []
      var reader = FieldReader(pair.value, into: sink)
      reader.identifier("all", &to, .refers)
      reader.identifiers("all-among", &among, .refers, required: false)
      reader.finish()
      short.childrenTo = to
      short.childrenAmong = among
    default: kept.append(pair)
    }
  }
  guard kept.count < items.count, var pairs = node.pairs, let index = pairs.firstIndex(where: { $0.key == "settle" })
  else {
    return (short, node)
  }
  pairs[index].value = Node(.map(kept), at: settle.span)
  return (short, Node(.map(pairs), at: node.span))
}
