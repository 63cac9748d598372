// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import Foundation

/// Switzerland's historicised register of communes, as the Federal Statistical Office publishes it: three
/// tables without heads, tab-separated, in ISO 8859-1.
///
/// Each row is a state of a canton, district or commune; states that end and states that begin by one
/// mutation share its number. Abolition (29) passes on to all that begin; every other mode goes on in
/// itself. A day of abolition is the last valid one.
public func importSwissRegister(
  cantons: [UInt8], districts: [UInt8], communes: [UInt8], into sink: DiagnosticSink
) -> ImportedHistory {
  var reader = SwissReader(sink: sink)
  reader.read(cantons: cantons, districts: districts, communes: communes)
  return reader.history
}

private struct SwissState {
  let history: String
  /// The history number of the district, or the canton's number.
  let parent: String
  let number: String
  let name: String
  let kind: String
  let admission: String
  let admissionMode: String
  let begins: Day
  let abolition: String
  let abolitionMode: String
  /// The first day on which it is valid no more.
  let ends: Day?
  let row: TableRow
}

private struct SwissMutation {
  var number: String
  var ending: [SwissState] = []
  var beginning: [SwissState] = []
  var day: Day
}

private struct SwissReader {
  let sink: DiagnosticSink
  var history = ImportedHistory()
  private var book = UnitBook(prefix: "")
  /// The key in the book of a state, by its history number.
  private var keys: [String: String] = [:]

  init(sink: DiagnosticSink) { self.sink = sink }

  mutating func read(cantons: [UInt8], districts: [UInt8], communes: [UInt8]) {
    let span = SourceSpan(file: "GDEHist_KT.txt", line: 1, column: 1)
    book.begin(key: "ch", code: "", kind: "confederation", name: "Switzerland", parent: "", id: "ch")
    var first: [ImportedChange] = []
    if let root = book.unit("ch") {
      first.append(ImportedChange(.establish(book.establishment(of: root)), effective: .beforeRecords, at: span))
    }
    for row in lines(cantons, "GDEHist_KT.txt", 4) {
      guard let day = day(row, 3) else { continue }
      let unit = book.begin(
        key: "canton " + row[0], code: row[1], kind: "canton", name: row[2], parent: "ch",
        id: "kt-" + row[1].lowercased())
      first.append(ImportedChange(.establish(book.establishment(of: unit)), effective: Bound(day), at: row.span))
    }
    history.add("ch-cantons", effective: .beforeRecords, first, at: span)
    let outer = mutations(
      states(
        lines(districts, "GDEHist_BEZ.txt", 13), shift: 0,
        kinds: ["15": "district", "16": "undivided", "17": "outside"]))
    let inner = mutations(
      states(
        lines(communes, "GDEHist_GDE.txt", 14), shift: 1, kinds: ["11": "commune", "12": "unallocated", "13": "lake"]))
    let ordered = (outer.map { ($0, 0) } + inner.map { ($0, 1) }).sorted {
      ($0.0.day, $0.1, Int($0.0.number) ?? 0) < ($1.0.day, $1.1, Int($1.0.number) ?? 0)
    }
    var waiting: [(SwissMutation, Int)] = []
    for (place, item) in ordered.enumerated() {
      waiting.append(item)
      guard place + 1 == ordered.count || ordered[place + 1].0.day != item.0.day else { continue }
      apply(waiting)
      waiting.removeAll()
    }
  }

  // MARK: Rows

  private func lines(_ bytes: [UInt8], _ file: String, _ width: Int) -> [TableRow] {
    var found: [TableRow] = []
    if bytes.isEmpty { sink.fault("empty-table", at: SourceSpan(file: file, line: 1, column: 1)) }
    for (number, part) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() where !part.isEmpty
    {
      var text = ""
      for byte in part where byte != 13 { text.unicodeScalars.append(Unicode.Scalar(byte)) }
      let fields = text.split(separator: "\t", omittingEmptySubsequences: false).map { tableText(String($0)) }
      let row = TableRow(file: file, line: number + 1, fields: fields)
      guard fields.count >= width else {
        sink.tableWidth(fields.count, of: width, at: row.span)
        continue
      }
      found.append(row)
    }
    return found
  }

  private func day(_ row: TableRow, _ place: Int) -> Day? {
    let parts = row[place].split(separator: ".").compactMap { Int($0) }
    guard parts.count == 3, let day = Day(year: parts[2], month: parts[1], day: parts[0]) else {
      sink.tableField(String(place + 1), row[place], is: "day", at: row.span)
      return nil
    }
    return day
  }

  /// - Parameter shift: how many columns stand between the parent and the number.
  private func states(_ rows: [TableRow], shift: Int, kinds: [String: String]) -> [SwissState] {
    rows.compactMap { row in
      // Communes: history, district, canton, number, name, short, entry, status, then the mutations;
      // districts: history, canton, number, name, short, entry, then the mutations.
      let entry = shift == 1 ? 6 : 5
      let admission = shift == 1 ? 8 : 6
      guard let kind = kinds[row[entry]] else {
        sink.tableField(String(entry + 1), row[entry], is: "kind", at: row.span)
        return nil
      }
      guard let begins = day(row, admission + 2) else { return nil }
      var ends: Day?
      if !row[admission + 3].isEmpty {
        guard let last = day(row, admission + 5) else { return nil }
        guard begins <= last.adding(days: 1) else {
          sink.tableEnds(row[shift + 3], from: begins, until: last, at: row.span)
          return nil
        }
        ends = last.adding(days: 1)
      }
      return SwissState(
        history: row[0], parent: row[1], number: row[shift + 2], name: row[shift + 3], kind: kind,
        admission: row[admission], admissionMode: row[admission + 1], begins: begins, abolition: row[admission + 3],
        abolitionMode: row[admission + 4], ends: ends, row: row)
    }
  }

