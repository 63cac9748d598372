// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// What a ``Summary`` says, sentence by sentence, before it is given a shape.
struct SummaryWriter {
  struct Sentence {
    let text: String
    var subject: Summary.Subject?
    var sources: [Identifier<Decision>] = []
  }

  struct Section {
    let id: String
    var sentences: [Sentence] = []
    var isToWrite = false
  }

  private let desk: FormDesk
  private let layout: FormLayout
  let words: FormWords
  private let targets: [TargetRow]
  private let directives: [DirectiveRow]
  /// What each form says.
  private let forms: [String: FormContent]
  private let coverages: [(model: Charter.ModelSpec, coverage: Coverage)]

  /// `nil` where the layout has no sheet for it.
  init?(_ answers: Answers, _ words: FormWords, _ layout: FormLayout) {
    guard let sheet = layout[Summary.id] else { return nil }
    let desk = FormDesk(answers, words, layout, sheet)
    self.desk = desk
    forms = Dictionary(
      uniqueKeysWithValues: Form.numbers.compactMap { number in
        layout[number].map { (number, Form.content(number, desk.filling($0))) }
      })
    self.layout = layout
    self.words = words
    targets = answers.moment.targets()
    directives = answers.moment.directives()
    coverages = (answers.moment.charter?.models ?? []).compactMap { model in
      answers.moment.coverage(of: model.id).map { (model, $0) }
    }
  }

  var place: Identifier<OrgUnit>? { desk.province }
  private var moment: AsOf { desk.moment }
  private var catalogue: Catalogue { desk.answers.words }

  /// Those that say something, those that are to be written, and the headings over them.
  func sections() -> [Section] {
    let all = [
      Section(id: "grounds", sentences: grounds()), Section(id: "situation", sentences: situation()),
      Section(id: "results"), Section(id: "results.models", sentences: models()),
      Section(id: "results.targets", sentences: reached()), Section(id: "results.reductions", sentences: reductions()),
      Section(id: "results.rearrangements", sentences: rearrangements()),
      Section(id: "results.rehomings", sentences: rehomings()),
      Section(id: "results.rotations", sentences: rotations()),
      Section(id: "results.cells", sentences: cellsAndVillages()),
      Section(id: "assessment", isToWrite: true), Section(id: "assessment.done", sentences: done()),
      Section(id: "assessment.lacking", sentences: lacking()),
      Section(id: "ahead"), Section(id: "ahead.stops", sentences: stops()),
      Section(id: "ahead.starts", sentences: starts()), Section(id: "ahead.directives", sentences: tasks()),
      Section(id: "proposals", isToWrite: true), Section(id: "appendices", sentences: appendices()),
    ]
    let shown = Set(all.filter { $0.isToWrite || !$0.sentences.isEmpty }.map(\.id))
    return all.filter { section in shown.contains { $0 == section.id || $0.hasPrefix(section.id + ".") } }
  }

  // MARK: What is used throughout

  private func sentence(
    _ key: String, _ values: [String: String], _ subject: Summary.Subject? = nil,
    from sources: [Identifier<Decision>] = []
  ) -> Sentence {
    Sentence(text: words("summary.\(key)", values), subject: subject, sources: sources)
  }

