// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange

/// What to do with a table keyed by the codes of one day.
public struct ConversionOrder: Sendable {
  public var key: String
  public var sums: [String]
  /// Columns of which a mean is taken, each with the column that weighs it.
  public var means: [(column: String, weight: String)]
  /// Columns that tell the lines of one unit apart: a year, an age, a sex.
  public var by: [String]
  public var kinds: [Identifier<UnitKind>]
  public var from: Day
  public var to: Day
  public var measure: ShareMeasure
  public var assumption: Assumption?

  public init(
    key: String, sums: [String], means: [(column: String, weight: String)] = [], by: [String] = [],
    kinds: [Identifier<UnitKind>], from: Day, to: Day, measure: ShareMeasure = .any, assumption: Assumption? = nil
  ) {
    self.key = key
    self.sums = sums
    self.means = means
    self.by = by
    self.kinds = kinds
    self.from = from
    self.to = to
    self.measure = measure
    self.assumption = assumption
  }
}

/// A converted table, or what stands in its way.
public struct ConversionResult: Sendable {
  /// CSV as bytes; empty where there are faults.
  public let csv: [UInt8]
  public let findings: [Diagnostic]
  public let rowCount: Int
}

/// Carries a table of figures over from the units of one day to those of another, forwards or backwards.
///
/// Whole numbers stay whole, and so do as many decimals as a column has: what is divided is divided by the
/// largest remainder, so that each line's total is kept to the last unit. A cell into which anything went
/// by an assumption is marked with it; a cell that lacks a value is marked incomplete, never taken for nought.
public struct TableConversion {
  private let moment: AsOf
  private let order: ConversionOrder
  private let plan: ConversionPlan
  private let sources: [Identifier<OrgUnit>]
  private var byCode: [String: Int] = [:]
  private var severalWithCode: Set<String> = []

  /// - Parameters:
  ///   - register: what is known, and up to which revision.
  ///   - weights: a table of the units of the day to go to: their code, `area` and `population`.
  public init(
    _ moment: AsOf, _ order: ConversionOrder, weights: InputFile? = nil, findings: inout [Diagnostic]
  ) {
    self.moment = moment.on(order.from)
    self.order = order
    let map = self.moment.map(of: order.kinds, to: order.to)
    var known: [Identifier<OrgUnit>: Rational] = [:]
    if let weights, let assumption = order.assumption, assumption != .equal {
      known = TableConversion.weights(weights, assumption, self.moment.on(order.to), order, map, &findings)
    }
    plan = ConversionPlan(map: map, measure: order.measure, assuming: order.assumption, weights: known)
    var sources: [Identifier<OrgUnit>] = []
    for row in map {
      guard let from = row.from, sources.last != from else { continue }
      sources.append(from)
    }
    self.sources = sources
    for (place, source) in sources.enumerated() {
      guard let code = self.moment.code(of: source).possible else { continue }
      if byCode.updateValue(place, forKey: code) != nil { severalWithCode.insert(code) }
    }
    for (place, source) in sources.enumerated() where byCode[source.rawValue] == nil {
      byCode[source.rawValue] = place
    }
  }

  private static func weights(
    _ file: InputFile, _ assumption: Assumption, _ moment: AsOf, _ order: ConversionOrder, _ map: [MapRow],
    _ findings: inout [Diagnostic]
  ) -> [Identifier<OrgUnit>: Rational] {
    var codes: [String: Identifier<OrgUnit>] = [:]
    for row in map {
      guard let to = row.to else { continue }
      codes[to.rawValue] = to
      if let code = moment.code(of: to).possible { codes[code] = to }
    }
    let sink = DiagnosticSink()
    var reader = ColumnReader(file, into: sink)
    var found: [Identifier<OrgUnit>: Rational] = [:]
    if let places = reader.columns([order.key, assumption.rawValue], or: ["code", assumption.rawValue]) {
      while reader.next() {
        guard let unit = codes[reader.text(places[0])] else { continue }
        if let weight = reader.value(places[1]).rational { found[unit] = weight }
      }
    }
    findings += sink.diagnostics
    return found
  }

