// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import Foundation
import Yams

/// Reads a YAML file, or JSON, which YAML contains, into trees: one for each document in it.
///
/// Faults of form go to the sink with their place; what could be read before them is returned.
public func readYAML(_ bytes: some Sequence<UInt8>, file: String, into sink: DiagnosticSink) -> [Node] {
  let bytes = Array(bytes)
  guard let text = decodeUTF8(bytes, file: file, into: sink) else { return [] }
  var documents: [Node] = []
  var converter = YAMLConverter(file: file, room: bytes.count + 16)
  do {
    let parser = try Yams.Parser(yaml: text)
    while let root = try parser.nextRoot() {
      documents.append(converter.convert(root))
      if converter.room < 0 {
        sink.fault("yaml-aliases", at: SourceSpan(file: file, line: 1, column: 1))
        return []
      }
    }
  } catch let error as YamlError {
    sink.report(diagnostic(of: error, file: file))
  } catch {
    sink.report(unreadable(.other, at: SourceSpan(file: file, line: 1, column: 1)))
  }
  for (tag, span) in converter.tags { sink.fault("unknown-tag", at: span, ["text": .text(tag)]) }
  return documents
}

/// The text in NFC, or a fault naming the first byte that is no UTF-8.
private func decodeUTF8(_ bytes: [UInt8], file: String, into sink: DiagnosticSink) -> String? {
  var body = bytes[...]
  if body.starts(with: [0xEF, 0xBB, 0xBF]) { body = body.dropFirst(3) }
  guard let text = String(validating: body, as: UTF8.self) else {
    let (line, column) = firstInvalid(Array(body))
    sink.fault("not-utf8", at: SourceSpan(file: file, line: line, column: column))
    return nil
  }
  guard isText(text, file: file, into: sink) else { return nil }
  let normal = text.precomposedStringWithCanonicalMapping
  if !normal.utf8.elementsEqual(text.utf8) {
    sink.report(
      Diagnostic(.warning, code: "not-nfc", at: firstDifference(text, normal, file: file)))
  }
  return normal
}

/// Whether it holds nothing but what YAML allows; otherwise the first character that is no text is told.
private func isText(_ text: String, file: String, into sink: DiagnosticSink) -> Bool {
  var line = 1
  var column = 1
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x0A:
      line += 1
      column = 1
    case 0x09, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: column += 1
    default:
      let code = String(scalar.value, radix: 16, uppercase: true)
      let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
      sink.fault(
        "control-character", at: SourceSpan(file: file, line: line, column: column), ["character": .text(name)])
      return false
    }
  }
  return true
}

private func firstInvalid(_ bytes: [UInt8]) -> (line: Int, column: Int) {
  var line = 1
  var start = 0
  for (index, byte) in bytes.enumerated() {
    if byte == 10 {
      if String(validating: bytes[start..<index], as: UTF8.self) == nil { break }
      line += 1
      start = index + 1
    }
  }
  var column = 1
  var end = start
  while end < bytes.count, bytes[end] != 10 {
    end += 1
    if end - start > 4096 { break }
  }
  for length in 1...max(1, end - start) {
    let part = bytes[start..<min(end, start + length)]
    if String(validating: part, as: UTF8.self) != nil {
      column = String(decoding: part, as: UTF8.self).unicodeScalars.count + 1
    }
  }
  return (line, column)
}

private func firstDifference(_ text: String, _ normal: String, file: String) -> SourceSpan {
  var line = 1
  var column = 1
  for (a, b) in zip(text.unicodeScalars, normal.unicodeScalars) {
    if a != b { break }
    if a == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }
  return SourceSpan(file: file, line: line, column: column)
}

private struct YAMLConverter {
  let file: String
  /// How many nodes there is room for: no file has more than bytes, unless its aliases multiply them.
  var room: Int
  /// Tags that mean nothing here, each with its place.
  private(set) var tags: [(tag: String, span: SourceSpan?)] = []

  /// Tags of YAML itself that say no more than is so: every scalar is text until a field reads it.
  private static let standard = "tag:yaml.org,2002:"
  private static let known: Set<String> = [
    "", "!", "\(standard)str", "\(standard)int", "\(standard)float", "\(standard)bool", "\(standard)seq",
    "\(standard)map",
  ]

  private mutating func look(at tag: String, _ span: SourceSpan?) {
    guard !Self.known.contains(tag) else { return }
    tags.append((tag.hasPrefix(Self.standard) ? "!!" + tag.dropFirst(Self.standard.count) : tag, span))
  }

  mutating func convert(_ node: Yams.Node) -> Node {
    room -= 1
    guard room >= 0 else { return Node(.empty) }
    let mark = node.mark
    func span(_ length: Int) -> SourceSpan? {
      mark.map { SourceSpan(file: file, line: $0.line, column: $0.column, length: length) }
    }
    switch node {
    case .scalar(let scalar):
      look(at: scalar.tag.rawValue, span(1))
      let isText = scalar.tag.rawValue == Self.standard + "str"
      let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted || isText
      if !isQuoted, scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null" {
        return Node(.empty, at: span(1))
      }
      let length = scalar.string.unicodeScalars.count + (isQuoted && !isText ? 2 : 0)
      // Escapes may have brought decomposed letters in.
      return Node(
        .scalar(scalar.string.precomposedStringWithCanonicalMapping, isQuoted: isQuoted), at: span(length))
    case .sequence(let items):
      look(at: items.tag.rawValue, span(1))
      var list: [Node] = []
      for item in items where room >= 0 { list.append(convert(item)) }
      return Node(.list(list), at: span(1))
    case .mapping(let map):
      look(at: map.tag.rawValue, span(1))
      var pairs: [Node.Pair] = []
      for (key, value) in map where room >= 0 {
        let converted = convert(key)
        pairs.append(Node.Pair(key: converted.text ?? "", keySpan: converted.span, value: convert(value)))
      }
      return Node(.map(pairs), at: span(1))
    case .alias: return Node(.empty, at: span(1))
    }
  }
}

private func unreadable(_ problem: YAMLProblem, at span: SourceSpan) -> Diagnostic {
  Diagnostic(.error, code: "yaml-syntax", at: span, values: ["problem": .term(problem.term)])
}

private func diagnostic(of error: YamlError, file: String) -> Diagnostic {
  func at(_ mark: Mark) -> SourceSpan {
    SourceSpan(file: file, line: max(1, mark.line), column: max(1, mark.column))
  }
  switch error {
  case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
    .composer(_, let problem, let mark, _):
    return unreadable(YAMLProblem(problem), at: at(mark))
  case .duplicatedKeysInMapping(let duplicates, let context):
    return Diagnostic(
      .error, code: "duplicate-key", at: at(context.mark),
      values: ["keys": .list(duplicates.sorted())])
  default: return unreadable(.other, at: SourceSpan(file: file, line: 1, column: 1))
  }
}
