// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// A span and the time over which the register said it.
public struct KnownSpan: Hashable, Sendable {
  /// A revision and when it was recorded.
  public struct Moment: Hashable, Sendable {
    public let revision: Revision
    public let recordedAt: Instant
  }

  public let table: StateTable
  public let span: StateSpan
  public let from: Moment
  /// The first moment at which it is said no more; `nil`: it is said still.
  public let until: Moment?
}

/// Makes of steps the spans that a table of states holds, each with the time over which it was known.
public struct KnownSpans {
  private var open: [StateTable: [String: [StateSpan: KnownSpan.Moment]]] = [:]

  public init() {}

  /// Takes the next step.
  ///
  /// - Returns: the spans that it ends. What was recorded and taken back at one moment was never known at any.
  public mutating func take(_ step: StateStep) -> [KnownSpan] {
    let moment = KnownSpan.Moment(revision: step.revision, recordedAt: step.recordedAt)
    var ended: [KnownSpan] = []
    for part in step.parts {
      let said = Dictionary(grouping: part.spans, by: \.subject).mapValues { Set($0) }
      let subjects = part.subjects ?? Set(open[part.table, default: [:]].keys).union(said.keys)
      for subject in subjects {
        let now = said[subject] ?? []
        var held = open[part.table]?[subject] ?? [:]
        for (span, from) in held where !now.contains(span) {
          held[span] = nil
          guard from.recordedAt != moment.recordedAt else { continue }
          ended.append(KnownSpan(table: part.table, span: span, from: from, until: moment))
        }
        for span in now where held[span] == nil { held[span] = moment }
        open[part.table, default: [:]][subject] = held.isEmpty ? nil : held
      }
    }
    return ended
  }

  /// What is said still, after the last step.
  public func said() -> [KnownSpan] {
    open.flatMap { table, subjects in
      subjects.values.flatMap { $0.map { KnownSpan(table: table, span: $0, from: $1, until: nil) } }
    }
  }
}
