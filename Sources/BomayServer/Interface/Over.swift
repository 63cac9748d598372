// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain

extension Endpoint {
  /// Over days: a figure at each, and a table from one to another.
  static let over = [
    Endpoint(
      name: "series", path: "/series/{id}",
      parameters: [
        .id("count"), Parameter(name: "from", kind: .day, isRequired: true, example: "2018-01-01"),
        Parameter(name: "to", kind: .day, isRequired: true, example: "2025-07-01"),
        Parameter(name: "every", kind: .choice(Every.allCases.map(\.rawValue)), example: "year"),
        Parameter(name: "kind", example: "commune"),
      ], kind: .list
    ) { try $0.series() },
    Endpoint(
      name: "convert", path: "/convert",
      parameters: [
        Parameter(name: "key", isRequired: true, example: "code"), Parameter(name: "sum", example: "people"),
        Parameter(name: "mean", example: ""), Parameter(name: "by", example: ""),
        Parameter(name: "kind", isRequired: true, example: "commune"),
        Parameter(name: "from", kind: .day, isRequired: true, example: "2019-11-30"),
        Parameter(name: "to", kind: .day, isRequired: true, example: "2019-12-01"),
        Parameter(name: "measure", kind: .choice(ShareMeasure.allCases.map(\.rawValue)), example: "any"),
        Parameter(name: "assume", kind: .choice(Assumption.allCases.map(\.rawValue)), example: "equal"),
      ], kind: .converted, takes: .table
    ) { asked in
      let file = InputFile(name: "table.csv", bytes: asked.body)
      return .written(try asked.converted(file, as: asked.isFile ? .csv : .json).text)
    },
  ]
}

extension Asked {
  /// A table carried over, and what was found in it that does not stand in the way.
  struct Converted: Sendable {
    let text: String
    let findings: [Diagnostic]
    let rowCount: Int
  }

  /// - Throws: ``Refusal`` with all findings where the table cannot be carried over.
  func converted(_ file: InputFile, weights: InputFile? = nil, as format: ConversionFormat) throws -> Converted {
    var findings: [Diagnostic] = []
    let order = try conversionOrder()
    let result = TableConversion(moment, order, weights: weights, findings: &findings).convert(file, as: format)
    findings += result.findings
    guard !findings.contains(where: { $0.severity == .error }) else { throw Refusal.faulty(findings, self) }
    return Converted(
      text: String(decoding: result.bytes, as: UTF8.self), findings: findings, rowCount: result.rowCount)
  }

  /// What is to be done with a table.
  func conversionOrder() throws -> ConversionOrder {
    func list(_ name: String) -> [String] {
      query.all(name).flatMap { $0.split(separator: ",").map { String($0.trimmingSpaces) } }.filter { !$0.isEmpty }
    }
    let means = try list("mean").map { text -> (column: String, weight: String) in
      let parts = text.split(separator: ":").map(String.init)
      guard parts.count == 2 else { throw Refusal.notOneOf("mean", text, ["COLUMN:WEIGHT"]) }
      return (parts[0], parts[1])
    }
    let order = ConversionOrder(
      key: try value("key"), sums: list("sum"), means: means, by: list("by"), kinds: try kinds(),
      from: try day("from"), to: try day("to"), measure: try choice("measure") ?? .any, assumption: try choice("assume")
    )
    guard !order.sums.isEmpty || !order.means.isEmpty else { throw Refusal.missing("sum, mean") }
    let columns = [order.key, "name"] + order.by + order.sums + order.means.map(\.column) + ["marks"]
    if let twice = columns.first(where: { name in columns.count { $0 == name } > 1 }) {
      throw Refusal.columnTwice(twice)
    }
    return order
  }

  /// The choice of this name, where it is made.
  private func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) throws -> Choice?
  where Choice.RawValue == String {
    guard let text = query[name] else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw Refusal.notOneOf(name, text, Choice.allCases.map(\.rawValue))
    }
    return choice
  }

  /// A run of a series: only the days of the run are looked at.
  func series() throws -> Answer {
    let (from, to) = (try day("from"), try day("to"))
    let days = (try choice("every") ?? Every.year).days(from: from, to: to)
    guard !days.isEmpty, days.count <= Every.most else {
      throw Refusal.notOneOf("to", to.description, ["\(from) \u{2013} \(Every.most)"])
    }
    // Each day costs a walk over the register, so a file has its limit too.
    let run = try run(inFile: false)
    let end = min(days.count, run.place + (run.most ?? Self.mostRows))
    let asked = run.place < end ? Array(days[run.place..<end]) : []
    return .page(try series(asked), next: end < days.count ? end : nil)
  }

  private func series(_ days: [Day]) throws -> Table {
    let id = part("id")
    if id == "count" {
      _ = try kinds()
      return answers.series(query.all("kind"), days: days)
    }
    if register.knows(.figure, id) { return answers.series(figure: id, days: days) }
    return answers.series(model: try model(known: id), days: days)
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }
}
