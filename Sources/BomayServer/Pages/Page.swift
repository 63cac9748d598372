// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import HTTPTypes

/// One kind of page: its address, the part of the menu it belongs to, and what it says.
struct Page: Sendable {
  /// With `{id}` for a part that varies.
  let path: String
  let menu: String
  /// What a form on it sends, where it has one that is sent by POST.
  var takes: TakenBody?
  let content: @Sendable (Asked, Linker) throws -> Content

  /// What stands on a page between head and foot.
  struct Content {
    let title: String
    let template: String
    let context: [String: Any]
    /// Whether the page is for printing, whole by itself.
    var whole: String?
    /// A table to be kept as a file instead of a page, with the name that the file gets.
    var file: (name: String, text: String)?
    var status = HTTPResponse.Status.ok
  }
}

/// What surrounds the content of each page: menu, bar of days, warning that the page is of another day.
struct Frame {
  let words: Catalogue
  let path: String
  let query: Query
  let today: Day
  let menu: String
  let asked: Asked?
  let caller: Caller
  /// A script of the assets that makes the page easier; none of them is needed.
  var script: String?
  /// How many drafts wait for the caller.
  var waiting = 0

  /// What links keep, for the forms of the page.
  var keptHidden: [[String: Any]] { linker.kept.map { ["name": $0.name, "value": $0.value] } }

  private var linker: Linker { Linker(query, asked?.answers) }

  func context(title: String, content: String, assets: String) -> [String: Any] {
    let language = words.language
    let own = query.pairs.filter { !["on", "known_at"].contains($0.name) && !$0.value.isEmpty }
    return [
      "lang": language, "title": title, "content": content, "assets": assets, "home": linker.to("/"),
      "path": path, "hidden": own.map { ["name": $0.name, "value": $0.value] },
      "keptHidden": keptHidden,
      "on": query["on"] ?? today.description, "knownAt": query["known_at"] ?? "",
      "q": path == "/search" ? query["q"] ?? "" : "",
      "script": script ?? false,
      "menu": menus.map { name, path in
        ["label": label(name), "link": linker.to(path), "isCurrent": name == menu] as [String: Any]
      },
      "languages": Catalogue.languages.filter { $0 != language }.map { other in
        ["code": other, "label": words.term("page.language-\(other)"), "link": here(replacing: "lang", by: other)]
      },
      "banner": banner ?? false, "asOf": asOf, "mayRead": caller.may(.read),
      "masked": masked.map { words.term($0) } ?? false,
      "account": caller.hasAccount ? ["label": caller.displayName, "link": linker.to("/account")] : false,
      "signIn": caller.isVisitor ? ["link": "/login?" + Query.text([("next", here)])] : false,
    ]
  }

  private func label(_ name: String) -> String {
    let label = words.term("page.menu-\(name)")
    return name == "drafts" && waiting > 0 ? "\(label) (\(words.text(Int64(waiting))))" : label
  }

  private var menus: [(String, String)] {
    Self.menus + (caller.mayFillIn ? [("record", "/record")] : [])
      + (caller.seesDrafts ? [("drafts", "/drafts")] : [])
      + (caller.hasAccount && caller.mayEverywhere(.administer) ? [("accounts", AccountPages.path)] : [])
  }

  static let menus = [
    ("overview", "/"), ("apparatus", "/apparatus"), ("lists", "/tables"), ("decisions", "/decisions"),
    ("lineage", "/lineage"), ("reports", "/reports"),
  ]

  /// What is not shown to whoever asks.
  private var masked: String? {
    guard caller.may(.read), !caller.mayEverywhere(.seePersonal) else { return nil }
    return caller.isVisitor
      ? "page.masked-in-public" : caller.may(.seePersonal) ? "page.masked-elsewhere" : "page.masked"
  }

  private var here: String { query.pairs.isEmpty ? path : path + "?" + Query.text(query.pairs) }

  private func here(replacing name: String, by value: String) -> String {
    path + "?" + Query.text(query.pairs.filter { $0.name != name } + [(name, value)])
  }

  /// The same page as of today, as known now.
  private var now: String {
    let rest = query.pairs.filter { !["on", "known_at"].contains($0.name) }
    return rest.isEmpty ? path : path + "?" + Query.text(rest)
  }

  private var asOf: String {
    guard let moment = asked?.moment else { return "" }
    return words.term("heading.asOf", ["day": words.text(moment.day)]) + ", "
      + words.term("heading.knownAt", ["revision": moment.revision.description])
  }

  /// Says unmistakably that the page is not of today, or not of all that is known.
  private var banner: [String: Any]? {
    guard let moment = asked?.moment else { return nil }
    var lines: [String] = []
    if moment.day != today {
      lines.append(
        words.term(
          moment.day < today ? "page.of-the-past" : "page.of-the-future",
          ["day": words.text(moment.day), "today": words.text(today)]))
    }
    let later = moment.register.head.number - moment.revision.number
    if later > 0 {
      lines.append(
        words.term(
          "page.known-then",
          ["revision": moment.revision.description, "head": moment.register.head.description, "later": String(later)]))
    }
    return lines.isEmpty ? nil : ["lines": lines, "now": now]
  }
}
