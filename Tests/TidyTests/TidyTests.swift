// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The invariants of ARCHITECTURE.md that can be read off the text.
@Suite("The house is tidy")
struct TidyTests {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct SourceFile: Sendable, CustomTestStringConvertible {
    let path: String
    let text: String
    var testDescription: String { path }
    var module: String { String(path.split(separator: "/").dropFirst().first ?? "") }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var imports: Set<String> {
      Set(
        lines.compactMap { line in
          let words = line.split(separator: " ").map(String.init)
          guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1, !line.hasPrefix(" ")
          else { return nil }
          return words[place + 1]
        })
    }
  }

  static func files(_ folder: String, _ extensions: Set<String>) -> [SourceFile] {
    let base = root.appendingPathComponent(folder)
    guard let walker = FileManager.default.enumerator(atPath: base.path) else { return [] }
    return walker.compactMap { $0 as? String }.filter { extensions.contains(($0 as NSString).pathExtension) }.sorted()
      .compactMap { name in
        (try? String(contentsOf: base.appendingPathComponent(name), encoding: .utf8)).map {
          SourceFile(path: "\(folder)/\(name)", text: $0)
        }
      }
  }

  static let sources = files("Sources", ["swift"])
  static let all = sources + files("Tests", ["swift"])

  @Test("there is something to look at")
  func notEmpty() { #expect(Self.sources.count > 50) }

  /// Who may import what; arrows point towards the domain.
  static let allowed: [String: Set<String>] = [
    "BomayDomain": [],
    "BomayStore": ["BomayDomain", "Crypto", "Dispatch", "Foundation", "Synchronization"],
    "BomayStoreSQLite": ["BomayDomain", "BomayStore", "Foundation", "GRDB"],
    "BomayStorePostgres": ["BomayDomain", "BomayStore", "CPostgres", "Foundation", "Synchronization"],
    "BomayInterchange": ["BomayDomain", "Foundation", "Yams"],
    "BomayApp": [
      "BomayDomain", "BomayStore", "BomayInterchange", "Dispatch", "Foundation", "Synchronization",
    ],
    "BomayAccess": ["BomayDomain", "Crypto", "CryptoExtras", "Dispatch", "Foundation", "Synchronization"],
    "BomayAccessSQLite": ["BomayAccess", "BomayDomain", "Foundation", "GRDB"],
    "BomayOIDC": ["AsyncHTTPClient", "BomayDomain", "Foundation", "JWTKit", "NIOCore", "NIOHTTP1"],
    "BomayServer": [
      "BomayAccess", "BomayApp", "BomayDomain", "BomayStore", "CZlib", "Crypto", "Foundation", "HTTPTypes",
      "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "Logging", "Mustache", "NIOCore", "NIOHTTPTypes", "NIOSSL",
      "ServiceLifecycle", "Synchronization",
    ],
    "bomay": [
      "BomayAccess", "BomayAccessSQLite", "BomayApp", "BomayDomain", "BomayOIDC", "BomayServer", "BomayStore",
      "BomayStoreSQLite",
      "BomayStorePostgres",
      "ArgumentParser", "Foundation",
      "Glibc", "Musl", "Synchronization",
    ],
  ]

  @Test("each module imports only what it may", arguments: sources)
  func imports(file: SourceFile) {
    let allowed = Self.allowed[file.module]
    #expect(allowed != nil, "\(file.module) is not in the list of who may import what")
    #expect(file.imports.subtracting(allowed ?? []).isEmpty)
  }

  @Test("no clock below the command line", arguments: sources.filter { $0.module != "bomay" })
  func noClock(file: SourceFile) {
    for word in ["Date()", "Date.now", "DispatchTime", "ContinuousClock", "SuspendingClock", "time(nil)"] {
      #expect(!file.text.contains(word))
    }
  }

  @Test("words of people are in catalogues and charters, not in code", arguments: sources)
  func noVietnamese(file: SourceFile) {
    for (number, line) in file.lines.enumerated() {
      let isCode = !line.trimmingCharacters(in: .whitespaces).hasPrefix("///")
      let marked = line.unicodeScalars.contains {
        (0x1EA0...0x1EF9).contains($0.value)
          || [0x110, 0x111, 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x102, 0x103].contains($0.value)
      }
      #expect(!(marked && isCode), "line \(number + 1)")
    }
  }

  @Test("nothing is forced, swallowed or left to do", arguments: sources)
  func noShortcuts(file: SourceFile) {
    for word in ["try!", "as!", "fatalError(", "catch {}", "FIXME", "TODO", "XXX", " print("] {
      let found = file.lines.contains { $0.contains(word) && !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//") }
      #expect(!found || (word == " print(" && file.module == "bomay"), "\(word)")
    }
  }

  @Test("lines are short, files of a size to read", arguments: all)
  func short(file: SourceFile) {
    #expect(file.lines.count <= 500)
    for (number, line) in file.lines.enumerated() where line.count > 120 { Issue.record("line \(number + 1) is long") }
  }

  @Test("every file says its licence first", arguments: all)
  func licence(file: SourceFile) {
    let first = file.lines.first.map(String.init) ?? ""
    #expect(first == "// SPDX-License-Identifier: Apache-2.0" || first.hasPrefix("// swift-tools-version"))
  }

  @Test("no drawer for odds and ends", arguments: all)
  func noDrawers(file: SourceFile) {
    let name = file.path.split(separator: "/").last.map(String.init) ?? ""
    for word in ["Utils", "Helpers", "Common", "Extensions", "Misc"] { #expect(!name.contains(word)) }
  }
}
