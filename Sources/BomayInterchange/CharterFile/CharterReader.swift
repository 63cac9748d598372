// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// Reads a charter file. Faults go to the sink; `nil` when there is nothing to read.
public func readCharter(_ bytes: some Sequence<UInt8>, file: String, into sink: DiagnosticSink) -> Charter? {
  readYAML(bytes, file: file, into: sink).first.flatMap { readCharter($0, into: sink) }
}

func readCharter(_ node: Node, into sink: DiagnosticSink) -> Charter? {
  guard node.pairs != nil else {
    sink.fault("not-a-charter", at: node.span)
    return nil
  }
  return CharterReader(sink: sink).read(node)
}

private struct CharterReader {
  let sink: DiagnosticSink

  func read(_ node: Node) -> Charter {
    check(
      node,
      [
        "charter", "version", "languages", "name", "basis", "levels", "families", "kinds", "roles",
        "holding-ends", "categories", "models", "incompatible", "parameters", "document-types", "issuers",
        "templates", "severities", "open", "without",
      ])
    return Charter(
      id: need(node, "charter"), version: version(node),
      languages: strings(node["languages"]), name: words(node["name"]), levels: items(node, "levels", named),
      families: items(node, "families", named), kinds: items(node, "kinds", kind),
      roles: items(node, "roles", role), categories: items(node, "categories", category),
      models: items(node, "models") { model($0) }.compactMap { $0 },
      incompatibilities: items(node, "incompatible") { incompatibility($0) }.compactMap { $0 },
      parameters: Dictionary(
        items(node, "parameters") { (need($0, "id"), values($0)) }, uniquingKeysWith: { first, _ in first }),
      documentTypes: items(node, "document-types", documentType), issuers: items(node, "issuers", issuer),
      templates: items(node, "templates", template),
      severities: severities(node["severities"]),
      isOpen: node["open"]?.text == "true", without: Set(strings(node["without"])),
      canonicalText: String(decoding: JSONText.write(node), as: UTF8.self))
  }

  // MARK: Pieces

  private func items<T>(_ node: Node, _ key: String, _ read: (Node) -> T) -> [T] {
    guard let listed = node[key] else { return [] }
    if listed.list == nil { sink.fault("not-a-list", at: listed.span, ["key": .text(key)]) }
    return (listed.list ?? []).map(read)
  }

  private func need(_ node: Node, _ key: String) -> String {
    guard let text = node[key]?.text else {
      sink.fault("missing-key", at: node.span, ["key": .text(key)])
      return ""
    }
    return text
  }

  /// Counts from 1, so that a later one can be told.
  private func version(_ node: Node) -> Int64 {
    let text = need(node, "version")
    if let number = Int64(text), number >= 1 { return number }
    if let value = node["version"], value.text != nil {
      sink.fault("not-a-number", at: value.span, ["key": .text("version"), "text": .text(text)])
    }
    return 0
  }

  private func rank(_ node: Node) -> Int64? {
    guard let value = node["rank"] else { return nil }
    guard let number = value.text.flatMap({ Int64($0) }) else {
      sink.fault("not-a-number", at: value.span, ["key": .text("rank"), "text": .text(value.text ?? "")])
      return nil
    }
    return number
  }

