// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange
import BomayStore

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

  /// In the reader's language, else in the first that has the words.
  init?(for answers: Answers) {
    guard let words = FormWords(answers.words.language) ?? Catalogue.languages.lazy.compactMap({ FormWords($0) }).first
    else { return nil }
    self = words
  }

  /// `Form 07 - …`.
  func title(of number: String) -> String { self("title", ["number": number, "name": self("title.\(number)")]) }

  /// Up to the end of which day, and as known at which entry of the log.
  func asOf(_ answers: Answers) -> String {
    self(
      "asOf",
      [
        "day": answers.words.text(answers.moment.day),
        "revision": answers.words.text(Int64(answers.moment.revision.number)),
      ])
  }

  func stamp(_ head: TreeHead?) -> String? { head.map { self("stamp", ["head": $0.description]) } }

  /// The keys there are, so that a test can hold all languages to the same ones.
  public var keys: Set<String> { Set(words.keys) }

  public func has(_ key: String) -> Bool { words[key] != nil }

  /// The words, with their places filled in (``Pattern``); the key itself where there are none.
  public func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
    words[key].map { Pattern.filled($0[...], values) } ?? key
  }

  /// The heading of a column: that of the form, else the one that all forms share.
  func heading(_ column: String, of form: String) -> String {
    words["head.\(form).\(column)"] ?? self("head.\(column)")
  }
}
