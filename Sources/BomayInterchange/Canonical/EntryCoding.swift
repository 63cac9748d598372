// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// Entries as the log keeps them: one canonical JSON document each (docs/spec/log.md).
public enum EntryCoding {
  /// The version of the form. Older forms are read for ever; a newer one is refused.
  public static let format: Int64 = 1

  public static func encode(_ entry: Entry) -> [UInt8] {
    var stamp = FieldWriter()
    stamp.add("batch", number: Int64(entry.batch.number))
    stamp.add("format", number: format)
    if let host = entry.recorder.host { stamp.add("from", text: host) }
    stamp.add("recordedAt", text: entry.recordedAt.description)
    stamp.add("recordedBy", text: entry.recordedBy)
    stamp.add("revision", number: Int64(entry.revision.number))
    if let software = entry.recorder.software { stamp.add("software", text: software) }
    var document = FieldWriter()
    document.add("entry", raw: stamp.bytes)
    switch entry.act {
    case .adopt(let charter): document.add("charter", raw: Array(charter.canonicalText.utf8))
    case .decide(let decision): write(decision, "decision", to: &document)
    case .correct(let decision): write(decision, "correct", to: &document)
    case .annul(let id, let reason):
      document.add("annul", text: id.rawValue)
      document.add("reason", text: reason)
    }
    return document.bytes
  }

  private static func write(_ decision: Decision, _ verb: String, to document: inout FieldWriter) {
    var decision = decision
    decision.visitHeading(verb, &document)
    document.add("changes", raw: JSONText.list(decision.changes.map { write($0) }))
  }

  /// What is committed to is left out: it is kept beside the log.
  private static func write(_ change: Change) -> [UInt8] {
    var change = change
    if let commitment = change.action.personal?.commitment {
      change.action = change.action.carrying(PersonalAttributes(), commitment: commitment)
    }
    return writeWhole(change)
  }

  /// With all that is personal in it.
  static func writeWhole(_ change: Change) -> [UInt8] {
    var change = change
    var writer = FieldWriter()
    writer.add("change", text: change.action.kind.rawValue)
    change.visit(&writer)
    return writer.bytes
  }

  /// What ``writeWhole(_:)`` has written; `nil` for anything else.
  static func readWhole(_ bytes: ArraySlice<UInt8>) -> Change? {
    if let change = CanonicalReader.change(bytes) { return change }
    let sink = DiagnosticSink()
    do {
      let written = readChange(try JSONReader.read(Array(bytes)), into: sink)
      guard case .change(let change)? = written?.body, !sink.hasErrors else { return nil }
      return change
    } catch {
      return nil
    }
  }

  /// - Throws: ``EntryFault`` when the bytes are no entry, or one that this version does not know.
  public static func decode(_ bytes: [UInt8]) throws(EntryFault) -> Entry {
    // Nearly every entry is read in one pass; the rest, and what is wrong with it, by way of a tree.
    if let entry = CanonicalReader.entry(bytes) { return entry }
    return try decodeTree(bytes)
  }

  static func decodeTree(_ bytes: [UInt8]) throws(EntryFault) -> Entry {
    let node: Node
    do { node = try JSONReader.read(bytes) } catch { throw .damaged(at: error.offset) }
    guard let stamp = node["entry"], let revision = stamp["revision"]?.text.flatMap({ Int32($0) }) else {
      throw .damaged(at: 0)
    }
    guard let written = stamp["format"]?.text.flatMap({ Int64($0) }), written <= format else {
      throw .newer(revision: revision, what: "format \(stamp["format"]?.text ?? "?")")
    }
    if let unknown = stamp.pairs?.first(where: { !stampKeys.contains($0.key) }) {
      throw .newer(revision: revision, what: "'\(unknown.key)'")
    }
    guard let batch = stamp["batch"]?.text.flatMap({ Int32($0) }),
      let recordedAt = stamp["recordedAt"]?.text.flatMap({ Instant($0) })
    else { throw .damaged(at: 0) }
    return Entry(
      revision: Revision(revision), batch: Revision(batch), recordedAt: recordedAt, recordedBy: try recorder(stamp),
      act: try act(node, revision))
  }

