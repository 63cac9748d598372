// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// One value of a form, and the decisions on which it rests.
struct FormCell: Sendable {
  /// As machines read it.
  var value: Cell
  /// As people read it, where that is more than the value.
  var shown: String?
  var sources: [Identifier<Decision>] = []
  /// Whether what it tells may lie after the day of the form.
  var isDayUnknown = false
  /// Whether the records leave open that it is more.
  var isAtLeast = false
  /// Values side by side in one cell, each with its own sources.
  var parts: [FormCell] = []

  init(_ value: Cell, shown: String? = nil, from sources: [Identifier<Decision>] = []) {
    self.value = value
    self.shown = shown
    self.sources = sources
  }

  init(_ value: Cell, shown: String? = nil, from citations: [Citation]) {
    self.init(value, shown: shown, from: citations.map(\.decision))
  }

  var mayBeLater: Bool { isDayUnknown || parts.contains { $0.isDayUnknown } }
  var allSources: [Identifier<Decision>] { sources + parts.flatMap(\.allSources) }
}

/// A row of a form: values by column, what stands in its column of notes. A column that is not named
/// stays blank; blank is not nought.
struct FormRow: Sendable {
  var cells: [String: FormCell] = [:]
  var notes: [String] = []

  subscript(column: String) -> FormCell? {
    get { cells[column] }
    set { cells[column] = newValue }
  }

  /// Notes that hold something, each once.
  mutating func note(_ text: String?) {
    if let text, !text.isEmpty, !notes.contains(text) { notes.append(text) }
  }
}

/// What a form says on a day, before it is given a shape.
struct FormContent: Sendable {
  var rows: [FormRow] = []
  var total = FormRow()
  /// The words of the total row, where they are not simply "total".
  var label: String?
  /// Lines below the table.
  var notes: [String] = []
}
