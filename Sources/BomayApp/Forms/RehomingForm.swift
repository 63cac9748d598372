// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FormDesk {
  /// Form 08: organisations that an ended unit had under it, and who took them in. So many moved, so
  /// many received, the rest open.
  func rehomingForm() -> FormContent {
    let kinds = (sheet.sources["kinds"] ?? "").split(separator: " ").map { Identifier<UnitKind>(rawValue: String($0)) }
    var content = FormContent()
    var received = 0
    var byDestination: [Identifier<OrgUnit>: Int64] = [:]
    for rehoming in moment.rehomings() {
      let children = rehoming.children.filter { moment.kind(of: $0.unit).possible.map { kinds.contains($0) } ?? false }
      for child in children {
        content.rows.append(row(child, of: rehoming, number: content.rows.count + 1))
        guard let destination = child.destination else { continue }
        received += 1
        byDestination[destination, default: 0] += 1
      }
    }
    guard !content.rows.isEmpty else { return content }
    let total = content.rows.count
    let values = [
      "total": answers.words.text(Int64(total)), "received": answers.words.text(Int64(received)),
      "open": answers.words.text(Int64(total - received)),
    ]
    content.label = words("total.08", values)
    content.total["from"] = number(Int64(total))
    content.total["to"] = FormCell(
      .object([("received", .number(Int64(received))), ("open", .number(Int64(total - received)))]),
      shown: words("total.08.to", values))
    content.notes += byDestination.sorted { $0.key < $1.key }.map { destination, count in
      words("note.08.to", ["unit": name(destination), "count": answers.words.text(count)])
    }
    return content
  }

  private func row(_ child: RehomedUnit, of rehoming: Rehoming, number: Int) -> FormRow {
    var row = FormRow()
    let kind = moment.kind(of: child.unit).possible.flatMap { moment.charter?.kind($0) }
    let isNamed = moment.name(of: child.unit).possible != nil
    row["name"] = FormCell(
      .named(
        child.unit.rawValue,
        shown: isNamed
          ? name(child.unit)
          : FormDesk.capitalised(
            words("unnamed", ["kind": kind?.name[language] ?? child.unit.rawValue, "number": String(number)]))))
    if let seat = moment.area(of: child.unit) { row["seat"] = unit(seat) }
    row["members"] = members(child.unit)
    row["from"] = FormCell(
      .named(rehoming.ended.rawValue, shown: name(rehoming.ended)), from: [rehoming.citation])
    if let destination = child.destination, let citation = child.citation {
      row["to"] = FormCell(.named(destination.rawValue, shown: name(destination)), from: [citation])
      row["decision"] = document(of: citation)
      row["on"] = bound(child.on, from: [citation])
    } else {
      row["to"] = FormCell(.nothing, shown: words("undetermined"), from: [rehoming.citation])
      row["decision"] = document(of: rehoming.citation)
      if !child.among.isEmpty {
        row.note(words("note.08.among", ["count": answers.words.text(Int64(child.among.count))]))
      }
    }
    return row
  }

  /// Party members, where the register counts them.
  private func members(_ unit: Identifier<OrgUnit>) -> FormCell? {
    guard let category = sheet.sources["members"] else { return nil }
    return moment.headcount(of: unit).first { $0.category.rawValue == category }
      .map { number($0.number, from: [$0.citation]) }
  }
}
