// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// The files of the reorganisation of Vietnam on 1 July 2025.
public struct Vietnam2025Files: Sendable {
  public var communes: [UInt8] = []
  public var districts: [UInt8] = []
  public var conversion: [UInt8] = []
  public var resolutions: [UInt8] = []
  /// Words of the table and what they mean.
  public var words: [UInt8] = []
  public init() {}
}

/// Reads the official table of old and new communes, with the resolution that made each new one.
///
/// A new commune under the name of one that it was made of is that one, living on; under a new name it is
/// a new unit, even with an old code. Shares are those that the notes tell (all, all of the people, all of
/// the ground) and else unknown. An old commune without a row ends, its successor undetermined among the
/// communes made in its district.
public func importVietnam2025(_ files: Vietnam2025Files, into sink: DiagnosticSink) -> ImportedHistory {
  var reader = Vietnam2025(sink: sink, words: TableWords(files.words, into: sink))
  reader.read(files)
  return reader.history
}

/// What the words of a table mean: kinds of units and notes of rows.
private struct TableWords {
  var kinds: [(word: String, kind: String)] = []
  var notes: [String: String] = [:]
  var central = ""
  var documentType = ""
  var issuer = ""

  init(_ bytes: [UInt8], into sink: DiagnosticSink) {
    guard let root = readYAML(bytes, file: "words", into: sink).first else { return }
    kinds = (root["kinds"]?.list ?? []).compactMap { item in
      guard let word = item["word"]?.text, let kind = item["kind"]?.text else { return nil }
      return (word, kind)
    }.sorted { $0.word.count > $1.word.count }
    for pair in root["notes"]?.pairs ?? [] {
      for note in pair.value.list ?? [] { if let text = note.text { notes[TableWords.plain(text)] = pair.key } }
    }
    central = root["central"]?.text ?? ""
    documentType = root["document"]?["type"]?.text ?? ""
    issuer = root["document"]?["issuer"]?.text ?? ""
  }

  /// Runs of spaces and line ends count as one space.
  static func plain(_ text: String) -> String {
    text.split(whereSeparator: { $0.isWhitespace }).joined(separator: " ").lowercased()
  }

  /// The kind and the bare name of a unit that is called with the word of its kind.
  func split(_ text: String) -> (kind: String, name: String)? {
    for (word, kind) in kinds where text.lowercased().hasPrefix(word.lowercased() + " ") {
      return (kind, tableText(String(text.dropFirst(word.count))))
    }
    return nil
  }
}

private struct Vietnam2025 {
  let sink: DiagnosticSink
  let words: TableWords
  var history = ImportedHistory()
  private var book = UnitBook(prefix: "")
  private static let day = Day(year: 2025, month: 7, day: 1) ?? Day(ordinal: 0)

  init(sink: DiagnosticSink, words: TableWords) {
    self.sink = sink
    self.words = words
  }

  /// One row of the table: what of an old commune is in a new one.
  private struct Line {
    let row: TableRow
    let from: String
    let to: String
    var meaning: String
    let district: String
  }

  private struct NewCommune {
    let code: String
    let kind: String
    let name: String
    let province: String
    let resolution: String
    let row: TableRow
    /// Where it lives on in an old commune, that one's key.
    var key: String
  }

  private var districtOf: [String: String] = [:]
  private var provinceOf: [String: String] = [:]
  private var provinceNames: [String: String] = [:]
  private var communes: [String: (name: String, span: SourceSpan)] = [:]

  mutating func read(_ files: Vietnam2025Files) {
    guard let before = TableFile(files.communes, file: "communes_before.csv", needs: [], into: sink),
      let districts = TableFile(files.districts, file: "districts_before.csv", needs: [], into: sink),
      let table = TableFile(files.conversion, file: "conversion_2025-07-01.csv", needs: [], isLoose: true, into: sink),
      let made = TableFile(
        files.resolutions, file: "new_communes_with_resolution.csv",
        needs: ["code", "name", "province_code", "province", "resolution"], into: sink)
    else { return }
    begin(districts, before)
    var new = newCommunes(made)
    var lines = lines(of: table, new)
    let zones = districtZones(table, new)
    check(&lines)
    var into: [String: [String: Int]] = [:]
    for line in lines {
      guard let old = provinceOf[districtOf[line.from] ?? ""], let now = new[line.to]?.province else { continue }
      into[old, default: [:]][now, default: 0] += 1
    }
    provinceInto = into.compactMapValues { $0.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key }
    findSurvivors(&new, lines)
    provinces(made)
    let lost = Set(communes.keys).subtracting(lines.map(\.from)).sorted()
    rearrange(new, lines, zones, lost)
    endDistricts(districts, except: Set(zones.values))
  }

