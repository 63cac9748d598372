// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange
public import BomayStore
import Dispatch
import Synchronization

/// A file as it came in.
public struct InputFile: Sendable {
  public let name: String
  public let bytes: [UInt8]
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// What became of a batch.
public struct Outcome: Sendable {
  public let diagnostics: [Diagnostic]
  /// The revisions recorded; `nil` when nothing was.
  public let recorded: ClosedRange<Int32>?
  /// The state after the batch, as far as it could be tried, for the words of the diagnostics.
  public let moment: AsOf?
  /// What others recorded between the reading of the log and the append: the batch was checked against
  /// it as well.
  public internal(set) var meanwhile: [Meanwhile] = []
  /// Days on which the batch takes effect, in their order; of a rough day the last possible one.
  public internal(set) var days: [Day] = []
  /// What the entries of the batch do, as far as it could be tried.
  public internal(set) var acts: [Act] = []

  public init(diagnostics: [Diagnostic], recorded: ClosedRange<Int32>?, moment: AsOf?) {
    self.diagnostics = diagnostics
    self.recorded = recorded
    self.moment = moment
  }

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// What became of a batch that was to be recorded onto a revision that its sender had seen.
public enum Recorded: Sendable {
  /// It was checked; ``Outcome/recorded`` tells whether it was appended.
  case tried(Outcome)
  /// The log does not end there; these entries came after it. Nothing was recorded.
  case moved([Meanwhile])
}

/// Why a register cannot be opened.
public enum SessionError: Error, Hashable, Sendable {
  case store(StoreError)
  case damaged(revision: Int32)
  case newer(revision: Int32, what: String)
}

/// A register that has been opened: its store, and the fold of its log.
public final class RegisterSession {
  public let store: any LogStore
  public private(set) var register = Register()

  init(store: any LogStore) { self.store = store }

  /// Takes the register up from its snapshot, where one is kept, and folds the log from there on. Where much
  /// was to be folded, a new snapshot is kept.
  ///
  /// - Parameters:
  ///   - facts: how many must have been folded for a new snapshot to be kept.
  ///   - progress: called with the revision reached, every thousand entries or so.
  public static func open(
    _ store: any LogStore, keepingAfter facts: Int = factsWorthASnapshot, progress: (Revision) -> Void = { _ in }
  ) throws(SessionError) -> RegisterSession {
    let session = RegisterSession(store: store)
    do {
      if let register = try KeptSnapshot(of: store)?.read() { session.register = register }
    } catch {
      throw .store(error)
    }
    let before = session.register.factCount
    try session.follow(progress: progress)
    if session.register.factCount - before >= facts { try session.keepSnapshot() }
    return session
  }

  /// Folds in what has been appended since, by this process or another.
  public func follow(progress: (Revision) -> Void = { _ in }) throws(SessionError) {
    try follow(progress: progress) { _ in }
  }

  /// - Parameter folded: called with each entry that has been folded.
  func follow(
    progress: (Revision) -> Void = { _ in }, folded: (Entry) -> Void
  ) throws(SessionError) {
    do {
      try store.entries(after: register.head) { entries in
        let decoded = try RegisterSession.decode(entries)
        let commitments = decoded.flatMap(\.commitments)
        let personal = commitments.isEmpty ? [:] : try self.store.personal(commitments)
        for (entry, stored) in zip(decoded, entries) {
          guard entry.revision == stored.revision, entry.revision == self.register.head.next else {
            throw SessionError.damaged(revision: stored.revision.number)
          }
          let entry = entry.opened(with: personal)
          self.register.fold(entry)
          folded(entry)
        }
        progress(self.register.head)
      }
    } catch let error as SessionError {
      throw error
    } catch let error as StoreError {
      throw .store(error)
    } catch {
      throw .store(.failed(path: "", problem: "\(error)"))
    }
  }

  /// Decodes a run of entries on all cores.
  ///
  /// - Throws: the fault of the first entry that has one.
  private static func decode(_ run: [StoredEntry]) throws -> [Entry] {
    let length = max(1, (run.count + parts - 1) / parts)
    let starts = Array(stride(from: 0, to: run.count, by: length))
    let decoded = Mutex<[Int: Result<[Entry], SessionError>]>([:])
    DispatchQueue.concurrentPerform(iterations: starts.count) { number in
      let part = run[starts[number]..<min(starts[number] + length, run.count)]
      let result = Result { () throws(SessionError) in
        var entries: [Entry] = []
        for stored in part { entries.append(try decode(stored)) }
        return entries
      }
      decoded.withLock { $0[number] = result }
    }
    let parts = decoded.withLock { $0 }
    return try starts.indices.flatMap { number in try parts[number]?.get() ?? [] }
  }

