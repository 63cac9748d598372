// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FormDesk {
  /// Form 07: communes whose Party secretary is also chair of the People's Committee.
  func secretaryChair() -> FormContent {
    let model = sheet.sources["model"].flatMap { moment.charter?.model(Identifier(rawValue: $0)) }
    let states = Dictionary(grouping: model.map { moment.states(of: $0) } ?? []) { state -> Identifier<OrgUnit>? in
      if case .unit(let parent)? = moment.parent(of: state.locality).determined { return parent }
      return nil
    }
    var content = FormContent()
    var isBlank = true
    for locality in localities {
      var row = FormRow()
      let communes = members(of: locality)
      row["locality"] = unit(locality)
      row["communes"] = count(communes)
      fill(&row, in: locality, of: communes, states: states[locality] ?? [])
      if row["done"] != nil { isBlank = false }
      content.rows.append(row)
    }
    let communes = moment.count(layout.member)
    content.total["communes"] = province.map { _ in count(communes) }
    fill(&content.total, in: province, of: communes, states: isBlank ? [] : states.values.flatMap { $0 })
    target(&content.total)
    if content.rows.contains(where: { $0["done"] == nil }) { content.notes.append(words("note.07.blank")) }
    if content.total["secretaryOutsider"] == nil { content.notes.append(words("note.07.outsiders")) }
    return content
  }

  private func fill(
    _ row: inout FormRow, in area: Identifier<OrgUnit>?, of communes: Count, states: [PilotState]
  ) {
    let whole = communes.exact.map { Rational($0) }
    if let reported = observed("done", [.part], in: area) {
      row["done"] = cell(reported)
      let on = observed("done", [.whole], in: area)?.record.value
      if let on, let whole, on != whole {
        row.note(words("note.otherWhole", ["whole": text(on)]))
      } else {
        row["percent"] = percent(reported.record.value, of: whole, from: [reported.citation])
      }
    } else if let (done, citations, isAtLeast) = counted(states) {
      let cell = number(done, from: citations)
      row["done"] = isAtLeast ? atLeast(cell) : cell
      let share = percent(Rational(done), of: whole, from: citations)
      row["percent"] = isAtLeast ? share.map { atLeast($0) } : share
    }
    for column in ["secretaryOutsider", "chairOutsider"] {
      guard let reported = observed(column, [.part, nil], in: area) else { continue }
      row[column] = cell(reported)
      row["\(column)Percent"] = percent(reported.record.value, of: whole, from: [reported.citation])
    }
  }

  /// What the holders on record come to; nothing where they tell of no commune.
  private func counted(_ states: [PilotState]) -> (Int64, [Citation], isAtLeast: Bool)? {
    let inForce = states.filter(\.state.isInForce)
    let isAtLeast = states.contains { $0.state == .undetermined }
    guard !states.isEmpty, !isAtLeast || !inForce.isEmpty else { return nil }
    return (Int64(inForce.count), inForce.flatMap(\.citations), isAtLeast)
  }

  /// The count that the target asks for, and how many are lacking.
  private func target(_ row: inout FormRow) {
    guard let indicator = sheet.sources["done"],
      let target = moment.targets().last(where: { $0.indicator.rawValue == indicator })
    else { return }
    let share = words.percent(target.value, answers.words)
    row["target"] = FormCell(
      .object([("percent", .percent(target.value)), ("number", target.needed.map { .number($0) } ?? .nothing)]),
      shown: target.needed.map { words("target", ["number": answers.words.text($0), "percent": share]) } ?? share,
      from: [target.citation])
    row["lacking"] = target.gap.map { number($0, from: [target.citation]) }
    row.note(words("note.07.by", ["by": answers.words.text(target.by)]))
  }
}

extension FormWords {
  /// A whole percentage without decimals: `40%`.
  func percent(_ value: Rational, _ catalogue: Catalogue) -> String {
    value.whole.map { catalogue.text($0) + "%" } ?? catalogue.percent(value)
  }
}
