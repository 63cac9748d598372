// SPDX-License-Identifier: Apache-2.0

/// One change of a decision, with its own effective day where it has one.
public struct Change: Hashable, Sendable {
  public var action: Action
  /// When it takes effect; `nil`: with the decision.
  public var effective: Bound?
  /// First day after what this change states, where the decision limits it. Ends only its own value.
  public var until: Bound?
  /// Template and slot that this change was expanded from.
  public var origin: String?

  public init(_ action: Action, effective: Bound? = nil, until: Bound? = nil, origin: String? = nil) {
    self.action = action
    self.effective = effective
    self.until = until
    self.origin = origin
  }

  /// Visits the action's fields, then those that every change has.
  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    action.visit(&fields)
    fields.bound("effective", &effective)
    fields.bound("until", &until)
    fields.text("origin", &origin)
  }
}

/// What a decision rests on. Completeness is demanded of a document only; elsewhere a lack is a
/// gap that is listed.
public enum Footing: String, Choice { case document, reading, assumption, template, derived }

/// The unit of recording: all its changes or none.
public struct Decision: Hashable, Sendable {
  public var id: Identifier<Decision>
  public var title: String?
  public var document: Identifier<Document>?
  public var rests: Footing
  public var readings: [Identifier<Reading>]
  public var signedOn: Bound?
  public var effective: Bound?
  /// A decision of the same day that comes first.
  public var after: Identifier<Decision>?
  public var note: String?
  public var reason: String?
  public var changes: [Change]

  public init(
    id: Identifier<Decision>, title: String? = nil, document: Identifier<Document>? = nil,
    rests: Footing = .document, readings: [Identifier<Reading>] = [], signedOn: Bound? = nil,
    effective: Bound? = nil, after: Identifier<Decision>? = nil, note: String? = nil,
    reason: String? = nil, changes: [Change] = []
  ) {
    self.id = id
    self.title = title
    self.document = document
    self.rests = rests
    self.readings = readings
    self.signedOn = signedOn
    self.effective = effective
    self.after = after
    self.note = note
    self.reason = reason
    self.changes = changes
  }
}

extension Decision: IdentifiedSubject { public static let subject = Subject.decision }

/// What one entry of the log does.
public enum Act: Hashable, Sendable {
  /// The jurisdiction's data in force from here on; decisions before it are not read anew.
  case adopt(Charter)
  case decide(Decision)
  /// Replaces the whole content of an earlier decision, which keeps its identifier and its place in
  /// the order of the log.
  case correct(Decision)
  /// The decision counts no more.
  case annul(Identifier<Decision>, reason: String)
}

/// A moment on the UTC time line, in whole seconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Comparable, BitwiseCopyable, Sendable {
  public let seconds: Int64
  public init(seconds: Int64) { self.seconds = seconds }
  public static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }

  /// The UTC day it falls on.
  public var day: Day {
    Day(ordinal: Int32((seconds >= 0 ? seconds : seconds - 86_399) / 86_400))
  }
}

extension Instant: CustomStringConvertible {
  /// `2022-10-31T08:00:00Z`.
  public var description: String {
    let rest = Int(seconds - Int64(day.ordinal) * 86_400)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return "\(day)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
  }

  /// Reads what ``description`` writes.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    let digits = [11, 12, 14, 15, 17, 18]
    guard bytes.count == 20, digits.allSatisfy({ (48...57).contains(bytes[$0]) }), bytes[10] == 84, bytes[13] == 58,
      bytes[16] == 58, bytes[19] == 90,
      let day = Day(String(decoding: bytes[..<10], as: UTF8.self)),
      let hour = Int64(String(decoding: bytes[11..<13], as: UTF8.self)), hour < 24,
      let minute = Int64(String(decoding: bytes[14..<16], as: UTF8.self)), minute < 60,
      let second = Int64(String(decoding: bytes[17..<19], as: UTF8.self)), second < 60
    else { return nil }
    seconds = Int64(day.ordinal) * 86_400 + hour * 3600 + minute * 60 + second
  }
}

/// Who records, from which machine and with which software. Where the last two are not said, an entry
/// does not bear them.
public struct Recorder: Hashable, Sendable, ExpressibleByStringLiteral {
  public let name: String
  /// The name of the machine.
  public let host: String?
  /// Name and version: `bomay 0.1.0`.
  public let software: String?

  public init(name: String, host: String? = nil, software: String? = nil) {
    self.name = name
    self.host = host
    self.software = software
  }

  public init(stringLiteral name: String) { self.init(name: name) }
}

/// An act at its place in the log. `recordedAt` comes in from the app: nothing below it has a clock.
public struct Entry: Hashable, Sendable {
  public let revision: Revision
  /// The first revision of the batch that it was recorded with.
  public let batch: Revision
  public let recordedAt: Instant
  public let recorder: Recorder
  public let act: Act

  public var recordedBy: String { recorder.name }

  public init(revision: Revision, batch: Revision, recordedAt: Instant, recordedBy recorder: Recorder, act: Act) {
    self.revision = revision
    self.batch = batch
    self.recordedAt = recordedAt
    self.recorder = recorder
    self.act = act
  }

  /// The entry with another act in its place.
  public func saying(_ act: Act) -> Entry {
    Entry(revision: revision, batch: batch, recordedAt: recordedAt, recordedBy: recorder, act: act)
  }
}
