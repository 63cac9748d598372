// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

/// The log, newest first, a run at a time, with filters.
struct LogPage {
  let asked: Asked
  let linker: Linker

  private static let run = 50

  func content() throws -> Page.Content {
    let words = asked.words
    let title = words.term("page.menu-decisions")
    var table = asked.answers.log()
    let place = try asked.number("before", in: 0...Int(Int32.max), otherwise: Int(Int32.max))
    let rests = asked.query["rests"]
    let text = asked.query["q"]
    let wanted = zip(asked.moment.log(), table.rows).reversed().filter { line, row in
      Int(line.revision.number) < place && (rests == nil || line.decision?.rests.rawValue == rests)
        && (text.map { matches($0, row) } ?? true)
    }
    table.rows = wanted.prefix(Self.run).map { $0.1 }
    let last = wanted.prefix(Self.run).last?.0.revision.number
    let filters = [("q", text ?? ""), ("rests", rests ?? "")]
    let older = wanted.count > Self.run ? last.map { String($0) } : nil
    return Page.Content(
      title: title, template: "log",
      context: [
        "title": title, "text": text ?? "",
        "choices": Footing.allCases.map { footing -> [String: Any] in
          [
            "value": footing.rawValue, "label": words.term("rests.\(footing.rawValue)"),
            "isChosen": footing.rawValue == rests,
          ]
        },
        "table": TableView(table: table, linker: linker, words: words, caption: title).context,
        "older": older.map { linker.to("/decisions", filters + [("before", $0)]) } ?? false,
        "newest": asked.query["before"] == nil ? false : linker.to("/decisions", filters),
      ])
  }

  /// Words of the title, the document or the identifier, without regard to marks.
  private func matches(_ text: String, _ row: [Cell]) -> Bool {
    let key = Answers.searchKey(row.map { $0.shown(asked.words) }.joined(separator: " "))
    return Answers.searchKey(text).split(separator: " ").allSatisfy { key.contains($0) }
  }

}
