// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain
import BomayStore

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "An official form, filled in as of a day.",
    discussion: "Example: bomay report 07 --on 2022-10-31 --format html > bieu-07.html")
  @OptionGroup var moment: MomentOptions
  @Argument(help: "The form: 01, 02, 03, 05, 06, 07, 08, 09 or 12.") var form: String

  func run() throws {
    let session = try moment.register.open()
    let answers = try moment.answers(session)
    guard let form = Form(form, answers) else {
      throw Failure(message: answers.words.term("cli.no-such-form", ["form": form]), status: 2)
    }
    switch moment.format {
    case .text: Terminal.write(form.text(width: Terminal.width, stamp: try stamp(session, answers)))
    case .json: Terminal.write(form.table.json + "\n")
    case .csv: Terminal.write("\u{FEFF}" + form.csv)
    case .html: Terminal.write(form.html(stamp: try stamp(session, answers)))
    case .dot, .svg: throw try moment.unknownFormat()
    }
  }

  /// Size and root of the log at the revision shown. Tables for programs are all rows and bear none.
  private func stamp(_ session: RegisterSession, _ answers: Answers) throws -> TreeHead {
    try answers.words.refusing { try session.store.tree(upTo: answers.moment.revision).head }
  }
}
