// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// The plain change table, for any country: `units.csv` says what was there at first, `changes.csv` what
/// became of it, a row a link. Codes are as of the day of the row; the rows of one event are one event.
///
/// Events apply in the order of days, on one day in the order of the file: `from` is looked up after the
/// events of that day that stand before it, `to` after its own. A code on both sides means the same unit
/// only under rename, recode, reclassify, transfer and area, or as the survivor of an absorption or
/// separation; else a new unit bears the old code.
public func importChangeTable(
  units: [UInt8], unitsFile: String, changes: [UInt8], changesFile: String, into sink: DiagnosticSink
) -> ImportedHistory {
  var reader = ChangeTableReader(sink: sink)
  let unitTable = TableFile(units, file: unitsFile, needs: ["code", "kind", "name", "parent", "from"], into: sink)
  let changeTable = TableFile(
    changes, file: changesFile,
    needs: [
      "event", "date", "change", "from", "from_name", "to", "to_name", "to_kind", "to_parent", "share", "basis",
    ], into: sink)
  if let unitTable { reader.read(units: unitTable, file: unitsFile) }
  if let changeTable { reader.read(changes: changeTable) }
  return reader.history
}

/// A link of an event: what one unit passed on to another.
struct ChangeLink {
  let change: ChangeKind
  let from: String
  let to: String
  let name: String
  let kind: String
  let parent: String
  let share: Share
  let row: TableRow
  /// The code that `to` bears, where it is not `to` itself.
  var code: String?
  /// What the identifier of a unit that begins is made of.
  var id: String?
}

private struct ChangeTableReader {
  let sink: DiagnosticSink
  var history = ImportedHistory()
  private var book = UnitBook()
  private var decisions = IdentifierMint()

  init(sink: DiagnosticSink) { self.sink = sink }

  private static let kinds: [ChangeKind] = [
    .establish, .dissolve, .restore, .rename, .recode, .reclassify, .transfer, .merge, .absorb, .divide, .separate,
    .area,
  ]

  mutating func read(units table: TableFile, file: String) {
    var rows: [(row: TableRow, from: Bound)] = []
    var lines: [String: Int] = [:]
    for row in table.rows {
      guard !row["code"].isEmpty else {
        sink.field("code", of: row, is: "code")
        continue
      }
      guard !row["kind"].isEmpty else {
        sink.field("kind", of: row, is: "kind")
        continue
      }
      if let line = lines[row["code"]] {
        sink.tableDuplicate("code", row["code"], of: line, at: row.span)
        continue
      }
      guard let from = row["from"].isEmpty ? .beforeRecords : Bound(row["from"]) else {
        sink.field("from", of: row, is: "day")
        continue
      }
      lines[row["code"]] = row.line
      rows.append((row, from))
      book.begin(code: row["code"], kind: row["kind"], name: row["name"], parent: row["parent"])
    }
    var made: [ImportedChange] = []
    for (row, from) in rows {
      guard let unit = book.unit(row["code"]) else { continue }
      if !row["parent"].isEmpty, book.unit(row["parent"]) == nil {
        unknown("parent", row["parent"], nil, row)
      }
      made.append(ImportedChange(.establish(book.establishment(of: unit)), effective: from, at: row.span))
    }
    history.add(decisions.make("units"), made, at: SourceSpan(file: file, line: 1, column: 1))
  }

  // MARK: Changes

  private struct Event {
    let name: String
    let date: Bound
    var links: [ChangeLink]
    var basis: String
  }

  mutating func read(changes table: TableFile) {
    for event in events(of: table) { apply(event) }
  }

  /// Events in the order of their days; those of one day in the order of the file.
  private func events(of table: TableFile) -> [Event] {
    var order: [String] = []
    var events: [String: Event] = [:]
    for row in table.rows {
      guard let date = Bound(row["date"]), !date.isBeforeRecords else {
        sink.field("date", of: row, is: "day")
        continue
      }
      guard let change = ChangeKind(rawValue: row["change"]), ChangeTableReader.kinds.contains(change) else {
        sink.field("change", of: row, is: "change")
        continue
      }
      guard let share = share(row) else { continue }
      guard !row["from"].isEmpty || !row["to"].isEmpty else {
        sink.field("from", of: row, is: "code")
        continue
      }
      let link = ChangeLink(
        change: change, from: row["from"], to: row["to"], name: row["to_name"], kind: row["to_kind"],
        parent: row["to_parent"], share: share, row: row)
      let name = row["event"].isEmpty ? "line \(row.line)" : row["event"]
      guard let known = events[name] else {
        order.append(name)
        events[name] = Event(name: name, date: date, links: [link], basis: row["basis"])
        continue
      }
      guard known.date == date else {
        sink.tableContradiction(name, "days", at: row.span)
        continue
      }
      events[name]?.links.append(link)
      if known.basis.isEmpty { events[name]?.basis = row["basis"] }
    }
    return order.compactMap { events[$0] }.enumerated().sorted {
      ($0.element.date.latest, $0.offset) < ($1.element.date.latest, $1.offset)
    }.map(\.element)
  }

