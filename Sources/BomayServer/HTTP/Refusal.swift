// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import Hummingbird

/// Why a request is not answered. Its words are in the catalogue: `refusal.CODE` and `refusal.CODE.detail`.
struct Refusal: Error, Sendable {
  let status: HTTPResponse.Status
  /// Stable, and part of the `type` of a problem (RFC 9457).
  let code: String
  var values: [String: String] = [:]
  /// Methods that would do, where the method is what is refused.
  var allow: String?

  static let notFound = Refusal(status: .notFound, code: "not-found")
  static let unreadable = Refusal(status: .badRequest, code: "unreadable-address")
  static let failed = Refusal(status: .internalServerError, code: "failed")
  static let wrongHost = Refusal(status: .misdirectedRequest, code: "wrong-host")
  static let takesNoBody = Refusal(status: .contentTooLarge, code: "takes-no-body")
  static let readOnly = Refusal(status: .methodNotAllowed, code: "read-only", allow: "GET, HEAD")

  static func unavailable(_ detail: String) -> Refusal {
    Refusal(status: .serviceUnavailable, code: "unavailable", values: ["problem": detail])
  }

  static func missing(_ name: String) -> Refusal {
    Refusal(status: .badRequest, code: "missing", values: ["name": name])
  }

  static func notOneOf(_ name: String, _ value: String, _ allowed: [String]) -> Refusal {
    Refusal(
      status: .badRequest, code: "not-one-of",
      values: ["name": name, "value": value, "allowed": allowed.joined(separator: ", ")])
  }

  /// What the identifier names is not on record, or not yet at the revision asked about.
  static func unknown(_ id: String, _ answers: Answers) -> Refusal {
    if answers.isKnownLater(id) {
      return Refusal(
        status: .notFound, code: "known-later", values: ["id": id, "revision": answers.moment.revision.description])
    }
    var values = ["id": id]
    if let near = answers.nearestIdentifier(to: id), near != id { values["nearest"] = near }
    return Refusal(status: .notFound, code: "no-such-thing", values: values)
  }

  init(status: HTTPResponse.Status, code: String, values: [String: String] = [:], allow: String? = nil) {
    self.status = status
    self.code = code
    self.values = values
    self.allow = allow
  }

  init(_ fault: MomentFault) {
    switch fault {
    case .notADay(let text): self.init(status: .badRequest, code: "not-a-day", values: ["text": text])
    case .noSuchRevision(let text, let head):
      self.init(
        status: .notFound, code: "no-such-revision", values: ["text": text, "head": head.description])
    case .notARevision(let text): self.init(status: .badRequest, code: "not-a-revision", values: ["text": text])
    }
  }

  func title(_ words: Catalogue) -> String { words.term("refusal.\(code)") }
  func detail(_ words: Catalogue) -> String { words.term("refusal.\(code).detail", values) }

  /// Every code there is, so that a test can hold the catalogues to them.
  static let codes = [
    "not-found", "unreadable-address", "failed", "wrong-host", "takes-no-body", "read-only", "unavailable", "missing",
    "not-one-of", "known-later", "no-such-thing", "not-a-day", "no-such-revision", "not-a-revision",
  ]
}
