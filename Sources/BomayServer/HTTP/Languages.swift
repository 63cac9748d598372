// SPDX-License-Identifier: Apache-2.0
import BomayApp

/// Which of the languages there are a reader gets.
struct Languages: Sendable {
  let catalogues: [String: Catalogue]
  let usual: Catalogue

  init?(usual: String) {
    var found: [String: Catalogue] = [:]
    for language in Catalogue.languages { found[language] = Catalogue(language) }
    guard let words = found[usual] else { return nil }
    catalogues = found
    self.usual = words
  }

  /// What the address names goes before what the browser prefers; one that there is none of is passed over.
  func chosen(named: String?, accepted: String?) -> Catalogue {
    if let named, let words = catalogues[named] { return words }
    var best: (words: Catalogue, weight: Double)?
    for range in (accepted ?? "").split(separator: ",") {
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " } }
      guard let tag = parts.first, let words = catalogues[String(tag.prefix { $0 != "-" }).lowercased()] else {
        continue
      }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      if weight > best?.weight ?? 0 { best = (words, weight) }
    }
    return best?.words ?? usual
  }
}
