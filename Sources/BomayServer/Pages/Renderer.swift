// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import Foundation
import Mustache

/// The templates and assets that come with the program.
struct Renderer: Sendable {
  private let library: MustacheLibrary
  /// Files under `/assets`, with their types.
  let assets: [String: (type: String, text: String)]
  /// Changes with the assets, so that browsers do not show new pages with an old style.
  let assetsVersion: String
  /// Each language's words of the pages.
  private let words: [String: [String: String]]

  /// Why the program cannot show pages: a file that it comes with is not there or not as it should be.
  struct Fault: Error { let file: String }

  init(_ catalogues: [String: Catalogue]) throws {
    MustacheContentTypes.register(EscapedHTML(), named: "ESCAPED")
    var library = MustacheLibrary()
    for (name, text) in try Renderer.files(in: "templates") {
      // Set here, so that no template can forget it.
      try library.register("{{% CONTENT_TYPE:ESCAPED}}" + text, named: name.replacing(".mustache", with: ""))
    }
    self.library = library
    assets = Dictionary(
      try Renderer.files(in: "assets").map { name, text in
        (name, (Renderer.type(of: name), text))
      }, uniquingKeysWith: { first, _ in first })
    let all = assets.values.map(\.text).sorted().joined()
    assetsVersion = String(sha256([UInt8](all.utf8)).prefix(8))
    words = catalogues.mapValues { catalogue in
      Dictionary(
        catalogue.keys.filter { $0.hasPrefix("page.") }.map { (String($0.dropFirst(5)), catalogue.term($0)) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  private static func type(of name: String) -> String {
    name.hasSuffix(".css")
      ? "text/css; charset=utf-8" : name.hasSuffix(".js") ? "text/javascript; charset=utf-8" : "image/svg+xml"
  }

  private static func files(in folder: String) throws -> [(name: String, text: String)] {
    let url = Bundle.module.bundleURL.appendingPathComponent(folder)
    return try FileManager.default.contentsOfDirectory(atPath: url.path).sorted().map { name in
      (name, try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8))
    }
  }

  /// - Throws: ``Fault`` where there is no such template.
  func render(_ template: String, _ context: [String: Any], _ language: String) throws -> String {
    var context = context
    context["w"] = words[language] ?? [:]
    guard let text = library.render(context, withTemplate: template) else { throw Fault(file: template) }
    return text
  }
}

/// Escapes by scalars: a quotation mark with a combining mark behind it is one character, and a mark all the same.
struct EscapedHTML: MustacheContentType {
  func escapeText(_ text: String) -> String { EscapedHTML.escaped(text) }

  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{7F}": result.append("\u{FFFD}")
      // Nor may a name turn round the direction of what stands beside it.
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": continue
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