  /// The word, or a fault that names the nearest of those that can stand there.
  private func word<Word: RawRepresentable & CaseIterable>(_ text: String, _ key: String, _ span: SourceSpan?) -> Word?
  where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    unknown(text, key, Word.allCases.map(\.rawValue), span)
    return nil
  }

  private func unknown(_ text: String, _ key: String, _ known: [String], _ span: SourceSpan?) {
    var values: [String: MessageValue] = ["key": .text(key), "text": .text(text), "known": .list(known)]
    if let near = nearest(to: text, among: known) { values["nearest"] = .text(near) }
    sink.fault("unknown-word", at: span, values)
  }

  private func words<Word: RawRepresentable & CaseIterable>(_ node: Node, _ key: String) -> [Word]
  where Word.RawValue == String {
    guard let value = node[key] else { return [] }
    return (value.list ?? [value]).compactMap { word($0.text ?? "", key, $0.span) }
  }

  private func severities(_ node: Node?) -> [String: Severity] {
    guard let node else { return [:] }
    guard let pairs = node.pairs else {
      sink.fault("not-a-map", at: node.span, ["key": .text("severities")])
      return [:]
    }
    let rules = Register.rules
    var found: [String: Severity] = [:]
    for pair in pairs {
      guard rules.contains(where: { $0.rule == pair.key }) else {
        // A code is near at hand where the rule is asked for.
        let known = rules.first { $0.code == pair.key }.map { [$0.rule] } ?? Array(Set(rules.map(\.rule))).sorted()
        var values: [String: MessageValue] = ["key": .text(pair.key), "known": .list(known)]
        if let near = known.count == 1 ? known[0] : nearest(to: pair.key, among: known) {
          values["nearest"] = .text(near)
        }
        sink.fault("unknown-key", at: pair.keySpan ?? node.span, values)
        continue
      }
      found[pair.key] = word(pair.value.text ?? "", pair.key, pair.value.span)
    }
    return found
  }

  private func strings(_ node: Node?) -> [String] {
    node?.list?.compactMap(\.text) ?? node?.text.map { [$0] } ?? []
  }

  private func words(_ node: Node?) -> Words {
    if let text = node?.text { return Words(["": text]) }
    return Words(
      Dictionary(
        (node?.pairs ?? []).compactMap { pair in pair.value.text.map { (pair.key, $0) } },
        uniquingKeysWith: { first, _ in first }))
  }

  private func check(_ node: Node, _ known: [String]) {
    for pair in node.pairs ?? [] where !known.contains(pair.key) {
      var values: [String: MessageValue] = ["key": .text(pair.key), "known": .list(known)]
      if let near = nearest(to: pair.key, among: known) { values["nearest"] = .text(near) }
      sink.fault("unknown-key", at: pair.keySpan ?? node.span, values)
    }
  }

  private func day(_ node: Node, _ key: String) -> Day? {
    guard let value = node[key] else { return nil }
    guard let day = value.text.flatMap({ Day($0) }) else {
      sink.fault("not-a-day", at: value.span, ["key": .text(key), "text": .text(value.text ?? "")])
      return nil
    }
    return day
  }

  private func flag(_ node: Node, _ key: String) -> Bool {
    guard let value = node[key] else { return false }
    if value.text != "true", value.text != "false" {
      sink.fault("not-yes-or-no", at: value.span, ["key": .text(key), "text": .text(value.text ?? "")])
    }
    return value.text == "true"
  }

  private func count(_ node: Node, _ key: String) -> Count? {
    guard let value = node[key] else { return nil }
    if value.text == "any" { return .undetermined }
    guard let count = value.text.flatMap({ Count($0) }) else {
      sink.fault("not-a-range", at: value.span, ["key": .text(key), "text": .text(value.text ?? "")])
      return nil
    }
    return count
  }

  private func named(_ node: Node) -> Charter.Named {
    Charter.Named(id: need(node, "id"), name: words(node["name"]))
  }

  private func category(_ node: Node) -> Charter.Category {
    Charter.Category(
      id: Identifier(rawValue: need(node, "id")), name: words(node["name"]), isMembers: flag(node, "members"))
  }

  private func kind(_ node: Node) -> Charter.Kind {
    check(node, ["id", "family", "level", "name", "designation", "parents", "from", "until", "leads", "many"])
    return Charter.Kind(
      id: Identifier(rawValue: need(node, "id")), family: need(node, "family"), level: need(node, "level"),
      name: words(node["name"]), designation: node["designation"].map { words($0) },
      parents: strings(node["parents"]).map { Identifier(rawValue: $0) }, from: day(node, "from"),
      until: day(node, "until"), isMany: flag(node, "many"))
  }

  private func role(_ node: Node) -> Charter.RoleSpec {
    check(node, ["id", "name", "seats", "head", "deputy", "by", "in"])
    return Charter.RoleSpec(
      id: Identifier(rawValue: need(node, "id")), name: words(node["name"]), seats: count(node, "seats") ?? .one,
      isHead: flag(node, "head"), isDeputy: flag(node, "deputy"),
      accessions: words(node, "by"),
      kinds: strings(node["in"]).map { Identifier(rawValue: $0) })
  }

  private func seat(_ node: Node) -> Charter.Seat {
    check(node, ["role", "unit"])
    return Charter.Seat(
      role: Identifier(rawValue: need(node, "role")),
      kinds: strings(node["unit"]).map { Identifier(rawValue: $0) })
  }

  private func model(_ node: Node) -> Charter.ModelSpec? {
    check(
      node,
      [
        "id", "name", "rule", "level", "localities", "roles", "units", "joint", "unit", "basis", "permanent",
        "from", "until", "note",
      ])
    let seats = items(node, "roles", seat)
    let rule: Charter.ModelRule
    switch node["rule"]?.text {
    case "one-holder" where seats.count == 2: rule = .oneHolder(seats[0], seats[1])
    case "one-unit":
      rule = .oneUnit(
        separate: strings(node["units"]).map { Identifier(rawValue: $0) },
        joint: Identifier(rawValue: need(node, "joint")))
    case "exactly-one": rule = .exactlyOne(Identifier(rawValue: need(node, "unit")))
    default:
      sink.fault("unknown-model-rule", at: node.span, ["text": .text(node["rule"]?.text ?? "")])
      return nil
    }
    return Charter.ModelSpec(
      id: Identifier(rawValue: need(node, "id")), name: words(node["name"]), rule: rule,
      level: need(node, "level"), localities: strings(node["localities"]).map { Identifier(rawValue: $0) },
      basis: strings(node["basis"]).map { Identifier(rawValue: $0) }, isPermanent: flag(node, "permanent"))
  }

  private func incompatibility(_ node: Node) -> Charter.Incompatibility? {
    check(node, ["id", "roles", "severity", "unless", "reason", "from", "until", "basis"])
    let seats = items(node, "roles", seat)
    guard seats.count == 2 else {
      sink.fault("missing-key", at: node.span, ["key": .text("roles")])
      return nil
    }
    return Charter.Incompatibility(
      id: need(node, "id"), first: seats[0], second: seats[1],
      severity: node["severity"].flatMap { word($0.text ?? "", "severity", $0.span) } ?? .error,
      unless: strings(node["unless"]).map { Identifier(rawValue: $0) }, reason: words(node["reason"]),
      from: day(node, "from"), until: day(node, "until"))
  }

  private func values(_ node: Node) -> [Charter.ParameterValue] {
    items(node, "values") { value in
      guard let number = value["value"]?.text.flatMap({ Rational(decimal: $0) }) else {
        sink.fault("not-a-number", at: value.span, ["key": .text("value"), "text": .text(value["value"]?.text ?? "")])
        return Charter.ParameterValue(from: nil, until: nil, value: Rational(0), basis: "")
      }
      return Charter.ParameterValue(
        from: day(value, "from"), until: day(value, "until"), value: number, basis: value["basis"]?.text ?? "")
    }
  }

  private func documentType(_ node: Node) -> Charter.DocumentTypeSpec {
    Charter.DocumentTypeSpec(
      id: Identifier(rawValue: need(node, "id")), letters: strings(node["letters"]), name: words(node["name"]),
      sides: strings(node["side"]), rank: rank(node))
  }

  private func issuer(_ node: Node) -> Charter.IssuerSpec {
    Charter.IssuerSpec(
      id: Identifier(rawValue: need(node, "id")), letters: strings(node["letters"]), name: words(node["name"]),
      side: node["side"]?.text ?? "", level: node["level"]?.text ?? "",
      rank: rank(node))
  }

  private func template(_ node: Node) -> Charter.TemplateSpec {
    check(node, ["id", "version", "for", "units", "name"])
    return Charter.TemplateSpec(
      id: need(node, "id"), version: version(node),
      kinds: strings(node["for"]).map { Identifier(rawValue: $0) }, units: items(node, "units", templateUnit))
  }

  private func templateUnit(_ node: Node) -> Charter.TemplateUnit {
    check(node, ["slot", "kind", "name", "parent", "posts"])
    return Charter.TemplateUnit(
      slot: need(node, "slot"), kind: Identifier(rawValue: need(node, "kind")), name: need(node, "name"),
      parent: node["parent"]?.text,
      posts: items(node, "posts") { post in
        check(post, ["slot", "role", "seats"])
        return Charter.TemplatePost(
          slot: need(post, "slot"), role: Identifier(rawValue: need(post, "role")), seats: count(post, "seats"))
      })
  }
}
