// SPDX-License-Identifier: Apache-2.0
import BomayDomain
public import BomayStore

extension Form {
  /// A whole HTML page that needs nothing else, to be read on a screen and printed on A4: with letterhead,
  /// heading rows repeated on each page, footnotes.
  ///
  /// - Parameter stamp: size and root of the log at the revision shown; printed small at the foot.
  public func html(stamp: TreeHead?) -> String {
    let heading =
      Letter.escaped(words("number", ["number": number])) + "<br>" + Letter.escaped(words("title.\(number)"))
    let main = """
      <h1>\(heading)</h1>
      <p class="of">\([unitLine, asOfLine].compactMap { $0 }.map { Letter.escaped($0) }.joined(separator: "<br>"))</p>
      <div class="sheet" role="region" aria-label="\(Letter.escaped(title))" tabindex="0">
      <table class="form">
      <thead>
      <tr>\(headings.map { "<th scope=\"col\">\(Letter.escaped($0))</th>" }.joined())</tr>
      <tr class="numbers">\(columnNumbers.map { "<td>\(breakable($0))</td>" }.joined())</tr>
      </thead>
      <tbody>
      \((lines.map { row($0, "") } + [row(total, " class=\"total\"")]).joined(separator: "\n"))
      </tbody>
      </table>
      </div>
      \(Letter.below(notes, footnotes))
      """
    return Letter(answers: answers, words: words, letterhead: sheet.letterhead, place: place).page(
      title: title, css: FormStyle.css(isWide: sheet.isWide, isDense: sheet.isDense), main: main,
      stamp: stampLine(stamp))
  }

  private func row(_ line: FormLine, _ attributes: String) -> String {
    let cells = zip(sheet.columns, line.cells).map { column, cell in
      let kind = column.key == "stt" ? " class=\"c\"" : cell.isNumber ? " class=\"n\"" : ""
      let texts = cell.parts.map { part in Letter.escaped(part.text) + Letter.marks(part.marks) }
      return "<td\(kind)>\(texts.joined(separator: Letter.escaped(FormLine.separator)))</td>"
    }
    return "<tr\(attributes)>\(cells.joined())</tr>"
  }

  /// Formulas may be broken at their signs.
  private func breakable(_ formula: String) -> String {
    var text = ""
    for character in formula {
      text += Letter.escaped(String(character))
      if "=/\u{D7}-".contains(character) { text += "<wbr>" }
    }
    return text
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
    h2 { font-size: 14pt; margin: 5mm 0 1mm; break-after: avoid }
    h3 { font-size: 14pt; font-style: italic; margin: 3mm 0 1mm; break-after: avoid }
    .text p, .grounds p { margin: 1.5mm 0; text-indent: 10mm; text-align: justify }
    .grounds p { font-style: italic }
    .text .toWrite { color: #444; font-style: italic }
    .stamp { font-size: 8pt; color: #444; margin-top: 6mm; overflow-wrap: anywhere }
    @media screen {
      body { padding: 8mm; max-width: \(isWide ? 297 : 210)mm; margin: 0 auto }
      .sheet { overflow-x: auto }
    }
    """
  }

  private static let letters = "\"Times New Roman\", Tinos, \"Liberation Serif\", Times, serif"
}
