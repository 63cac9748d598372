// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange
import Foundation

/// The words of one language: messages, terms, labels. No sentence stands in the code.
public struct Catalogue: Sendable {
  public let language: String
  private let terms: [String: String]
  private let messages: [String: Message]

  struct Message: Sendable {
    let summary: String
    let reason: String
    let remedies: [String]
  }

  /// Reads the catalogue of a language that comes with the program; `nil` when there is none.
  public init?(_ language: String) {
    guard Catalogue.languages.contains(language), let words = Catalogue.read("terms", language)?["terms"]?.pairs,
      let faults = Catalogue.read("messages", language)?["diagnostics"]?.pairs
    else { return nil }
    self.language = language
    terms = Dictionary(
      words.compactMap { pair in pair.value.text.map { (pair.key, $0) } }, uniquingKeysWith: { first, _ in first })
    messages = Dictionary(
      faults.map { pair in
        (
          pair.key,
          Message(
            summary: pair.value["summary"]?.text ?? "", reason: pair.value["reason"]?.text ?? "",
            remedies: pair.value["remedies"]?.list?.compactMap(\.text) ?? [])
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func read(_ name: String, _ language: String) -> Node? {
    let path = "words/\(name).\(language).yaml"
    guard let bytes = Resources.bytes(path) else { return nil }
    let sink = DiagnosticSink()
    let root = readYAML(bytes, file: path, into: sink).first
    return sink.hasErrors ? nil : root
  }

  /// Languages that come with the program.
  public static let languages = ["vi", "en"]

  /// The keys there are, so that a test can hold both languages to the same ones.
  public var keys: Set<String> { Set(terms.keys).union(messages.keys) }
  public var codes: Set<String> { Set(messages.keys) }

  /// The code of a finding most like a word that is none.
  public func nearestCode(to word: String) -> String? { nearest(to: word, among: messages.keys) }

  public func has(_ code: String) -> Bool { messages[code] != nil }

  /// The term, with `{key}` replaced; the key itself where the catalogue has none.
  public func term(_ key: String, _ values: [String: String] = [:]) -> String {
    fill(terms[key] ?? key, values) ?? key
  }

  public func label(_ key: String) -> String { terms["label.\(key)"] ?? key }

  // MARK: Days and numbers

  public func text(_ day: Day) -> String {
    if day.ordinal < Catalogue.earliestShown { return term("bound.beforeRecords") }
    let (year, month, dayOfMonth) = day.civil
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return language == "vi" ? "\(two(dayOfMonth))/\(two(month))/\(year)" : day.description
  }

  /// 1 January of the year 1.
  private static let earliestShown: Int32 = -719_162

  /// To the minute, as the world counts it: a register may be kept by offices in several time zones.
  public func text(_ instant: Instant) -> String {
    term("instant", ["day": text(instant.day), "time": String(instant.description.dropFirst(11).prefix(5))])
  }

  public func text(_ bound: Bound) -> String {
    let (year, month, _) = bound.earliest.civil
    var values: [String: String] = [
      "day": text(bound.latest), "from": text(bound.earliest), "until": text(bound.latest),
      "month": String(month), "year": String(year), "quarter": String((month + 2) / 3),
      "roman": ["I", "II", "III", "IV"][max(0, (month - 1) / 3)],
    ]
    if bound.precision == .years {
      values["from"] = String(year)
      values["until"] = String(bound.latest.civil.year)
    }
    return term("bound.\(bound.precision.rawValue)", values)
  }

  /// As clerks write a period: its last day, never the day after.
  public func text(from: Bound?, until: Bound?) -> String {
    guard let from else { return "" }
    guard let until else { return term("period.open", ["from": text(from)]) }
    let last = until.isExact ? text(until.latest.adding(days: -1)) : text(until)
    return term("period.closed", ["from": text(from), "last": last])
  }

  /// Thousands apart and the decimal mark of the language.
  public func text(_ number: Int64) -> String {
    let mark = language == "vi" ? "." : ","
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits = String(digits.dropLast(3))
    }
    groups.insert(digits, at: 0)
    return (number < 0 ? "-" : "") + groups.joined(separator: mark)
  }

  public func text(_ value: Rational, decimals: Int) -> String {
    if let whole = value.whole, decimals == 0 { return text(whole) }
    let written = value.decimal(decimals)
    let parts = written.split(separator: ".")
    guard parts.count == 2, let whole = Int64(parts[0]) else { return written }
    let sign = whole == 0 && value < Rational(0) ? "-" : ""
    return sign + text(whole) + (language == "vi" ? "," : ".") + parts[1]
  }

  public func percent(_ value: Rational?) -> String {
    value.map { text($0, decimals: 1) + "%" } ?? ""
  }

  // MARK: Diagnostics

  func text(_ value: MessageValue, _ moment: AsOf?) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): text(number)
    case .percent(let value): percent(value)
    case .day(let day): text(day)
    case .bound(let bound): text(bound)
    case .list(let items): listed(items)
    case .unit(let unit): moment.map { "\($0.designation(of: unit, language)) (\(unit))" } ?? unit.rawValue
    case .decision(let decision): decision.rawValue
    case .term(let key): term(key)
    }
  }

