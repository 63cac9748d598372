// SPDX-License-Identifier: Apache-2.0

/// One rule of the rule book: one file, one stable code.
///
/// A rule looks at the state on one day, or at one decision; it never changes anything. The same rule
/// gates recording, on the days that a batch touches, and answers `findings`, on the day asked about.
protocol Rule: SendableMetatype {
  /// Stable, documented, never reused.
  static var code: String { get }
  /// Where the rule book has it.
  static var rule: String { get }
  static var severity: Severity { get }
}

protocol UnitRule: Rule {
  static func check(_ unit: Int32, _ at: AsOf, _ findings: inout Findings)
}

protocol PostRule: Rule {
  static func check(_ post: Int32, _ at: AsOf, _ findings: inout Findings)
}

protocol PersonRule: Rule {
  static func check(_ person: Int32, _ at: AsOf, _ findings: inout Findings)
}

/// Looks at what one decision says, whatever the day.
protocol DecisionRule: Rule {
  static func check(_ decision: DecisionView, _ at: AsOf, _ findings: inout Findings)
}

/// Looks at the whole register on one day: pilots, figures, targets, directives, documents.
protocol RegisterRule: Rule {
  static func check(_ at: AsOf, _ findings: inout Findings)
}

/// A decision with the facts that it states at a revision.
struct DecisionView {
  let id: Identifier<Decision>
  let record: DecisionRecord
  let content: DecisionContent
  let facts: [Fact]

  /// How the lack of something is treated: refused with a document, listed as a gap without one.
  var completeness: Severity { content.rests == .document ? .error : .warning }
}

/// Gathers what rules find, each thing once.
struct Findings {
  private(set) var diagnostics: [Diagnostic] = []
  private var seen: Set<String> = []
  /// What the charter has in place of the full severity of a rule.
  private let overrides: [String: Severity]
  private let without: Set<String>

  init(charter: Charter?) {
    overrides = charter?.severities ?? [:]
    without = charter?.without ?? []
  }

  mutating func add(
    _ rule: any Rule.Type, about: [String], _ values: [String: MessageValue] = [:],
    decisions: [Identifier<Decision>] = [], severity: Severity? = nil
  ) {
    guard !without.contains(rule.rule), seen.insert("\(rule.code) \(about.joined(separator: " "))").inserted else {
      return
    }
    // Where the rule itself is milder, as with what rests on a reading, the charter makes it no stricter.
    let given = severity ?? rule.severity
    let full = overrides[rule.rule] ?? max(given, rule.severity)
    diagnostics.append(
      Diagnostic(
        given < rule.severity ? min(given, full) : full, code: rule.code, rule: rule.rule, about: about, values: values,
        decisions: decisions))
  }
}

extension AsOf {
  /// The decision that states what stands, for a message that names both sides of a clash.
  func decisions(behind attribute: Attribute, _ subject: Int32) -> [Identifier<Decision>] {
    switch answer(attribute, subject) {
    case .nothing: []
    case .fact(let row): [citation(of: register.facts[row]).decision]
    case .between(let rows): rows.filter { $0 >= 0 }.map { citation(of: register.facts[$0]).decision }
    }
  }

  func documentView(_ number: Int32) -> DocumentView? {
    document(register.names(.document).identifier(number))
  }
}
