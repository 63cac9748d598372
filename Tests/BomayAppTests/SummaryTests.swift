// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayStore
import BomayTesting
import Foundation
import Testing

@testable import BomayApp

@Suite("The summary report")
struct SummaryTests {
  private func summary(_ day: String, _ language: String = "vi") throws -> Summary {
    try #require(Summary(DemoFixture.answers(day, language)))
  }

  private func texts(_ summary: Summary, _ section: String) -> [String] {
    summary.sections.filter { $0.id == section }.flatMap(\.sentences).map(\.text)
  }

  @Test("tells the figures that the forms tell, with the footnotes of their readings")
  func figures() throws {
    let summary = try summary("2022-10-31")
    let models = texts(summary, "results.models")
    // Of each model in form 02, the numbers that stand there.
    let form = try #require(Form("02", DemoFixture.answers("2022-10-31")))
    let rows = form.lines.map { line in zip(form.sheet.columns, line.cells).map { ($0.key, $1.parts.first?.text ?? "") }
    }
    #expect(models.count == rows.count && rows.count > 5)
    for (sentence, row) in zip(models, rows) {
      for (column, text) in row where ["model", "done", "percent"].contains(column) && !text.isEmpty {
        #expect(sentence.contains(text), "\(sentence): \(column) \(text)")
      }
    }
    #expect(models.contains { $0.contains("chưa triển khai: Thành phố Chí Linh; Huyện Cẩm Giàng") }, "\(models)")
    #expect(texts(summary, "results.reductions").contains { $0.contains("620") && $0.contains("697") })
    #expect(
      texts(summary, "results.rotations").first.map { text in
        ["156", "78", "152", "386"].allSatisfy { text.contains($0) }
      } == true)
    #expect(summary.sections.flatMap(\.sentences).contains { !$0.marks.isEmpty })
    #expect(summary.footnoteTexts.contains { $0.contains("f4-r1") })
  }

  @Test("says what lacks, what is to stop and to begin, and follows the day")
  func ahead() throws {
    let before = try summary("2022-10-31")
    #expect(texts(before, "assessment.lacking").contains { $0.contains("46") })
    #expect(texts(before, "ahead.stops").count == 3)
    #expect(texts(before, "ahead.starts").count == 1)
    // What was to be settled by the day before is late now, and the task to stop as well.
    let after = try summary("2022-11-01")
    let late = texts(after, "assessment.lacking")
    #expect(late.count == texts(before, "assessment.lacking").count + 9 + 1, "\(late)")
    #expect(texts(after, "ahead.directives").count == texts(before, "ahead.directives").count - 1)
  }

  @Test("calls stopped what was stopped, and done only what is to stay")
  func stopped() throws {
    // By then every trial of M3 was to have stopped, and districts have ended.
    let before = try summary("2022-10-31")
    let done = texts(before, "assessment.done")
    #expect(done.contains { $0.hasPrefix("M5") } && !done.contains { $0.hasPrefix("M3") })
    for sentence in texts(before, "results.models") where sentence.hasPrefix("M3") {
      #expect(!sentence.contains("chưa triển khai"), "\(sentence)")
    }
    // What is past is told as late, never as ahead.
    for day in ["2022-10-31", "2023-01-01", "2024-07-01"] {
      let summary = try summary(day)
      let ahead = texts(summary, "ahead.directives").count
      let open = try DemoFixture.answers(day).moment.directives().filter { ($0.daysLeft ?? -1) >= 0 }.count
      #expect(ahead <= open, "\(day)")
    }
  }

  @Test("leaves to its writer what has to be judged", arguments: ["vi", "en"])
  func toWrite(language: String) throws {
    let summary = try summary("2022-10-31", language)
    #expect(summary.sections.filter(\.isToWrite).map(\.id) == ["assessment", "proposals"])
    #expect(summary.sections.allSatisfy { !$0.heading.hasPrefix("summary.") })
    for sentence in summary.sections.flatMap(\.sentences) {
      #expect(!sentence.text.contains("{") && !sentence.text.hasPrefix("summary."), "\(sentence.text)")
    }
    let html = summary.html(stamp: MerkleTree().head)
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("<header>") && !html.contains("<table"))
    #expect(summary.text(width: 80, stamp: nil).split(separator: "\n").allSatisfy { $0.count <= 80 })
    _ = try #require(JSONSerialization.jsonObject(with: Data(summary.table.json.utf8)) as? [[String: Any]])
  }

  @Test("names as appendices the forms that say something")
  func appendices() throws {
    let summary = try summary("2022-10-31")
    let numbers = summary.sections.first { $0.id == "appendices" }?.sentences.compactMap { sentence -> String? in
      if case .form(let number)? = sentence.subject { return number }
      return nil
    }
    #expect(numbers == Form.numbers)
    // Before the records begin there is nothing to send along but the units of the day.
    let early = try self.summary("2016-01-01")
    #expect(texts(early, "results.models").isEmpty || early.sections.contains { $0.id == "results" })
  }

  @Test("tells of a target that says how much there may be what it allows, and what is too many")
  func most() throws {
    let session = try DemoFixture.session()
    let outcome = try DemoFixture.record(
      """
      decision: khong-qua
      rests: reading
      effective: 2022-01-01
      changes:
        - {set-target: T-most, indicator: bi-thu-chu-tich-xa, name: Fewer, value: 20.3, direction: at-most, by: 2025,
           in: tinh-hai-duong, current: "f32", denominator: "count(commune)"}
        - {set-target: T-silent, indicator: bi-thu-chu-tich-xa, name: Silent, value: 20.3, direction: at-most,
           by: 2025, in: tinh-hai-duong, denominator: "count(commune)"}
        - {set-target: T-count, indicator: bi-thu-chu-tich-xa, name: Of unknown, value: 20.3, direction: at-most,
           by: 2025, in: tinh-hai-duong, current: "f32"}
        - {set-target: T-nothing, indicator: bi-thu-chu-tich-xa, name: Of nothing, value: 20.3, direction: at-most,
           by: 2025, in: tinh-hai-duong}
        - {issue-directive: d-open, giver: tinh-hai-duong/ubnd, content: "Lập đề án; ", due: 2023-01-01}
        - {issue-directive: d-quoted, giver: tinh-hai-duong/ubnd, content: "Theo “Đề án 2.”", due: 2023-01-01}
      """, in: session)
    #expect(outcome.recorded != nil, "\(outcome.errors)")
    let moment = session.register.asOf(try DemoFixture.day("2022-10-31"), knownAt: session.register.head)
    // 20.3 % of 235 is 47.705: 48 are too many, by one.
    #expect(moment.target("T-most")?.needed == 47 && moment.target("T-most")?.gap == 1)
    let words = try #require(Catalogue("en"))
    let summary = try #require(Summary(Answers(moment, words)))
    let reached = texts(summary, "results.targets")
    #expect(reached.contains { $0.hasPrefix("Fewer: 48 of 235") && $0.hasSuffix("which is 47 at most.") }, "\(reached)")
    #expect(reached.contains { $0.hasPrefix("Silent: no value") && $0.hasSuffix("which is 47 at most.") }, "\(reached)")
    #expect(texts(summary, "assessment.lacking").contains { $0.hasPrefix("Fewer: 1 too many") })
    for name in ["Of unknown", "Of nothing"] {
      #expect(reached.contains { $0.hasPrefix("\(name): ") && $0.contains("20.3% at most") }, "\(reached)")
    }
    // What a task says is a sentence of its own, however it was written.
    let tasks = texts(summary, "ahead.directives")
    for text in [": Lập đề án. Lead", "Theo “Đề án 2.” Lead"] {
      #expect(tasks.contains { $0.contains(text) }, "\(text): \(tasks)")
    }
  }

  @Test("counts one as one, and closes what it quotes")
  func one() throws {
    for day in ["2022-10-31", "2024-07-01"] {
      let sentences = try summary(day, "en").sections.flatMap(\.sentences).map(\.text)
      #expect(sentences.contains { $0.contains(" 1 unit ") } || day != "2022-10-31", "\(sentences)")
      for text in sentences {
        #expect(!text.contains(/\b1 (units|organisations|rearrangements)\b/), "\(text)")
        #expect(!text.contains(/[^.!?\u{2026}] Lead:/), "\(text)")
      }
    }
  }

  @Test("says of what was to be taken up by a day that has passed that it lacks, and leaves out what it has nothing of")
  func late() throws {
    let due = try texts(summary("2022-10-31"), "ahead.starts")
    #expect(due.count == 1)
    let after = try summary("2024-07-01", "en")
    #expect(texts(after, "ahead.starts").isEmpty)
    let late = texts(after, "assessment.lacking").filter { $0.contains("not taken up in 2 units") }
    #expect(late.count == 1 && late[0].contains("overdue (quarter II of 2024)"), "\(late)")
    // Where there is no district any more nothing is late in one.
    #expect(try !texts(summary("2026-07-01", "en"), "assessment.lacking").contains { $0.contains("not taken up") })
    let early = try summary("1990-01-01")
    #expect(
      early.sections.allSatisfy { $0.isToWrite || !$0.sentences.isEmpty || $0.id == "results" || $0.id == "ahead" })
  }
}
