// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore

/// A batch that somebody wants recorded onto the revision they have looked at.
struct Submission: Sendable {
  let file: InputFile
  let expected: Revision
  let at: Instant
  let author: Recorder
  /// What of a rehearsal lies beyond what the sender may approve; `nil` where they may everywhere.
  var reach: (@Sendable (Rehearsal) -> [BatchReach.Beyond])?
  /// With it, the same batch sent again is answered as the first time; `nil` where none was sent.
  var key: String?
}

/// What was recorded, as it is told.
struct Receipt: Sendable {
  let recorded: ClosedRange<Int32>
  /// Warnings and notices.
  let diagnostics: [Diagnostic]
}

/// What became of a submission.
enum Submitted: Sendable {
  case recorded(Receipt)
  /// The findings speak against it; nothing was recorded.
  case refused(Outcome)
  /// The log does not end at the revision that was looked at, but at `head`; nothing was recorded.
  case moved(head: Revision, [Meanwhile])
  /// Some of it is not for the sender to approve; nothing was recorded.
  case beyond([BatchReach.Beyond])
  /// The key was used for another batch; nothing was recorded.
  case keyUsed
}

extension LiveRegister {
  /// Tells what a batch would change; nothing is recorded.
  func rehearse(_ file: InputFile, at instant: Instant, by author: Recorder) throws(SessionError) -> Rehearsal {
    _ = try current()
    return session.rehearse([file], at: instant, by: author)
  }

  /// What has been recorded after a revision, and the head of the log.
  func since(_ revision: Revision) throws(SessionError) -> (head: Revision, [Meanwhile]) {
    let head = try current().register.head
    return (head, head == revision ? [] : try session.meanwhile(after: revision))
  }

  /// Checks and records; one after the other, since this is an actor and nothing in it waits.
  func record(_ submission: Submission) throws(SessionError) -> Submitted {
    _ = try current()
    let now = submission.at.seconds
    if let key = submission.key {
      switch keys.known(key, by: submission.author.name, body: submission.file.bytes, at: now) {
      case .same(let receipt): return .recorded(receipt)
      case .other: return .keyUsed
      case nil: break
      }
    }
    if let reach = submission.reach {
      let rehearsal = try rehearse(submission.file, at: submission.at, by: submission.author)
      // What lies within reach may lie elsewhere on another log.
      guard rehearsal.revision == submission.expected else {
        let (head, meanwhile) = try since(submission.expected)
        return .moved(head: head, meanwhile)
      }
      let beyond = reach(rehearsal)
      guard beyond.isEmpty else { return .beyond(beyond) }
    }
    forgetKeptRegisters()
    let found = try session.record(
      [submission.file], onto: submission.expected, at: submission.at, by: submission.author)
    switch found {
    case .moved(let meanwhile): return .moved(head: session.register.head, meanwhile)
    case .tried(let outcome):
      guard let recorded = outcome.recorded else { return .refused(outcome) }
      let receipt = Receipt(recorded: recorded, diagnostics: outcome.diagnostics)
      if let key = submission.key {
        keys.note(key, by: submission.author.name, body: submission.file.bytes, receipt, at: now)
      }
      return .recorded(receipt)
    }
  }
}
