// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import BomayStore
import Foundation

/// Where in a list the next run begins. What stands in it is nobody's business but the server's.
///
/// It holds the day and the revision of the first run: what is recorded between two runs moves no row
/// from one to the other, since the answer for a day and a revision never changes.
struct Cursor: Hashable, Sendable {
  let on: Day
  let revision: Revision
  /// Rows that come before.
  let place: Int
  /// Eight digits of the digest of what was asked beside day and revision.
  let question: String

  private static let version = "1"

  var text: String {
    base64URL("\(Cursor.version).\(on).\(revision.number).\(place).\(question)".utf8)
  }

  init(on: Day, revision: Revision, place: Int, question: String) {
    self.on = on
    self.revision = revision
    self.place = place
    self.question = question
  }

  /// - Returns: `nil` where the text is not one that ``text`` gave.
  init?(_ text: String) {
    let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    guard text.utf8.count < 200,
      let data = Data(base64Encoded: padded.replacing("-", with: "+").replacing("_", with: "/"))
    else { return nil }
    let parts = String(decoding: data, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == Cursor.version, let day = Day(parts[1]), let revision = Int32(parts[2]),
      let place = Int(parts[3]), revision >= 0, (0...Int(Int32.max)).contains(place), parts[4].count == 8
    else { return nil }
    self.init(on: day, revision: Revision(revision), place: place, question: String(parts[4]))
    guard self.text == text else { return nil }
  }
}

/// Which rows of a list are asked for.
struct Run: Sendable {
  /// Rows that come before.
  let place: Int
  /// At most so many; `nil` for all.
  let most: Int?
}

extension Asked {
  static let mostRows = 1000

  /// What is asked beside the day, the revision and the run.
  private var question: String {
    let names: Set<String> = ["on", "known_at", "cursor", "limit", "format"]
    let own = query.pairs.filter { !names.contains($0.name) }.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    return String(sha256([UInt8]("\(path)?\(Query.text(own))".utf8)).prefix(8))
  }

  /// The rows asked for. A file is whole where no limit is named; anything else comes in runs.
  ///
  /// - Throws: ``Refusal`` where the cursor is of another question, day or revision.
  func run(inFile isFile: Bool) throws -> Run {
    let limit = try query["limit"].map { _ in try number("limit", in: 1...Self.mostRows, otherwise: Self.mostRows) }
    guard let text = query["cursor"] else { return Run(place: 0, most: limit ?? (isFile ? nil : Self.mostRows)) }
    guard let cursor = Cursor(text), cursor.question == question, cursor.on == moment.day,
      cursor.revision == moment.revision
    else { throw Refusal.cursor }
    return Run(place: cursor.place, most: limit ?? Self.mostRows)
  }

  func cursor(at place: Int) -> Cursor {
    Cursor(on: moment.day, revision: moment.revision, place: place, question: question)
  }

  /// The rows asked for of a table that is there as a whole.
  func cut(_ table: Table, _ run: Run) -> Answer {
    let end = run.most.map { min(table.rows.count, run.place + $0) } ?? table.rows.count
    var cut = table
    cut.rows = run.place < end ? Array(table.rows[run.place..<end]) : []
    return .page(cut, next: end < table.rows.count ? end : nil)
  }
}
