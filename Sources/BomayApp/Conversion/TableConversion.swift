// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange

/// Carries a table of figures over from the units of one day to those of another, forwards or backwards.
///
/// Whole numbers stay whole, and so do as many decimals as a column has: what is divided is divided by the
/// largest remainder, so that each line's total is kept to the last unit. A cell into which anything went
/// by an assumption is marked with it; a cell that lacks a value is marked incomplete, never taken for nought.
public struct TableConversion {
  private let moment: AsOf
  private let order: ConversionOrder
  private let plan: ConversionPlan
  private let weights: Weights
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
    let sink = DiagnosticSink()
    var read = Weights()
    if let weights, let assumption = order.assumption, assumption != .equal {
      let reader = WeightReader(self.moment.on(order.to), order, targets: Set(map.compactMap(\.to)))
      read = reader.read(weights, of: assumption, into: sink)
    }
    findings += sink.diagnostics
    read.hasFaults = sink.hasErrors
    self.weights = read
    plan = ConversionPlan(map: map, measure: order.measure, assuming: order.assumption, weights: read.known)
    var sources: [Identifier<OrgUnit>] = []
    var seen: Set<Identifier<OrgUnit>> = []
    for row in map {
      guard let from = row.from, seen.insert(from).inserted else { continue }
      sources.append(from)
    }
    self.sources = sources
    for (place, source) in sources.enumerated() {
      // Where it is not known which of two codes it had on the day, either means it.
      for code in Set(self.moment.code(of: source).allPossible) {
        if byCode.updateValue(place, forKey: code) != nil { severalWithCode.insert(code) }
      }
    }
    for (place, source) in sources.enumerated() where byCode[source.rawValue] == nil {
      byCode[source.rawValue] = place
    }
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

  public func convert(_ file: InputFile, as format: ConversionFormat = .csv) -> ConversionResult {
    let sink = DiagnosticSink()
    let lines = read(file, into: sink)
    var bytes: [UInt8]?
    if let lines, !sink.hasErrors, !weights.hasFaults {
      bytes = written(lines, as: format)
      if bytes == nil {
        sink.report(
          Diagnostic(
            .error, code: "table-too-large", at: SourceSpan(file: file.name, line: 1, column: 1),
            values: ["columns": .list(numbers)]))
      }
    }
    return ConversionResult(bytes: bytes ?? [], findings: sink.diagnostics, rowCount: lines?.source.count ?? 0)
  }

  /// The columns of numbers: those to add up, then each mean with its weight.
  private var numbers: [String] { order.sums + order.means.flatMap { [$0.column, $0.weight] } }

  private func read(_ file: InputFile, into sink: DiagnosticSink) -> Lines? {
    guard var reader = ColumnReader(file, into: sink), let places = reader.columns([order.key] + order.by + numbers)
    else { return nil }
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
        if told.insert(source).inserted, let obstacle = obstacle(source, at: reader.span) { sink.report(obstacle) }
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
  private func written(_ lines: Lines, as format: ConversionFormat) -> [UInt8]? {
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
      var mark: UInt8 = (rule.isEstimated ? 3 : 1) | (rule.isDayUnknown ? 8 : 0)
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
    var writer = ConversionWriter(order, as: format)
    let later = moment.on(order.to)
    let groups = lines.groups.map { $0.map(writer.field) }
    for (place, target) in plan.targets.enumerated() {
      let head = [
        later.code(of: target).possible ?? target.rawValue, later.name(of: target).possible ?? target.rawValue,
      ]
      let fields = head.map(writer.field)
      let isCodeOpen = later.code(of: target).isUndetermined
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
        writer.end(marks[cell] | (isCodeOpen ? 8 : 0))
      }
    }
    writer.finish()
    return isTooLarge ? nil : writer.bytes
  }

  // MARK: Faults

  private func unknown(_ code: String, at span: SourceSpan, into sink: DiagnosticSink) {
    if severalWithCode.contains(code) {
      let bearers = sources.filter { moment.code(of: $0).allPossible.contains(code) }
      sink.report(
        Diagnostic(
          .error, code: "several-bear-code", at: span,
          values: [
            "text": .text(code), "day": .day(order.from),
            "units": .list(bearers.map { "\(moment.designation(of: $0, "vi")) = \($0)" }),
          ]))
    } else {
      moment.unknownCode(order.key, code, of: order.kinds, among: byCode.keys, at: span, into: sink)
    }
  }

  /// What stands in the way of a unit's values; `nil` where a fault of the weights says it already.
  private func obstacle(_ source: Int, at span: SourceSpan) -> Diagnostic? {
    func called(_ unit: Identifier<OrgUnit>, _ moment: AsOf) -> String {
      "\(moment.name(of: unit).possible ?? "") (\(moment.code(of: unit).possible ?? unit.rawValue))"
    }
    let later = moment.on(order.to)
    func told(_ code: String, _ units: [Identifier<OrgUnit>]) -> Diagnostic {
      Diagnostic(
        .error, code: code, at: span,
        values: [
          "text": .text(called(sources[source], moment)), "count": .number(Int64(units.count)),
          "units": .list(units.map { called($0, later) }),
          "assumption": .text(order.assumption?.rawValue ?? ""),
          "way": .term(order.to < order.from ? "way.back" : "way.on"),
        ])
    }
    return switch plan.obstacles[sources[source]] {
    case .sharesUnknown(let units): told("shares-unknown", units)
    case .weightsMissing(let units): weights.explains(units) ? nil : told("weights-missing", units)
    case .weightsUnusable(let units): weights.explains(units) ? nil : told("weights-unusable", units)
    case .nothingFollows, nil: told("nothing-follows", [])
    }
  }
}
