// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

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

/// How a converted table is written.
public enum ConversionFormat: Sendable { case csv, json }

/// A converted table, or what stands in its way.
public struct ConversionResult: Sendable {
  /// The table in the format asked for; empty where there are faults.
  public let bytes: [UInt8]
  public let findings: [Diagnostic]
  public let rowCount: Int
}
