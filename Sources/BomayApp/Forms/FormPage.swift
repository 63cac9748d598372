// SPDX-License-Identifier: Apache-2.0
import BomayDomain
public import BomayStore

extension Form {
  /// A whole HTML page that needs nothing else, to be read on a screen and printed on A4: with letterhead,
  /// heading rows repeated on each page, footnotes.
  ///
  /// - Parameter stamp: size and root of the log at the revision shown; printed small at the foot.
  public func html(stamp: TreeHead?) -> String {
    """
    <!DOCTYPE html>
    <html lang="\(escaped(words.language))">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escaped(title))</title>
    <style>
    \(FormStyle.css(isWide: sheet.isWide, isDense: sheet.isDense))
    </style>
    </head>
    <body>
    \(letterhead)<main>
    <h1>\(escaped(words("number", ["number": number])))<br>\(escaped(words("title.\(number)")))</h1>
    <p class="of">\([unitLine, asOfLine].compactMap { $0 }.map { escaped($0) }.joined(separator: "<br>"))</p>
    <div class="sheet" role="region" aria-label="\(escaped(title))" tabindex="0">
    <table class="form">
    <thead>
    <tr>\(headings.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined())</tr>
    <tr class="numbers">\(columnNumbers.map { "<td>\(breakable($0))</td>" }.joined())</tr>
    </thead>
    <tbody>
    \((lines.map { row($0, "") } + [row(total, " class=\"total\"")]).joined(separator: "\n"))
    </tbody>
    </table>
    </div>
    \(below)</main>
    \(signatures)\(stampLine(stamp).map { "<footer class=\"stamp\">\(escaped($0))</footer>\n" } ?? "")</body>
    </html>

    """
  }

  private func row(_ line: FormLine, _ attributes: String) -> String {
    let cells = zip(sheet.columns, line.cells).map { column, cell in
      let kind = column.key == "stt" ? " class=\"c\"" : cell.isNumber ? " class=\"n\"" : ""
      let texts = cell.parts.map { part in escaped(part.text) + marks(part.marks) }
      return "<td\(kind)>\(texts.joined(separator: escaped(FormLine.separator)))</td>"
    }
    return "<tr\(attributes)>\(cells.joined())</tr>"
  }

  private func marks(_ numbers: [Int]) -> String {
    numbers.isEmpty
      ? "" : "<sup>" + numbers.map { "<a href=\"#fn\($0)\">(\($0))</a>" }.joined() + "</sup>"
  }

  /// Notes, and the footnotes to which the values point.
  private var below: String {
    let notes = notes.map { "<p>\(escaped($0))</p>" }
    let footnotes = footnotes.texts.enumerated().map { "<p id=\"fn\($0.offset + 1)\">\(escaped($0.element))</p>" }
    return "<section class=\"notes\">\n\((notes + footnotes).joined(separator: "\n"))\n</section>\n"
  }

  /// Left who issues and the number to be given, right the words of the side, place and date. What the
  /// register has no body for is left out.
  private var letterhead: String {
    guard let head = sheet.letterhead, let place,
      let superior = answers.moment.body(in: place, slot: head.superior)
    else { return "" }
    let left = [
      escaped(answers.moment.designation(of: superior, words.language).uppercased()),
      "<b>\(escaped(words("letterhead.\(head.id).issuer")))</b>", escaped(words("letterhead.\(head.side).mark")),
      escaped(words("letterhead.\(head.id).number")),
    ]
    let motto = words("letterhead.\(head.side).motto")
    let date = words("letterhead.date", ["place": answers.moment.name(of: place).possible ?? ""])
    var right = [words("letterhead.\(head.side).name"), motto].filter { !$0.isEmpty }
      .map { "<b>\(escaped($0))</b>" }
    right[right.count - 1] = "<u>\(right[right.count - 1])</u>"
    right.append("<i>\(escaped(date))</i>")
    func column(_ lines: [String]) -> String {
      "<div>\(lines.filter { !$0.isEmpty }.joined(separator: "<br>"))</div>"
    }
    return "<header>\(column(left))\(column(right))</header>\n"
  }

  /// Where those sign by hand who drew it up and who answer for it.
  private var signatures: String {
    let signers = ["sign.drafter", "sign.head"].map { "<div>\(escaped(words($0)))</div>" }
    return "<section class=\"sign\">\(signers.joined())</section>\n"
  }

  /// Formulas may be broken at their signs.
  private func breakable(_ formula: String) -> String {
    var text = ""
    for character in formula {
      text += escaped(String(character))
      if "=/\u{D7}-".contains(character) { text += "<wbr>" }
    }
    return text
  }

  private func escaped(_ text: String) -> String {
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

/// How a form looks on paper: the margins and letters of official papers. Tables of many
/// words have letters of 11 points, so that several rows go on a page.
enum FormStyle {
  static func css(isWide: Bool, isDense: Bool) -> String {
    """
    @page {
      size: A4\(isWide ? " landscape" : "");
      margin: 20mm 15mm 20mm 30mm;
      @top-center { content: counter(page); font: 13pt \(letters) }
    }
    @page :first { @top-center { content: none } }
    * { box-sizing: border-box }
    body { font: 14pt/1.25 \(letters); color: #000; background: #fff; margin: 0 }
    header { display: flex; justify-content: space-between; gap: 10mm; text-align: center; font-size: 13pt }
    h1 { font-size: 14pt; text-align: center; text-transform: uppercase; margin: 8mm 0 2mm }
    .of { text-align: center; font-style: italic; margin: 0 0 5mm }
    .form { width: 100%; border-collapse: collapse; font-size: \(isDense ? 11 : 13)pt }
    .form th, .form td { border: 0.5pt solid #000; padding: 0.8mm 1mm; vertical-align: top }
    .form td { overflow-wrap: break-word }
    .form th { text-align: center; vertical-align: middle }
    .form thead { display: table-header-group }
    .form tr { break-inside: avoid }
    .numbers td { text-align: center; font-style: italic; font-size: 9pt }
    .form td:nth-child(2) { min-width: 36mm }
    .form .c { text-align: center }
    .form .n { text-align: right }
    .total td { font-weight: bold }
    sup { font-size: 9pt; line-height: 0; font-weight: normal }
    sup a { color: inherit; text-decoration: none }
    .notes { font-size: 13pt; margin-top: 4mm }
    .notes p { margin: 1mm 0 }
    .sign { display: flex; justify-content: space-around; margin-top: 8mm; min-height: 30mm; break-inside: avoid }
    .sign div { text-align: center; font-weight: bold }
    .stamp { font-size: 8pt; color: #444; margin-top: 6mm; overflow-wrap: anywhere }
    @media screen {
      body { padding: 8mm; max-width: \(isWide ? 297 : 210)mm; margin: 0 auto }
      .sheet { overflow-x: auto }
    }
    """
  }

  private static let letters = "\"Times New Roman\", Tinos, \"Liberation Serif\", Times, serif"
}
