// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
public import BomayStore

/// The draft of a report on the apparatus, as of a day: on which documents it rests, what there is, how far models,
/// targets and plans have come, what lacks, what is to be done by when, and which forms go with it.
///
/// Every sentence is made of figures of the register, those of the forms where they have them, and bears their
/// footnotes. What has to be judged is left to who writes the report, in places that say so.
public struct Summary: OfficialPaper {
  public static let id = "summary"

  /// What the figures of a sentence are about, where it has a page that says why.
  public enum Subject: Hashable, Sendable {
    case model(Identifier<Model>)
    case target(Identifier<Target>)
    case directive(Identifier<Directive>)
    case unit(Identifier<OrgUnit>)
    case form(String)
    case document(Identifier<Document>)

    var cell: Cell {
      switch self {
      case .model(let id): .text(id.rawValue)
      case .target(let id): .text(id.rawValue)
      case .directive(let id): .text(id.rawValue)
      case .unit(let id): .text(id.rawValue)
      case .form(let number): .text(number)
      case .document(let id): .text(id.rawValue)
      }
    }
  }

  /// A sentence, and the footnotes that its figures ask for.
  public struct Sentence: Sendable {
    public let text: String
    public let subject: Subject?
    public let marks: [Int]
  }

  public struct Section: Sendable {
    /// `results.models`: the part of the report and, after a dot, what of it.
    public let id: String
    public let heading: String
    public let sentences: [Sentence]
    /// Whether it is for who writes the report to say.
    public let isToWrite: Bool

    /// Whether it stands below the heading of another.
    public var isBelow: Bool { id.contains(".") }
  }

  public var id: String { Summary.id }
  public let sections: [Section]
  public let notes: [String]
  let answers: Answers
  let words: FormWords
  let letterhead: FormLayout.Letterhead?
  let place: Identifier<OrgUnit>?
  let footnotes: Footnotes

  init?(_ answers: Answers) {
    guard let layout = FormLayout.standard, let words = FormWords(for: answers), let sheet = layout[Summary.id],
      let writer = SummaryWriter(answers, words, layout)
    else { return nil }
    var footnotes = Footnotes(answers, words)
    sections = writer.sections().map { section in
      Section(
        id: section.id, heading: words("summary.\(section.id)"),
        sentences: section.sentences.map { sentence in
          Sentence(
            text: sentence.text, subject: sentence.subject, marks: footnotes.marks(under: sentence.sources))
        }, isToWrite: section.isToWrite)
    }
    self.answers = answers
    self.words = words
    self.footnotes = footnotes
    letterhead = sheet.letterhead
    place = writer.place
    notes = [words("summary.note")]
  }

  public var title: String { words("summary.title") }
  public var asOf: String { words.asOf(answers) }
  /// What stands where somebody has to write.
  public var toWrite: String { words("summary.toWrite") }
  /// In the order of their numbers, each with its own.
  public var footnoteTexts: [String] { footnotes.texts }
  private var foot: [String] { notes + footnoteTexts }

  /// A row for each sentence: its section, what it is about, its words, the readings on which its figures rest.
  public var table: Table {
    let columns = ["section", "subject", "text", "footnotes"].map { Table.Column($0, words("head.summary.\($0)")) }
    let rows = sections.flatMap { section in
      section.sentences.map { sentence -> [Cell] in
        [
          .named(section.id, shown: section.heading), sentence.subject?.cell ?? .nothing, .text(sentence.text),
          .list(sentence.marks.map { .number(Int64($0)) }),
        ]
      }
    }
    return Table(title: title, columns: columns, rows: rows, notes: foot)
  }

  public var csv: String { table.csv }
  public func stampLine(_ head: TreeHead?) -> String? { words.stamp(head) }

  public func text(width: Int?, stamp: TreeHead?) -> String {
    var lines: [String] = []
    func add(_ text: String, indent: String = "") {
      let room = width.map { max($0 - indent.count, 20) } ?? .max
      lines += Table.lines(of: text, width: room).map { indent + $0 }
    }
    add(title.uppercased())
    add(asOf)
    for section in sections {
      lines.append("")
      add(section.heading)
      for sentence in section.sentences {
        add("- " + sentence.text + sentence.marks.map { " (\($0))" }.joined(), indent: "  ")
      }
      if section.isToWrite { add(toWrite, indent: "  ") }
    }
    lines.append("")
    for note in foot { add(note) }
    if let stamp = stampLine(stamp) { lines += ["", stamp] }
    return lines.joined(separator: "\n") + "\n"
  }

  public func html(stamp: TreeHead?) -> String {
    let parts = sections.map { section in
      let level = section.isBelow ? "h3" : "h2"
      let sentences = section.sentences.map { "<p>\(Letter.escaped($0.text))\(Letter.marks($0.marks))</p>" }
      let open = section.isToWrite ? ["<p class=\"toWrite\">\(Letter.escaped(toWrite))</p>"] : []
      let kind = section.id == "grounds" ? "grounds" : "text"
      return "<section class=\"\(kind)\">\n<\(level)>\(Letter.escaped(section.heading))</\(level)>\n"
        + (sentences + open).joined(separator: "\n") + "\n</section>"
    }
    let main = """
      <h1>\(Letter.escaped(words("summary.kind")))<br>\(Letter.escaped(title))</h1>
      <p class="of">\(Letter.escaped(asOf))</p>
      \(parts.joined(separator: "\n"))
      \(Letter.below(notes, footnotes))
      """
    return Letter(answers: answers, words: words, letterhead: letterhead, place: place).page(
      title: title, css: FormStyle.css(isWide: false, isDense: false), main: main, stamp: stampLine(stamp))
  }
}
