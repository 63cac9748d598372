// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird
import NIOCore

/// Which addresses take a body, and how large a one.
enum Bodies {
  /// Bytes of what is sent to be recorded. More than that is for the command line.
  static let most = 1024 * 1024

  /// Whether a form or a document can be sent there.
  static func areTaken(at path: String) -> Bool {
    let path = path.prefix { $0 != "?" }
    return path == "/api/v1/decisions" || path.hasPrefix("/record/")
  }

  /// The whole body.
  ///
  /// - Throws: ``Refusal`` where it is longer than ``most``, or did not come whole.
  static func read(_ request: Request) async throws -> [UInt8] {
    let length = request.headers[.contentLength].map { Int($0) ?? .max } ?? 0
    guard length <= most else { throw Refusal.bodyTooLarge }
    do {
      return Array(buffer: try await request.body.collect(upTo: most))
    } catch is NIOTooManyBytesError {
      throw Refusal.bodyTooLarge
    }
  }

  /// What kind of content it is, without its parameters, in small letters.
  static func kind(_ request: Request) -> String {
    (request.headers[.contentType] ?? "").prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
  }
}

extension Refusal {
  static let bodyTooLarge = Refusal(
    status: .contentTooLarge, reason: "body-too-large", values: ["most": "\(Bodies.most / 1024) KiB"])
  static let mayNotRecord = Refusal(status: .forbidden, reason: "may-not-record")
  static let noRevisionNamed = Refusal(status: .preconditionRequired, reason: "no-revision-named")
  static let keyUsed = Refusal(status: .unprocessableContent, reason: "key-used")

  static func kindOfBody(_ kind: String, _ allowed: [String]) -> Refusal {
    Refusal(
      status: .unsupportedMediaType, reason: "kind-of-body",
      values: ["kind": kind.isEmpty ? "?" : kind, "allowed": allowed.joined(separator: ", ")])
  }
}
