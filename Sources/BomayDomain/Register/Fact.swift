// SPDX-License-Identifier: Apache-2.0

/// What a fact is about. Each attribute of each subject has a history of its own on both time axes.
enum Attribute: UInt8, CaseIterable, BitwiseCopyable, Sendable {
  case unitLife, unitKind, unitName, unitCode, unitParent, unitGuidedBy, unitLedBy, unitLocatedIn
  case unitNumber, unitSlot, unitSuccession, unitExtent, unitSettlement
  case postLife, postUnit, postRole, postSeats, postName, postSlot, postSuccession
  case personLife, personName, personBorn, personLocal, tenure, oneHolder, allowance
  case quota, headcount, movement, reduction
  case modelAdopted, modelWidened, notBegun
  case pilot, pilotAnnounced, pilotStopped, pilotPermanent, pilotEnds, pilotReview
  case observation, figure, target, limit
  case directive, directiveReport, directiveDone, programme, principle, training
  case document, documentRepealed, documentAmended, source, statement, reading, readingStatus
  case periodClosed

  /// Whether the values are subjects by which facts are found as well.
  var isFoundByValue: Bool {
    switch self {
    case .unitParent, .unitLocatedIn, .postUnit, .unitKind, .unitCode: true
    default: false
    }
  }
}

/// One value of one attribute of one subject: in force `[from, until)`, known from one revision on
/// and, once its decision is corrected or annulled, until another.
struct Fact: Sendable {
  var attribute: Attribute
  var subject: Int32
  var value: Int32
  var fromEarliest: Int32
  var fromLatest: Int32
  var untilEarliest: Int32 = .max
  var untilLatest: Int32 = .max
  /// The entry whose place in the order of the log it takes: a correction keeps that of the corrected.
  var entry: Int32
  var place: Int32
  var knownFrom: Int32
  var knownUntil: Int32 = .max

  var from: Bound { Bound(unchecked: Day(ordinal: fromEarliest), Day(ordinal: fromLatest)) }
  var until: Bound? {
    untilLatest == .max && untilEarliest == .max
      ? nil : Bound(unchecked: Day(ordinal: untilEarliest), Day(ordinal: untilLatest))
  }

  /// Whether its first day is known.
  var isExact: Bool { fromEarliest == fromLatest }

  /// Whether it overrides one that comes below it in the chain, whatever the days not known turn out
  /// to be.
  func surelyOverrides(_ other: Fact) -> Bool {
    if fromEarliest == other.fromEarliest && fromLatest == other.fromLatest { return true }
    return fromEarliest >= other.fromLatest
  }

  func isKnown(at revision: Int32) -> Bool { knownFrom <= revision && revision < knownUntil }
}

/// What the table answers about one attribute of one subject on one day, as known at one revision.
enum FactAnswer: Equatable, Sendable {
  /// No value stands.
  case nothing
  /// The fact at this row.
  case fact(Int32)
  /// One of these, and the records do not tell which; `-1` stands for "no value".
  case between([Int32])
}
