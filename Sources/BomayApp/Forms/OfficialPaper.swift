// SPDX-License-Identifier: Apache-2.0
import BomayDomain
public import BomayStore

/// What is drawn up from the register as of a day to be signed and sent: a ``Form`` or a ``Summary``.
public protocol OfficialPaper: Sendable {
  /// `07`, `summary`.
  var id: String { get }
  /// In the reader's language.
  var title: String { get }
  /// What it says, as machines read it.
  var table: Table { get }
  /// Headings and rows (RFC 4180, CRLF); a byte-order mark is the caller's to add.
  var csv: String { get }
  /// By which state of the log it was drawn up; whoever keeps it can hold the log to it later.
  func stampLine(_ head: TreeHead?) -> String?
  /// Plain text in lines of `width`, as far as they can be; the stamp is the last one.
  func text(width: Int?, stamp: TreeHead?) -> String
  /// A whole HTML page that needs nothing else, to be read on a screen and printed on A4.
  func html(stamp: TreeHead?) -> String
}

/// The papers there are.
public enum Papers {
  /// Numbers of forms, and the summary.
  public static let ids = Form.numbers + [Summary.id]

  /// Drawn up from the answers; `nil` for an identifier of which there is none. `1` means `01`.
  public static func paper(_ id: String, _ answers: Answers) -> (any OfficialPaper)? {
    id == Summary.id ? Summary(answers) : Form(id, answers)
  }

  /// How it is called in the language; `nil` where there is none.
  public static func title(_ id: String, _ words: FormWords) -> String? {
    guard ids.contains(id) else { return nil }
    return id == Summary.id ? words("summary.title") : words.title(of: id)
  }
}

/// The sheet on which every paper is printed: letterhead above, signatures and the stamp of the log below.
struct Letter {
  let answers: Answers
  let words: FormWords
  let letterhead: FormLayout.Letterhead?
  /// The area that the paper is about.
  let place: Identifier<OrgUnit>?

  /// - Parameter main: HTML of what the paper says.
  func page(title: String, css: String, main: String, stamp: String?) -> String {
    """
    <!DOCTYPE html>
    <html lang="\(Letter.escaped(words.language))">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Letter.escaped(title))</title>
    <style>
    \(css)
    </style>
    </head>
    <body>
    \(head)<main>
    \(main)</main>
    \(signatures)\(stamp.map { "<footer class=\"stamp\">\(Letter.escaped($0))</footer>\n" } ?? "")</body>
    </html>

    """
  }

  /// Left who issues and the number to be given, right the words of the side, place and date. What the
  /// register has no body for is left out.
  private var head: String {
    guard let head = letterhead, let place,
      let superior = answers.moment.body(in: place, slot: head.superior)
    else { return "" }
    let left = [
      Letter.escaped(answers.moment.designation(of: superior, words.language).uppercased()),
      "<b>\(Letter.escaped(words("letterhead.\(head.id).issuer")))</b>",
      Letter.escaped(words("letterhead.\(head.side).mark")),
      Letter.escaped(words("letterhead.\(head.id).number")),
    ]
    let motto = words("letterhead.\(head.side).motto")
    let date = words("letterhead.date", ["place": answers.moment.name(of: place).possible ?? ""])
    var right = [words("letterhead.\(head.side).name"), motto].filter { !$0.isEmpty }
      .map { "<b>\(Letter.escaped($0))</b>" }
    right[right.count - 1] = "<u>\(right[right.count - 1])</u>"
    right.append("<i>\(Letter.escaped(date))</i>")
    func column(_ lines: [String]) -> String {
      "<div>\(lines.filter { !$0.isEmpty }.joined(separator: "<br>"))</div>"
    }
    return "<header>\(column(left))\(column(right))</header>\n"
  }

  /// Where those sign by hand who drew it up and who answer for it.
  private var signatures: String {
    let signers = ["sign.drafter", "sign.head"].map { "<div>\(Letter.escaped(words($0)))</div>" }
    return "<section class=\"sign\">\(signers.joined())</section>\n"
  }

  /// Numbers that lead to footnotes.
  static func marks(_ numbers: [Int]) -> String {
    numbers.isEmpty
      ? "" : "<sup>" + numbers.map { "<a href=\"#fn\($0)\">(\($0))</a>" }.joined() + "</sup>"
  }

  /// Notes, and the footnotes to which values point.
  static func below(_ notes: [String], _ footnotes: Footnotes) -> String {
    let notes = notes.map { "<p>\(escaped($0))</p>" }
    let footnotes = footnotes.texts.enumerated().map { "<p id=\"fn\($0.offset + 1)\">\(escaped($0.element))</p>" }
    return "<section class=\"notes\">\n\((notes + footnotes).joined(separator: "\n"))\n</section>\n"
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
