// SPDX-License-Identifier: Apache-2.0

/// An addressee of a task from which no report is on record.
public struct UnreportedRow: Sendable {
  public let directive: DirectiveRow
  public let unit: Identifier<OrgUnit>
}

extension AsOf {
  /// Who has not reported yet on the day: of each task that is neither done nor suspended those it is
  /// sent to, or its leads where it is sent to nobody. A report that names nobody is that of the first lead.
  public func unreported() -> [UnreportedRow] {
    directives().flatMap { row -> [UnreportedRow] in
      if [.doneInTime, .doneLate, .suspended].contains(row.state) { return [] }
      let reporters = reporters(of: row)
      let addressees = row.record.to.isEmpty ? row.record.lead : row.record.to
      return addressees.filter { !reporters.contains($0) }.map { UnreportedRow(directive: row, unit: $0) }
    }
  }

  private func reporters(of row: DirectiveRow) -> Set<Identifier<OrgUnit>> {
    guard let number = register.names(.directive).number(of: row.id.rawValue) else { return [] }
    var reporters: Set<Identifier<OrgUnit>> = []
    for place in register.facts.history(.directiveReport, of: number, knownAt: revision.number) {
      let fact = register.facts[place]
      guard fact.from.hasCome(by: day) != .no, case .reportDirective(let report) = register.records[Int(fact.value)]
      else { continue }
      reporters.formUnion(report.by.isEmpty ? row.record.lead.prefix(1) : report.by[...])
    }
    return reporters
  }
}
