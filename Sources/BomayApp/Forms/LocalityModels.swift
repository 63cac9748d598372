// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FormDesk {
  /// Form 01: a row for each model in each locality of which anything is on record.
  func localityModels() -> FormContent {
    let models = (moment.charter?.models ?? []).filter { $0.level == sheet.sources["level"] }
    let states = models.map { model in
      let known = moment.states(of: model).filter { $0.state != .undetermined || $0.pilot != nil }
      return Dictionary(grouping: known, by: \.locality)
    }
    var content = FormContent()
    var tally: [PilotStateWord: Int64] = [:]
    for locality in localities {
      for (model, byLocality) in zip(models, states) {
        for state in byLocality[locality] ?? [] {
          content.rows.append(row(state, of: model))
          tally[state.state, default: 0] += 1
        }
      }
    }
    content.total["model"] = number(Int64(content.rows.count))
    let tallied = PilotStateWord.allCases.filter { tally[$0] != nil }
    content.total["state"] = FormCell(
      .object(tallied.map { ($0.rawValue, .number(tally[$0] ?? 0)) }),
      shown: tallied.map { "\(words("state.\($0.rawValue)")): \(tally[$0] ?? 0)" }.joined(separator: "; "))
    if !content.rows.isEmpty { content.notes.append(words("note.01.silent")) }
    if content.rows.contains(where: { $0.notes.contains(words("note.01.modelBasis")) }) {
      content.notes.append(words("note.01.basis"))
    }
    return content
  }

  private func row(_ state: PilotState, of model: Charter.ModelSpec) -> FormRow {
    var row = FormRow()
    row["locality"] = unit(state.locality)
    row["model"] = FormCell(.named(model.id.rawValue, shown: "\(model.id): \(model.name[language])"))
    let titles = pair(model, in: state.locality)
    row["first"] = titles.first.map { FormCell(.text(bare($0, in: state.locality))) }
    row["second"] = titles.count > 1 ? FormCell(.text(bare(titles[1], in: state.locality))) : nil
    row["basis"] = basis(state, &row)
    let started = state.since == nil ? [] : state.citations.prefix(1).map { $0 }
    row["since"] = bound(state.since, from: started)
    row["state"] = term("state", state.state.rawValue, from: state.citations)
    row["until"] = until(state)
    row["replacement"] = state.replacement.map { FormCell(answers.replacement($0), from: state.citations) }
    row["due"] = bound(state.due, from: state.citations)
    row.note(state.reason)
    if state.state == .stopped, state.until == nil {
      row.note(answers.words.term("presence.\(state.presence.reason.rawValue)"))
    }
    if state.isDayUnknown { row.note(words("note.01.dayUnknown")) }
    row.note(state.citations.lazy.compactMap { footing($0) }.first)
    return row
  }

  /// The two posts of which a model wants one holder, or the units that it makes one.
  private func pair(_ model: Charter.ModelSpec, in locality: Identifier<OrgUnit>) -> [String] {
    switch model.rule {
    case .oneHolder(let one, let other): return [title(one, in: locality), title(other, in: locality)]
    case .oneUnit(let separate, let joint):
      let merged = moment.bodies(in: locality).first { moment.kind(of: $0).possible == joint }
      let parts = merged.map { moment.predecessions(of: $0).map { name($0.predecessor) } } ?? []
      return parts.isEmpty ? separate.map { moment.charter?.kind($0)?.name[language] ?? $0.rawValue } : parts
    case .exactlyOne: return []
    }
  }

  /// Without the name of the locality, which the row has already.
  private func bare(_ title: String, in locality: Identifier<OrgUnit>) -> String {
    guard let name = moment.name(of: locality).possible, title.hasSuffix(" " + name) else { return title }
    return String(title.dropLast(name.count + 1))
  }

  /// The pilot's own documents, else those on which the model was adopted.
  private func basis(_ state: PilotState, _ row: inout FormRow) -> FormCell? {
    guard state.pilot != nil else { return nil }
    if let own = documents(state.basis, from: Array(state.citations.prefix(1))) { return own }
    if let start = state.citations.first, let document = document(of: start) { return document }
    guard let adoption = moment.adoption(of: state.model) else { return nil }
    row.note(words("note.01.modelBasis"))
    return documents(adoption.basis, from: [adoption.citation])
  }

  /// The day of a stop that was decided, or of one that is only announced.
  private func until(_ state: PilotState) -> FormCell? {
    guard let until = state.until, let pilot = state.pilot else { return nil }
    let isStopped = moment.life(of: pilot).contains { $0.what == "stopped" && $0.from.hasCome(by: moment.day) != .no }
    guard var cell = bound(until, from: state.citations) else { return nil }
    if !isStopped { cell.shown = words("stop.planned", ["on": answers.words.text(until)]) }
    return cell
  }
}
