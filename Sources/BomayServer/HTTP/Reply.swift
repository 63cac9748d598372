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

  /// The answer, compressed where the asker takes it so, or 304 where the asker has it already.
  func response(to request: Request) -> Response {
    // A page with the token of a form must not let its length tell of it.
    let isSecret = headers["Cache-Control"] == "no-store" && type == Reply.html
    let isZipped = !isSecret && Gzip.isWanted(request.headers[.acceptEncoding], type: type, size: body.utf8.count)
    // Each coding of an answer has a mark of its own, as it has bytes of its own.
    let digest = digest
    let tag = "\"\(digest)\(isZipped ? "-gzip" : "")\""
    var fields: HTTPFields = [:]
    fields[.eTag] = tag
    fields[.cacheControl] = "private, no-cache"
    fields[.vary] = "Accept-Language, Accept, Accept-Encoding"
    if let language { fields[.contentLanguage] = language }
    for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
    let isReading = request.method == .get || request.method == .head
    if status == .ok, isReading, Reply.names(tag, in: request.headers[.ifNoneMatch]) {
      return Response(status: .notModified, headers: fields)
    }
    fields[.contentType] = type
    guard isZipped, let bytes = Gzip.compressed([UInt8](body.utf8)) else {
      // A mark that the answer was given, as that of a revision, stays.
      if headers["ETag"] == nil { fields[.eTag] = "\"\(digest)\"" }
      return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
    fields[.contentEncoding] = "gzip"
    return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Half of the SHA-256 of the body, in hexadecimal.
  private var digest: String {
    SHA256.hash(data: [UInt8](body.utf8)).prefix(16).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
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
