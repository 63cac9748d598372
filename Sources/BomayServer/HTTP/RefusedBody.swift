// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Hummingbird

/// Why what was sent, or how it was asked for, is not taken.
extension Refusal {
  static let cursor = Refusal(status: .badRequest, reason: "cursor")
  static let onlyPost = Refusal(status: .methodNotAllowed, reason: "only-post", allow: "POST")
  static let busy = Refusal(status: .serviceUnavailable, reason: "busy")
  static let tooManyListeners = Refusal(status: .serviceUnavailable, reason: "too-many-listeners")

  static func wrongType(_ wanted: String) -> Refusal {
    Refusal(status: .unsupportedMediaType, reason: "wrong-type", values: ["wanted": wanted])
  }

  static func tooLarge(_ most: Int) -> Refusal {
    Refusal(status: .contentTooLarge, reason: "too-large", values: ["most": String(most >> 20)])
  }

  static func columnTwice(_ name: String) -> Refusal {
    Refusal(status: .badRequest, reason: "column-twice", values: ["column": name])
  }

  /// Faults that are told one by one; a table of which each line is wrong needs no more to be seen as that.
  static let mostFaults = 100

  static func faulty(_ findings: [Diagnostic], _ asked: Asked) -> Refusal {
    var refusal = Refusal(
      status: .unprocessableContent, reason: "faulty-table", values: ["count": String(findings.count)])
    refusal.findings = Array(findings.worstFirst().prefix(mostFaults))
    refusal.members = [
      (
        "findings",
        .list(
          refusal.findings.map { finding in
            let said = asked.words.words(finding, asked.moment)
            return .object([
              ("severity", .text(finding.severity.rawValue)), ("code", .text(finding.code)),
              ("line", finding.span.map { .number(Int64($0.line)) } ?? .nothing), ("summary", .text(said.summary)),
              ("reason", .text(said.reason)), ("remedies", .list(said.remedies.map { .text($0) })),
            ])
          })
      )
    ]
    return refusal
  }
}
