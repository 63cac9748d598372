// SPDX-License-Identifier: Apache-2.0

/// How a rule's breach is treated: refused, allowed and shown, or only told.
public enum Severity: String, Sendable, CaseIterable, Comparable {
  case notice, warning, error

  private var rank: Int {
    switch self {
    case .notice: 0
    case .warning: 1
    case .error: 2
    }
  }
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// A place in a text that somebody wrote. Lines and columns count from 1; columns count Unicode scalars.
public struct SourceSpan: Hashable, Sendable {
  public let file: String
  public let line: Int
  public let column: Int
  /// Scalars on that line; at least 1.
  public let length: Int

  public init(file: String, line: Int, column: Int, length: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
    self.length = max(1, length)
  }
}

/// A value put into a message. Words of messages are in catalogues, one a language; the values are not.
public enum MessageValue: Hashable, Sendable {
  case text(String)
  case number(Int64)
  /// 100 is 100%; shown with one decimal.
  case percent(Rational)
  case day(Day)
  case bound(Bound)
  case list([String])
  case unit(Identifier<OrgUnit>)
  case decision(Identifier<Decision>)
  /// A key of the catalogue, itself worded in the reader's language.
  case term(String)
}

/// A fault of something that somebody wrote or recorded: where, what, why and how to mend it.
///
/// The sentences are kept in the catalogues under `code`: `summary`, `reason` and `remedy.1`, `remedy.2` …
public struct Diagnostic: Hashable, Sendable {
  public var severity: Severity
  /// Stable, documented, never reused.
  public var code: String
  /// The rule behind it in the rule book, such as `R-A1`; `nil` for faults of form.
  public var rule: String?
  public var span: SourceSpan?
  /// The thing it is about.
  public var about: [String]
  public var values: [String: MessageValue]
  /// The decisions on the two sides of a clash.
  public var decisions: [Identifier<Decision>]

  public init(
    _ severity: Severity, code: String, rule: String? = nil, at span: SourceSpan? = nil,
    about: [String] = [], values: [String: MessageValue] = [:], decisions: [Identifier<Decision>] = []
  ) {
    self.severity = severity
    self.code = code
    self.rule = rule
    self.span = span
    self.about = about
    self.values = values
    self.decisions = decisions
  }
}

extension Sequence<Diagnostic> {
  /// The worst first, those of one severity as they were.
  public func worstFirst() -> [Diagnostic] { sorted { $0.severity > $1.severity } }
}
