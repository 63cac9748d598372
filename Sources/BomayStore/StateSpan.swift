// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// Something that the register says of a subject over a run of days, for tables of databases.
public struct StateSpan: Hashable, Sendable {
  public let subject: String
  /// A JSON object: what is said.
  public let content: String
  /// The first day; `nil`: before all records.
  public let from: Day?
  /// The first day after; `nil`: nothing on record ends it.
  public let until: Day?

  public init(subject: String, content: String, from: Day?, until: Day?) {
    self.subject = subject
    self.content = content
    self.from = from
    self.until = until
  }
}

/// The tables that hold states over days and over what was known.
public enum StateTable: String, Hashable, Sendable, CaseIterable {
  case units, posts, holdings, pilots, targets, directives
  /// Names and births: personal data, in a table of its own.
  case persons
}

/// What the tables say from one moment of recording on.
public struct StateStep: Sendable {
  public struct Part: Sendable {
    public let table: StateTable
    /// The subjects whose spans are stated anew; `nil`: all of them.
    public let subjects: Set<String>?
    public let spans: [StateSpan]

    public init(table: StateTable, subjects: Set<String>?, spans: [StateSpan]) {
      self.table = table
      self.subjects = subjects
      self.spans = spans
    }
  }

  /// The revision with which it was known, and when that was recorded.
  public let revision: Revision
  public let recordedAt: Instant
  public let parts: [Part]

  public init(revision: Revision, recordedAt: Instant, parts: [Part]) {
    self.revision = revision
    self.recordedAt = recordedAt
    self.parts = parts
  }
}
