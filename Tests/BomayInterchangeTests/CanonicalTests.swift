// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import Foundation
import Testing

@testable import BomayInterchange

/// Fills every field of a record with something, so that each is written and read at least once.
struct FieldFiller: FieldVisitor {
  private var number = 0
  private let sample: String

  init(text: String = "T\u{1EEB} \"quoted\"\n\\ end") { sample = text }

  private mutating func next() -> Int {
    number += 1
    return number
  }

  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>, _ use: Use) {
    value = Identifier(rawValue: "a\(next())/b.c")
  }
  mutating func identifier<S>(_ key: String, _ value: inout Identifier<S>?, _ use: Use) {
    value = Identifier(rawValue: "o\(next())")
  }
  mutating func identifiers<S>(_ key: String, _ value: inout [Identifier<S>], _ use: Use, required: Bool) {
    value = [Identifier(rawValue: "l\(next())"), Identifier(rawValue: "l\(next())")]
  }
  mutating func text(_ key: String, _ value: inout String) { value = "\(next()) \(sample)" }
  mutating func text(_ key: String, _ value: inout String?) { value = "\u{0110}\(next()) 123" }
  mutating func bound(_ key: String, _ value: inout Bound) { value = Bound.month(2022, 10) ?? value }
  mutating func bound(_ key: String, _ value: inout Bound?) { value = Bound("2017-10-25..2022-07-07") }
  mutating func integer(_ key: String, _ value: inout Int64) { value = Int64(next()) }
  mutating func integer(_ key: String, _ value: inout Int64?) { value = Int64(next()) }
  mutating func count(_ key: String, _ value: inout Count?) { value = Count(atLeast: 1, atMost: 3) }
  mutating func decimal(_ key: String, _ value: inout Rational) { value = Rational(203, over: 10) ?? value }
  mutating func decimal(_ key: String, _ value: inout Rational?) { value = Rational(Int64(next())) }
  mutating func flag(_ key: String, _ value: inout Bool) { value = true }
  mutating func choice<C: Choice>(_ key: String, _ value: inout C) { value = Array(C.allCases)[C.allCases.count - 1] }
  mutating func choice<C: Choice>(_ key: String, _ value: inout C?) { value = C.allCases.first }
  mutating func spans(_ key: String, _ value: inout [TextSpan]) { value = [TextSpan(start: 3, end: 9)] }
  mutating func record<R: Fielded>(_ key: String, _ value: inout R?) {
    var record = R()
    record.visit(&self)
    value = record
  }
  mutating func records<R: Fielded>(_ key: String, _ value: inout [R], required: Bool) {
    var record = R()
    record.visit(&self)
    value = [record, record]
  }
}

@Suite("The canonical form of an entry")
struct CanonicalTests {
  private func entry(_ act: Act) -> Entry {
    Entry(
      revision: Revision(7), batch: Revision(5), recordedAt: Instant(seconds: 1_667_203_200), recordedBy: "a \"b\"",
      act: act)
  }

  private func decision(_ changes: [Change]) -> Decision {
    Decision(
      id: Identifier(rawValue: "d1"), title: "x", document: Identifier(rawValue: "doc"), rests: .reading,
      readings: [Identifier(rawValue: "r1")], signedOn: Bound.month(2019, 9), effective: .beforeRecords,
      after: Identifier(rawValue: "d0"), note: "n", reason: "r", changes: changes)
  }

  @Test("is read back as it was written, with every field of every change", arguments: ChangeKind.allCases)
  func roundTrip(kind: ChangeKind) throws {
    var change = Change(Action(blank: kind))
    var filler = FieldFiller()
    change.visit(&filler)
    for act in [Act.decide(decision([change])), .correct(decision([change]))] {
      let bytes = EntryCoding.encode(entry(act))
      let read = try EntryCoding.decode(bytes)
      #expect(read == entry(act.withoutPersonal))
      #expect(EntryCoding.encode(read) == bytes)
    }
  }

  @Test("is read back with only the fields that must be there", arguments: ChangeKind.allCases)
  func blank(kind: ChangeKind) {
    var writer = FieldWriter()
    var change = Change(Action(blank: kind))
    change.visit(&writer)
    #expect(writer.members.first?.key == kind.rawValue)
  }

  @Test("of an annulment is read back")
  func annulment() throws {
    let act = Act.annul(Identifier(rawValue: "d1"), reason: "sai")
    #expect(try EntryCoding.decode(EntryCoding.encode(entry(act))) == entry(act))
  }