  private func mutations(_ states: [SwissState]) -> [SwissMutation] {
    var found: [String: SwissMutation] = [:]
    for state in states {
      // What was there at first is no mutation: it begins by itself, on its own day.
      let key = state.admissionMode == "20" ? "\(state.admission) \(state.begins)" : state.admission
      found[key, default: SwissMutation(number: state.admission, day: state.begins)].beginning.append(state)
    }
    for state in states where !state.abolition.isEmpty {
      guard found[state.abolition] != nil else {
        found[state.abolition] = SwissMutation(
          number: state.abolition, ending: [state], day: state.ends ?? state.begins)
        continue
      }
      found[state.abolition]?.ending.append(state)
    }
    return found.values.map { mutation in
      var mutation = mutation
      mutation.day = mutation.beginning.map(\.begins).min() ?? mutation.day
      mutation.ending.sort { (Int($0.history) ?? 0) < (Int($1.history) ?? 0) }
      return mutation
    }
  }

  // MARK: Mutations

  /// Applies the mutations of one day; one that goes on from another of the day waits for it.
  private mutating func apply(_ mutations: [(SwissMutation, Int)]) {
    var open = mutations
    while !open.isEmpty {
      let ready = open.filter { item in
        item.0.ending.allSatisfy { keys[code($0.history, item.1)] != nil }
      }
      for (mutation, level) in ready { apply(mutation, level) }
      guard !ready.isEmpty else { break }
      let done = Set(ready.map { "\($0.1) \($0.0.number) \($0.0.beginning.first?.history ?? "")" })
      open.removeAll { done.contains("\($0.1) \($0.0.number) \($0.0.beginning.first?.history ?? "")") }
    }
    for (mutation, _) in open {
      for state in mutation.ending {
        sink.tableContradiction(state.name, "never-began", at: state.row.span)
      }
    }
  }

  private func code(_ history: String, _ level: Int) -> String { level == 0 ? "d\(history)" : "c\(history)" }

  private mutating func apply(_ mutation: SwissMutation, _ level: Int) {
    var links: [ChangeLink] = []
    var continued: Set<String> = []
    let goingOn = mutation.ending.filter { $0.abolitionMode != "29" }
    for old in goingOn {
      let candidates = mutation.beginning.filter {
        $0.admissionMode == old.abolitionMode && !continued.contains($0.history)
      }
      guard
        let new = candidates.first(where: { $0.number == old.number && $0.name == old.name })
          ?? candidates.first(where: { $0.number == old.number }) ?? candidates.first(where: { $0.name == old.name })
          ?? candidates.first, let key = keys[code(old.history, level)]
      else {
        sink.fault(
          "table-not-continued", at: old.row.span, ["text": .text("\(old.name) (\(old.number))")])
        continue
      }
      continued.insert(new.history)
      keys[code(new.history, level)] = key
      links.append(link(going(new.admissionMode), from: key, to: key, new, level))
    }
    let fresh = mutation.beginning.filter { !continued.contains($0.history) }
    for new in fresh { keys[code(new.history, level)] = code(new.history, level) }
    let ended = mutation.ending.filter { $0.abolitionMode == "29" }
    for old in ended {
      guard let from = keys[code(old.history, level)] else { continue }
      if mutation.beginning.isEmpty { links.append(link(.dissolve, from: from, to: "", old, level)) }
      for new in mutation.beginning {
        guard let to = keys[code(new.history, level)] else { continue }
        let change: ChangeKind =
          continued.contains(new.history)
          ? .absorb : ended.count > 1 && mutation.beginning.count == 1 ? .merge : .divide
        links.append(link(change, from: from, to: to, new, level))
      }
    }
    for new in fresh where ended.isEmpty {
      guard let to = keys[code(new.history, level)] else { continue }
      // What is made where others only lose area is parted from them.
      if goingOn.isEmpty { links.append(link(.establish, from: "", to: to, new, level)) }
      for old in goingOn {
        if let from = keys[code(old.history, level)] { links.append(link(.separate, from: from, to: to, new, level)) }
      }
    }
    let made = book.apply(links, on: mutation.day)
    guard let row = links.first?.row else { return }
    history.add(
      (level == 0 ? "ch-district-" : "ch-") + mutation.number
        + (mutation.ending.isEmpty && mutation.beginning.first?.admissionMode == "20" ? "-\(mutation.day)" : ""),
      rests: .reading, effective: Bound(mutation.day), made, at: row.span)
  }

  private func going(_ mode: String) -> ChangeKind {
    switch mode {
    case "23": .rename
    case "26": .area
    case "27": .recode
    default: .transfer
    }
  }

  private func link(_ change: ChangeKind, from: String, to: String, _ new: SwissState, _ level: Int) -> ChangeLink {
    var link = ChangeLink(
      change: change, from: from, to: to, name: new.name, kind: new.kind,
      parent: level == 0 ? "canton " + new.parent : keys[code(new.parent, 0)] ?? "", share: .unknown, row: new.row)
    link.code = new.number
    link.id = (level == 0 ? "bz-" : "g-") + new.history
    return link
  }
}
