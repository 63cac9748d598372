// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// Finds whose names stand in an answer, whatever form it has.
struct NameIndex: Sendable {
  private let finder: NameFinder

  init(_ all: [(person: Identifier<Person>, name: String)]) {
    // As it stands in JSON and in HTML.
    finder = NameFinder(
      all.flatMap { person, name in
        Set([name, EscapedHTML.escaped(name)]).map { (person: person, name: $0) }
      }, readsEscapes: true)
  }

  /// Those whose whole name stands in the text. One name of two persons counts for both.
  func persons(in text: String) -> Set<Identifier<Person>> { Set(finder.names(in: text).map(\.person)) }
}
