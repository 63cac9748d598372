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
  do {
    let parser = try Yams.Parser(yaml: text)
    var converter = YAMLConverter(file: file, room: bytes.count + 16)
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
    sink.fault("yaml-syntax", at: SourceSpan(file: file, line: 1, column: 1), ["problem": .text("\(error)")])
  }
  return documents
}

/// The text in NFC, or a fault naming the first byte that is no UTF-8.
private func decodeUTF8(_ bytes: [UInt8], file: String, into sink: DiagnosticSink) -> String? {
  var body = bytes[...]
  if body.starts(with: [0xEF, 0xBB, 0xBF]) { body = body.dropFirst(3) }
  guard let text = String(validating: body, as: UTF8.self) else {
    let (line, column) = firstInvalid(bytes)
    sink.fault("not-utf8", at: SourceSpan(file: file, line: line, column: column))
    return nil
  }
  let normal = text.precomposedStringWithCanonicalMapping
  if !normal.utf8.elementsEqual(text.utf8) {
    sink.report(
      Diagnostic(.warning, code: "not-nfc", at: firstDifference(text, normal, file: file)))
  }
  return normal
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

  mutating func convert(_ node: Yams.Node) -> Node {
    room -= 1
    guard room >= 0 else { return Node(.empty) }
    let mark = node.mark
    func span(_ length: Int) -> SourceSpan? {
      mark.map { SourceSpan(file: file, line: $0.line, column: $0.column, length: length) }
    }
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      if !isQuoted, scalar.string.isEmpty || scalar.string == "~" || scalar.string == "null" {
        return Node(.empty, at: span(1))
      }
      let length = scalar.string.unicodeScalars.count + (isQuoted ? 2 : 0)
      // Escapes may have brought decomposed letters in.
      return Node(
        .scalar(scalar.string.precomposedStringWithCanonicalMapping, isQuoted: isQuoted), at: span(length))
    case .sequence(let items):
      var list: [Node] = []
      for item in items where room >= 0 { list.append(convert(item)) }
      return Node(.list(list), at: span(1))
    case .mapping(let map):
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

private func diagnostic(of error: YamlError, file: String) -> Diagnostic {
  func at(_ mark: Mark) -> SourceSpan {
    SourceSpan(file: file, line: max(1, mark.line), column: max(1, mark.column))
  }
  switch error {
  case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
    .composer(_, let problem, let mark, _):
    return Diagnostic(.error, code: "yaml-syntax", at: at(mark), values: ["problem": .text(problem)])
  case .duplicatedKeysInMapping(let duplicates, let context):
    return Diagnostic(
      .error, code: "duplicate-key", at: at(context.mark),
      values: ["keys": .list(duplicates.sorted())])
  case .reader(let problem, _, _, _):
    return Diagnostic(
      .error, code: "yaml-syntax", at: SourceSpan(file: file, line: 1, column: 1), values: ["problem": .text(problem)])
  default:
    return Diagnostic(
      .error, code: "yaml-syntax", at: SourceSpan(file: file, line: 1, column: 1),
      values: ["problem": .text("\(error)")])
  }
}
