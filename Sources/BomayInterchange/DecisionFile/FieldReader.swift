// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// Fills a record's fields from a tree, reporting every fault it meets and going on.
struct FieldReader: FieldVisitor {
  private let pairs: [Node.Pair]
  private let span: SourceSpan?
  private let sink: DiagnosticSink
  /// Keys that are read elsewhere.
  private var known: Set<String>
  /// Where each field stood.
  private(set) var spans: [String: SourceSpan] = [:]

  init(_ node: Node, known: Set<String> = [], into sink: DiagnosticSink) {
    pairs = node.pairs ?? []
    span = node.span
    self.known = known
    self.sink = sink
  }

  /// Reports the keys that no field has asked for.
  func finish() {
    for pair in pairs where !known.contains(pair.key) {
      var values: [String: MessageValue] = ["key": .text(pair.key), "known": .list(known.sorted())]
      if let near = nearest(to: pair.key, among: known.sorted()) { values["nearest"] = .text(near) }
      sink.fault("unknown-key", at: pair.keySpan ?? span, values)
    }
  }

  // MARK: Finding

  private mutating func find(_ key: String) -> Node? {
    known.insert(key)
    guard let pair = pairs.first(where: { $0.key == key }) else { return nil }
    spans[key] = pair.value.span ?? pair.keySpan
    if case .empty = pair.value.content {
      sink.fault("empty-value", at: pair.keySpan ?? span, ["key": .text(key)])
      return nil
    }
    return pair.value
  }

  private mutating func need(_ key: String) -> Node? {
    let isThere = pairs.contains { $0.key == key }
    let node = find(key)
    if !isThere { sink.fault("missing-key", at: span, ["key": .text(key)]) }
    return node
  }

  private func text(_ node: Node, _ key: String) -> String? {
    guard let text = node.text else {
      sink.fault("not-text", at: node.span, ["key": .text(key)])
      return nil
    }
    return text
  }

  private func identifier(_ node: Node, _ key: String) -> String? {
    guard let text = text(node, key) else { return nil }
    guard isIdentifier(text) else {
      sink.fault("not-an-identifier", at: node.span, ["key": .text(key), "text": .text(text)])
      return nil
    }
    return text
  }

  private func parse<Value>(_ node: Node?, _ key: String, _ code: String, _ read: (String) -> Value?) -> Value? {
    guard let node, let text = text(node, key) else { return nil }
    guard let value = read(text) else {
      sink.fault(code, at: node.span, ["key": .text(key), "text": .text(text)])
      return nil
    }
    return value
  }

  private func whole(_ node: Node?, _ key: String) -> Int64? {
    guard let node, let text = text(node, key) else { return nil }
    guard isWholeNumber(text) else {
      sink.fault("not-a-number", at: node.span, ["key": .text(key), "text": .text(text)])
      return nil
    }
    let range = wholeNumbers(for: key)
    guard let number = Int64(text), range.contains(number) else {
      sink.fault(
        "out-of-range", at: node.span,
        [
          "key": .text(key), "text": .text(text), "least": .number(range.lowerBound),
          "most": .number(range.upperBound),
        ])
      return nil
    }
    return number
  }