  // MARK: Before

  private mutating func begin(_ districts: TableFile, _ before: TableFile) {
    let span = SourceSpan(file: "communes_before.csv", line: 1, column: 1)
    var made: [ImportedChange] = []
    func establish(_ unit: Int, _ row: TableRow) {
      made.append(ImportedChange(.establish(book.establishment(of: unit)), effective: .beforeRecords, at: row.span))
    }
    for row in districts.rows {
      let (province, text) = (row[4], row[5])
      if book.unit("t" + province) == nil {
        let split = words.split(text) ?? ("", text)
        let kind = split.kind == "tinh" ? "tinh" : words.central
        provinceNames[province] = split.name
        let unit = book.begin(
          key: "t" + province, code: province, kind: kind, name: split.name, parent: "", id: "t" + province)
        establish(unit, row)
      }
      provinceOf[row[0]] = province
      guard let split = words.split(row[1]) else {
        sink.field(districts.columns[1], of: row, is: "kind")
        continue
      }
      establish(
        book.begin(
          key: "d" + row[0], code: row[0], kind: split.kind, name: split.name, parent: "t" + province,
          id: "d" + row[0]),
        row)
    }
    for row in before.rows {
      guard let split = words.split(row[1]) else {
        sink.field(before.columns[1], of: row, is: "kind")
        continue
      }
      guard book.unit("c" + row[0]) == nil else {
        sink.tableDuplicate(before.columns[0], row[0], of: communes[row[0]]?.span.line ?? row.line, at: row.span)
        continue
      }
      communes[row[0]] = (split.name, row.span)
      districtOf[row[0]] = row[4]
      establish(
        book.begin(
          key: "c" + row[0], code: row[0], kind: split.kind, name: split.name, parent: "d" + row[4], id: "c" + row[0]),
        row)
    }
    history.add("units-before-2025-07-01", effective: .beforeRecords, made, at: span)
  }

  // MARK: The table

  private func newCommunes(_ made: TableFile) -> [String: NewCommune] {
    var found: [String: NewCommune] = [:]
    for row in made.rows {
      guard let split = words.split(row["name"]) else {
        sink.field("name", of: row, is: "kind")
        continue
      }
      found[row["code"]] = NewCommune(
        code: row["code"], kind: split.kind, name: split.name, province: row["province_code"],
        resolution: row["resolution"], row: row, key: "n" + row["code"])
    }
    return found
  }

  private func lines(of table: TableFile, _ new: [String: NewCommune]) -> [Line] {
    var found: [Line] = []
    // The first two lines are heads, and a line with nothing but a province names what follows.
    for row in table.rows.dropFirst() where !row[2].isEmpty && !row[4].isEmpty {
      guard new[row[2]] != nil else {
        unknown(table.columns[0], row[2], Array(new.keys), row)
        continue
      }
      guard communes[row[4]] != nil else {
        unknown(table.columns[3], row[4], Array(communes.keys), row)
        continue
      }
      guard let meaning = words.notes[TableWords.plain(row[5])] else {
        sink.tableField("6", row[5], is: "note", at: row.span)
        continue
      }
      found.append(Line(row: row, from: row[4], to: row[2], meaning: meaning, district: districtOf[row[4]] ?? ""))
    }
    return found
  }

  private func unknown(_ column: String, _ code: String, _ known: [String], _ row: TableRow) {
    sink.tableUnknownCode(column, code, on: .day(Vietnam2025.day), bearer: nil, among: known, at: row.span)
  }

  /// Districts without communes that became a commune-level unit whole: new code by district.
  private func districtZones(_ table: TableFile, _ new: [String: NewCommune]) -> [String: String] {
    var found: [String: String] = [:]
    for row in table.rows.dropFirst() where !row[2].isEmpty && row[4].isEmpty && row[3].isEmpty && new[row[2]] != nil {
      // The district's code stands in brackets behind its name.
      let code = row[6].split(separator: "(").last.map { String($0.prefix { $0.isNumber }) } ?? ""
      if book.unit("d" + code) != nil { found[row[2]] = code }
    }
    return found
  }

