// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FormDesk {
  /// Form 06: villages and Party cells before and after. Values that are published only for the whole
  /// province stand in the total row; those of the localities stay blank.
  func cellsAndVillages() -> FormContent {
    var content = FormContent()
    var communes = Count(0)
    for locality in localities {
      var row = values(in: locality)
      let number = members(of: locality)
      communes = communes + number
      row["locality"] = unit(locality)
      row["communes"] = count(number)
      content.rows.append(row)
    }
    content.total = values(in: province)
    content.total["communes"] = province.map { _ in count(localities.isEmpty ? moment.count(layout.member) : communes) }
    if let two = sheet.sources["two"].flatMap({ moment.figure(Identifier(rawValue: $0)) }), let value = two.value {
      content.total["two"] = FormCell(.value(value, decimals: 1), from: [two.citation])
    }
    let isPartial = content.rows.contains { $0["villagesAfter"] == nil || $0["cellsAfter"] == nil }
    if isPartial, content.total.cells.count > 1 { content.notes.append(words("note.06.blank")) }
    if content.total["villagesBefore"] != nil { content.notes.append(words("note.06.before")) }
    return content
  }

  private func values(in area: Identifier<OrgUnit>?) -> FormRow {
    var row = FormRow()
    let villages = observed("villages", [nil, .whole], in: area)
    stock("villages", villages, observed("villages", [.change], in: area), &row)
    stock("cells", observed("cells", [nil, .whole], in: area), observed("cells", [.change], in: area), &row)
    row["three"] = cell(observed("three", [.part, nil], in: area))
    if let both = observed("both", [.part], in: area) {
      row["both"] = cell(both)
      row["bothPercent"] = percent(
        both.record.value, of: villages?.record.value, from: [both.citation] + [villages?.citation].compactMap { $0 })
    }
    return row
  }

  /// A stock after, and the one before: what is left and what was taken away.
  private func stock(
    _ prefix: String, _ after: AsOf.ObservationView?, _ reduction: AsOf.ObservationView?, _ row: inout FormRow
  ) {
    row["\(prefix)After"] = cell(after)
    guard let reduction, let less = reduction.record.value else { return }
    row["\(prefix)Difference"] = FormCell(.value(-less, decimals: 1), from: [reduction.citation])
    guard let after, let left = after.record.value else { return }
    row["\(prefix)Before"] = FormCell(.value(left + less, decimals: 1), from: [after.citation, reduction.citation])
  }
}
