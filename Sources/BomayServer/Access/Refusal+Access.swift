// SPDX-License-Identifier: Apache-2.0
import HTTPTypes

extension Refusal {
  /// Nobody has signed in.
  static let signIn = Refusal(status: .unauthorized, reason: "sign-in")
  /// The bearer token is not one of an account.
  static let badToken = Refusal(status: .unauthorized, reason: "bad-token")
  /// Whoever made the token cannot be asked for the keys.
  static let tokenUnchecked = Refusal(status: .serviceUnavailable, reason: "token-unchecked")
  /// Who has signed in may not do it.
  static let forbidden = Refusal(status: .forbidden, reason: "forbidden")
  /// Another site, or a page of another session, has sent it.
  static let forged = Refusal(status: .forbidden, reason: "forged")
  static let linkGone = Refusal(status: .notFound, reason: "link-gone")
  static let notAForm = Refusal(status: .unsupportedMediaType, reason: "not-a-form")
  static let unreadableForm = Refusal(status: .badRequest, reason: "unreadable-form")
  static let tooLong = Refusal(status: .contentTooLarge, reason: "too-long")

  /// - Parameter seconds: after which it may be asked again.
  static func tooMany(_ seconds: Int64) -> Refusal {
    Refusal(status: .tooManyRequests, reason: "too-many", values: ["seconds": String(seconds)])
  }

  static let accessCodes = [
    "sign-in", "bad-token", "token-unchecked", "forbidden", "forged", "link-gone", "not-a-form", "unreadable-form",
    "too-long", "too-many",
  ]
}
