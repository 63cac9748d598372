// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FormDesk {
  /// Form 12: tasks, who leads them, by when, and where they stand.
  func directiveForm() -> FormContent {
    let directives = moment.directives()
    var content = FormContent()
    content.rows = directives.map { row($0) }
    let tally = DirectiveState.allCases.map { state in (state, directives.filter { $0.state == state }.count) }
      .filter { $0.1 > 0 }
    content.label = words("total.12", ["count": answers.words.text(Int64(directives.count))])
    content.total["state"] = FormCell(
      .object(tally.map { ($0.0.rawValue, .number(Int64($0.1))) }),
      shown: tally.map { "\(words("directive.\($0.0.rawValue)")): \($0.1)" }.joined(separator: "; "))
    return content
  }

  private func row(_ directive: DirectiveRow) -> FormRow {
    var row = FormRow()
    let record = directive.record
    let cited = [directive.citation]
    row["content"] = dated(FormCell(.text(record.content), from: cited), directive.issued)
    row["document"] = moment.decision(directive.citation.decision)?.document.flatMap { documents([$0]) }
    row["lead"] = units(record.lead, more: nil)
    row["partners"] = units(record.partners, more: record.others)
    row["product"] = record.product.map { FormCell(.text($0)) }
    row["due"] = bound(record.due, from: cited)
    row["result"] = result(directive)
    row["state"] = term("directive", directive.state.rawValue)
    if !record.about.isEmpty {
      row.note(words("note.12.about", ["units": record.about.map { name($0) }.joined(separator: ", ")]))
    }
    if !record.to.isEmpty { row.note(words("note.12.to", ["count": answers.words.text(Int64(record.to.count))])) }
    if record.due == nil, !record.standing { row.note(words("note.12.noDue")) }
    if record.lead.isEmpty { row.note(words("note.12.noLead")) }
    row.note(daysLeft(directive))
    for (lead, followers) in directive.endedLeads.sorted(by: { $0.key < $1.key }) {
      row.note(
        followers.isEmpty
          ? words("note.12.orphan", ["unit": name(lead)])
          : words(
            "note.12.followed",
            ["unit": name(lead), "followers": followers.map { name($0) }.joined(separator: ", ")]))
    }
    return row
  }

  private func units(_ ids: [Identifier<OrgUnit>], more: String?) -> FormCell? {
    let cells: [Cell] = ids.map { .named($0.rawValue, shown: name($0)) } + (more.map { [.text($0)] } ?? [])
    return cells.isEmpty ? nil : FormCell(.list(cells))
  }

  private func result(_ directive: DirectiveRow) -> FormCell? {
    var parts: [Cell] = []
    if let progress = directive.progress { parts.append(.text(progress)) }
    if let evidence = directive.evidence { parts.append(.named(evidence.rawValue, shown: reference(evidence))) }
    return parts.isEmpty ? nil : FormCell(.list(parts))
  }

  private func daysLeft(_ directive: DirectiveRow) -> String? {
    guard let days = directive.daysLeft else { return nil }
    switch directive.state {
    case .doneInTime, .doneLate, .standing: return nil
    default: break
    }
    if days == 0 { return words("days.today") }
    return days < 0
      ? words("days.over", ["days": answers.words.text(Int64(-days))])
      : words("days.left", ["days": answers.words.text(Int64(days))])
  }
}
