// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Foundation

/// The page on which a decision file is pasted or uploaded, mended, previewed and recorded.
struct FilePage {
  let asked: Asked
  let linker: Linker
  let token: String

  private var words: Catalogue { asked.words }

  /// - Parameters:
  ///   - draft: where what was typed can be kept as a draft.
  ///   - kept: the text that a draft has.
  func content(_ preview: Preview?, draft: DraftPanel?, kept: String = "") -> Page.Content {
    let title = words.term("page.record-file")
    let file = preview?.file
    let tried = preview.map { PreviewView(preview: $0, words: words, linker: linker) }
    let text = file.map { String(decoding: $0.bytes, as: UTF8.self) } ?? kept
    var context: [String: Any] = [
      "title": title, "action": linker.to("/record/file"), "token": token, "text": text,
      "tried": false, "seen": false, "draft": draft?.context(words) ?? false, "canRecord": false, "listing": false,
      "help": words.term("page.record-file-help"), "index": linker.to("/record"), "schema": OpenAPI.schemaPath,
      "rows": min(40, max(14, text.split(separator: "\n", omittingEmptySubsequences: false).count + 1)),
    ]
    if let preview, let tried {
      let listing = Listing(preview.file, preview.diagnostics, tried)
      context["tried"] = tried.context(loose: listing.loose)
      context["seen"] = ["digest": preview.seen, "revision": preview.rehearsal.revision.description]
      context["canRecord"] = preview.canBeRecorded
      context["listing"] =
        listing.lines.isEmpty ? false : ["lines": listing.lines, "label": words.term("page.record-lines")]
    }
    return Page.Content(title: title, template: "record-file", context: context)
  }

  /// The file that a form holds: the uploaded one, else the text.
  static func file(of form: SentForm) -> InputFile {
    guard let file = form.file else { return InputFile(name: "text", bytes: Array(form.whole("text").utf8)) }
    var bytes = file.bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    // As it comes back from the page, whose line ends are of one kind.
    guard let text = String(validating: bytes, as: UTF8.self) else { return InputFile(name: "text", bytes: bytes) }
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    return InputFile(name: "text", bytes: Array(lines.utf8))
  }
}

/// The lines of a text with what is found about them, and the lines around these.
private struct Listing {
  /// Lines shown before and behind one with findings.
  private static let around = 2
  /// Lines with findings that are shown.
  private static let most = 200

  var lines: [[String: Any]] = []
  /// Findings that have no line in the text.
  var loose: [Diagnostic] = []

  init(_ file: InputFile, _ diagnostics: [Diagnostic], _ view: PreviewView) {
    let source = SourceLines(file.bytes)
    var found: [Int: [Diagnostic]] = [:]
    for diagnostic in diagnostics.worstFirst() {
      if let span = diagnostic.span, span.file == file.name, source[span.line] != nil, found.count < Self.most {
        found[span.line, default: []].append(diagnostic)
      } else {
        loose.append(diagnostic)
      }
    }
    let near = Set(found.keys.flatMap { ($0 - Self.around)...($0 + Self.around) })
    var last = 0
    for number in near.sorted() {
      guard let text = source[number] else { continue }
      let own = found[number] ?? []
      lines.append([
        "number": number, "text": text.isEmpty ? " " : text, "isFaulty": !own.isEmpty,
        "severity": own.first?.severity.rawValue ?? "", "findings": own.map { view.finding($0) },
        "isGap": number > last + 1 && last > 0,
      ])
      last = number
    }
  }
}