  // MARK: The table

  /// The lines of the table, column by column, as they are read.
  private struct Lines {
    var source: ContiguousArray<Int32> = []
    var group: ContiguousArray<Int32> = []
    /// What the columns that tell lines apart say in each group.
    var groups: [[String]] = []
    /// A value for each number column of each line.
    var values: ContiguousArray<ExactDecimal> = []
  }

  public func convert(_ file: InputFile) -> ConversionResult {
    let sink = DiagnosticSink()
    let lines = read(file, into: sink)
    var csv: [UInt8]?
    if let lines, !sink.hasErrors {
      csv = written(lines)
      if csv == nil {
        sink.report(
          Diagnostic(
            .error, code: "table-too-large", at: SourceSpan(file: file.name, line: 1, column: 1),
            values: ["columns": .list(numbers)]))
      }
    }
    return ConversionResult(csv: csv ?? [], findings: sink.diagnostics, rowCount: lines?.source.count ?? 0)
  }

  /// The columns of numbers: those to add up, then each mean with its weight.
  private var numbers: [String] { order.sums + order.means.flatMap { [$0.column, $0.weight] } }

  private func read(_ file: InputFile, into sink: DiagnosticSink) -> Lines? {
    var reader = ColumnReader(file, into: sink)
    guard let places = reader.columns([order.key] + order.by + numbers) else { return nil }
    let numberPlaces = places[(1 + order.by.count)...]
    var lines = Lines()
    var groups = GroupBook(Array(places[1..<(1 + order.by.count)]), sources: sources.count)
    var told: Set<Int> = []
    let isUsable = sources.map { plan.rules[$0] != nil }
    var codes = CodeBook(byCode, except: severalWithCode)
    while reader.next() {
      guard reader.isWhole() else { continue }
      guard let source = codes.place(of: reader, places[0]) else {
        unknown(reader.text(places[0]), at: reader.span, into: sink)
        continue
      }
      guard isUsable[source] else {
        if told.insert(source).inserted { sink.report(obstacle(source, at: reader.span)) }
        continue
      }
      let group = groups.number(of: reader)
      if let first = groups.line(of: source, in: group, now: reader.line) {
        sink.tableDuplicate(order.key, reader.text(places[0]), of: first, at: reader.span)
        continue
      }
      lines.source.append(Int32(truncatingIfNeeded: source))
      lines.group.append(group)
      for place in numberPlaces { lines.values.append(reader.value(place)) }
    }
    reader.finish()
    lines.groups = groups.texts
    return lines
  }

  // MARK: Dividing

