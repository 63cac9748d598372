// SPDX-License-Identifier: Apache-2.0
import BomayApp
import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer with what caches need to know about it.
struct Reply: Sendable {
  var status = HTTPResponse.Status.ok
  var type: String
  var body: String
  var language: String?
  /// More headers by their names.
  var headers: [String: String] = [:]

  /// The answer, or 304 where the asker has it already.
  func response(to request: Request) -> Response {
    let tag =
      "\""
      + SHA256.hash(data: [UInt8](body.utf8)).prefix(16).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined() + "\""
    var fields: HTTPFields = [:]
    fields[.eTag] = tag
    fields[.cacheControl] = "private, no-cache"
    fields[.vary] = "Accept-Language, Accept"
    if let language { fields[.contentLanguage] = language }
    for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
    if status == .ok, Reply.names(tag, in: request.headers[.ifNoneMatch]) {
      return Response(status: .notModified, headers: fields)
    }
    fields[.contentType] = type
    return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
  }

  private static func names(_ tag: String, in header: String?) -> Bool {
    guard let header else { return false }
    return header.split(separator: ",").contains { item in
      let item = item.filter { $0 != " " }
      return item == "*" || item == tag || item == "W/" + tag
    }
  }
}

extension Reply {
  static let html = "text/html; charset=utf-8"
  static let json = "application/json"
  static let csv = "text/csv; charset=utf-8"
}