  private func share(_ row: TableRow) -> Share? {
    func read(_ column: String) -> Rational?? {
      guard !row[column].isEmpty else { return .some(nil) }
      guard let value = Rational(decimal: row[column]), value.isDefined, !(value < Rational(0)),
        !(Rational(1) < value)
      else {
        sink.field(column, of: row, is: "share")
        return nil
      }
      return value
    }
    guard let any = read("share"), let people = read("share_population"), let area = read("share_area") else {
      return nil
    }
    return Share(any: any, population: people, area: area)
  }

  private func unknown(_ column: String, _ code: String, _ day: Day?, _ row: TableRow) {
    sink.tableUnknownCode(
      column, code, on: day.map { .day($0) } ?? .term("bound.beforeRecords"),
      bearer: book.bearer(ofOnce: code).map { ($0.name, isLater: $0.until == nil) }, among: book.codes, at: row.span)
  }

  /// Whether the link says something that cannot be, by itself or beside the others of its event; told then.
  private func isContradictory(_ link: ChangeLink, in event: Event) -> Bool {
    func tell(_ fault: String) -> Bool {
      sink.tableContradiction(link.to.isEmpty ? link.from : link.to, fault, at: link.row.span)
      return true
    }
    let isVacated = event.links.contains {
      $0.from == link.to && ($0.to != $0.from || $0.change == .merge || $0.change == .divide)
    }
    let isBorne = book.unit(link.to) != nil && !isVacated
    switch link.change {
    case .rename, .recode, .reclassify, .transfer, .area, .merge, .absorb, .divide, .separate:
      guard !link.from.isEmpty, !link.to.isEmpty else {
        sink.field(link.from.isEmpty ? "from" : "to", of: link.row, is: "code")
        return true
      }
    case .dissolve:
      if !link.to.isEmpty { return tell("ends-into") }
      if event.links.contains(where: { $0.from == link.from && !$0.to.isEmpty }) { return tell("ends-and-goes-on") }
    case .establish: if !link.from.isEmpty { return tell("begins-out-of") }
    default: break
    }
    switch link.change {
    case .rename, .recode, .reclassify, .transfer, .area:
      if link.to != link.from, isBorne { return tell(link.change == .area ? "area-to-other" : "borne") }
      return link.share != .unknown && link.share.any != Rational(1) ? tell("share-of-itself") : false
    case .establish, .merge, .divide: return isBorne ? tell("borne") : false
    case .absorb:
      let livesOn = event.links.contains { $0.to == link.to && $0.from == link.to } || book.unit(link.to) != nil
      let isEnded = event.links.contains { $0.change == .absorb && $0.from == link.to && $0.to != link.to }
      guard livesOn, !isEnded else {
        unknown("to", link.to, event.date.latest, link.row)
        return true
      }
      return false
    case .restore:
      if link.from == link.to { return tell("restored-from-itself") }
      if book.unit(link.to) != nil { return tell("borne") }
      guard book.bearer(ofOnce: link.to) != nil else {
        unknown("to", link.to, event.date.latest, link.row)
        return true
      }
      return false
    default: return false
    }
  }

  /// What makes a second link of the same two codes a repetition: a unit that lives on may be renamed and
  /// moved at once, but passes on to another only once.
  private func sameness(_ link: ChangeLink) -> [String] {
    switch link.change {
    case .rename, .recode, .reclassify, .transfer, .area: [link.change.rawValue, link.from, link.to]
    default: ["", link.from, link.to]
    }
  }

  /// Whether what each unit passes on can be: at most all of it, and all of it where it ends. Each that
  /// cannot is told on its own line.
  private func sharesAdd(_ links: [ChangeLink]) -> Bool {
    let passing = links.filter { [.merge, .absorb, .divide, .separate].contains($0.change) && !$0.to.isEmpty }
    var isRight = true
    for (from, own) in Dictionary(grouping: passing, by: \.from).sorted(by: { $0.key < $1.key }) {
      let lives = own.contains { $0.change == .separate } || own.contains { $0.to == from && $0.change == .absorb }
      guard let wrong = impossibleShares(own.map(\.share), isEnding: !lives), let row = own.last?.row else { continue }
      sink.sharesOutOfRange(wrong, of: "\(book.unit(from).map { book[$0].name } ?? from) (\(from))", at: row.span)
      isRight = false
    }
    return isRight
  }

  private mutating func apply(_ event: Event) {
    var links: [ChangeLink] = []
    var lines: [[String]: Int] = [:]
    for link in event.links {
      if let line = lines.updateValue(link.row.line, forKey: sameness(link)) {
        sink.tableDuplicate("event", event.name, of: line, at: link.row.span)
        continue
      }
      if !link.from.isEmpty, book.unit(link.from) == nil, link.change != .restore || link.from != link.to {
        unknown("from", link.from, event.date.latest, link.row)
      } else {
        links.append(link)
      }
    }
    links.removeAll { isContradictory($0, in: event) }
    guard sharesAdd(links) else { return }
    guard let first = links.first else { return }
    let made = book.apply(links, on: event.date.latest)
    for link in links where !link.parent.isEmpty && book.unit(link.parent) == nil {
      unknown("to_parent", link.parent, event.date.latest, link.row)
    }
    history.add(
      decisions.make("event-" + slug(event.name)), title: event.basis.isEmpty ? nil : event.basis,
      effective: event.date, made, at: first.row.span)
  }
}