  /// Rows of one old commune that contradict each other.
  private func check(_ lines: inout [Line]) {
    let places = Dictionary(grouping: lines.indices, by: { lines[$0].from })
    for (code, own) in places.sorted(by: { $0.key < $1.key }) {
      func tell(_ fault: String, _ place: Int) {
        sink.tableContradiction("\(communes[code]?.name ?? "") (\(code))", fault, at: lines[place].row.span)
      }
      if own.count > 1 {
        for place in own where lines[place].meaning == "whole" || lines[place].meaning == "kept" {
          tell("whole-and-more", place)
          lines[place].meaning = "part"
        }
      } else if let place = own.first, lines[place].meaning == "part" || lines[place].meaning == "people" {
        tell("part-and-no-more", place)
      }
    }
  }

  /// A new commune under the name of one of those that it was made of is that one.
  private func findSurvivors(_ new: inout [String: NewCommune], _ lines: [Line]) {
    var claims: [String: [String]] = [:]
    let byNew = Dictionary(grouping: lines, by: \.to)
    for (code, own) in byNew {
      guard let commune = new[code] else { continue }
      let kept = own.filter { $0.meaning == "kept" }
      let named = own.filter { communes[$0.from]?.name == commune.name }
      if own.count == 1, let one = kept.first {
        claims[one.from, default: []].append(code)
      } else if named.count == 1, let one = named.first {
        claims[one.from, default: []].append(code)
      }
    }
    for (from, codes) in claims where codes.count == 1 { new[codes[0]]?.key = "c" + from }
  }

  // MARK: The day

  private mutating func provinces(_ made: TableFile) {
    var links: [ChangeLink] = []
    var now: [String: (name: String, kind: String, row: TableRow)] = [:]
    for row in made.rows where now[row["province_code"]] == nil {
      let split = words.split(row["province"]) ?? ("", row["province"])
      now[row["province_code"]] = (split.name, split.kind == "tinh" ? "tinh" : words.central, row)
    }
    // A province that took others in goes on under its name, be it with the code of another.
    var survivor: [String: String] = [:]
    for (code, province) in now {
      survivor[code] = provinceNames.first { $0.value == province.name }?.key
    }
    let ended = provinceNames.keys.filter { old in !survivor.values.contains(old) }.sorted()
    for (code, province) in now.sorted(by: { $0.key < $1.key }) {
      guard let old = survivor[code] else { continue }
      var link = ChangeLink(
        change: .transfer, from: "t" + old, to: "t" + old, name: province.name, kind: province.kind, parent: "",
        share: .unknown, row: province.row)
      link.code = code
      links.append(link)
      newProvince[code] = "t" + old
    }
    for old in ended {
      guard let code = provinceInto[old], let into = newProvince[code], let row = now[code]?.row else { continue }
      links.append(
        ChangeLink(
          change: .absorb, from: "t" + old, to: into, name: "", kind: "", parent: "", share: .unknown, row: row))
    }
    guard let row = links.first?.row else { return }
    for into in Set(links.filter { $0.change == .absorb }.map(\.to)).sorted() {
      let own = links.filter { $0.to == into }
      history.add(
        "province-\(into)", effective: Bound(Vietnam2025.day), book.apply(own, on: Vietnam2025.day),
        at: own.first?.row.span ?? row.span)
    }
    let rest = links.filter { link in !links.contains { $0.change == .absorb && $0.to == link.to } }
    history.add(
      "provinces-on", effective: Bound(Vietnam2025.day), book.apply(rest, on: Vietnam2025.day), at: row.span)
  }

  private var newProvince: [String: String] = [:]
  /// The new province into which most communes of an old one went.
  private var provinceInto: [String: String] = [:]

