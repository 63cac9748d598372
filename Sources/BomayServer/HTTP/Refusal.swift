// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Hummingbird

/// Why a request is not answered. Its words are in the catalogue: `refusal.REASON` and `refusal.REASON.detail`.
struct Refusal: Error, Sendable {
  let status: HTTPResponse.Status
  /// Stable, and part of the `type` of a problem (RFC 9457).
  let reason: String
  var values: [String: String] = [:]
  /// Methods that would do, where the method is what is refused.
  var allow: String?
  /// What a problem says beside its title and detail.
  var members: [(name: String, value: Cell)] = []
  /// What was found in what was sent.
  var findings: [Diagnostic] = []

  static let notFound = Refusal(status: .notFound, reason: "not-found")
  static let unreadable = Refusal(status: .badRequest, reason: "unreadable-address")
  static let failed = Refusal(status: .internalServerError, reason: "failed")
  static let wrongHost = Refusal(status: .misdirectedRequest, reason: "wrong-host")
  static let takesNoBody = Refusal(status: .contentTooLarge, reason: "takes-no-body")
  static let readOnly = Refusal(status: .methodNotAllowed, reason: "read-only", allow: "GET, HEAD")

  static func unavailable(_ detail: String) -> Refusal {
    Refusal(status: .serviceUnavailable, reason: "unavailable", values: ["problem": detail])
  }

  static func missing(_ name: String) -> Refusal {
    Refusal(status: .badRequest, reason: "missing", values: ["name": name])
  }

  static func notOneOf(_ name: String, _ value: String, _ allowed: [String]) -> Refusal {
    Refusal(
      status: .badRequest, reason: "not-one-of",
      values: ["name": name, "value": value, "allowed": allowed.joined(separator: ", ")])
  }

  /// What the identifier names is not on record, or not yet at the revision asked about.
  static func unknown(_ id: String, _ answers: Answers) -> Refusal {
    if answers.isKnownLater(id) {
      return Refusal(
        status: .notFound, reason: "known-later", values: ["id": id, "revision": answers.moment.revision.description])
    }
    var values = ["id": id]
    if let near = answers.nearestIdentifier(to: id), near != id { values["nearest"] = near }
    return Refusal(status: .notFound, reason: "no-such-thing", values: values)
  }

  init(status: HTTPResponse.Status, reason: String, values: [String: String] = [:], allow: String? = nil) {
    self.status = status
    self.reason = reason
    self.values = values
    self.allow = allow
  }

  init(_ fault: MomentFault) {
    switch fault {
    case .notADay(let text): self.init(status: .badRequest, reason: "not-a-day", values: ["text": text])
    case .noSuchRevision(let text, let head):
      self.init(
        status: .notFound, reason: "no-such-revision", values: ["text": text, "head": head.description])
    case .notARevision(let text): self.init(status: .badRequest, reason: "not-a-revision", values: ["text": text])
    }
  }

  func title(_ words: Catalogue) -> String { words.term("refusal.\(reason)") }
  func detail(_ words: Catalogue) -> String { words.term("refusal.\(reason).detail", values) }

  /// Every code there is, so that a test can hold the catalogues to them.
  static let codes =
    [
      "not-found", "unreadable-address", "failed", "wrong-host", "takes-no-body", "read-only", "unavailable", "missing",
      "cursor", "only-post", "wrong-type", "too-large", "busy", "too-many-listeners", "faulty-table", "column-twice",
      "not-one-of", "known-later", "no-such-thing", "not-a-day", "no-such-revision", "not-a-revision",
      "body-too-large", "may-not-record", "beyond-reach", "no-revision-named", "key-used", "kind-of-body", "moved",
      "findings",
      "not-recorded", "unconfirmed",
    ] + accessCodes
}