  /// Into how many parts a run is cut: enough that no core waits long for another.
  private static let parts = 8

  private static func decode(_ stored: StoredEntry) throws(SessionError) -> Entry {
    do {
      return try EntryCoding.decode(stored.bytes)
    } catch {
      switch error {
      case .damaged: throw .damaged(revision: stored.revision.number)
      case .newer(let revision, let what): throw .newer(revision: revision, what: what)
      }
    }
  }

  // MARK: Charter

  /// Records a charter, or a new version of it.
  ///
  /// Where others have recorded since the log was read, it is followed and the charter held to what is
  /// on record then.
  ///
  /// - Returns: the charter on record of which this one is no later version: nothing is recorded then.
  /// - Throws: ``SessionError`` as ``record(_:at:by:)``.
  @discardableResult
  public func adopt(_ charter: Charter, at instant: Instant, by author: Recorder) throws(SessionError) -> Charter? {
    var tries = 1
    while true {
      if let current = register.charter(), charter.id != current.id || charter.version <= current.version {
        return current
      }
      let entry = Entry(
        revision: register.head.next, batch: register.head.next,
        recordedAt: max(instant, register.lastRecordedAt ?? instant), recordedBy: author, act: .adopt(charter))
      let stored = StoredEntry(revision: entry.revision, bytes: EntryCoding.encode(entry))
      do {
        try store.append([stored], personal: [], after: register.head)
        register.fold(entry)
        return nil
      } catch .moved where tries < RegisterSession.mostTries {
        tries += 1
        try follow()
      } catch {
        throw .store(error)
      }
    }
  }

  // MARK: Decisions

  /// Checks decision files against the register; nothing is recorded.
  public func check(_ files: [InputFile], at instant: Instant, by author: Recorder) -> Outcome {
    attempt(files, at: instant, by: author).outcome(abandoning: self)
  }

  /// Checks decision files and, where there is no error, appends them: all or nothing.
  ///
  /// Where others have recorded since the log was read, it is followed and the files are checked again.
  ///
  /// - Throws: ``SessionError`` when the log cannot be written, or went on each time that the files were
  ///   checked again; nothing is recorded then.
  public func record(_ files: [InputFile], at instant: Instant, by author: Recorder) throws(SessionError) -> Outcome {
    try finishing(at: instant) { attempt(files, at: instant, by: author) }
  }

  /// Checks decision files and, where there is no error and the log ends at `expected`, appends them: all or
  /// nothing. Unlike ``record(_:at:by:)`` it tries no second time: whoever says what they looked at wants to
  /// look again when that is no longer how things stand.
  ///
  /// - Throws: ``SessionError`` when the log cannot be read or written; nothing is recorded then.
  public func record(
    _ files: [InputFile], onto expected: Revision, at instant: Instant, by author: Recorder
  ) throws(SessionError) -> Recorded {
    try follow()
    guard register.head == expected else { return .moved(try meanwhile(after: expected)) }
    do {
      return .tried(try finish(attempt(files, at: instant, by: author), at: instant))
    } catch StoreError.moved {
      try follow()
      return .moved(try meanwhile(after: expected))
    } catch {
      throw .store(error)
    }
  }

  /// What is in the log after a revision.
  public func meanwhile(after revision: Revision) throws(SessionError) -> [Meanwhile] {
    do {
      var found: [Meanwhile] = []
      try store.entries(after: revision) { entries in
        found += try entries.map { Meanwhile(try RegisterSession.decode($0)) }
      }
      return found
    } catch let error as SessionError {
      throw error
    } catch let error as StoreError {
      throw .store(error)
    } catch {
      throw .store(.failed(path: "", problem: "\(error)"))
    }
  }

