// SPDX-License-Identifier: Apache-2.0

/// R-F8: what a unit has reported for a period is frozen once the period is closed. What is entered for
/// it afterwards, or corrected in it, is an adjustment, and its decision gives the reason.
///
/// The order of the log counts, and not the day of the figure: what was on record when the period was
/// closed is what was submitted. A figure that only may lie in the period is let pass. An annulment
/// always has a reason.
enum ClosedPeriod: DecisionRule {
  static let code = "closed-period"
  static let rule = "R-F8"
  static let severity = Severity.error

  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings) {
    let content = decision.content
    guard content.reason == nil else { return }
    let former = decision.record.contents.last { $0.revision < content.revision }
    let old = former.map { at.reportedFigures($0.facts) } ?? []
    let new = at.reportedFigures(content.facts)
    for figure in new.filter({ !old.contains($0) }) + old.filter({ !new.contains($0) }) {
      guard let closing = at.closing(of: figure, before: content.revision) else { continue }
      findings.add(
        self, about: [figure.id, decision.id.rawValue],
        [
          "figure": .text(figure.id), "unit": .unit(at.unit(figure.unit)), "period": .bound(closing.period),
          "decision": .decision(decision.id),
        ], decisions: [decision.id, closing.decision])
    }
  }
}

/// Something that a unit reports: an observation, or a number of its staff.
private struct ReportedFigure: Hashable {
  let unit: Int32
  let period: Bound
  /// What it is called in the file.
  let id: String
  let record: Action
}

extension AsOf {
  fileprivate func reportedFigures(_ facts: Range<Int>) -> [ReportedFigure] {
    facts.compactMap { row in
      let fact = register.facts[Int32(row)]
      switch fact.attribute {
      case .observation:
        guard case .observe(let record) = register.records[Int(fact.value)],
          let unit = record.area.flatMap({ number($0) })
        else { return nil }
        return ReportedFigure(
          unit: unit, period: record.on ?? record.period ?? fact.from, id: record.observation.rawValue,
          record: .observe(record))
      case .headcount, .movement, .reduction:
        let key = register.staffKeys[fact.subject]
        return ReportedFigure(
          unit: key.unit, period: key.period, id: unit(key.unit).rawValue, record: register.records[Int(fact.value)])
      default: return nil
      }
    }
  }

  /// The closing of the unit's period in which the figure lies that was on record before the revision,
  /// and had taken effect by the day on which that was recorded.
  fileprivate func closing(
    of figure: ReportedFigure, before revision: Int32
  ) -> (period: Bound, decision: Identifier<Decision>)? {
    let recordedOn = register.stamps[Int(revision) - 1].recordedAt.day
    for row in register.facts.history(.periodClosed, of: figure.unit, knownAt: self.revision.number) {
      let fact = register.facts[row]
      guard fact.knownFrom < revision, fact.from.hasCome(by: recordedOn) == .yes,
        fact.until.map({ $0.hasCome(by: recordedOn) == .no }) ?? true,
        case .closePeriod(let change) = register.records[Int(fact.value)],
        change.period.earliest <= figure.period.earliest, figure.period.latest <= change.period.latest
      else { continue }
      return (change.period, citation(of: fact).decision)
    }
    return nil
  }
}
