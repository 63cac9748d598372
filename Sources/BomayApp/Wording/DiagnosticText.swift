// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import Foundation

/// Diagnostics as an editor and a person read them: place, severity, sentence, code; then the line,
/// why, and how to mend it.
public struct DiagnosticText {
  let words: Catalogue
  let moment: AsOf?
  /// The lines of each file, to be shown under its diagnostics.
  private let lines: [String: SourceLines]
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
      files.map { ($0.name, SourceLines($0.bytes)) }, uniquingKeysWith: { first, _ in first })
  }

  /// One diagnostic in full.
  public func text(_ diagnostic: Diagnostic) -> String {
    let (summary, reason, remedies) = words.words(diagnostic, moment)
    let place = diagnostic.span.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
    let code = diagnostic.severity == .error ? 31 : diagnostic.severity == .warning ? 33 : 36
    let severity = colour(words.term("severity.\(diagnostic.severity.rawValue)"), code)
    let rule = diagnostic.rule.map { " \($0)" } ?? ""
    var text = "\(place)\(severity): \(summary) [\(diagnostic.code)\(rule)]\n"
    if let span = diagnostic.span, let line = lines[span.file]?[span.line] { text += excerpt(span, line) }
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
  private func excerpt(_ span: SourceSpan, _ line: String) -> String {
    // What is no text is not sent to a terminal.
    let scalars = line.unicodeScalars.map {
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
    let sorted = diagnostics.worstFirst()
    var text = sorted.prefix(limit).map { self.text($0) }.joined(separator: "\n")
    if sorted.count > limit {
      text += "\n" + words.term("cli.more", ["count": String(sorted.count - limit), "limit": String(limit)]) + "\n"
    }
    return text
  }
}