  private static let stampKeys = [
    "batch", "format", "from", "recordedAt", "recordedBy", "revision", "software",
  ]

  /// Machine and software are absent from entries written before they were kept, and from those that
  /// are to be the same wherever they are made.
  private static func recorder(_ stamp: Node) throws(EntryFault) -> Recorder {
    guard let name = stamp["recordedBy"]?.text else { throw .damaged(at: 0) }
    let (host, software) = (stamp["from"], stamp["software"])
    guard (host == nil) == (host?.text == nil), (software == nil) == (software?.text == nil) else {
      throw .damaged(at: 0)
    }
    return Recorder(name: name, host: host?.text, software: software?.text)
  }

  private static func act(_ node: Node, _ revision: Int32) throws(EntryFault) -> Act {
    let sink = DiagnosticSink()
    if let charter = node["charter"] {
      if let unknown = node.pairs?.first(where: { $0.key != "charter" && $0.key != "entry" }) {
        throw .newer(revision: revision, what: "'\(unknown.key)'")
      }
      guard let read = readCharter(charter, into: sink), !sink.hasErrors else { throw fault(sink, node, revision) }
      return .adopt(read)
    }
    guard let pairs = node.pairs else { throw .damaged(at: 0) }
    if let kind = unknownKind(node) { throw .newer(revision: revision, what: "change '\(kind)'") }
    let heading = Node(.map(pairs.filter { $0.key != "entry" }))
    guard let document = readDecision(heading, into: sink), !sink.hasErrors else { throw fault(sink, node, revision) }
    var decision = document.content
    decision.changes = document.changes.compactMap {
      if case .change(let change) = $0.body { change } else { nil }
    }
    switch document.verb {
    case .decision: return .decide(decision)
    case .correct: return .correct(decision)
    case .annul: return .annul(decision.id, reason: decision.reason ?? "")
    }
  }

  /// What is only not known was written by a later version; anything else is damage.
  private static func fault(_ sink: DiagnosticSink, _ node: Node, _ revision: Int32) -> EntryFault {
    guard let first = sink.diagnostics.first else { return .damaged(at: 0) }
    switch (first.code, first.values["key"], first.values["text"]) {
    case ("unknown-key", .text(let word)?, _), ("unknown-word", _, .text(let word)?):
      return .newer(revision: revision, what: "'\(word)'")
    case ("no-verb", _, _):
      let keys = (node.pairs ?? []).map(\.key).filter { $0 != "entry" }
      return .newer(revision: revision, what: keys.map { "'\($0)'" }.joined(separator: ", "))
    default: return .damaged(at: 0)
    }
  }

  private static func unknownKind(_ node: Node) -> String? {
    for change in node["changes"]?.list ?? [] {
      if let word = change["change"]?.text, ChangeKind(rawValue: word) == nil { return word }
    }
    return nil
  }
}

/// Personal attributes as they are kept beside the log.
public enum PersonalCoding {
  public static func encode(_ attributes: PersonalAttributes) -> [UInt8] {
    var attributes = attributes
    var writer = FieldWriter()
    attributes.visit(&writer)
    return writer.bytes
  }

  /// `nil` when the bytes are no attributes.
  public static func decode(_ bytes: [UInt8]) -> PersonalAttributes? {
    guard let node = try? JSONReader.read(bytes), node.pairs != nil else { return nil }
    let sink = DiagnosticSink()
    var attributes = PersonalAttributes()
    var reader = FieldReader(node, into: sink)
    attributes.visit(&reader)
    reader.finish()
    return sink.hasErrors ? nil : attributes
  }
}

/// Why the bytes of an entry cannot be read.
public enum EntryFault: Error, Hashable, Sendable {
  case damaged(at: Int)
  /// Written by a later version of the program.
  case newer(revision: Int32, what: String)
}
