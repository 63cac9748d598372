// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FormDesk {
  /// Form 02: how far each model has come, and what is missing and why.
  func modelSummary() -> FormContent {
    var content = FormContent()
    content.rows = modelRows().map(\.row)
    content.total.note(words("note.02.noSum"))
    return content
  }

  /// The models of which anything is on record, each with its row.
  func modelRows() -> [(model: Charter.ModelSpec, row: FormRow)] {
    (moment.charter?.models ?? []).compactMap { model in
      guard let coverage = moment.coverage(of: model.id) else { return nil }
      let part = observed("\(model.id).part", [.part], in: province)
      if coverage.isAtLeast || coverage.eligible == 0, let part { return (model, reported(model, coverage, part)) }
      return coverage.inForce.isEmpty && coverage.missing.isEmpty ? nil : (model, computed(model, coverage))
    }
  }

  private func head(_ model: Charter.ModelSpec) -> FormRow {
    var row = FormRow()
    row["model"] = FormCell(.named(model.id.rawValue, shown: "\(model.id): \(model.name[language])"))
    return row
  }

  private func computed(_ model: Charter.ModelSpec, _ coverage: Coverage) -> FormRow {
    var row = head(model)
    let sources = coverage.inForce.flatMap(\.citations)
    let done = Rational(Int64(coverage.inForce.count))
    row["eligible"] = number(Int64(coverage.eligible))
    let cells = [
      ("done", number(Int64(coverage.inForce.count), from: sources)),
      ("percent", percent(done, of: Rational(Int64(coverage.eligible)), from: sources)),
    ]
    for (column, cell) in cells { row[column] = coverage.isAtLeast ? cell.map { atLeast($0) } : cell }
    let missing = coverage.missing
    if !missing.isEmpty {
      let states = missing.flatMap(\.citations)
      row["missing"] = FormCell(
        .list(missing.map { .named($0.locality.rawValue, shown: name($0.locality)) }), from: states)
      row["reason"] = FormCell(
        .list(missing.map { .text($0.reason ?? $0.presence.reason.rawValue) }), shown: reasons(missing), from: states)
    }
    if coverage.isAtLeast {
      row.note(words("note.02.undetermined", ["count": answers.words.text(Int64(coverage.undetermined.count))]))
    }
    return row
  }

  /// Each reason once, with its deadline.
  private func reasons(_ missing: [PilotState]) -> String {
    var seen: [String] = []
    for state in missing {
      var text = state.reason ?? answers.words.term("presence.\(state.presence.reason.rawValue)")
      if let due = state.due { text = words("reason.due", ["reason": text, "due": answers.words.text(due)]) }
      if !seen.contains(text) { seen.append(text) }
    }
    return seen.joined(separator: "; ")
  }

  /// A model of which the register does not hold each place, but a number was reported.
  private func reported(_ model: Charter.ModelSpec, _ coverage: Coverage, _ part: AsOf.ObservationView) -> FormRow {
    var row = head(model)
    let whole = observed("\(model.id).whole", [.whole, nil], in: province)
    let eligible =
      coverage.eligible > 0 ? number(Int64(coverage.eligible)) : cell(whole)
    row["eligible"] = eligible
    row["done"] = cell(part)
    row.note(words("note.02.reported"))
    if !coverage.inForce.isEmpty {
      row.note(words("note.02.computed", ["count": answers.words.text(Int64(coverage.inForce.count))]))
    }
    let reportedOn = whole?.record.value
    let counted = coverage.eligible > 0 ? Rational(Int64(coverage.eligible)) : reportedOn
    if let reportedOn, let counted, reportedOn != counted {
      row.note(words("note.otherWhole", ["whole": text(reportedOn)]))
      return row
    }
    let sources = [part, whole].compactMap { $0?.citation }
    row["percent"] = percent(part.record.value, of: counted, from: sources)
    if let counted, let done = part.record.value, counted > done {
      let rest = counted - done
      row["missing"] = FormCell(
        .value(rest, decimals: 1),
        shown: words("count.unnamed", ["count": text(rest)]), from: sources)
    }
    return row
  }
}
