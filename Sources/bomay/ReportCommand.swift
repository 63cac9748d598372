// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain
import BomayStore

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "An official form, or the draft of a report, as of a day.",
    discussion: """
      Examples:
        bomay report 07 --on 2022-10-31 --format html > bieu-07.html
        bomay report summary --on 2022-10-31           the report before the forms: grounds, figures, what is due
      """)
  @OptionGroup var moment: MomentOptions
  @Argument(help: "The form: 01, 02, 03, 05, 06, 07, 08, 09 or 12; or summary.") var form: String

  func run() throws {
    let session = try moment.register.open()
    let answers = try moment.answers(session)
    guard let paper = Papers.paper(form, answers) else {
      throw Failure(message: answers.words.term("cli.no-such-form", ["form": form]), status: 2)
    }
    switch moment.format {
    case .text: Terminal.write(paper.text(width: Terminal.width, stamp: try stamp(session, answers)))
    case .json: Terminal.write(paper.table.json + "\n")
    case .csv: Terminal.write("\u{FEFF}" + paper.csv)
    case .html: Terminal.write(paper.html(stamp: try stamp(session, answers)))
    case .dot, .svg: throw try moment.unknownFormat()
    }
  }

  /// Size and root of the log at the revision shown. Tables for programs are all rows and bear none.
  private func stamp(_ session: RegisterSession, _ answers: Answers) throws -> TreeHead {
    try answers.words.refusing { try session.store.tree(upTo: answers.moment.revision).head }
  }
}