  // MARK: Fields

  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>, _ use: Use) {
    if let node = need(key), let text = identifier(node, key) { value = Identifier(rawValue: text) }
  }

  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>?, _ use: Use) {
    if let node = find(key), let text = identifier(node, key) { value = Identifier(rawValue: text) }
  }

  mutating func identifiers<S>(_ key: String, _ value: inout [Identifier<S>], _ use: Use, required: Bool) {
    guard let node = required ? need(key) : find(key) else { return }
    // One alone need not be written as a list.
    let items = node.list ?? [node]
    value = items.compactMap { identifier($0, key).map { Identifier(rawValue: $0) } }
    if required, items.isEmpty { sink.fault("empty-value", at: node.span, ["key": .text(key)]) }
  }

  mutating func text(_ key: String, _ value: inout String) {
    if let node = need(key), let text = text(node, key) { value = text }
  }

  mutating func text(_ key: String, _ value: inout String?) {
    if let node = find(key) { value = text(node, key) }
  }

  mutating func bound(_ key: String, _ value: inout Bound) {
    if let bound = parse(need(key), key, "not-a-day", { Bound($0) }) { value = bound }
  }

  mutating func bound(_ key: String, _ value: inout Bound?) {
    value = parse(find(key), key, "not-a-day") { Bound($0) }
  }

  mutating func integer(_ key: String, _ value: inout Int64) {
    if let number = whole(need(key), key) { value = number }
  }

  mutating func integer(_ key: String, _ value: inout Int64?) {
    value = whole(find(key), key)
  }

  mutating func count(_ key: String, _ value: inout Count?) {
    value = parse(find(key), key, "not-a-range") { $0 == "any" ? .undetermined : Count($0) }
  }

  mutating func decimal(_ key: String, _ value: inout Rational) {
    if let number = parse(need(key), key, "not-a-number", { Rational(decimal: $0) }) { value = number }
  }

  mutating func decimal(_ key: String, _ value: inout Rational?) {
    value = parse(find(key), key, "not-a-number") { Rational(decimal: $0) }
  }

  mutating func flag(_ key: String, _ value: inout Bool) {
    let read: (String) -> Bool? = { ["true": true, "false": false][$0] }
    if let flag = parse(find(key), key, "not-yes-or-no", read) { value = flag }
  }

  mutating func choice<C: Choice>(_ key: String, _ value: inout C) {
    if let chosen: C = choice(need(key), key) { value = chosen }
  }

  mutating func choice<C: Choice>(_ key: String, _ value: inout C?) { value = choice(find(key), key) }

  private func choice<C: Choice>(_ node: Node?, _ key: String) -> C? {
    guard let node, let text = text(node, key) else { return nil }
    if let value = C(rawValue: text) { return value }
    let words = C.allCases.map(\.rawValue)
    var values: [String: MessageValue] = ["key": .text(key), "text": .text(text), "known": .list(words)]
    if let near = nearest(to: text, among: words) { values["nearest"] = .text(near) }
    sink.fault("unknown-word", at: node.span, values)
    return nil
  }

  mutating func spans(_ key: String, _ value: inout [TextSpan]) {
    guard let node = need(key) else { return }
    for item in node.list ?? [] {
      let bounds = (item.list ?? []).compactMap { $0.text }.compactMap { Int($0) }
      if bounds.count == 2, item.list?.count == 2, bounds[0] >= 0, bounds[0] < bounds[1] {
        value.append(TextSpan(start: bounds[0], end: bounds[1]))
      } else {
        sink.fault("not-a-span", at: item.span, ["key": .text(key)])
      }
    }
    if node.list?.isEmpty ?? true { sink.fault("empty-value", at: node.span, ["key": .text(key)]) }
  }

  mutating func record<R: Fielded>(_ key: String, _ value: inout R?) {
    guard let node = find(key) else { return }
    guard node.pairs != nil else {
      sink.fault("not-a-map", at: node.span, ["key": .text(key)])
      return
    }
    // The short form of a settlement has been taken out of it.
    value = nested(node, known: key == "settle" ? ["bodies"] : [])
  }

  mutating func records<R: Fielded>(_ key: String, _ value: inout [R], required: Bool) {
    guard let node = required ? need(key) : find(key) else { return }
    guard let items = node.list else {
      sink.fault("not-a-list", at: node.span, ["key": .text(key)])
      return
    }
    for item in items {
      if item.pairs == nil {
        sink.fault("not-a-map", at: item.span, ["key": .text(key)])
      } else {
        value.append(nested(item))
      }
    }
  }

  private func nested<R: Fielded>(_ node: Node, known: Set<String> = []) -> R {
    var record = R()
    var reader = FieldReader(node, known: known, into: sink)
    record.visit(&reader)
    reader.finish()
    return record
  }
}

/// Small letters, digits and `-./@_`, beginning with a letter or digit; capital letters are allowed.
public func isIdentifier(_ text: String) -> Bool {
  var isFirst = true
  for byte in text.utf8 {
    switch byte {
    case 48...57, 65...90, 97...122: break
    case 45, 46, 47, 64, 95:
      if isFirst { return false }
    default: return false
    }
    isFirst = false
  }
  return !isFirst && text.utf8.count <= 200
}

private func isWholeNumber(_ text: String) -> Bool {
  let digits = text.utf8.first == 45 ? text.utf8.dropFirst() : text.utf8[...]
  return !digits.isEmpty && digits.allSatisfy { (48...57).contains($0) }
}

/// What a whole number can be: a term is one of months, up to a hundred years; the others count things.
func wholeNumbers(for key: String) -> ClosedRange<Int64> { key == "term" ? 1...1200 : 0...999_999_999_999 }
