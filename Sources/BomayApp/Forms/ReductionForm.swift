// SPDX-License-Identifier: Apache-2.0
import BomayDomain

extension FormDesk {
  /// Form 05: plans of reduction beside their results: values of one indicator with both roles.
  func reductionForm() -> FormContent {
    var content = FormContent()
    var planned = Rational(0)
    var reduced = Rational(0)
    var sources: [Citation] = []
    var isWhole = true
    for key in plans() {
      let plan = value(key, .plan)
      let actual = value(key, .actual)
      var row = FormRow()
      row["locality"] = key.area.map { unit($0) }
      row["object"] = FormCell(.named(key.indicator.rawValue, shown: indicator(key.indicator)))
      let before = value(key, .whole)
      row["before"] = cell(before)
      row["plan"] = cell(plan)
      row["actual"] = cell(actual)
      let cited = [plan, actual].compactMap { $0?.citation }
      row["percent"] = percent(actual?.record.value, of: plan?.record.value, from: cited)
      if let before, let actual, let was = before.record.value, let cut = actual.record.value {
        row["rest"] = FormCell(.value(was - cut, decimals: 1), from: [before.citation, actual.citation])
      }
      if let measure = (plan ?? actual)?.record.measure {
        row.note(words("note.05.measure", ["measure": words("measure.\(measure.rawValue)")]))
      }
      row.note(words("note.05.period", ["period": answers.words.text(key.when)]))
      content.rows.append(row)
      if let plan = plan?.record.value, let actual = actual?.record.value {
        planned = planned + plan
        reduced = reduced + actual
        sources += cited
      } else {
        isWhole = false
      }
    }
    guard isWhole, !content.rows.isEmpty else { return content }
    content.total["plan"] = FormCell(.value(planned, decimals: 1), from: sources)
    content.total["actual"] = FormCell(.value(reduced, decimals: 1), from: sources)
    content.total["percent"] = percent(reduced, of: planned, from: sources)
    if Set(plans().map(\.indicator)).count > 1 { content.total.note(words("note.05.mixed")) }
    return content
  }

  private struct PlanKey: Hashable {
    let indicator: Identifier<Indicator>
    let area: Identifier<OrgUnit>?
    let when: Bound
  }

  /// What was planned or reported as result, in the order recorded.
  private func plans() -> [PlanKey] {
    var seen: Set<PlanKey> = []
    return observations.filter { $0.record.role == .plan || $0.record.role == .actual }
      .map { PlanKey(indicator: $0.record.indicator, area: $0.record.area, when: $0.when) }
      .filter { seen.insert($0).inserted }
  }

  private func value(_ key: PlanKey, _ role: ObservationRole) -> AsOf.ObservationView? {
    let found = observations.filter {
      $0.record.indicator == key.indicator && $0.record.area == key.area && $0.record.role == role
        && $0.record.value != nil
    }
    return role == .whole ? found.last : found.last { $0.when == key.when }
  }

  /// The words for an indicator: those of the forms, else those of the charter's category.
  func indicator(_ id: Identifier<Indicator>) -> String {
    if words.has("indicator.\(id)") { return words("indicator.\(id)") }
    return moment.charter?.categories.first { $0.id.rawValue == id.rawValue }?.name[language] ?? id.rawValue
  }
}
