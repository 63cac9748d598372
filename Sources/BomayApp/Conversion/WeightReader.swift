// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayInterchange

/// Reads the ground or the people of the units of the day to go to, by which an assumption divides.
struct WeightReader {
  private let moment: AsOf
  private let order: ConversionOrder
  private var units: [String: Identifier<OrgUnit>] = [:]

  /// - Parameters:
  ///   - moment: as of the day to go to.
  ///   - targets: the units that anything goes to; lines of others are read past.
  init(_ moment: AsOf, _ order: ConversionOrder, targets: Set<Identifier<OrgUnit>>) {
    self.moment = moment
    self.order = order
    for unit in targets { units[unit.rawValue] = unit }
    for unit in targets {
      if let code = moment.code(of: unit).possible { units[code] = unit }
    }
  }

  /// A weight for each unit that has one; a blank is none. Lines that say none are told.
  func read(_ file: InputFile, of assumption: Assumption, into sink: DiagnosticSink) -> Weights {
    var read = Weights()
    guard var reader = ColumnReader(file, into: sink),
      let places = reader.columns(["code", assumption.rawValue], or: [order.key, assumption.rawValue])
    else {
      read.isUnreadable = true
      return read
    }
    var lines: [Identifier<OrgUnit>: Int] = [:]
    while reader.next() {
      let code = reader.text(places[0])
      guard let unit = units[code] else {
        if reader.isWhole(), moment.units(withCode: code).isEmpty, !moment.knows(Identifier<OrgUnit>(rawValue: code)) {
          moment.unknownCode("code", code, of: order.kinds, among: units.keys, at: reader.span, into: sink)
        }
        continue
      }
      guard reader.isWhole() else {
        read.faulty.insert(unit)
        continue
      }
      let errors = sink.diagnostics.count
      let weight = reader.value(places[1])
      if let line = lines.updateValue(reader.line, forKey: unit) {
        sink.tableDuplicate("code", code, of: line, at: reader.span)
      } else if weight.digits < 0 {
        sink.tableField(assumption.rawValue, reader.text(places[1]), is: "weight", at: reader.span)
      }
      if errors < sink.diagnostics.count { read.faulty.insert(unit) }
      read.known[unit] = weight.rational
    }
    reader.finish()
    return read
  }
}

/// What a table of weights says.
struct Weights {
  var known: [Identifier<OrgUnit>: Rational] = [:]
  /// Units whose line has been told to be wrong.
  var faulty: Set<Identifier<OrgUnit>> = []
  /// Whether nothing could be read of the table, which has been told.
  var isUnreadable = false

  /// Whether anything at all was told to be wrong.
  var hasFaults = false

  /// Whether a fault of the table says already why these have no weight.
  func explains(_ lacking: [Identifier<OrgUnit>]) -> Bool { isUnreadable || !faulty.isDisjoint(with: lacking) }
}

extension AsOf {
  /// Tells of a code that none of the units asked for has on the day: of another kind, of another day, or
  /// unknown, with the one most likely meant.
  func unknownCode(
    _ column: String, _ code: String, of kinds: [Identifier<UnitKind>], among known: some Sequence<String>,
    at span: SourceSpan, into sink: DiagnosticSink
  ) {
    if let bearer = units(withCode: code).first {
      sink.report(
        Diagnostic(
          .error, code: "code-of-other-kind", at: span,
          values: [
            "column": .text(column), "text": .text(code), "day": .day(day),
            "unit": .text(designation(of: bearer, "vi")),
            "kind": .text(kind(of: bearer).possible?.rawValue ?? ""), "kinds": .list(kinds.map(\.rawValue)),
          ]))
      return
    }
    let bearer = bearers(of: code).first.map {
      (name: on($0.shownOn).designation(of: $0.unit, "vi"), isLater: day < $0.from.latest)
    }
    sink.tableUnknownCode(column, code, on: .day(day), bearer: bearer, among: known, at: span)
  }
}