  private func shown(_ cell: FormCell?) -> String? {
    cell.map { $0.shown ?? $0.value.shown(catalogue) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private func text(_ number: Int) -> String { catalogue.text(Int64(number)) }
  private func text(_ due: Bound) -> String { catalogue.text(due) }

  /// All names: a report is read where nothing can be unfolded.
  private func names(_ states: [PilotState]) -> String {
    states.map { desk.name($0.locality) }.joined(separator: "; ")
  }

  // MARK: On what it rests, and what there is

  /// Documents that targets, tasks and models in force name or were decided by, the oldest first.
  private func grounds() -> [Sentence] {
    let decided = (targets.map(\.citation) + directives.map(\.citation)).map(\.decision)
      .compactMap { moment.decision($0)?.document }
    let states = coverages.flatMap(\.coverage.rows).filter(\.state.isInForce)
    let named = states.flatMap { moment.ground(of: $0) }
    let documents: [RegisterDocument] = Set(decided + named).compactMap { id in
      moment.document(id).flatMap { $0.isRepealed ? nil : $0.record }
    }
    // Those without a date come last.
    return documents.sorted { $0.document < $1.document }.sorted(byDay: { $0.date?.latest }).map { record in
      let title = record.number == nil ? nil : record.title
      return sentence(
        title == nil ? "ground" : "ground.titled",
        ["reference": desk.reference(record.document), "title": title ?? ""], .document(record.document))
    }
  }

  private func situation() -> [Sentence] {
    let levels = (moment.charter?.levels ?? []).filter { $0.id == layout.locality || $0.id == layout.member }
    let areas = levels.map { level in
      sentence(
        "areas",
        ["count": desk.text(moment.count(level.id)), "level": level.name[desk.language]])
    }
    guard !directives.isEmpty else { return areas }
    let due = directives.filter { $0.daysLeft != nil }.count
    return areas + [
      sentence("tasks", ["count": text(directives.count), "due": text(due)], .form("12"))
    ]
  }

  // MARK: Results

  private func models() -> [Sentence] {
    guard let sheet = layout["02"] else { return [] }
    return desk.filling(sheet).modelRows().map { model, row in
      var values = ["model": "\(model.id): \(model.name[desk.language])"]
      for column in ["eligible", "done", "percent"] { values[column] = shown(row[column]) ?? "" }
      var key = values["percent"] == "" ? "model.unshared" : "model"
      if values["eligible"] == "" { key = "model.counted" }
      let sources = ["eligible", "done", "percent"].flatMap { row[$0]?.allSources ?? [] }
      let said = sentence(key, values, .model(model.id), from: sources)
      return noted(said, [missing(model, row)].compactMap { $0 } + row.notes)
    }
  }

  /// Where it is not: what was never begun apart from what was stopped.
  private func missing(_ model: Charter.ModelSpec, _ row: FormRow) -> String? {
    guard case .list? = row["missing"]?.value else {
      return shown(row["missing"]).map { words("summary.model.rest", ["rest": $0]) }
    }
    let states = coverages.first { $0.model.id == model.id }?.coverage.missing ?? []
    let parts = [
      ("notBegun", states.filter { $0.state == .notBegun }), ("stopped", states.filter { $0.state == .stopped }),
    ]
    return parts.filter { !$0.1.isEmpty }.map { words("summary.model.\($0.0)", ["places": names($0.1)]) }
      .joined(separator: "; ")
  }

  /// With what the form says beside the figure.
  private func noted(_ sentence: Sentence, _ notes: [String]) -> Sentence {
    guard !notes.isEmpty else { return sentence }
    return Sentence(
      text: sentence.text + " (" + notes.joined(separator: "; ") + ")", subject: sentence.subject,
      sources: sentence.sources)
  }

  private func reached() -> [Sentence] {
    targets.map { target in
      var values = [
        "target": name(of: target), "value": words.percent(target.value, catalogue), "by": text(target.by),
        "current": target.current.map { desk.text($0) } ?? "", "whole": target.denominator.map { desk.text($0) } ?? "",
        "percent": target.percent.map { catalogue.percent($0) } ?? "",
      ]
      values["needed"] = target.needed.map { catalogue.text($0) } ?? ""
      let key =
        switch (target.current != nil, target.needed != nil) {
        case (true, true): ""
        case (true, false): ".ofUnknown"
        case (false, true): ".needed"
        case (false, false): ".unknown"
        }
      return sentence(
        (target.direction == .atMost ? "target.atMost" : "target") + key, values, .target(target.id),
        from: [target.citation.decision])
    }
  }

  private func name(of target: TargetRow) -> String { target.name ?? target.id.rawValue }

  private func reductions() -> [Sentence] {
    (forms["05"]?.rows ?? []).compactMap { row in
      guard let object = shown(row["object"]) else { return nil }
      let area = shown(row["locality"]).map { words("summary.in", ["place": $0]) } ?? ""
      let (plan, actual) = (shown(row["plan"]), shown(row["actual"]))
      let percent = shown(row["percent"])
      let key =
        plan == nil
        ? "reduction.done" : actual == nil ? "reduction.planned" : percent == nil ? "reduction.unshared" : "reduction"
      let said = sentence(
        key, ["object": object + area, "plan": plan ?? "", "actual": actual ?? "", "percent": percent ?? ""],
        .form("05"), from: (row["plan"]?.allSources ?? []) + (row["actual"]?.allSources ?? []))
      return noted(said, row.notes)
    }
  }

  private func rearrangements() -> [Sentence] {
    guard let content = forms["03"], !content.rows.isEmpty else { return [] }
    var tally: [(kind: String, count: Int)] = []
    for kind in content.rows.compactMap({ shown($0["kind"]) }) {
      if let place = tally.firstIndex(where: { $0.kind == kind }) {
        tally[place].count += 1
      } else {
        tally.append((kind, 1))
      }
    }
    let kinds = tally.map { "\($0.kind): \(text($0.count))" }.joined(separator: "; ")
    let difference = shown(content.total["difference"]) ?? words("undetermined")
    return [
      sentence(
        "rearranged", ["count": text(content.rows.count), "kinds": kinds, "difference": difference], .form("03"),
        from: content.rows.flatMap { $0["kind"]?.allSources ?? [] })
    ]
  }

  private func rehomings() -> [Sentence] {
    moment.balances().map { balance in
      sentence(
        "rehomed",
        [
          "unit": desk.name(balance.ended), "total": text(balance.total),
          "settled": text(balance.total - balance.open.count), "open": text(balance.open.count),
        ], .unit(balance.ended), from: [balance.citation.decision])
    }
  }

  private func rotations() -> [Sentence] {
    guard let content = forms["09"], let cell = content.total["direction"] else { return [] }
    let parts = cell.parts.map { shown($0) ?? "" }
    let keys = RotationDirection.allCases.map(\.rawValue) + ["total"]
    guard parts.count == keys.count else { return [] }
    return [
      sentence(
        "rotated", Dictionary(zip(keys, parts), uniquingKeysWith: { first, _ in first }), .form("09"),
        from: cell.allSources)
    ]
  }

  private func cellsAndVillages() -> [Sentence] {
    guard let total = forms["06"]?.total else { return [] }
    let stocks = ["villages", "cells"].compactMap { stock -> Sentence? in
      guard let after = shown(total["\(stock)After"]) else { return nil }
      let less = shown(total["\(stock)Difference"])
      return sentence(
        less == nil ? "stock.\(stock)" : "stock.\(stock).changed", ["after": after, "difference": less ?? ""],
        .form("06"), from: (total["\(stock)After"]?.allSources ?? []) + (total["\(stock)Difference"]?.allSources ?? []))
    }
    guard let both = shown(total["both"]) else { return stocks }
    return stocks + [
      sentence(
        "both", ["count": both, "percent": shown(total["bothPercent"]) ?? words("undetermined")], .form("06"),
        from: total["both"]?.allSources ?? [])
    ]
  }

  // MARK: What is done, and what lacks

  private func done() -> [Sentence] {
    // Where one of them is to stop, nothing is done yet.
    let full = coverages.filter { $0.coverage.eligible > 0 && $0.coverage.rows.allSatisfy(\.isToStay) }
    return full.map { model, coverage in
      sentence(
        "everywhere", ["model": "\(model.id): \(model.name[desk.language])", "count": text(coverage.eligible)],
        .model(model.id), from: coverage.inForce.flatMap(\.citations).map(\.decision))
    }
      + targets.filter { $0.verdict == .reached }.map { target in
        sentence("target.reached", ["target": name(of: target)], .target(target.id), from: [target.citation.decision])
      }
      + directives.filter { $0.state == .doneInTime || $0.state == .doneLate }.map { task in
        sentence("task.done", values(task), .directive(task.id), from: [task.citation.decision])
      }
  }

  private func lacking() -> [Sentence] {
    let short = targets.compactMap { target -> Sentence? in
      guard target.verdict == .lacking || target.verdict == .notMaintained, let gap = target.gap else { return nil }
      return sentence(
        target.direction == .atMost ? "target.over" : "target.lacking",
        ["target": name(of: target), "gap": catalogue.text(gap), "by": text(target.by)],
        .target(target.id), from: [target.citation.decision])
    }
    let late = moment.obligations().filter { $0.state == .overdue }.map { item in
      sentence(
        "unsettled",
        [
          "model": item.model.rawValue, "place": desk.name(item.locality),
          "cause": catalogue.term("cause.\(item.cause.rawValue)"), "due": text(item.due),
        ], .model(item.model), from: [item.origin.decision])
    }
    let tasks = directives.filter { $0.state == .overdue }.map { task in
      sentence("task.overdue", values(task), .directive(task.id), from: [task.citation.decision])
    }
    let silent = coverages.filter { $0.coverage.isAtLeast && !$0.coverage.inForce.isEmpty }.map { model, coverage in
      sentence(
        "silent", ["model": model.id.rawValue, "count": text(coverage.undetermined.count)], .model(model.id))
    }
    return short + lateStarts() + late + tasks + silent
  }

  private func values(_ task: DirectiveRow) -> [String: String] {
    [
      "task": closed(task.record.content), "due": task.record.due.map { text($0) } ?? "",
      "lead": task.record.lead.isEmpty
        ? words("note.12.noLead") : task.record.lead.map { desk.name($0) }.joined(separator: "; "),
    ]
  }

  /// As a sentence of its own: one that was written to go on ends here, and one that ends in quotes or brackets is
  /// looked into.
  private func closed(_ text: String) -> String {
    var text = text[...]
    while let last = text.last, last.isWhitespace || ";,:".contains(last) { text.removeLast() }
    let end = text.last { !"\"')]\u{201D}\u{2019}\u{BB}".contains($0) }
    return end.map { ".!?\u{2026}".contains($0) } ?? true ? String(text) : text + "."
  }

  // MARK: What is to be done

  /// Places that share a day are told together.
  private func grouped(
    _ key: String, _ pick: (Coverage) -> [PilotState], day: (PilotState) -> Bound?
  ) -> [Sentence] {
    coverages.flatMap { model, coverage -> [Sentence] in
      let states = pick(coverage)
      var order: [Bound?] = []
      for state in states where !order.contains(day(state)) { order.append(day(state)) }
      return order.map { due in
        let those = states.filter { day($0) == due }
        return sentence(
          due == nil ? "\(key).undated" : key,
          [
            "model": "\(model.id): \(model.name[desk.language])", "places": names(those), "count": text(those.count),
            "due": due.map { text($0) } ?? "",
          ], .model(model.id), from: those.flatMap(\.citations).map(\.decision))
      }
    }
  }

  private func stops() -> [Sentence] {
    grouped("stop", { $0.inForce.filter { $0.state == .stopPlanned || $0.state == .stopOverdue } }, day: \.due)
  }

  /// Where a model is to be taken up by a day that is still to come: what was never begun and nobody asks for is no
  /// task.
  private func starts() -> [Sentence] {
    grouped("start", { $0.missing.filter { isToStart($0) && !isPast($0.due) } }, day: \.due)
  }

  private func lateStarts() -> [Sentence] {
    grouped("start.overdue", { $0.missing.filter { isToStart($0) && isPast($0.due) } }, day: \.due)
  }

  private func isToStart(_ state: PilotState) -> Bool { state.state == .notBegun && state.due != nil }
  private func isPast(_ due: Bound?) -> Bool { due.map { $0.deadline < moment.day } ?? false }

  private func tasks() -> [Sentence] {
    directives.filter { ($0.daysLeft ?? -1) >= 0 && ($0.state == .notStarted || $0.state == .running) }
      .sorted { ($0.daysLeft ?? 0, $0.id) < ($1.daysLeft ?? 0, $1.id) }
      .map { task in sentence("task", values(task), .directive(task.id), from: [task.citation.decision]) }
  }

  /// The forms that have rows, or values in the total row.
  private func appendices() -> [Sentence] {
    Form.numbers.filter { number in
      guard let content = forms[number] else { return false }
      return !content.rows.isEmpty || content.total.cells.values.contains { shown($0) != nil }
    }
    .enumerated().map { place, number in
      sentence(
        "appendix", ["number": text(place + 1), "title": Papers.title(number, words) ?? number], .form(number))
    }
  }
}

extension PilotState {
  /// Whether it is in force and no end of it is on record.
  fileprivate var isToStay: Bool { state == .running || state == .permanent }
}