  @Test("has its keys in the order of their bytes and no spaces")
  func sorted() {
    let act = Act.annul(Identifier(rawValue: "d1"), reason: "x")
    let text = String(decoding: EntryCoding.encode(entry(act)), as: UTF8.self)
    let stamp =
      #""batch":5,"format":1,"recordedAt":"2022-10-31T08:00:00Z","recordedBy":"a \"b\"","revision":7"#
    #expect(text == #"{"annul":"d1","entry":{\#(stamp)},"reason":"x"}"#)
  }

  @Test("of a later version is refused with what it holds that is not known")
  func newer() {
    func stamp(_ format: Int) -> String {
      #""batch":1,"format":\#(format),"recordedAt":"2022-10-31T08:00:00Z","recordedBy":"a","revision":9"#
    }
    let kind =
      #"{"changes":[{"change":"teleport","teleport":"a"}],"decision":"d","entry":{\#(stamp(1))}}"#
    #expect(throws: EntryFault.newer(revision: 9, what: "change 'teleport'")) {
      try EntryCoding.decode(Array(kind.utf8))
    }
    let format = #"{"annul":"d","entry":{\#(stamp(2))},"reason":"x"}"#
    #expect(throws: EntryFault.newer(revision: 9, what: "format 2")) { try EntryCoding.decode(Array(format.utf8)) }
  }

  @Test("says machine and software where they are known, and is read back")
  func recorder() throws {
    for (host, software, stamp) in [
      ("may-1", nil, #""format":1,"from":"may-1","recordedAt":"2022-10-31T08:00:00Z","recordedBy":"a","revision":7"#),
      (
        nil, "bomay 0.1.0",
        #""format":1,"recordedAt":"2022-10-31T08:00:00Z","recordedBy":"a","revision":7,"software":"bomay 0.1.0""#
      ),
      (nil, nil, #""format":1,"recordedAt":"2022-10-31T08:00:00Z","recordedBy":"a","revision":7"#),
    ] {
      let entry = Entry(
        revision: Revision(7), batch: Revision(5), recordedAt: Instant(seconds: 1_667_203_200),
        recordedBy: Recorder(name: "a", host: host, software: software),
        act: .annul(Identifier(rawValue: "d1"), reason: "x"))
      let bytes = EntryCoding.encode(entry)
      #expect(
        String(decoding: bytes, as: UTF8.self) == #"{"annul":"d1","entry":{"batch":5,\#(stamp)},"reason":"x"}"#)
      #expect(try EntryCoding.decode(bytes) == entry)
    }
  }

  private func annulment(stamp more: String) -> [UInt8] {
    let stamp =
      #""batch":1,"format":1,"recordedAt":"2022-10-31T08:00:00Z","recordedBy":"a","revision":9"#
    return Array(#"{"annul":"d","entry":{\#(stamp)\#(more)},"reason":"x"}"#.utf8)
  }

  @Test(
    "is newer, not damaged, when its stamp says more than is known", arguments: ["signedBy", "From", "batches", ""])
  func unknownMember(key: String) {
    #expect(throws: EntryFault.newer(revision: 9, what: "'\(key)'")) {
      try EntryCoding.decode(annulment(stamp: #","\#(key)":"x""#))
    }
  }

  @Test("is newer when it says something beside its charter")
  func besideCharter() throws {
    let text = String(decoding: annulment(stamp: ""), as: UTF8.self)
      .replacing(#""annul":"d""#, with: #""charter":{}"#)
    #expect(throws: EntryFault.newer(revision: 9, what: "'reason'")) { try EntryCoding.decode(Array(text.utf8)) }
  }

  @Test("is newer when its act, or a key of its charter, is none that is known")
  func unknownAct() throws {
    let text = String(decoding: annulment(stamp: ""), as: UTF8.self)
    let act = text.replacing(#""annul":"d""#, with: #""redact":"d""#)
    #expect(throws: EntryFault.newer(revision: 9, what: "'redact', 'reason'")) {
      try EntryCoding.decode(Array(act.utf8))
    }
    let charter = text.replacing(#""annul":"d""#, with: #""charter":{"charter":"x","colours":[],"version":1}"#)
      .replacing(#","reason":"x""#, with: "")
    #expect(throws: EntryFault.newer(revision: 9, what: "'colours'")) { try EntryCoding.decode(Array(charter.utf8)) }
  }

  @Test("is damaged when machine or software are no text", arguments: ["from", "software"])
  func noText(key: String) {
    for value in ["[]", "{}", "null", #"["a"]"#] {
      #expect(throws: EntryFault.damaged(at: 0)) {
        try EntryCoding.decode(annulment(stamp: #","\#(key)":\#(value)"#))
      }
    }
  }

  @Test("that is damaged is refused, wherever it is cut")
  func damaged() {
    let bytes = EntryCoding.encode(entry(.decide(decision([Change(Action(blank: .rename))]))))
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: EntryFault.self) { try EntryCoding.decode(Array(bytes.prefix(length))) }
    }
  }
}

@Suite("Reading decision files")
struct ReadingTests {
  private func read(_ text: String) -> ([DecisionDocument], [Diagnostic]) {
    let sink = DiagnosticSink()
    return (readDecisions(Array(text.utf8), file: "f.yaml", into: sink), sink.diagnostics)
  }

  @Test("YAML and JSON say the same")
  func json() {
    let yaml = read("decision: d\neffective: 2019-11-01\nchanges:\n  - rename: u\n    name: N\n").0
    let json = read(#"{"decision":"d","effective":"2019-11-01","changes":[{"rename":"u","name":"N"}]}"#).0
    #expect(yaml.map(\.content) == json.map(\.content))
    #expect(yaml.flatMap(\.changes).map(\.body) == json.flatMap(\.changes).map(\.body))
  }

  @Test("gathers every fault with its place")
  func faults() {
    let (_, found) = read(
      """
      decision: d
      efective: 2019-11-01
      changes:
        - rename: u
          nam: N
        - renam: u
          name: N
        - establish: "bad id"
          kind: k
          effective: 29/02/2021
        - {transfer: u, to: v, effective: 31/4/2020}
      """)
    #expect(
      found.map(\.code) == [
        "unknown-key", "missing-key", "unknown-key", "unknown-change", "not-an-identifier", "not-a-day", "not-a-day",
      ])
    #expect(found.first?.values["nearest"] == .text("effective"))
    #expect(found.map { $0.span?.line } == [2, 4, 5, 6, 8, 10, 11])
  }

  @Test("takes text in another normal form, and says so")
  func normal() {
    let (documents, found) = read(
      "decision: d\neffective: 2019\nchanges:\n  - {rename: u, name: \"Ho\u{0061}\u{0300}\"}\n")
    #expect(found.map(\.code) == ["not-nfc"])
    #expect(found.first?.severity == .warning)
    guard case .change(let change)? = documents.first?.changes.first?.body, case .rename(let rename) = change.action
    else {
      Issue.record("no rename was read")
      return
    }
    #expect(Array(rename.name.utf8) == Array("Ho\u{00E0}".utf8))
  }

  @Test("names the place of what is no UTF-8")
  func notUTF8() {
    let sink = DiagnosticSink()
    let bytes = Array("decision: d\nnote: ab".utf8) + [0xFF] + Array("\n".utf8)
    #expect(readDecisions(bytes, file: "f.yaml", into: sink).isEmpty)
    #expect(sink.diagnostics.map(\.code) == ["not-utf8"])
    #expect(sink.diagnostics.first?.span?.line == 2)
    #expect(sink.diagnostics.first?.span?.column == 9)
  }

  @Test("bears ten thousand faults in one file")
  func many() {
    let text =
      "decision: d\neffective: 2019\nchanges:\n" + String(repeating: "  - {renme: u, name: N}\n", count: 10_000)
    #expect(read(text).1.count == 10_000)
  }
}

@Suite("The published schema")
struct SchemaTests {
  @Test("is JSON and has a place for every change")
  func valid() throws {
    let object = try #require(JSONSerialization.jsonObject(with: Data(DecisionSchema.text.utf8)) as? [String: Any])
    let definitions = try #require(object["$defs"] as? [String: Any])
    let change = try #require(definitions["change"] as? [String: Any])
    let cases = try #require(change["anyOf"] as? [[String: Any]])
    #expect(cases.compactMap { $0["description"] as? String } == ChangeKind.allCases.map(\.rawValue) + ["apply"])
  }
}

extension Act {
  /// What is personal is kept beside the log.
  fileprivate var withoutPersonal: Act {
    func blanked(_ decision: Decision) -> Decision {
      var decision = decision
      for index in decision.changes.indices {
        guard let found = decision.changes[index].action.personal else { continue }
        decision.changes[index].action = decision.changes[index].action
          .carrying(PersonalAttributes(), commitment: found.commitment)
      }
      return decision
    }
    return switch self {
    case .decide(let decision): .decide(blanked(decision))
    case .correct(let decision): .correct(blanked(decision))
    case .adopt, .annul: self
    }
  }
}