  private mutating func rearrange(
    _ new: [String: NewCommune], _ lines: [Line], _ zones: [String: String], _ lost: [String]
  ) {
    let people = Set(lines.filter { $0.meaning == "people" }.map(\.from))
    let ground = Set(lines.filter { $0.meaning == "ground" }.map(\.from))
    let components = Vietnam2025.components(lines)
    var links: [String: [ChangeLink]] = [:]
    let count = Dictionary(grouping: lines, by: \.to).mapValues(\.count)
    for line in lines {
      guard let commune = new[line.to] else { continue }
      var share = Share.unknown
      if line.meaning == "whole" || line.meaning == "kept" { share = .whole }
      if people.contains(line.from) { share.population = line.meaning == "people" ? Rational(1) : Rational(0) }
      if ground.contains(line.from) { share.area = line.meaning == "ground" ? Rational(1) : Rational(0) }
      let from = "c" + line.from
      let isOnly = count[line.to] == 1
      let change: ChangeKind =
        if commune.key == from { isOnly && share == .whole ? .transfer : .absorb } else {
          commune.key.hasPrefix("c") ? .absorb : share == .whole ? .merge : .divide
        }
      var link = ChangeLink(
        change: change, from: from, to: commune.key, name: commune.name, kind: commune.kind,
        parent: newProvince[commune.province] ?? "", share: share, row: line.row)
      link.code = commune.code
      link.id = "c" + commune.code
      links[components[from] ?? from, default: []].append(link)
    }
    for (code, district) in zones {
      guard let commune = new[code] else { continue }
      var link = ChangeLink(
        change: .reclassify, from: "d" + district, to: "d" + district, name: commune.name, kind: commune.kind,
        parent: newProvince[commune.province] ?? "", share: .whole, row: commune.row)
      link.code = code
      links["zone " + code] = [link]
    }
    var byResolution: [String: [[ChangeLink]]] = [:]
    for (_, own) in links.sorted(by: { $0.value[0].row.line < $1.value[0].row.line }) {
      let code = own.first.flatMap { $0.code } ?? ""
      byResolution[new[code]?.resolution ?? "", default: []].append(own)
    }
    for (resolution, groups) in byResolution.sorted(by: { $0.key < $1.key }) { record(resolution, groups) }
    settle(lost, lines, new)
  }

  /// Of each old commune's key the first of those that hang together with it through new ones.
  private static func components(_ lines: [Line]) -> [String: String] {
    var parent: [String: String] = [:]
    func root(_ key: String) -> String {
      var key = key
      while let above = parent[key], above != key { key = above }
      return key
    }
    for line in lines {
      let (one, other) = (root("c" + line.from), root("n" + line.to))
      if one != other { parent[max(one, other)] = min(one, other) }
    }
    return Dictionary(lines.map { ("c" + $0.from, root("c" + $0.from)) }, uniquingKeysWith: { first, _ in first })
  }

  private mutating func record(_ resolution: String, _ groups: [[ChangeLink]]) {
    let parts = resolution.split(separator: ";").map { part in
      part.split(separator: ":").last.map { tableText(String($0)) } ?? ""
    }
    guard parts.count == 2, let date = Bound(parts[1]), let row = groups.first?.first?.row else { return }
    var document = RegisterDocument()
    let number = parts[0].split(separator: "/").first.map(String.init) ?? parts[0]
    let id = words.documentType + "-" + slug(number) + "-" + String(date.latest.civil.year)
    document.document = Identifier(rawValue: id)
    document.type = Identifier(rawValue: words.documentType)
    document.issuer = Identifier(rawValue: words.issuer)
    document.number = parts[0]
    document.date = date
    var made = [ImportedChange(.registerDocument(document), effective: date, at: row.span)]
    for links in groups { made += book.apply(links, on: Vietnam2025.day) }
    history.add(
      id, document: Identifier(rawValue: id), rests: .document, effective: Bound(Vietnam2025.day), made, at: row.span)
  }

  /// Old communes that no row continues.
  private mutating func settle(_ lost: [String], _ lines: [Line], _ new: [String: NewCommune]) {
    var made: [ImportedChange] = []
    for code in lost {
      guard let unit = book.unit("c" + code), let district = districtOf[code] else { continue }
      let span = communes[code]?.span
      sink.fault("table-not-continued", at: span, ["text": .text("\(communes[code]?.name ?? "") (\(code))")])
      var change = Absorb()
      change.units = [book[unit].id]
      let keys = Set(lines.filter { $0.district == district }.compactMap { new[$0.to]?.key })
      change.among = keys.sorted().compactMap { book.unit($0).map { book[$0].id } }
      guard !change.among.isEmpty else { continue }
      book.end("c" + code, on: Vietnam2025.day)
      made.append(ImportedChange(.absorb(change), at: span))
    }
    history.add(
      "without-a-row", rests: .assumption, effective: Bound(Vietnam2025.day), made,
      at: SourceSpan(file: "conversion_2025-07-01.csv", line: 1, column: 1))
  }

  private mutating func endDistricts(_ districts: TableFile, except zones: Set<String>) {
    var made: [ImportedChange] = []
    for row in districts.rows where !zones.contains(row[0]) {
      guard let unit = book.unit("d" + row[0]) else { continue }
      var change = Dissolve()
      change.unit = book[unit].id
      made.append(ImportedChange(.dissolve(change), at: row.span))
    }
    history.add(
      "districts-end", effective: Bound(Vietnam2025.day), made,
      at: SourceSpan(file: "districts_before.csv", line: 1, column: 1))
  }
}