  /// A value of a message or of a life, as people read it.
  public func shown(_ value: MessageValue, _ moment: AsOf) -> String { text(value, moment) }

  /// What was written by somebody, put through this; the rest as it is.
  private func written(_ value: MessageValue, _ body: (String) -> String) -> MessageValue {
    switch value {
    case .text(let text): .text(body(text))
    case .list(let items): .list(items.map(body))
    default: value
    }
  }

  /// On one line and not long; an identifier is left whole, so that it can be searched for.
  private func shortened(_ text: String) -> String {
    let line = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " as Unicode.Scalar : $0 }))
    return line.count <= 60 || isIdentifier(line) ? line : line.prefix(59).trimmingCharacters(in: .whitespaces) + "…"
  }

  private func named(_ key: String) -> String {
    let label = label(key)
    return label == key ? key : "\(label) (\(key))"
  }

  private func listed(_ items: [String]) -> String {
    let shown = items.prefix(12).joined(separator: ", ")
    return items.count > 12 ? "\(shown), … (\(items.count))" : shown
  }

  /// A diagnostic in words: summary, reason, remedies.
  public func words(_ diagnostic: Diagnostic, _ moment: AsOf?) -> (summary: String, reason: String, remedies: [String])
  {
    var values: [String: String] = [:]
    for (key, value) in diagnostic.values {
      // Sentences of the charter and names to be typed are said in full.
      let isWhole = key.hasPrefix("reason.") || key == "nearest"
      // What was found may quote what was written.
      let said = written(value) { moment?.register.masked($0) ?? $0 }
      values[key] = isWhole ? text(value, moment) : text(written(said) { shortened($0) }, moment)
    }
    // Keys of a file, as people call what is meant by them.
    if case .list(let keys)? = diagnostic.values["lacking"] { values["lacking"] = listed(keys.map { named($0) }) }
    if let own = values["reason.\(language)"], !own.isEmpty { values["reason"] = own }
    guard let message = messages[diagnostic.code] else { return (diagnostic.code, "", []) }
    return (
      fill(message.summary, values) ?? message.summary, fill(message.reason, values) ?? message.reason,
      message.remedies.compactMap { fill($0, values) }.filter { !$0.isEmpty }
    )
  }

  /// `{key}` by its value, `{key:one|many}` by one of the words as the value is 1 or not; a part in square
  /// brackets is left out whole when a value in it is absent.
  private func fill(_ pattern: String, _ values: [String: String]) -> String? {
    var result = ""
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "[") {
      guard let close = rest[open...].firstIndex(of: "]") else { break }
      result += Pattern.filled(rest[..<open], values)
      let inner = rest[rest.index(after: open)..<close]
      if Pattern.keys(in: inner).isEmpty {
        result += "[" + inner + "]"
      } else if Pattern.keys(in: inner).allSatisfy({ !(values[$0] ?? "").isEmpty }) {
        result += Pattern.filled(inner, values)
      }
      rest = rest[rest.index(after: close)...]
    }
    return (result + Pattern.filled(rest, values)).trimmingCharacters(in: .whitespaces)
  }
}

/// Files that come with the program.
public enum Resources {
  public static func bytes(_ path: String) -> [UInt8]? {
    let url = Bundle.module.bundleURL.appendingPathComponent(path)
    return (try? Data(contentsOf: url)).map { Array($0) }
  }

  /// Paths of the files in a folder, in the order of their names.
  public static func files(in folder: String) -> [String] {
    let url = Bundle.module.bundleURL.appendingPathComponent(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.sorted().map { "\(folder)/\($0)" }
  }
}
