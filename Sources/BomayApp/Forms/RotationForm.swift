// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FormDesk {
  /// Form 09: rotations of persons on record, and the reported numbers of each direction.
  func rotationForm() -> FormContent {
    var content = FormContent()
    let rotations = moment.pastRotations()
    content.rows = rotations.map { row($0) }
    content.label = words("total.09")
    let directions: [RotationDirection] = [.down, .up, .level]
    let reported = directions.map { observed("flow.\($0.rawValue)", [.flow], in: province) }
    if reported.contains(where: { $0 != nil }) {
      totals(reported, &content)
      if !rotations.isEmpty { content.notes.append(words("note.09.named")) }
    } else if !rotations.isEmpty {
      let counts = directions.map { direction in number(Int64(rotations.filter { $0.direction == direction }.count)) }
      content.total["direction"] = FormDesk.beside(counts + [number(Int64(rotations.count))])
    }
    return content
  }

  /// The numbers of the three directions and their sum, side by side.
  private func totals(_ reported: [AsOf.ObservationView?], _ content: inout FormContent) {
    let values = reported.compactMap { $0?.record.value }
    let citations = reported.compactMap { $0?.citation }
    var cells = reported.map { cell($0) ?? FormCell(.nothing, shown: words("undetermined")) }
    if values.count == reported.count {
      cells.append(FormCell(.value(values.reduce(Rational(0)) { $0 + $1 }, decimals: 1), from: citations))
    } else {
      cells.append(FormCell(.nothing, shown: words("undetermined")))
    }
    content.total["direction"] = FormDesk.beside(cells)
    content.total.note(words("note.09.reported"))
    for period in Set(reported.compactMap { $0?.when }).sorted(by: { $0.latest < $1.latest }) {
      content.total.note(words("note.05.period", ["period": answers.words.text(period)]))
    }
  }

  private static func beside(_ cells: [FormCell]) -> FormCell {
    let keys = RotationDirection.allCases.map(\.rawValue) + ["total"]
    var cell = FormCell(.object(Array(zip(keys, cells.map(\.value)))))
    cell.parts = cells
    return cell
  }

  private func row(_ rotation: PastRotation) -> FormRow {
    var row = FormRow()
    row["name"] = FormCell(
      .named(rotation.person.rawValue, shown: moment.name(of: rotation.person) ?? words("unnamed.person")),
      from: [rotation.citation])
    if let born = moment.birth(of: rotation.person), born.earliest.civil.year == born.latest.civil.year {
      row["born"] = FormCell(.bound(born), shown: String(born.latest.civil.year))
    }
    row["before"] = FormCell(.named(rotation.from.rawValue, shown: title(rotation.from)))
    row["after"] = FormCell(.named(rotation.to.rawValue, shown: title(rotation.to)))
    row["how"] = term("accession", rotation.accession.rawValue)
    row["direction"] = term("direction", rotation.direction.rawValue)
    row["since"] = bound(rotation.begun)
    row["term"] = rotation.term.map {
      FormCell(.number($0), shown: words("months", ["number": answers.words.text($0)]))
    }
    row["until"] = bound(rotation.ended.map { $0.isExact ? Bound($0.latest.adding(days: -1)) : $0 })
    row["next"] = rotation.next.map { FormCell(.named($0.rawValue, shown: title($0))) }
    return row
  }
}
