// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// Writes a log entry by entry and keeps the register folded beside it.
///
/// ```swift
/// var log = LogBuilder()
/// try log.decide("d1", on: "2020-01-01", .establish("a", kind: "island", name: "Alpha"))
/// try log.decide("d2", on: "2021-06", .rename("a", "Aleph"))
/// try log.correct("d2", on: "2021-06-15", .rename("a", "Aleph"))
/// log.register.asOf(try .on("2021-06-20"), knownAt: log.head)
/// ```
public struct LogBuilder: Sendable {
  public private(set) var entries: [Entry] = []
  public private(set) var register = Register()
  /// The first revision of a batch that is under way; `nil`: each entry is a batch of its own.
  public var batch: Revision?

  public init() {}

  public var head: Revision { register.head }

  /// Appends the act an hour after the one before it, and folds it in.
  @discardableResult
  public mutating func append(_ act: Act) -> Revision {
    let entry = Entry.next(act, after: head, batch: batch)
    entries.append(entry)
    register.fold(entry)
    return entry.revision
  }

  @discardableResult
  public mutating func adopt(_ charter: Charter) -> Revision { append(.adopt(charter)) }

  @discardableResult
  public mutating func decide(
    _ id: DecisionID, on effective: String, after other: DecisionID? = nil, rests: Footing = .document,
    _ changes: Change...
  ) throws(NoSuchDay) -> Revision {
    try decide(id, on: effective, after: other, rests: rests, changes)
  }

  @discardableResult
  public mutating func decide(
    _ id: DecisionID, on effective: String, after other: DecisionID? = nil, rests: Footing = .document,
    _ changes: [Change]
  ) throws(NoSuchDay) -> Revision {
    append(
      .decide(Decision(id: id, rests: rests, effective: try .of(effective), after: other, changes: changes)))
  }

  @discardableResult
  public mutating func correct(
    _ id: DecisionID, on effective: String, after other: DecisionID? = nil, _ changes: Change...
  ) throws(NoSuchDay) -> Revision {
    append(.correct(Decision(id: id, effective: try .of(effective), after: other, changes: changes)))
  }

  @discardableResult
  public mutating func annul(_ id: DecisionID) -> Revision { append(.annul(id, reason: "entered in error")) }

  /// The state as everything on record has it.
  public func asOf(_ iso: String) throws(NoSuchDay) -> AsOf { register.asOf(try .on(iso), knownAt: .latest) }

  /// The state as the first `revision` entries have it.
  public func asOf(_ iso: String, knownAt revision: Revision) throws(NoSuchDay) -> AsOf {
    register.asOf(try .on(iso), knownAt: revision)
  }
}

extension Entry {
  /// The entry after `head`; recorded at one hour for each revision since 2022-01-01T00:00:00Z.
  public static func next(_ act: Act, after head: Revision, batch: Revision? = nil) -> Entry {
    Entry(
      revision: head.next, batch: batch ?? head.next,
      recordedAt: Instant(seconds: 1_640_995_200 + 3600 * Int64(head.number)), recordedBy: "clerk", act: act)
  }
}

extension Register {
  public init(folding entries: some Sequence<Entry>) {
    self.init()
    for entry in entries { fold(entry) }
  }
}

extension Register {
  /// Everything folded, byte by byte: two registers with the same bytes hold the same facts.
  public var foldedBytes: [UInt8] {
    let gathered = FoldedBytes()
    writeFolded { gathered.bytes += $0 }
    return gathered.bytes
  }
}

private final class FoldedBytes {
  var bytes: [UInt8] = []
}
