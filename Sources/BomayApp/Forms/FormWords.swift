// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange

/// The words of the official forms in one language: titles, headings, notes. None stands in the code.
public struct FormWords: Sendable {
  public let language: String
  private let words: [String: String]

  /// Reads the words that come with the program; `nil` where the language has none.
  public init?(_ language: String) {
    let path = "words/forms.\(language).yaml"
    guard let bytes = Resources.bytes(path) else { return nil }
    let sink = DiagnosticSink()
    guard let root = readYAML(bytes, file: path, into: sink).first, !sink.hasErrors else { return nil }
    self.language = language
    words = Dictionary(
      (root["words"]?.pairs ?? []).compactMap { pair in pair.value.text.map { (pair.key, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The keys there are, so that a test can hold all languages to the same ones.
  public var keys: Set<String> { Set(words.keys) }

  public func has(_ key: String) -> Bool { words[key] != nil }

  /// The words, with `{name}` replaced; the key itself where there are none.
  public func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
    values.reduce(words[key] ?? key) { text, value in text.replacing("{\(value.key)}", with: value.value) }
  }

  /// The heading of a column: that of the form, else the one that all forms share.
  func heading(_ column: String, of form: String) -> String {
    words["head.\(form).\(column)"] ?? self("head.\(column)")
  }
}
