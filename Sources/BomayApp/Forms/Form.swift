// SPDX-License-Identifier: Apache-2.0
import BomayDomain
public import BomayStore

/// An official form, filled in from the register as of a day.
///
/// The first column numbers the rows, the last holds notes, columns are numbered and say how they are
/// computed, a total row ends the table. A value that rests on a reading which mends its text, or of
/// which the reader is less than 90% sure, bears the number of a footnote; below 70% the form says that
/// it is to be held against the original. What the register does not know stays blank.
///
/// ```swift
/// let form = Form("7", answers)
/// form?.text(width: 120)
/// form?.html(stamp: TreeHead("385:3f…"))
/// ```
public struct Form: OfficialPaper {
  /// The forms there are.
  public static let numbers = ["01", "02", "03", "05", "06", "07", "08", "09", "12"]

  /// As in ``numbers``.
  public let number: String
  public var id: String { number }
  let answers: Answers
  let words: FormWords
  let sheet: FormLayout.Sheet
  let lines: [FormLine]
  let total: FormLine
  let notes: [String]
  let footnotes: Footnotes
  /// The unit that reports.
  let place: Identifier<OrgUnit>?

  /// Fills in the form; `nil` for a number of which there is no form. `1` means `01`.
  public init?(_ number: String, _ answers: Answers) {
    let number = number.count == 1 ? "0" + number : number
    guard Form.numbers.contains(number), let layout = FormLayout.standard, let sheet = layout[number],
      let words = FormWords(for: answers)
    else { return nil }
    let desk = FormDesk(answers, words, layout, sheet)
    var content = Form.content(number, desk)
    content.total[sheet.label] = FormCell(.text(content.label ?? words("total")))
    var footnotes = Footnotes(answers, words)
    self.number = number
    self.answers = answers
    self.words = words
    self.sheet = sheet
    place = desk.province
    lines = content.rows.enumerated().map { FormLine($0.element, number: $0.offset + 1, sheet, &footnotes) }
    total = FormLine(content.total, number: nil, sheet, &footnotes)
    notes = (content.rows.isEmpty ? [words("note.nothing")] : []) + content.notes + [words("note.blank")]
    self.footnotes = footnotes
  }

  static func content(_ number: String, _ desk: FormDesk) -> FormContent {
    switch number {
    case "01": desk.localityModels()
    case "02": desk.modelSummary()
    case "03": desk.rearrangementForm()
    case "05": desk.reductionForm()
    case "06": desk.cellsAndVillages()
    case "07": desk.secretaryChair()
    case "08": desk.rehomingForm()
    case "09": desk.rotationForm()
    default: desk.directiveForm()
    }
  }

  /// `Form 07 - …`, in the reader's language.
  public var title: String { words.title(of: number) }

  var headings: [String] { sheet.columns.map { words.heading($0.key, of: number) } }

  /// `(1)`, `(2)`, `(5)=(4)/(3)…`: each by its formula.
  var columnNumbers: [String] {
    sheet.columns.enumerated().map { index, column in
      column.formula.map { "(\(index + 1))=\($0)" } ?? "(\(index + 1))"
    }
  }

  /// Up to the end of which day, and as known at which entry of the log.
  var asOfLine: String { words.asOf(answers) }

  public func stampLine(_ head: TreeHead?) -> String? { words.stamp(head) }

  var unitLine: String? {
    place.map { words("reportingUnit", ["unit": answers.moment.designation(of: $0, answers.words.language)]) }
  }

  /// The rows, and after them the total row, whose first column says `total`. Footnotes are among the
  /// notes, and in the column of notes by their readings.
  public var table: Table {
    Table(
      title: title, columns: zip(sheet.columns, headings).map { Table.Column($0.key, $1) },
      rows: (lines + [total]).map { line in line.cells.map(\.value) }, notes: notes + footnotes.texts)
  }

  /// As ``table``, but each value as people read it. Names that lead somewhere and plain numbers stay what they are.
  public var shownTable: Table {
    var table = table
    table.rows = (lines + [total]).map { line in line.cells.map(\.shown) }
    return table
  }

  /// Headings, rows and the total row (RFC 4180, CRLF). Numbers are plain; a byte-order mark is the
  /// caller's to add.
  public var csv: String {
    let rows = [headings] + (lines + [total]).map { line in line.cells.map { $0.field } }
    return rows.map { $0.map { Table.field($0) }.joined(separator: ",") }.joined(separator: "\r\n") + "\r\n"
  }
}
