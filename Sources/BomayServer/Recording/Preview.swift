// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import BomayStore
import Foundation
import Synchronization

/// A text that is to be recorded, as it came from a page: rehearsed, and recorded where it is what was previewed.
struct Preview: Sendable {
  let file: InputFile
  let rehearsal: Rehearsal
  /// What others have recorded since the sender's last preview.
  var meanwhile: [Meanwhile] = []
  /// How much its reader sees of the register.
  var view = View.nameless
  private let told = Once<AsOf?>()
  /// By which what was found is put into words: worked out where it is asked for, since it costs a look at each person.
  var moment: AsOf? { told.value { view.seen(rehearsal.outcome.moment, before: rehearsal.before) } }
  /// Whether the text is no longer the one that was previewed.
  var isChanged = false
  /// What its sender may do with all of it: draft, appraise or approve.
  var reach: Set<Right> = []
  /// What of it lies beyond their reach, where they may do nothing with it.
  var beyond: [BatchReach.Beyond] = []

  /// What was found; of what lies beyond the reach of the sender nothing is told.
  var diagnostics: [Diagnostic] {
    guard beyond.isEmpty else { return [] }
    return moment?.told(rehearsal.outcome.diagnostics) ?? rehearsal.outcome.diagnostics
  }

  /// Whether it says something and nothing stands against it.
  var isSound: Bool { beyond.isEmpty && !rehearsal.outcome.hasErrors && !rehearsal.outcome.days.isEmpty }
  /// Whether its sender may record it.
  var canBeRecorded: Bool { isSound && reach.contains(.approve) }
  /// Whether its sender may hand it on.
  var canBeSubmitted: Bool { isSound && reach.contains(.draft) }

  /// What it would change, as far as its reader may be told.
  func effects(_ words: Catalogue) -> [Effect] {
    rehearsal.effects(words) { view.seen($0, before: rehearsal.before) }
  }

  /// By which a page says which text it has shown.
  var seen: String { Preview.digest(file.bytes) }
  static func digest(_ bytes: [UInt8]) -> String { sha256(bytes) }
}

/// What a page's form has led to.
enum Sent: Sendable {
  case previewed(Preview)
  case recorded(ClosedRange<Int32>)
}

extension RegisterServer {
  /// Rehearses the text, or records it where the form asks for that and shows that the sender has seen this very
  /// text tried on the register as it still stands.
  ///
  /// - Parameter mayRecord: whether nothing but the findings stands against it.
  func send(_ file: InputFile, _ form: SentForm, mayRecord: Bool = true, by caller: Caller) async throws -> Sent {
    func tried() async throws -> Preview { try await self.tried(file, by: caller) }
    guard form["do"] == "record", mayRecord else { return .previewed(try await tried()) }
    guard form["seen"] == Preview.digest(file.bytes), let number = Int32(form["revision"]), number >= 0 else {
      var preview = try await tried()
      preview.isChanged = true
      return .previewed(preview)
    }
    switch try await record(file, onto: Revision(number), key: nil, by: caller) {
    case .recorded(let receipt): return .recorded(receipt.recorded)
    case .moved(_, let meanwhile):
      var preview = try await tried()
      preview.meanwhile = meanwhile
      return .previewed(preview)
    case .refused, .beyond, .keyUsed: return .previewed(try await tried())
    }
  }
}

extension RegisterServer {
  func tried(_ file: InputFile, by caller: Caller) async throws -> Preview {
    var preview = Preview(file: file, rehearsal: try await rehearse(file, by: caller))
    preview.view = view(of: caller)
    (preview.reach, preview.beyond) = reach(of: caller, preview.rehearsal)
    return preview
  }

  /// With which rights all of a batch lies within reach; where with none, what lies beyond the widest.
  func reach(of caller: Caller, _ rehearsal: Rehearsal) -> (Set<Right>, [BatchReach.Beyond]) {
    let rights = [Right.draft, .appraise, .approve].filter { caller.may($0) || $0 == .draft && caller.mayDraft }
    let beyond = rights.map { self.beyond(rehearsal, $0, by: caller) }
    let reach = Set(zip(rights, beyond).filter { $0.1.isEmpty }.map { $0.0 })
    return (reach, reach.isEmpty ? beyond.min { $0.count < $1.count } ?? [] : [])
  }
}

