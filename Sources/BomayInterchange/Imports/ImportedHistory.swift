// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import Foundation

/// What an import has made of a table: decisions as if they had been written by hand, each with the line
/// it comes from.
public struct ImportedHistory: Sendable {
  public var documents: [DecisionDocument] = []
  public init() {}

  mutating func add(
    _ id: String, title: String? = nil, document: Identifier<Document>? = nil, rests: Footing = .reading,
    effective: Bound? = nil, note: String? = nil, _ changes: [ImportedChange], at span: SourceSpan
  ) {
    guard !changes.isEmpty else { return }
    var content = Decision(id: Identifier(rawValue: id))
    content.title = title
    content.document = document
    content.rests = rests
    content.effective = effective
    // Where it was read, so that nobody asks why it was entered late.
    content.note = note ?? span.file
    documents.append(
      DecisionDocument(
        verb: .decision, content: content,
        changes: changes.map {
          WrittenChange(body: .change($0.change), short: ShortSettlement(), span: $0.span ?? span, spans: [:])
        }, span: span, spans: [:]))
  }
}

struct ImportedChange: Sendable {
  let change: Change
  let span: SourceSpan?

  init(_ action: Action, effective: Bound? = nil, until: Bound? = nil, at span: SourceSpan? = nil) {
    change = Change(action, effective: effective, until: until)
    self.span = span
  }
}

/// An identifier made of any text: small letters, digits and hyphens.
func slug(_ text: String) -> String {
  let plain = text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
    .replacing("\u{111}", with: "d")
  var result = ""
  for character in plain.unicodeScalars {
    if (48...57).contains(character.value) || (97...122).contains(character.value) {
      result.unicodeScalars.append(character)
    } else if !result.isEmpty, result.last != "-" {
      result.append("-")
    }
  }
  while result.last == "-" { result.removeLast() }
  return result.isEmpty ? "x" : result
}

/// Gives out identifiers, each once.
struct IdentifierMint {
  private var given: [String: Int] = [:]

  mutating func make(_ wanted: String) -> String {
    let count = (given[wanted] ?? 0) + 1
    given[wanted] = count
    guard count > 1 else { return wanted }
    return make("\(wanted)-\(count)")
  }
}
