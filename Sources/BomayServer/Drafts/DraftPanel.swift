// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp

/// The part of a page for recording by which what was typed is kept as a draft, or handed on.
struct DraftPanel {
  /// The draft that is written on; `nil` for a new one.
  var number: Int64?
  /// How many steps it had when the page was made.
  var steps = ""
  var title = ""
  var remark = ""
  var fault: DraftDesk.Fault?

  init(title: String = "", remark: String = "") {
    self.title = title
    self.remark = remark
  }

  init(_ draft: Draft) {
    number = draft.number
    steps = String(draft.steps.count)
    title = draft.content.title
  }

  func context(_ words: Catalogue) -> [String: Any] {
    [
      "number": number.map { ["value": String($0), "steps": steps] } ?? false,
      "title": title, "remark": remark, "longestTitle": DraftContent.longestTitle,
      "longestRemark": DraftContent.longestRemark,
      "fault": fault.map { words.term("page.draft-\($0.rawValue)") } ?? false,
      "needsRemark": fault?.asksForRemark ?? false,
    ]
  }

  /// Fields of the panel, and those that a page adds to every form: no part of what was typed.
  static let ownFields: Set<String> = [
    CheckedForm.field, "do", "seen", "revision", "draft", "draft-steps", "draft-title", "draft-remark", "text",
  ]
}
