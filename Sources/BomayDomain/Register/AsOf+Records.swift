// SPDX-License-Identifier: Apache-2.0

extension AsOf {
  /// A document on record, and what later documents did to it.
  public struct DocumentView: Sendable {
    public let record: RegisterDocument
    public let isInForce: Truth
    /// Whether a later act has taken it out of force by the day.
    public let isRepealed: Bool
    public let amendedBy: [Identifier<Document>]
    public let repealedBy: Identifier<Document>?
    public let citation: Citation
  }

  func latestRecord(_ attribute: Attribute, _ subject: Subject, _ id: String) -> (Action, Fact)? {
    guard let number = register.names(subject).number(of: id),
      let row = register.facts.history(attribute, of: number, knownAt: revision.number).first
    else { return nil }
    let fact = register.facts[row]
    return (register.records[Int(fact.value)], fact)
  }

  public func document(_ id: Identifier<Document>) -> DocumentView? {
    guard case (.registerDocument(let record), let fact)? = latestRecord(.document, .document, id.rawValue)
    else { return nil }
    let amended = register.facts.history(.documentAmended, of: fact.subject, knownAt: revision.number)
      .map { Identifier<Document>(rawValue: register.names(.document)[register.facts[$0].value]) }
    let repealed = register.facts.history(.documentRepealed, of: fact.subject, knownAt: revision.number)
      .map { register.facts[$0] }.first { $0.from.hasCome(by: day) != .no }
    let begun = (record.from ?? record.date).map { $0.hasCome(by: day) } ?? .undetermined
    let ended = repealed?.from.hasCome(by: day) ?? .no
    return DocumentView(
      record: record, isInForce: begun && !ended, isRepealed: repealed != nil, amendedBy: amended,
      repealedBy: repealed.flatMap {
        $0.value < 0 ? nil : register.names(.document).identifier($0.value)
      }, citation: citation(of: fact))
  }

  public func documents() -> [DocumentView] {
    register.names(.document).keys.compactMap { document(Identifier(rawValue: $0)) }
  }

  public struct ReadingView: Sendable {
    public let record: Read
    public let status: ReadingStatus
    public let citation: Citation
  }

  public func reading(_ id: Identifier<Reading>) -> ReadingView? {
    guard case (.reading(let record), let fact)? = latestRecord(.reading, .reading, id.rawValue) else { return nil }
    var status = record.status
    if let row = register.facts.history(.readingStatus, of: fact.subject, knownAt: revision.number).first,
      case .judgeReading(let judged) = register.records[Int(register.facts[row].value)]
    {
      status = judged.status
    }
    return ReadingView(record: record, status: status, citation: citation(of: fact))
  }

  public func readings() -> [ReadingView] {
    register.names(.reading).keys.compactMap { reading(Identifier(rawValue: $0)) }
  }

  public func statement(_ id: Identifier<Statement>) -> CiteStatement? {
    guard case (.statement(let record), _)? = latestRecord(.statement, .statement, id.rawValue) else { return nil }
    return record
  }

  public func statements() -> [CiteStatement] {
    register.names(.statement).keys.compactMap { statement(Identifier(rawValue: $0)) }
  }

  public func source(_ id: Identifier<Source>) -> AddSource? {
    guard case (.source(let record), _)? = latestRecord(.source, .source, id.rawValue) else { return nil }
    return record
  }

  public func sources() -> [AddSource] {
    register.names(.source).keys.compactMap { source(Identifier(rawValue: $0)) }
  }

  /// The least sure reading under a decision: what a footnote must tell.
  public func leastConfidence(of decision: Identifier<Decision>) -> (Identifier<Reading>, Read)? {
    guard let number = register.names(.decision).number(of: decision.rawValue),
      let content = register.decisions.content(of: number, knownAt: revision.number)
    else { return nil }
    return content.readings.compactMap { id in reading(id).map { (id, $0.record) } }
      .min { $0.1.confidence < $1.1.confidence }
  }

  public struct RecordedDecision: Sendable {
    public let id: Identifier<Decision>
    public let revision: Revision
    public let recordedAt: Instant
    public let recordedBy: String
    public let title: String?
    public let document: Identifier<Document>?
    public let rests: Footing
    public let readings: [Identifier<Reading>]
    public let signedOn: Bound?
    public let effective: Bound?
    public let note: String?
    public let changeCount: Int
    public let isCorrected: Bool
    public let isAnnulled: Bool
  }

  public func decision(_ id: Identifier<Decision>) -> RecordedDecision? {
    guard let number = register.names(.decision).number(of: id), let record = register.decision(number),
      record.revision <= revision.number,
      let content = record.contents.last(where: { $0.revision <= revision.number })
    else { return nil }
    return RecordedDecision(
      id: id, revision: Revision(record.revision), recordedAt: record.recordedAt,
      recordedBy: register.tellsRecorders ? record.recordedBy : "",
      title: content.title, document: content.document, rests: content.rests, readings: content.readings,
      signedOn: content.signedOn, effective: content.effective, note: content.note,
      changeCount: content.changeCount, isCorrected: content.revision != record.revision,
      isAnnulled: record.annulledAt.map { $0 <= revision.number } ?? false)
  }

  /// Decisions on record by the revision, annulled ones too, in the order of the log.
  public func decisions() -> [RecordedDecision] {
    log().filter { $0.verb == .decided }.compactMap { $0.decision?.id }.compactMap { decision($0) }
  }

  /// What one entry of the log did.
  public struct LogLine: Sendable {
    public enum Verb: String, Sendable { case adopted, decided, corrected, annulled }
    public let revision: Revision
    public let verb: Verb
    public let recordedAt: Instant
    /// The decision as it stood after the entry; `nil` for a charter.
    public let decision: RecordedDecision?
    /// Why a decision was annulled.
    public let reason: String?
  }

  /// Every entry up to the revision, in the order of the log.
  public func log() -> [LogLine] { register.stamps.prefix(Int(revision.number)).indices.map { line(index: $0) } }

  /// One entry of the log; `nil` where there is none up to the revision.
  public func entry(at place: Revision) -> LogLine? {
    place.number > 0 && place <= revision ? line(index: Int(place.number) - 1) : nil
  }

  private func line(index: Int) -> LogLine {
    let stamp = register.stamps[index]
    let at = Revision(Int32(index + 1))
    let verbs: [LogLine.Verb] = [.adopted, .decided, .corrected, .annulled]
    let record = register.decision(stamp.decision)
    return LogLine(
      revision: at, verb: verbs[Int(stamp.verb)], recordedAt: stamp.recordedAt,
      decision: record.flatMap { register.asOf(day, knownAt: at).decision($0.id) },
      reason: stamp.verb == 3 ? record?.annulmentReason : nil)
  }
}