  /// `nil` where a value or a sum has more digits than a number holds.
  private func written(_ lines: Lines) -> [UInt8]? {
    let width = order.sums.count + 2 * order.means.count
    // As many decimals as the column has anywhere.
    var decimals = Array(repeating: 0, count: width)
    for row in lines.source.indices {
      for place in 0..<width {
        decimals[place] = max(decimals[place], Int(lines.values[row * width + place].decimals))
      }
    }
    let rules = sources.map { plan.rules[$0] }
    let groupCount = max(lines.groups.count, 1)
    let cellCount = plan.targets.count * groupCount
    var isTooLarge = false
    var sums = ContiguousArray<Int64>(repeating: 0, count: cellCount * order.sums.count)
    var tops = ContiguousArray<Int128>(repeating: 0, count: cellCount * order.means.count)
    var weights = ContiguousArray<Int64>(repeating: 0, count: cellCount * order.means.count)
    var marks = ContiguousArray<UInt8>(repeating: 0, count: cellCount)
    for row in lines.source.indices {
      guard let rule = rules[Int(lines.source[row])] else { continue }
      let group = Int(lines.group[row])
      let start = row * width
      var mark: UInt8 = rule.isEstimated ? 3 : 1
      for place in order.sums.indices {
        let value = lines.values[start + place]
        guard !value.isBlank else {
          mark |= 4
          continue
        }
        guard let scaled = value.scaled(to: decimals[place]) else { return nil }
        rule.divide(scaled) { target, part in
          let cell = (target * groupCount + group) * order.sums.count + place
          let (sum, overflow) = sums[cell].addingReportingOverflow(part)
          sums[cell] = sum
          isTooLarge = isTooLarge || overflow
        }
      }
      for place in order.means.indices {
        let column = order.sums.count + 2 * place
        let (value, weight) = (lines.values[start + column], lines.values[start + column + 1])
        guard !value.isBlank, !weight.isBlank else {
          mark |= 4
          continue
        }
        guard let scaled = value.scaled(to: decimals[column]), let weight = weight.scaled(to: decimals[column + 1])
        else { return nil }
        rule.divide(weight) { target, part in
          let cell = (target * groupCount + group) * order.means.count + place
          let (top, topOverflow) = tops[cell].addingReportingOverflow(Int128(scaled) * Int128(part))
          let (sum, overflow) = weights[cell].addingReportingOverflow(part)
          tops[cell] = top
          weights[cell] = sum
          isTooLarge = isTooLarge || overflow || topOverflow
        }
      }
      for target in rule.targets { marks[target * groupCount + group] |= mark }
    }
    guard !isTooLarge else { return nil }
    var writer = ConversionWriter(order)
    let later = moment.on(order.to)
    let groups = lines.groups.map { ConversionWriter.fields($0, isFirst: false) }
    for (place, target) in plan.targets.enumerated() {
      let head = [
        later.code(of: target).possible ?? target.rawValue, later.name(of: target).possible ?? target.rawValue,
      ]
      let fields = ConversionWriter.fields(head, isFirst: true)
      for group in 0..<groupCount where marks[place * groupCount + group] != 0 {
        let cell = place * groupCount + group
        writer.begin(fields, groups[group])
        for column in order.sums.indices {
          writer.number(sums[cell * order.sums.count + column], decimals[column])
        }
        for column in order.means.indices {
          let at = cell * order.means.count + column
          if !writer.mean(tops[at], weights[at], decimals[order.sums.count + 2 * column]) { isTooLarge = true }
        }
        writer.end(marks[cell])
      }
    }
    return isTooLarge ? nil : writer.bytes
  }

  // MARK: Faults

  private func unknown(_ code: String, at span: SourceSpan, into sink: DiagnosticSink) {
    if severalWithCode.contains(code) {
      sink.tableContradiction(code, "several-bear", at: span)
      return
    }
    let bearer = moment.bearers(of: code).first.map {
      (moment.on($0.shownOn).designation(of: $0.unit, "vi"), isLater: order.from < $0.from.latest)
    }
    sink.tableUnknownCode(order.key, code, on: .day(order.from), bearer: bearer, among: byCode.keys, at: span)
  }

  private func obstacle(_ source: Int, at span: SourceSpan) -> Diagnostic {
    func called(_ unit: Identifier<OrgUnit>, _ moment: AsOf) -> String {
      "\(moment.name(of: unit).possible ?? "") (\(moment.code(of: unit).possible ?? unit.rawValue))"
    }
    let name = called(sources[source], moment)
    switch plan.obstacles[sources[source]] {
    case .sharesUnknown(let units), .weightsMissing(let units):
      let later = moment.on(order.to)
      return Diagnostic(
        .error, code: "shares-unknown", at: span,
        values: [
          "text": .text(name), "count": .number(Int64(units.count)), "units": .list(units.map { called($0, later) }),
        ])
    case .nothingFollows, nil:
      return Diagnostic(.error, code: "nothing-follows", at: span, values: ["text": .text(name)])
    }
  }
}