/// A preview as the template `tried` takes it.
struct PreviewView {
  let preview: Preview
  let words: Catalogue
  let linker: Linker

  /// - Parameters:
  ///   - findings: those that stand nowhere else on the page.
  ///   - questions: how many fields name nothing or several things.
  func context(loose findings: [Diagnostic], questions: Int = 0) -> [String: Any] {
    let errors = preview.diagnostics.filter { $0.severity == .error }.count
    let others = preview.diagnostics.count - errors
    let counts = ["errors": words.text(Int64(errors)), "others": words.text(Int64(others))]
    let effects =
      errors == 0 && preview.beyond.isEmpty ? preview.effects(words) : []
    let asks = words.term("page.record-asks", ["count": words.text(Int64(questions))])
    let heading = words.term(
      errors > 0
        ? "page.record-mend"
        : !preview.beyond.isEmpty
          ? "page.record-beyond" : preview.isSound ? "page.record-would" : "page.record-empty", counts)
    return [
      "heading": questions > 0 ? asks : heading,
      "class": questions + errors + preview.beyond.count > 0 ? "s-error" : "s-settled",
      "others": others > 0 ? words.term("page.record-others", counts) : false,
      "changed": preview.isChanged ? words.term("page.record-changed") : false,
      "meanwhile": meanwhile,
      "beyond": preview.beyond.isEmpty ? false : Refusal.beyondReach(preview.beyond).detail(words),
      "findings": findings.worstFirst().map { finding($0) },
      "effects": effects.map { effect($0) },
      "noEffect": errors + preview.beyond.count == 0 && effects.isEmpty ? words.term("page.record-no-effect") : false,
    ]
  }

  private var meanwhile: Any {
    guard !preview.meanwhile.isEmpty else { return false }
    return [
      "heading": words.term("page.record-meanwhile", ["count": String(preview.meanwhile.count)]),
      "entries": preview.meanwhile.prefix(20).map { entry in
        var values = ["revision": entry.revision.description, "id": entry.id, "by": entry.recordedBy]
        values["what"] = words.term("meanwhile.\(entry.kind.rawValue)")
        values["title"] = entry.title
        return words.term("cli.meanwhile-entry", values)
      },
    ] as [String: Any]
  }

  func finding(_ diagnostic: Diagnostic) -> [String: Any] {
    let (summary, reason, remedies) = words.words(diagnostic, preview.moment)
    return [
      "severity": diagnostic.severity.rawValue, "label": words.term("severity.\(diagnostic.severity.rawValue)"),
      "summary": summary, "reason": reason.isEmpty ? false : reason, "code": diagnostic.code,
      "remedies": remedies, "hasRemedies": !remedies.isEmpty,
    ]
  }

  private func effect(_ effect: Effect) -> [String: Any] {
    let heading = words.term("page.record-on", ["day": words.text(effect.day)])
    func table(_ table: Table, _ caption: String) -> Any {
      table.rows.isEmpty
        ? false : TableView(table: table, linker: linker, words: words, caption: "\(caption), \(heading)").context
    }
    var changes = effect.changes
    // A name says what an identifier says, and the decisions are on no page yet.
    for key in ["id", "decisions"] {
      guard let place = changes.columns.firstIndex(where: { $0.key == key }) else { continue }
      changes.columns.remove(at: place)
      for index in changes.rows.indices { changes.rows[index].remove(at: place) }
    }
    return [
      "heading": heading, "changes": table(changes, words.term("page.record-changes")),
      "opened": table(brief(effect.opened), words.term("page.record-opened")),
      "closed": table(brief(effect.closed), words.term("page.record-closed")),
    ]
  }

  /// What people need of an obligation to know it again.
  private func brief(_ table: Table) -> Table {
    let wanted = ["locality", "model", "cause", "state", "due", "responsible"]
    let places = wanted.compactMap { key in table.columns.firstIndex { $0.key == key } }
    return Table(columns: places.map { table.columns[$0] }, rows: table.rows.map { row in places.map { row[$0] } })
  }
}

/// A value that is worked out the first time that it is asked for.
private final class Once<Value: Sendable>: Sendable {
  private let kept = Mutex<Value?>(nil)

  func value(_ make: () -> Value) -> Value {
    kept.withLock { kept in
      if let known = kept { return known }
      let value = make()
      kept = value
      return value
    }
  }
}
