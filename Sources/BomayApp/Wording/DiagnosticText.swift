// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import Foundation

/// Diagnostics as an editor and a person read them: place, severity, sentence, code; then the line,
/// why, and how to mend it.
public struct DiagnosticText {
  let words: Catalogue
  let moment: AsOf?
  /// The lines of each file, to be shown under its diagnostics.
  let lines: [String: [String]]
  /// Puts a text into an ANSI colour; as it is, where there is no terminal.
  let colour: (String, Int) -> String

  public init(
    words: Catalogue, moment: AsOf?, files: [InputFile] = [],
    colour: @escaping (String, Int) -> String = { text, _ in text }
  ) {
    self.colour = colour
    self.words = words
    self.moment = moment
    lines = Dictionary(
      files.map { ($0.name, DiagnosticText.lines(of: $0.bytes)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Lines as YAML counts them, whatever they end with, in the form in which the text was read.
  private static func lines(of bytes: [UInt8]) -> [String] {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let text = String(decoding: body, as: UTF8.self).precomposedStringWithCanonicalMapping
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var isAfterReturn = false
    for scalar in text.unicodeScalars {
      let isSecondOfTwo = isAfterReturn && scalar == "\n"
      isAfterReturn = scalar == "\r"
      switch scalar {
      case "\n" where isSecondOfTwo: continue
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
        lines.append(String(line))
        line = String.UnicodeScalarView()
      default: line.append(scalar)
      }
    }
    return lines + [String(line)]
  }

  /// One diagnostic in full.
  public func text(_ diagnostic: Diagnostic) -> String {
    let (summary, reason, remedies) = words.words(diagnostic, moment)
    let place = diagnostic.span.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
    let code = diagnostic.severity == .error ? 31 : diagnostic.severity == .warning ? 33 : 36
    let severity = colour(words.term("severity.\(diagnostic.severity.rawValue)"), code)
    let rule = diagnostic.rule.map { " \($0)" } ?? ""
    var text = "\(place)\(severity): \(summary) [\(diagnostic.code)\(rule)]\n"
    if let span = diagnostic.span, let file = lines[span.file], span.line <= file.count { text += excerpt(span, file) }
    if !reason.isEmpty { text += "\(words.term("cli.why")): \(reason)\n" }
    if !diagnostic.decisions.isEmpty {
      var seen: Set<String> = []
      let decisions = diagnostic.decisions.map(\.rawValue).filter { seen.insert($0).inserted }
      let shown = decisions.prefix(6).joined(separator: ", ") + (decisions.count > 6 ? ", …" : "")
      text += "\(words.term("cli.decisions")): \(shown)\n"
    }
    for remedy in remedies { text += "\(words.term("cli.fix")): \(remedy)\n" }
    return text
  }

  /// The line and a mark under the part meant; of a long line only what is around it.
  private func excerpt(_ span: SourceSpan, _ file: [String]) -> String {
    // What is no text is not sent to a terminal.
    let scalars = file[span.line - 1].unicodeScalars.map {
      $0.properties.generalCategory == .control ? " " as Unicode.Scalar : $0
    }
    let column = min(span.column - 1, scalars.count)
    let start = scalars.count > 100 ? max(0, column - 30) : 0
    let end = min(scalars.count, start + 100)
    let shown = String(String.UnicodeScalarView(scalars[start..<end]))
    let number = "\(span.line) | "
    let mark = String(repeating: "^", count: max(1, min(span.length, end - column)))
    return number + shown + "\n" + String(repeating: " ", count: number.count - 2) + "| "
      + String(repeating: " ", count: max(0, column - start)) + mark + "\n"
  }

  /// All of them, worst first by file and line, at most so many in full.
  public func report(_ diagnostics: [Diagnostic], limit: Int) -> String {
    let sorted = diagnostics.enumerated().sorted { a, b in
      if a.element.severity != b.element.severity { return a.element.severity > b.element.severity }
      return a.offset < b.offset
    }.map(\.element)
    var text = sorted.prefix(limit).map { self.text($0) }.joined(separator: "\n")
    if sorted.count > limit {
      text += "\n" + words.term("cli.more", ["count": String(sorted.count - limit), "limit": String(limit)]) + "\n"
    }
    return text
  }
}