  /// Checks what an import has read and, where there is no error, appends it: all or nothing.
  ///
  /// - Parameter leaving: codes of findings of the table that the user leaves as they are; what they are
  ///   about is left out, and they are told as warnings.
  /// - Throws: as ``record(_:at:by:)``.
  public func record(
    _ imported: ImportedTables, leaving: Set<String>, isTrial: Bool = false, at instant: Instant, by author: Recorder
  ) throws(SessionError) -> Outcome {
    func tried() -> Attempt {
      let sink = DiagnosticSink()
      for var finding in imported.findings {
        if leaving.contains(finding.code) { finding.severity = min(finding.severity, .warning) }
        sink.report(finding)
      }
      return attempt(imported.documents, sink, at: instant, by: author)
    }
    return isTrial ? tried().outcome(abandoning: self) : try finishing(at: instant, tried)
  }

  /// Tries, and tries again against what others have recorded since.
  private func finishing(at instant: Instant, _ attempt: () -> Attempt) throws(SessionError) -> Outcome {
    var meanwhile: [Meanwhile] = []
    var tries = 1
    while true {
      do {
        var outcome = try finish(attempt(), at: instant)
        outcome.meanwhile = meanwhile
        return outcome
      } catch StoreError.moved where tries < RegisterSession.mostTries {
        tries += 1
        try follow { meanwhile.append(Meanwhile($0)) }
      } catch {
        throw .store(error)
      }
    }
  }

  /// Whoever meets others so often in a row had better look first at what they are doing.
  static let mostTries = 8

  private func finish(_ attempt: Attempt, at instant: Instant) throws(StoreError) -> Outcome {
    guard attempt.canRecord else { return attempt.outcome(abandoning: self) }
    let before = attempt.before
    do {
      try store.append(
        attempt.entries.map { StoredEntry(revision: $0.revision, bytes: EntryCoding.encode($0)) },
        personal: attempt.personal, after: before)
    } catch {
      register.abandonTrial()
      throw error
    }
    register.keepTrial()
    var outcome = Outcome(
      diagnostics: attempt.diagnostics, recorded: before.next.number...register.head.number,
      moment: register.asOf(instant.day, knownAt: register.head))
    outcome.days = attempt.days
    return outcome
  }

  private func attempt(_ files: [InputFile], at instant: Instant, by author: Recorder) -> Attempt {
    let sink = DiagnosticSink()
    let documents = files.flatMap { readDecisions($0.bytes, file: $0.name, into: sink) }
    return attempt(documents, sink, at: instant, by: author)
  }

  private func attempt(
    _ documents: [DecisionDocument], _ sink: DiagnosticSink, at instant: Instant, by author: Recorder
  ) -> Attempt {
    let before = register.head
    // The log's clock never goes back, whatever that of the machine does.
    let instant = max(instant, register.lastRecordedAt ?? instant)
    register.beginTrial()
    guard !sink.hasErrors else {
      return Attempt(before: before, entries: [], diagnostics: sink.diagnostics, day: instant.day)
    }
    var batch = BatchBuilder(register: register, instant: instant, author: author)
    register = Register()
    batch.add(documents)
    register = batch.register
    batch.register = Register()
    var diagnostics = sink.diagnostics + batch.diagnostics
    if !batch.hasErrors {
      let references = register.checkReferences(batch.decisions)
      let mentioned = Set(references.map(\.about))
      let dangling = register.danglingReferences().filter { !mentioned.contains($0.about) }
      let found = register.withoutThoseBefore(
        register.checkTrial(on: instant.day), touched: batch.touched, batch: batch.decisions, on: instant.day)
      diagnostics += batch.place(references + dangling + found)
    }
    return Attempt(
      before: before, entries: batch.entries, diagnostics: diagnostics, day: instant.day, personal: batch.personal,
      days: batch.days)
  }

  fileprivate func abandon() { register.abandonTrial() }
}

private struct Attempt {
  let before: Revision
  let entries: [Entry]
  let diagnostics: [Diagnostic]
  let day: Day
  var personal: [SealedAttributes] = []
  var days: [Day] = []

  var canRecord: Bool { !entries.isEmpty && !diagnostics.contains { $0.severity == .error } }

  func outcome(abandoning session: RegisterSession) -> Outcome {
    let moment = session.register.asOf(day, knownAt: .latest)
    session.abandon()
    var outcome = Outcome(diagnostics: diagnostics, recorded: nil, moment: moment)
    outcome.days = days
    outcome.acts = entries.map(\.act)
    return outcome
  }
}
