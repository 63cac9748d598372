// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// What every form is filled in with: the register as of the day, the words, the layout.
struct FormDesk: Sendable {
  let answers: Answers
  let words: FormWords
  let layout: FormLayout
  private(set) var sheet: FormLayout.Sheet
  let observations: [AsOf.ObservationView]
  /// The area that the form is about.
  let province: Identifier<OrgUnit>?
  let localities: [Identifier<OrgUnit>]

  init(_ answers: Answers, _ words: FormWords, _ layout: FormLayout, _ sheet: FormLayout.Sheet) {
    self.answers = answers
    self.words = words
    self.layout = layout
    self.sheet = sheet
    observations = answers.moment.observations()
    province = answers.moment.units(ofLevel: layout.province).first
    localities = answers.moment.units(ofLevel: layout.locality)
  }

  /// The same desk, filling in another sheet.
  func filling(_ sheet: FormLayout.Sheet) -> FormDesk {
    var desk = self
    desk.sheet = sheet
    return desk
  }

  var moment: AsOf { answers.moment }
  var language: String { answers.words.language }

  func name(_ unit: Identifier<OrgUnit>) -> String { moment.designation(of: unit, language) }
  func unit(_ id: Identifier<OrgUnit>) -> FormCell { FormCell(.named(id.rawValue, shown: name(id))) }

  /// A word of the program's own, as the forms have it.
  func term(_ family: String, _ word: String, from citations: [Citation] = []) -> FormCell {
    FormCell(.named(word, shown: words("\(family).\(word)")), from: citations)
  }

  static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  // MARK: Numbers

  func text(_ value: Rational) -> String {
    value.whole.map { answers.words.text($0) } ?? answers.words.text(value, decimals: 1)
  }

  func number(_ value: Int64, from citations: [Citation] = []) -> FormCell {
    FormCell(.number(value), from: citations)
  }

  func percent(_ part: Rational?, of whole: Rational?, from citations: [Citation] = []) -> FormCell? {
    guard let part, let whole, let share = (part * Rational(100)) / whole else { return nil }
    return FormCell(.percent(share), from: citations)
  }

  /// `at least …`, where the records leave more open.
  func atLeast(_ cell: FormCell) -> FormCell {
    var cell = cell
    cell.shown = words("atLeast", ["value": cell.shown ?? cell.value.shown(answers.words)])
    cell.isAtLeast = true
    return cell
  }

  /// A count that may be known only within bounds.
  func count(_ count: Count) -> FormCell {
    count.exact.map { number($0) } ?? FormCell(.text(count.description), shown: text(count))
  }

  func text(_ count: Count) -> String { range(count.atLeast, count.atMost) }

  private func range(_ least: Int64, _ most: Int64?) -> String {
    if least == most { return answers.words.text(least) }
    if let most {
      return words("count.range", ["least": answers.words.text(least), "most": answers.words.text(most)])
    }
    return least > 0 ? words("atLeast", ["value": answers.words.text(least)]) : words("undetermined")
  }

  /// A whole number, or the least and the most that it may be.
  func between(_ least: Int64, _ most: Int64) -> FormCell {
    least == most ? number(least) : FormCell(.text("\(least)..\(most)"), shown: range(least, most))
  }

  /// How many areas of the level below the locality has on the day.
  func members(of locality: Identifier<OrgUnit>) -> Count {
    moment.children(of: locality).filter { child in
      let kind = moment.kind(of: child).possible.flatMap { moment.charter?.kind($0) }
      return kind?.level == layout.member && kind?.family == "area"
    }.reduce(Count(0)) { $0 + (moment.isAlive($1) == .yes ? .one : Count(atLeast: 0, atMost: 1)) }
  }

  // MARK: Reported values

  /// The last value reported of what the layout names, in the area, with one of these roles.
  func observed(
    _ source: String, _ roles: [ObservationRole?], in area: Identifier<OrgUnit>?
  ) -> AsOf.ObservationView? {
    guard let indicator = sheet.sources[source] else { return nil }
    return observed(Identifier<Indicator>(rawValue: indicator), roles, in: area)
  }

  func observed(
    _ indicator: Identifier<Indicator>, _ roles: [ObservationRole?], in area: Identifier<OrgUnit>?
  ) -> AsOf.ObservationView? {
    observations.filter {
      $0.record.indicator == indicator && $0.record.area == area && roles.contains($0.record.role)
        && $0.record.value != nil
    }.max { ($0.when.latest, $0.citation.revision) < ($1.when.latest, $1.citation.revision) }
  }

  func cell(_ view: AsOf.ObservationView?) -> FormCell? {
    guard let view, let value = view.record.value else { return nil }
    return dated(FormCell(.value(value, decimals: 1), from: [view.citation]), view.when)
  }

  /// Marks a value of which the day, as far as the records tell, may lie after the day of the form.
  func dated(_ cell: FormCell, _ when: Bound) -> FormCell {
    var cell = cell
    cell.isDayUnknown = when.hasCome(by: moment.day) != .yes
    return cell
  }

  // MARK: Documents and days

  /// Number and date of a document; its title where it has no number yet.
  func reference(_ id: Identifier<Document>) -> String {
    guard let record = moment.document(id)?.record else { return id.rawValue }
    guard let number = record.number else {
      return words("document.unnumbered", ["title": record.title ?? id.rawValue])
    }
    guard let date = record.date else { return number }
    return words("document.dated", ["number": number, "date": answers.words.text(date)])
  }

  func documents(_ ids: [Identifier<Document>], from citations: [Citation] = []) -> FormCell? {
    guard !ids.isEmpty else { return nil }
    return FormCell(
      .list(ids.map { .named($0.rawValue, shown: reference($0)) }), from: citations)
  }

  /// Number and date of the document that carries the decision.
  func document(of citation: Citation) -> FormCell? {
    moment.decision(citation.decision)?.document.flatMap { documents([$0], from: [citation]) }
  }

  func bound(_ bound: Bound?, from citations: [Citation] = []) -> FormCell? {
    guard let bound, !bound.isBeforeRecords else { return nil }
    return FormCell(.bound(bound), from: citations)
  }

  /// How a value rests on something less than a document or a reading of a source.
  func footing(_ citation: Citation) -> String? {
    switch moment.footing(of: citation) {
    case .assumption: words("footing.assumption")
    case .derived: words("footing.derived")
    case .template: words("footing.template")
    case .document, .reading, nil: nil
    }
  }
}
